import HongyanCore
import HongyanRules
import Testing

/// `message/zero-weight`
@Suite("check message/zero-weight")
struct MessageZeroWeightTests {
    private func found(_ weight: Int) -> [String] {
        CheckCase.findings(
            "message/zero-weight",
            [
                "rules/r.yaml": CheckCase.ruleText("r").replacing(
                    "message: hello",
                    with: "message:\n  - {template: hello, weight: 1}\n"
                        + "  - {template: other, weight: \(weight)}"),
                "rules/templates.yaml": """
                templates:
                  hello: {purpose: marketing, text: 您好}
                  other: {purpose: marketing, text: 再见}
                """,
            ])
    }

    @Test("finds a variant that is never chosen")
    func finds() {
        #expect(
            found(0) == ["rules/r.yaml:7:5 the variant 'other' of weight 0 is never sent"])
    }

    @Test("is content with a small weight")
    func passes() { #expect(found(1) == []) }
}
