import HongyanCore
import HongyanRules
import Testing

/// `priority/tie`
@Suite("check priority/tie")
struct PriorityTieTests {
    private func found(
        _ one: (trigger: String, lines: String), _ other: (trigger: String, lines: String),
        cap: String = "1 per day"
    ) -> [String] {
        CheckCase.findings(
            "priority/tie",
            [
                "rules/r.yaml": nil,
                "rules/policy.yaml": CheckCase.policyText(["caps": "{day: \"\(cap)\"}"]),
                "rules/a.yaml": CheckCase.ruleText("a", trigger: one.trigger, one.lines),
                "rules/b.yaml": CheckCase.ruleText("b", trigger: other.trigger, other.lines),
            ])
    }

    private let daily = "{schedule: \"0 10 * * *\"}"
    private let birthday = "{date: birthday, at: 10:00}"

    @Test("finds two rules that the alphabet decides between")
    func finds() {
        #expect(
            found((daily, ""), (birthday, "")) == [
                "rules/b.yaml:1:7 ties with 'a' at priority 50 under the cap 'day'"
            ])
    }

    @Test("finds rules whose messages wait for the same opening")
    func opening() {
        #expect(
            found(("{event: cart.updated}", ""), ("{event: order.placed}", "priority: 50")) == [
                "rules/b.yaml:6:11 ties with 'a' at priority 50 under the cap 'day'"
            ])
    }

    @Test("is content with another priority, minute, window or weekday")
    func passes() {
        #expect(found((daily, ""), (birthday, "priority: 60")) == [])
        #expect(found((daily, ""), ("{date: birthday, at: 10:01}", "")) == [])
        #expect(
            found(("{event: cart.updated}", ""), ("{event: order.placed}", "window: evening")) == []
        )
        #expect(
            found(("{schedule: \"0 10 * * 1\"}", ""), ("{schedule: \"0 10 * * 2\"}", "")) == [])
    }

    @Test("is content when nobody is in both audiences, or one rule rests")
    func others() {
        #expect(
            found((daily, "audience: tier = gold"), (birthday, "audience: tier = silver")) == [])
        #expect(found((daily, "enabled: false"), (birthday, "")) == [])
        #expect(
            found(("{event: cart.updated}", "closed: drop"), ("{event: order.placed}", "")) == [])
    }

    @Test("tells a whole group in one finding, and a second group in another")
    func groups() {
        var changes: [String: String?] = [
            "rules/r.yaml": nil,
            "rules/policy.yaml": CheckCase.policyText(["caps": "{day: \"1 per day\"}"]),
        ]
        for number in 10..<40 {
            let tier = number < 38 ? "gold" : "silver"
            changes["rules/a\(number).yaml"] = CheckCase.ruleText(
                "a\(number)", trigger: daily, "audience: tier = \(tier)")
        }
        let found = Workspace.compile(Workspace.files(changes)).diagnostics
            .filter { $0.id == "priority/tie" }
        #expect(
            found.map(\.message.en) == [
                "ties with 'a10' at priority 50 under the cap 'day'",
                "ties with 'a38' at priority 50 under the cap 'day'",
            ])
        #expect(
            found.map { $0.notes.map(\.en) } == [
                [
                    "so do 26 more rules: "
                        + "a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, …"
                ], [],
            ])
    }

    @Test("is content when there is a slot for each rule")
    func slots() { #expect(found((daily, ""), (birthday, ""), cap: "2 per day") == []) }
}
