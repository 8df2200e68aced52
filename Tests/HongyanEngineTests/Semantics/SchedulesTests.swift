import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Schedules after downtime.
@Suite("Schedules")
struct SchedulesTests {
    private func stage(
        _ rule: String, customers: Int, from start: String = "12-03 07:00"
    ) throws -> Stage {
        let stage = try Stage(try TestWorkspace.book([rule]), from: at(start))
        for index in 1...customers { try stage.customer("c\(index)") }
        return stage
    }

    @Test("of missed instants the latest runs; each other is one row")
    func missed() throws {
        let rule = """
            rule: a
            title: t
            purpose: marketing
            trigger: {schedule: "0 8 * * *"}
            late: 2d
            message: hello
            """
        let stage = try stage(rule, customers: 2, from: "12-03 07:00")
        try stage.run(to: at("12-03 09:00"))
        stage.away(until: at("12-06 09:00"))
        try stage.run(to: at("12-06 10:00"))
        let story = try stage.story().filter { $0.hasPrefix("12-06") }
        #expect(story.filter { $0.hasSuffix("drop missed") }.count == 2)
        #expect(story.filter { $0.hasSuffix("send") }.count == 2)
    }

    @Test("one moment runs once, and never again")
    func oneMoment() throws {
        let stage = try stage(
            RuleText.make("a", "{at: \"2026-12-03 18:00\"}"), customers: 1, from: "12-03 07:00")
        try stage.run(to: at("12-05 00:00"))
        try stage.restart()
        try stage.run(to: at("12-06 00:00"))
        try stage.expect(["12-03 18:00 a c1 send"])
    }

    @Test("a latest missed instant that is too late is dropped like any other")
    func lateInstant() throws {
        let stage = try stage(
            RuleText.make("a", "{schedule: \"0 8 * * *\"}", "late: 30m"), customers: 1,
            from: "12-03 09:00")
        stage.away(until: at("12-04 09:00"))
        try stage.run(to: at("12-04 10:00"))
        try stage.expect(["12-04 09:00 a c1 drop late"])
    }
}
