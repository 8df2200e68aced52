import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Limit and pace.
@Suite("Limit and pace")
struct LimitAndPaceTests {
    private func stage(
        _ rule: String, customers: Int, from start: String = "12-03 07:00"
    ) throws -> Stage {
        let stage = try Stage(try TestWorkspace.book([rule]), from: at(start))
        for index in 1...customers { try stage.customer("c\(index)") }
        return stage
    }

    private func counts(_ stage: Stage) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for record in try stage.records() {
            let day = stage.short(record.at).prefix(5)
            let reason = record.reason.map { " \($0)" } ?? ""
            counts["\(day) \(record.decision)\(reason)", default: 0] += 1
        }
        return counts
    }

    @Test("a schedule larger than its limit sends to nobody: all or none")
    func allOrNone() throws {
        let rule = """
            rule: a
            title: t
            purpose: marketing
            trigger: {schedule: "0 8 * * *"}
            limit: 3/day
            message: hello
            """
        let stage = try stage(rule, customers: 5)
        try stage.run(to: at("12-03 08:30"))
        let records = try stage.records()
        #expect(records.count == 5)
        #expect(records.allSatisfy { $0.decision == "hold" && $0.reason == "limit" })
        #expect(try stage.store.status().tripped == ["a"])
    }

    @Test(
        "elsewhere the first go, in decision order; then it is tripped until a person resumes it"
    )
    func tripped() throws {
        let rule = """
            rule: a
            title: t
            purpose: marketing
            trigger: {event: order.placed}
            limit: 2/day
            message: hello
            """
        let stage = try stage(rule, customers: 4, from: "12-03 10:00")
        for index in 1...4 {
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:30"))
        #expect(try counts(stage) == ["12-03 send": 2, "12-03 hold limit": 2])
        #expect(
            try stage.records().filter { $0.decision == "send" }.map(\.customer) == ["c1", "c2"])
        _ = try stage.store.removeStop(.rule("a"), at: at("12-03 10:30"))
        try stage.run(to: at("12-03 13:00"))
        #expect(try stage.records().filter { $0.decision == "send" }.count == 4)
    }

    @Test("pace sends so many a day and the rest on later days")
    func pace() throws {
        let rule = """
            rule: a
            title: t
            purpose: marketing
            trigger: {dormant: order.placed, for: 30d, backlog: include, pace: 2/day}
            limit: 100/day
            message: hello
            """
        let book = try TestWorkspace.book([rule])
        let empty = try TestWorkspace.book([])
        let stage = try Stage(empty, from: at("12-03 07:00"))
        for index in 1...5 {
            try stage.customer("c\(index)")
            try stage.event(
                "order.placed", of: "c\(index)", at: at("10-0\(index) 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 08:00"))
        _ = try stage.reload(book)
        try stage.run(to: at("12-08 00:00"))
        let sends = try stage.records().filter { $0.decision == "send" }
        let days = sends.map { String(stage.short($0.at).prefix(5)) }
        #expect(days == ["12-03", "12-03", "12-04", "12-04", "12-05"])
    }

    @Test("a tripped rule stays tripped over a restart, and its holds wait")
    func trippedOverRestart() throws {
        let stage = try stage(
            RuleText.order("a", "limit: 1/day"), customers: 3, from: "12-03 10:00")
        for index in 1...3 {
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:30"))
        try stage.restart()
        try stage.event("order.placed", of: "c1", at: at("12-03 10:30"), id: "o4")
        try stage.run(to: at("12-04 09:00"))
        #expect(try stage.records().filter { $0.decision == "send" }.map(\.occurrence) == ["o1"])
        #expect(try stage.store.status().tripped == ["a"])
    }

    @Test("the fuse counts anew each local day when it did not blow")
    func calendarDay() throws {
        let stage = try stage(
            RuleText.order("a", "limit: 1/day"), customers: 2, from: "12-03 10:00")
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-04 00:00"))
        try stage.event("order.placed", of: "c2", at: at("12-04 00:00"), id: "o2")
        try stage.run(to: at("12-04 01:00"))
        try stage.expect(["12-03 10:01 a c1 send", "12-04 00:01 a c2 send"])
    }

    @Test(
        "a paced backlog is all or none by a day's share, not by its whole",
        arguments: [("3/day", 2), ("1/day", 0)])
    func pacedBacklog(_ limit: String, _ sentOnFirstDay: Int) throws {
        let rule = RuleText.make(
            "a", "{dormant: order.placed, for: 30d, backlog: include, pace: 2/day}",
            "limit: \(limit)")
        let stage = try Stage(try TestWorkspace.book([]), from: at("12-03 07:00"))
        for index in 1...5 {
            try stage.customer("c\(index)")
            try stage.event(
                "order.placed", of: "c\(index)", at: at("10-0\(index) 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 08:00"))
        try stage.reload(try TestWorkspace.book([rule]))
        try stage.run(to: at("12-03 12:00"))
        #expect(try stage.records().filter { $0.decision == "send" }.count == sentOnFirstDay)
        #expect(try stage.store.status().tripped == (sentOnFirstDay == 0 ? ["a"] : []))
    }
}
