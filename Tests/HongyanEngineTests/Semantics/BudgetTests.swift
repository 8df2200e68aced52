import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Budgets of the workspace and of rules. A message costs 0.045.
@Suite("Budgets")
struct BudgetTests {
    private static let marketing = """
        rule: a
        title: t
        purpose: marketing
        trigger: {event: order.placed}
        message: hello
        """
    private static let service = """
        rule: s
        title: t
        purpose: service
        trigger: {event: parcel.arrived}
        message: parcel
        """

    private func stage(
        _ rules: [String], budget: String? = nil, customers: Int = 6
    ) throws -> Stage {
        let settings = TestWorkspace.settings + (budget.map { "\nbudget: \($0)" } ?? "")
        let book = try TestWorkspace.book(rules, settings: settings)
        let stage = try Stage(book, from: at("12-03 10:00"))
        for index in 1...customers { try stage.customer("c\(index)") }
        return stage
    }

    private func order(_ stage: Stage, _ customers: ClosedRange<Int>, _ moment: String) throws {
        for index in customers {
            try stage.event(
                "order.placed", of: "c\(index)", at: at(moment), id: "\(moment) \(index)",
                ["order_id": .text("\(moment) \(index)")])
        }
    }

    @Test("a day's budget is full until midnight, and what it kept back does not come back")
    func day() throws {
        let stage = try stage([Self.marketing + "\nbudget: 0.1/day"])
        try order(stage, 1...3, "12-03 10:00")
        try stage.run(to: at("12-03 12:00"))
        try stage.restart()
        try order(stage, 4...4, "12-03 12:00")
        try stage.run(to: at("12-04 00:00"))
        try order(stage, 5...5, "12-04 00:00")
        try stage.run(to: at("12-04 00:10"))
        try stage.expect([
            "12-03 10:01 a c1 send", "12-03 10:01 a c2 send", "12-03 10:01 a c3 drop budget",
            "12-03 12:00 a c4 drop budget", "12-04 00:01 a c5 send",
        ])
    }

    @Test("a month's budget of the workspace counts service messages and keeps back marketing only")
    func month() throws {
        let stage = try stage([Self.marketing, Self.service], budget: "0.1/month")
        for index in 1...3 {
            try stage.event(
                "parcel.arrived", of: "c\(index)", at: at("12-03 10:00"), id: "p\(index)",
                ["code": .text("7")])
        }
        try stage.run(to: at("12-03 10:05"))
        try order(stage, 1...2, "12-03 10:05")
        try stage.run(to: at("12-31 23:50"))
        try order(stage, 4...4, "12-31 23:50")
        try stage.run(to: on("2027-01-01 00:00"))
        try order(stage, 3...3, "12-31 23:59")
        try stage.run(to: on("2027-01-01 00:05"))
        let story = try stage.story()
        #expect(story.filter { $0.contains(" s ") && $0.hasSuffix("send") }.count == 3)
        #expect(
            story.filter { $0.contains(" a ") }.map { String($0.dropFirst(12)) } == [
                "a c1 drop budget.global", "a c2 drop budget.global", "a c4 drop budget.global",
                "a c3 send",
            ])
    }

    @Test("another budget counts from the next page on, after a reload")
    func reload() throws {
        let stage = try stage([Self.marketing + "\nbudget: 0.05/day"])
        try order(stage, 1...2, "12-03 10:00")
        try stage.run(to: at("12-03 10:05"))
        _ = try stage.reload(
            try TestWorkspace.book([Self.marketing + "\nbudget: 0.1/day"]))
        try order(stage, 3...4, "12-03 10:05")
        try stage.run(to: at("12-03 10:10"))
        try stage.expect([
            "12-03 10:01 a c1 send", "12-03 10:01 a c2 drop budget",
            "12-03 10:06 a c3 send", "12-03 10:06 a c4 drop budget",
        ])
    }

    @Test(
        "over random days never more is charged or cleared than the budgets say",
        arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func never(seed: UInt64) throws {
        var random = RandomStream(seed: seed, purpose: "budget", id: "days")
        let own = 1 + random.below(6)
        let all = 1 + random.below(12)
        let other = Self.marketing.replacing("rule: a", with: "rule: b")
        let stage = try stage(
            [Self.marketing + "\nbudget: 0.\(own)/day", other], budget: "0.\(all)/day",
            customers: 30)
        for hour in 0..<70 {
            let moment = at("12-03 10:00") + .hours(Int64(hour))
            for _ in 0..<random.below(4) {
                let customer = "c\(1 + random.below(30))"
                try stage.event(
                    "order.placed", of: customer, at: moment,
                    ["order_id": .text("\(hour) \(random.below(9))")])
            }
            try stage.run(to: moment + .hours(1))
            if random.below(10) == 0 { try stage.restart() }
        }
        var days: [String: (own: Money, all: Money)] = [:]
        for record in try stage.records() where record.decision == "send" {
            let day = String(stage.short(record.at).prefix(5))
            let cost = try #require(record.cost)
            let sum = days[day] ?? (.zero, .zero)
            days[day] = (record.rule == "a" ? sum.own + cost : sum.own, sum.all + cost)
        }
        #expect(days.count > 1)
        for sum in days.values {
            #expect(sum.own <= Money(units: Int64(own) * 1_000))
            #expect(sum.all <= Money(units: Int64(all) * 1_000))
        }
        let reasons = Set(try stage.records().compactMap(\.reason))
        #expect(reasons.contains("budget") || reasons.contains("budget.global"))
    }
}
