import HongyanCore
import HongyanRules
import Testing

/// `trigger/too-often`
@Suite("check trigger/too-often")
struct TriggerTooOftenTests {
    private func found(_ cron: String) -> [String] {
        CheckCase.rule("trigger/too-often", trigger: "{schedule: \"\(cron)\"}")
    }

    private func fixes(_ cron: String) -> [String] {
        let rule = CheckCase.ruleText("r", trigger: "{schedule: \"\(cron)\"}")
        return CheckCase.fixes("trigger/too-often", ["rules/r.yaml": rule])
    }

    @Test("finds each minute where the hour was meant, and mends it")
    func finds() {
        #expect(found("* 18 * * *") == ["rules/r.yaml:4:21 due 60 times a day"])
        #expect(fixes("* 18 * * *") == ["* -> 0"])
    }

    @Test("proposes nothing where the intent is not known")
    func noFix() {
        #expect(found("*/30 * * * *").count == 1)
        #expect(fixes("*/30 * * * *") == [])
        #expect(fixes("* * * * *") == [])
    }

    @Test("is content with once an hour, and with service")
    func passes() {
        #expect(found("0 * * * *") == [])
        let rule = CheckCase.ruleText("r", trigger: "{schedule: \"* * * * *\"}")
            .replacing("marketing", with: "service")
        let templates = CheckCase.templateText("您好").replacing("marketing", with: "service")
        #expect(
            CheckCase.findings(
                "trigger/too-often", ["rules/r.yaml": rule, "rules/templates.yaml": templates])
                == [])
    }
}
