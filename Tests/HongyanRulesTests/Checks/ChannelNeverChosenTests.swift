import HongyanCore
import HongyanRules
import Testing

/// `channel/never-chosen`
@Suite("check channel/never-chosen")
struct ChannelNeverChosenTests {
    private func found(_ second: String) -> [String] {
        CheckCase.findings(
            "channel/never-chosen",
            [
                "hongyan.yaml": """
                store: data/x.sqlite
                zone: Asia/Shanghai
                channels:
                  main: {provider: simulated, purposes: [marketing], price: 0.045, rate: 200/s}
                  spare: {provider: simulated, rate: 200/s, \(second)}

                """
            ])
    }

    @Test("finds a channel that a cheaper one beats everywhere")
    func finds() {
        #expect(
            found("purposes: [marketing], price: 0.05") == [
                "hongyan.yaml:5:3 'spare' is never chosen, others are cheaper everywhere"
            ])
        #expect(found("purposes: [marketing], price: 0.045").count == 1)
    }

    @Test("is content with another purpose or a better price for one carrier")
    func passes() {
        #expect(found("purposes: [marketing, service], price: 0.05") == [])
        #expect(found("purposes: [marketing], carriers: [unicom], price: 0.04") == [])
    }
}
