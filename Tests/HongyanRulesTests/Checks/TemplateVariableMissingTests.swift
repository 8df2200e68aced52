import HongyanCore
import HongyanRules
import Testing

/// `template/variable-missing`
@Suite("check template/variable-missing")
struct TemplateVariableMissingTests {
    private func found(_ text: String, _ audience: String) -> [String] {
        CheckCase.findings(
            "template/variable-missing",
            [
                "rules/templates.yaml": CheckCase.templateText(text),
                "rules/r.yaml": Workspace.rule(audience: audience),
            ])
    }

    @Test("finds a tag that nobody in the audience has")
    func finds() {
        #expect(
            found("${city}的门店", "points > 3 and city is missing") == [
                "rules/r.yaml:6:11 nobody here has 'city', which 'hello' needs"
            ])
    }

    @Test("is content with a fallback, and with an audience that may have it")
    func passes() {
        #expect(found("${city|附近}的门店", "city is missing") == [])
        #expect(found("${city}的门店", "city is missing or points > 3") == [])
        #expect(found("${city}的门店", "name is missing") == [])
    }
}
