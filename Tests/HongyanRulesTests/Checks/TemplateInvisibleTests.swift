import HongyanCore
import HongyanRules
import Testing

/// `template/invisible`
@Suite("check template/invisible")
struct TemplateInvisibleTests {
    private func fixes(_ text: String) -> [String] {
        CheckCase.fixes(
            "template/invisible", ["rules/templates.yaml": CheckCase.templateText(text)])
    }

    @Test("finds what was pasted along, and takes it out")
    func finds() {
        #expect(
            CheckCase.template("template/invisible", "您好\u{200B}呀") == [
                "rules/templates.yaml:2:40 the character U+200B is invisible"
            ])
        #expect(fixes("您好\u{200B}呀") == ["\u{200B} -> "])
        #expect(fixes("您好\u{A0}呀") == ["\u{A0} ->  "])
    }

    @Test("is content with plain spaces and with emoji that are joined")
    func passes() {
        #expect(CheckCase.template("template/invisible", "您好 呀　好") == [])
        #expect(CheckCase.template("template/invisible", "👨\u{200D}👩\u{200D}👧❤\u{FE0F}") == [])
        #expect(CheckCase.template("template/invisible", "回\u{200D}T").count == 1)
    }
}
