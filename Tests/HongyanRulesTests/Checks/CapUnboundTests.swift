import HongyanCore
import HongyanRules
import Testing

/// `cap/unbound`
@Suite("check cap/unbound")
struct CapUnboundTests {
    private func found(_ purpose: String) -> [String] {
        let cap = "{week: \"2 per 7d\", other: {count: \"5 per day\", purpose: \(purpose)}}"
        return CheckCase.policy("cap/unbound", ["caps": cap])
    }

    @Test("finds a cap on emergency messages, which meet none")
    func finds() {
        #expect(
            found("emergency") == [
                "rules/policy.yaml:5:33 the cap 'other' stops nothing, emergency meets no caps"
            ])
    }

    @Test(
        "is content with the other purposes", arguments: ["verification", "service", "marketing"])
    func passes(_ purpose: String) { #expect(found(purpose) == []) }
}
