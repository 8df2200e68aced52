import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// What bypasses the one-minute grid; which gates a purpose meets.
@Suite("On arrival and in emergencies")
struct ImmediateTests {
    private func stage(
        _ rules: [String], from start: String = "12-03 10:00",
        policy: String = TestWorkspace.policy
    ) throws -> Stage {
        let stage = try Stage(
            try TestWorkspace.book(rules, policy: policy, templates: RuleText.templates),
            from: at(start))
        try stage.customer("c1")
        return stage
    }

    private func order(_ stage: Stage, at time: String) throws {
        try stage.run(to: at(time))
        try stage.event("order.placed", of: "c1", at: at(time), id: time)
    }

    @Test("an undelayed service event is decided on arrival, marketing waits for the minute")
    func arrival() throws {
        let stage = try stage([
            RuleText.make("s", "{event: order.placed}", purpose: "service", message: "note"),
            RuleText.order("m"),
        ])
        try order(stage, at: "12-03 10:00:20")
        try stage.run(to: at("12-03 10:05"))
        #expect(
            try stage.records().map { "\($0.rule) \(($0.at - at("12-03 10:00")).milliseconds)" }
                == ["s 20000", "m 60000"])
    }

    @Test("a delayed service event is decided on the grid")
    func delayed() throws {
        let stage = try stage([
            RuleText.make(
                "s", "{event: order.placed, after: 10m}", purpose: "service", message: "note")
        ])
        try order(stage, at: "12-03 10:00:20")
        try stage.run(to: at("12-03 10:30"))
        #expect(try stage.records().map(\.at) == [at("12-03 10:11")])
    }

    @Test("an emergency passes caps, windows, blackouts, refusals and missing consent")
    func emergency() throws {
        let policy = TestWorkspace.policy.replacing(
            "month: \"4 per month\"", with: "none: {count: \"0 per 7d\", purpose: emergency}")
        let stage = try stage(
            [
                RuleText.make(
                    "alarm", "{event: order.placed}", "window: evening\nclosed: drop",
                    purpose: "emergency", message: "alarm")
            ], policy: policy + "\nblackouts: {all: \"12-01 .. 12-31\"}")
        _ = try stage.store.importSuppressions(
            [
                IncomingSuppression(
                    customer: "c1", number: nil,
                    optOut: OptOut(at: at("12-01 00:00"), source: "import", purpose: nil))
            ], at: at("12-03 10:00"))
        try order(stage, at: "12-03 10:00")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:00 alarm c1 send"])
        #expect(try stage.states()[.queued] == nil)
    }

    @Test("a stop stops an emergency too")
    func stopped() throws {
        let stage = try stage([
            RuleText.make(
                "alarm", "{event: order.placed}", purpose: "emergency", message: "alarm")
        ])
        try stage.store.addStop(.all, reason: "test", at: at("12-03 10:00"))
        try order(stage, at: "12-03 10:00")
        try stage.run(to: at("12-03 10:05"))
        #expect(try stage.records().allSatisfy { $0.reason == "stop" })
    }

    @Test("service meets a refusal of everything, not one of marketing")
    func service() throws {
        for (purpose, decision) in [(Purpose.marketing, "send"), (nil, "drop")] {
            let stage = try stage([
                RuleText.make("s", "{event: order.placed}", purpose: "service", message: "note")
            ])
            _ = try stage.store.importSuppressions(
                [
                    IncomingSuppression(
                        customer: "c1", number: nil,
                        optOut: OptOut(at: at("12-01 00:00"), source: "import", purpose: purpose))
                ], at: at("12-03 10:00"))
            try order(stage, at: "12-03 10:00")
            try stage.run(to: at("12-03 10:05"))
            #expect(try stage.records().map(\.decision) == [decision])
        }
    }
}
