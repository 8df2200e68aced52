import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Signal: outside facts by city and target day.
@Suite("Signals")
struct SignalTests {
    private func stage(_ extra: String = "") throws -> Stage {
        let rule = RuleText.make(
            "rain", "{signal: weather, by: city, when: rain_mm >= 10, before: 1d, at: \"17:00\"}",
            extra)
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-04 08:00"))
        try stage.customer("c1", ["city": .text("上海"), "tier": .text("gold")])
        try stage.customer("c2", ["city": .text("北京"), "tier": .text("gold")])
        return stage
    }

    private func rain(_ tenths: Int64, _ stage: Stage, fetched: String) throws {
        try stage.weather("上海", on: "2026-12-05", rain: tenths, fetched: at("12-04 \(fetched)"))
    }

    @Test("fires on the eve at its hour, for the customers of the city, once a target day")
    func fires() throws {
        let stage = try stage()
        try rain(100, stage, fetched: "09:00")
        try stage.run(to: at("12-04 17:10"))
        try rain(150, stage, fetched: "17:10")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect(["12-04 17:00 rain c1 send"])
        #expect(try stage.records().first?.occurrence == "2026-12-05")
    }

    @Test("a forecast below the threshold does not fire")
    func dry() throws {
        let stage = try stage()
        try rain(99, stage, fetched: "09:00")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect([])
    }

    @Test("stale data never fire")
    func stale() throws {
        let stage = try stage()
        try rain(100, stage, fetched: "04:59")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect(["12-04 17:00 rain c1 drop trigger.stale"])
    }

    @Test("a forecast that no longer holds when the window opens drops the message")
    func noLonger() throws {
        let stage = try stage("window: evening")
        try rain(100, stage, fetched: "09:00")
        try stage.run(to: at("12-04 17:30"))
        try rain(20, stage, fetched: "17:30")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect([
            "12-04 17:00 rain c1 hold window until 12-04 18:00",
            "12-04 18:00 rain c1 drop trigger.unmatched",
        ])
    }

    @Test("a forecast that arrives after the hour fires at the next tick while 'late' allows it")
    func lateForecast() throws {
        let stage = try stage("late: 1h")
        try stage.run(to: at("12-04 17:20"))
        try rain(100, stage, fetched: "17:20")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect(["12-04 17:21 rain c1 send"])
    }

    @Test("the same forecast fetched again finds nothing, but keeps it fresh")
    func refetched() throws {
        let stage = try stage("audience: tier = gold\nlate: 5h")
        try stage.tags("c1", ["tier": .text("bronze")])
        try rain(100, stage, fetched: "04:00")
        try rain(100, stage, fetched: "16:00")
        try stage.run(to: at("12-04 17:10"))
        try stage.tags("c1", ["tier": .text("gold")])
        let seq = try stage.store.latestSeq()
        try rain(100, stage, fetched: "17:10")
        #expect(try stage.store.latestSeq() == seq)
        try stage.run(to: at("12-06 00:00"))
        try stage.expect([])
    }

    @Test("refetching keeps a forecast fresh")
    func fresh() throws {
        let stage = try stage()
        try rain(100, stage, fetched: "04:00")
        try rain(100, stage, fetched: "16:00")
        try stage.run(to: at("12-06 00:00"))
        try stage.expect(["12-04 17:00 rain c1 send"])
    }

    @Test("who has moved away by the time it leaves does not get it")
    func moved() throws {
        let stage = try stage("window: evening")
        try rain(100, stage, fetched: "09:00")
        try stage.run(to: at("12-04 17:30"))
        try stage.tags("c1", ["city": .text("北京")])
        try stage.run(to: at("12-06 00:00"))
        #expect(try stage.records().map(\.decision) == ["hold", "drop"])
    }
}
