import HongyanCore
import HongyanRules
import Testing

/// `channel/carrier-missing`
@Suite("check channel/carrier-missing")
struct ChannelCarrierMissingTests {
    private func found(_ more: String) -> [String] {
        CheckCase.findings(
            "channel/carrier-missing",
            [
                "hongyan.yaml": """
                store: data/x.sqlite
                zone: Asia/Shanghai
                channels:
                  a: {provider: simulated, purposes: [marketing], carriers: [mobile], price: 0.04, rate: 9/s}
                \(more)

                """
            ])
    }

    @Test("finds carriers without a channel")
    func finds() {
        #expect(
            found("") == [
                "hongyan.yaml:3:1 no channel brings marketing messages to: "
                    + "unicom, telecom, broadnet, unknown"
            ])
    }

    @Test("a channel for each carrier still leaves the unknown numbers")
    func unknown() {
        let rest =
            "  b: {provider: simulated, purposes: [marketing], "
            + "carriers: [unicom, telecom, broadnet], price: 0.05, rate: 9/s}"
        #expect(
            found(rest) == [
                "hongyan.yaml:3:1 no channel brings marketing messages to: unknown"
            ])
    }

    @Test("is content with a channel for all, and asks nothing for purposes without rules")
    func passes() {
        let all = "  b: {provider: simulated, purposes: [marketing], price: 0.05, rate: 9/s}\n"
        let other =
            "  c: {provider: simulated, purposes: [service], carriers: [mobile], price: 0.05, rate: 9/s}"
        #expect(found(all) == [])
        #expect(found(all + other) == [])
    }
}
