import HongyanCore
import HongyanRules
import Testing

/// `rule/renamed`
@Suite("check rule/renamed")
struct RuleRenamedTests {
    private func check(_ old: [String: String?], _ new: [String: String?]) -> [String] {
        CheckCase.findings("rule/renamed", new, history: CheckCase.history(old))
    }

    private let old: [String: String?] = [
        "rules/r.yaml": nil, "rules/old.yaml": CheckCase.ruleText("old"),
    ]

    @Test("finds a rule under a new name, and hands its history over")
    func finds() {
        #expect(
            check(old, [:]) == [
                "rules/r.yaml:1:7 looks like 'old' under a new name, without 'was'"
            ])
        #expect(
            CheckCase.fixes("rule/renamed", [:], history: CheckCase.history(old))
                == [" -> \nwas: [old]"])
    }

    @Test("proposes nothing where two rules may be meant")
    func twoOld() {
        var two = old
        two["rules/other.yaml"] = CheckCase.ruleText("other")
        #expect(check(two, [:]).count == 1)
        #expect(CheckCase.fixes("rule/renamed", [:], history: CheckCase.history(two)) == [])
    }

    @Test("is content with 'was', with the old rule still there, and with another trigger")
    func passes() {
        #expect(check(old, ["rules/r.yaml": Workspace.rule + "\nwas: [old]\n"]) == [])
        #expect(check(old, ["rules/old.yaml": CheckCase.ruleText("old")]) == [])
        let other = CheckCase.ruleText("r", trigger: "{event: order.placed}")
        #expect(check(old, ["rules/r.yaml": other]) == [])
    }

    @Test("says nothing while a file cannot be read, for the old rule may hide in it")
    func faulty() { #expect(check(old, ["rules/x.yaml": "rule: ["]) == []) }
}
