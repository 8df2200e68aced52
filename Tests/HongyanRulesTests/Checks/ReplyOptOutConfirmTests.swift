import HongyanCore
import HongyanRules
import Testing

/// `reply/opt-out-confirm`
@Suite("check reply/opt-out-confirm")
struct ReplyOptOutConfirmTests {
    private func found(_ keywords: String, policy: String? = nil) -> [String] {
        let rule = CheckCase.ruleText("r", trigger: "{reply: \(keywords)}")
            .replacing("marketing", with: "service")
        let templates = CheckCase.templateText("已为您退订").replacing("marketing", with: "service")
        var files = ["rules/r.yaml": rule, "rules/templates.yaml": templates]
        if let policy { files["rules/policy.yaml"] = policy }
        return CheckCase.findings("reply/opt-out-confirm", files)
    }

    @Test("finds a service rule that answers a refusal")
    func finds() {
        #expect(
            found("[\"1\", R]") == [
                "rules/r.yaml:4:18 'R' opts out, and policy.yaml does not allow to confirm it"
            ])
    }

    @Test("is content with other words, and where the policy allows it")
    func passes() {
        #expect(found("[\"1\", 报名]") == [])
        #expect(found("[R]", policy: CheckCase.policyText(["confirm_opt_out": "true"])) == [])
    }
}
