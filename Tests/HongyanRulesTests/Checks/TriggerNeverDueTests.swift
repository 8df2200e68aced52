import HongyanCore
import HongyanRules
import Testing

/// `trigger/never-due`
@Suite("check trigger/never-due")
struct TriggerNeverDueTests {
    private func found(_ trigger: String) -> [String] {
        CheckCase.rule("trigger/never-due", trigger: trigger)
    }

    @Test("finds a day that no year has")
    func finds() {
        #expect(
            found("{schedule: \"0 10 30 2 *\"}") == [
                "rules/r.yaml:4:21 no day fits '0 10 30 2 *', the rule never falls due"
            ])
        #expect(found("{schedule: \"0 10 31 4,6,9,11 *\"}").count == 1)
    }

    @Test("29 February comes back")
    func leapDay() { #expect(found("{schedule: \"0 10 29 2 *\"}") == []) }

    @Test("finds a keyword of punctuation only")
    func keyword() {
        #expect(
            found("{reply: [\"1\", \"？！\"]}") == [
                "rules/r.yaml:4:18 no reply matches '？！', punctuation is not compared"
            ])
        #expect(found("{reply: [\"1！\"]}") == [])
    }

    @Test("finds a signal that is stale at once")
    func signal() {
        let trigger = "{signal: weather, when: rain_mm >= 10, at: 17:00}"
        let tags = Workspace.tags.replacing("fresh: 12h", with: "fresh: 0h")
        #expect(
            CheckCase.findings(
                "trigger/never-due",
                [
                    "rules/r.yaml": CheckCase.ruleText("r", trigger: trigger),
                    "rules/tags.yaml": tags,
                ])
                == [
                    "rules/r.yaml:4:19 facts of 'weather' are stale at once, its 'fresh' is 0"
                ])
        #expect(found(trigger) == [])
    }
}
