import HongyanCore
import HongyanRules
import Testing

/// `template/opt-out-twice`
@Suite("check template/opt-out-twice")
struct TemplateOptOutTwiceTests {
    private func fixes(_ text: String) -> [String] {
        CheckCase.fixes(
            "template/opt-out-twice", ["rules/templates.yaml": CheckCase.templateText(text)])
    }

    @Test("finds the policy's own words, and takes them out")
    func own() {
        #expect(
            CheckCase.template("template/opt-out-twice", "您好，拒收请回复R") == [
                "rules/templates.yaml:2:41 "
                    + "opt-out words stand here and are put behind the text again"
            ])
        #expect(fixes("您好，拒收请回复R") == ["拒收请回复R -> "])
    }

    @Test("finds the words of other platforms", arguments: ["回T退订", "回TD退订", "退订回复TD"])
    func other(_ words: String) {
        #expect(CheckCase.template("template/opt-out-twice", "您好，" + words).count == 1)
        #expect(fixes("您好，" + words) == [])
    }

    @Test("is content with other answers, and with service messages")
    func passes() {
        #expect(CheckCase.template("template/opt-out-twice", "报名请回复1") == [])
        let service = CheckCase.templateText("您好，回T退订").replacing("marketing", with: "service")
        #expect(
            CheckCase.findings("template/opt-out-twice", ["rules/templates.yaml": service]) == [])
    }
}
