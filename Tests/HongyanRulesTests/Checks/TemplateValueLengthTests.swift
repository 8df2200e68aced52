import HongyanCore
import HongyanRules
import Testing

/// `template/value-length`
@Suite("check template/value-length")
struct TemplateValueLengthTests {
    private func changes(_ text: String, _ variables: String) -> [String: String?] {
        ["rules/templates.yaml": CheckCase.templateText(text, ", variables: {\(variables)}")]
    }

    private func found(_ text: String, _ variables: String) -> [String] {
        CheckCase.findings("template/value-length", changes(text, variables))
    }

    @Test("finds a value that is too long, and makes room for it")
    func finds() {
        #expect(
            found("${tier|普通}会员", "tier: {max: 6}") == [
                "rules/templates.yaml:2:38 'platinum' takes 8, over the max of 6"
            ])
        #expect(
            CheckCase.fixes(
                "template/value-length", changes("${tier|普通}会员", "tier: {max: 6}")) == ["6 -> 8"])
        #expect(
            CheckCase.fixes("template/value-length", changes("${tier|普通}会员", "tier: 6"))
                == ["6 -> 8"])
    }

    @Test("knows how long dates are")
    func dates() {
        #expect(found("${occurrence.date}", "occurrence.date: 5").count == 1)
        #expect(found("${occurrence.date}", "occurrence.date: 6") == [])
        #expect(found("${registered_at|近日}", "registered_at: 11").count == 1)
        #expect(found("${registered_at|近日}", "registered_at: 12") == [])
    }

    @Test("is content with room, and where any length is possible")
    func passes() {
        #expect(found("${tier|普通}会员", "tier: {max: 8}") == [])
        #expect(found("${name|顾客}", "name: 2") == [])
    }
}
