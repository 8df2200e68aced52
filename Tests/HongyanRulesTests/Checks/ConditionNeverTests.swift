import HongyanRules
import Testing

/// `condition/never`
@Suite("check condition/never")
struct ConditionNeverTests {
    @Test("says that nobody can meet a condition, and which sides rule each other out")
    func finds() {
        #expect(
            CheckCase.audience("condition/never", "tier = gold and city = '上海' and tier = silver")
                == [
                    "rules/r.yaml:6:11 the audience never holds, so the rule never sends"
                ])
        let compilation = Workspace.compile([
            "rules/r.yaml": Workspace.rule(
                audience: "tier = gold and city = '上海' and tier = silver")
        ])
        #expect(
            compilation.diagnostics.first?.notes.map(\.zh) == [
                "“tier = gold”与“tier = silver”不能同时成立"
            ])
    }

    @Test("looks at what triggers wait for as well")
    func triggers() {
        let rule = Workspace.rule.replacing(
            "{event: cart.updated}",
            with: "{event: cart.updated, where: amount > 5 and amount < 5.01}")
        #expect(
            CheckCase.findings("condition/never", ["rules/r.yaml": rule]) == [
                "rules/r.yaml:4:39 the trigger's 'where' never holds, so the rule never sends"
            ])
    }

    @Test(
        "is content when somebody can",
        arguments: [
            "tier = gold and city = '上海'", "points > 5 and points < 7",
            "not tier in [bronze, silver, gold, platinum]",
        ])
    func passes(_ condition: String) {
        #expect(CheckCase.audience("condition/never", condition) == [])
    }

    @Test("leaves what a named audience does wrong to that audience")
    func names() {
        let tags = Workspace.tags + "\n  nobody: points > 5 and points < 5\n"
        let files = ["rules/tags.yaml": tags, "rules/r.yaml": Workspace.rule(audience: "nobody")]
        #expect(CheckCase.findings("condition/never", files) == [])
        #expect(CheckCase.findings("audience/never", files).count == 1)
    }
}
