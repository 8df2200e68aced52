import HongyanCore
import HongyanRules
import Testing

/// `template/adjacent-variables`
@Suite("check template/adjacent-variables")
struct TemplateAdjacentVariablesTests {
    @Test("finds variables side by side, and nothing but a variable")
    func finds() {
        #expect(
            CheckCase.template("template/adjacent-variables", "${name|a}${city|b}好") == [
                "rules/templates.yaml:2:47 adjacent to the variable before, platforms refuse that"
            ])
        #expect(
            CheckCase.template("template/adjacent-variables", "${name|a}") == [
                "rules/templates.yaml:2:38 nothing but a variable, platforms refuse that"
            ])
    }

    @Test("is content with a comma between them")
    func passes() {
        #expect(CheckCase.template("template/adjacent-variables", "${name|a}，${city|b}") == [])
    }
}
