import HongyanCore
import HongyanRules
import Testing

/// `channel/free`
@Suite("check channel/free")
struct ChannelFreeTests {
    private func found(_ price: String) -> [String] {
        CheckCase.findings(
            "channel/free",
            ["hongyan.yaml": Workspace.hongyan.replacing("price: 0.045", with: "price: \(price)")])
    }

    @Test("finds a channel without a price")
    func finds() {
        #expect(
            found("0") == [
                "hongyan.yaml:4:70 'main' costs nothing, so routing always takes it"
            ])
        #expect(found("0.0000").count == 1)
    }

    @Test("is content with the smallest price")
    func passes() { #expect(found("0.0001") == []) }
}
