import HongyanCore
import HongyanRules
import Testing

/// `reply/shared-keyword`
@Suite("check reply/shared-keyword")
struct ReplySharedKeywordTests {
    private func found(
        _ one: String, _ other: String, _ lines: (String, String) = ("", "")
    )
        -> [String]
    {
        CheckCase.findings(
            "reply/shared-keyword",
            [
                "rules/r.yaml": nil,
                "rules/a.yaml": CheckCase.ruleText("a", trigger: "{reply: \(one)}", lines.0),
                "rules/b.yaml": CheckCase.ruleText("b", trigger: "{reply: \(other)}", lines.1),
            ])
    }

    @Test("finds one keyword of two rules, whatever its width and case")
    func finds() {
        #expect(
            found("[a1]", "[b1, Ａ１。]") == [
                "rules/b.yaml:4:18 the keyword 'Ａ１。' is waited for by 'a' already"
            ])
    }

    @Test("finds one keyword that a rule writes twice")
    func twice() {
        #expect(
            found("[yes, YES]", "[b]") == [
                "rules/a.yaml:4:18 the keyword 'YES' is waited for by 'a' already"
            ])
    }

    @Test("is content with others, and with other people")
    func passes() {
        #expect(found("[a1]", "[a11]") == [])
        #expect(
            found("[a1]", "[a1]", ("audience: tier = gold", "audience: tier = silver")) == [])
        #expect(found("[a1]", "[a1]", ("enabled: false", "")) == [])
    }
}
