import HongyanCore
import HongyanRules
import Testing

/// `reply/opt-out-word`
@Suite("check reply/opt-out-word")
struct ReplyOptOutWordTests {
    private func found(_ keywords: String, purpose: String = "marketing") -> [String] {
        let rule = CheckCase.ruleText("r", trigger: "{reply: \(keywords)}")
            .replacing("marketing", with: purpose)
        let templates = CheckCase.templateText("您好").replacing("marketing", with: purpose)
        return CheckCase.findings(
            "reply/opt-out-word", ["rules/r.yaml": rule, "rules/templates.yaml": templates])
    }

    @Test("finds a word of refusal")
    func finds() {
        #expect(
            found("[Y, ｎ]") == ["rules/r.yaml:4:18 'ｎ' opts out, no marketing may answer it"])
        #expect(found("[取消]").count == 1)
    }

    @Test("is content with other words, and with a service that confirms a refusal")
    func passes() {
        #expect(found("[\"1\", 报名, NEXT]") == [])
        #expect(found("[T]", purpose: "service") == [])
    }
}
