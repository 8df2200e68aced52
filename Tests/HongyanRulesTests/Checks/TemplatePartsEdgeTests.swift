import HongyanCore
import HongyanRules
import Testing

/// `template/parts-edge`
@Suite("check template/parts-edge")
struct TemplatePartsEdgeTests {
    /// With signature and opt-out words, so many units.
    private func found(_ units: Int, _ text: String = "") -> [String] {
        let rest = units - 12 - (text.isEmpty ? 0 : 8)
        return CheckCase.template(
            "template/parts-edge", text + String(repeating: "字", count: rest),
            text.isEmpty ? "" : ", variables: {name: 8}")
    }

    @Test("finds a text a little over one part")
    func finds() {
        #expect(
            found(72) == [
                "rules/templates.yaml:2:3 "
                    + "the longest text is 2 over one part, which doubles the price"
            ])
        #expect(found(71, "${name|顾客}").count == 1)
    }

    @Test("is content within a part, and with a second one that is used")
    func passes() {
        #expect(found(70) == [])
        #expect(found(70, "${name|顾客}") == [])
        #expect(found(74) == [])
    }
}
