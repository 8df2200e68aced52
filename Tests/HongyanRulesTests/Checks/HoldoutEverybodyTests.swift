import HongyanCore
import HongyanRules
import Testing

/// `holdout/everybody`
@Suite("check holdout/everybody")
struct HoldoutEverybodyTests {
    @Test("finds a control group of all customers")
    func finds() {
        #expect(
            CheckCase.rule("holdout/everybody", adding: "holdout: 100%") == [
                "rules/r.yaml:6:10 all are in the control group, nothing is ever sent"
            ])
        #expect(
            CheckCase.policy("holdout/everybody", ["global_holdout": "100%"]) == [
                "rules/policy.yaml:8:17 all are in the global control group, nothing is ever sent"
            ])
    }

    @Test("is content while somebody is outside")
    func passes() {
        #expect(CheckCase.rule("holdout/everybody", adding: "holdout: 99.99%") == [])
        #expect(CheckCase.policy("holdout/everybody", ["global_holdout": "2%"]) == [])
    }

    @Test("urgent messages know no control group")
    func urgent() {
        let changes: [String: String?] = [
            "rules/r.yaml": CheckCase.ruleText("r", "holdout: 100%")
                .replacing("marketing", with: "emergency"),
            "rules/templates.yaml": CheckCase.templateText("您好")
                .replacing("marketing", with: "emergency"),
        ]
        #expect(CheckCase.findings("holdout/everybody", changes) == [])
        #expect(CheckCase.findings("rule/key-ignored", changes).count == 1)
    }
}
