import HongyanCore
import Testing

@Suite("What the clock makes fire")
struct TriggerClockTests {
    private static let zone = Zone.china

    private static func moment(_ text: String) throws -> Timestamp {
        try #require(Timestamp.parse(text, zone: zone))
    }

    private static func instants(
        _ trigger: Trigger, _ from: String, _ through: String
    ) throws -> [String] {
        TriggerClock.instants(
            of: trigger, from: try moment(from), through: try moment(through), zone: zone
        ).map { zone.format($0) }
    }

    @Test("schedules after downtime: all missed instants, ascending, the latest last")
    func downtime() throws {
        let trigger = Trigger.schedule(.cron(try Cron(parsing: "0 6 * * *")))
        #expect(
            try TriggerClockTests.instants(trigger, "2026-11-18 06:00", "2026-11-21 06:00") == [
                "2026-11-19T06:00:00+08:00", "2026-11-20T06:00:00+08:00",
                "2026-11-21T06:00:00+08:00",
            ])
        #expect(
            try TriggerClockTests.instants(trigger, "2026-11-21 06:00", "2026-11-21 06:00") == [])
        #expect(try TriggerClockTests.instants(trigger, "2026-11-22", "2026-11-21") == [])
    }

    @Test("tells the latest thousand at most")
    func bounded() throws {
        let trigger = Trigger.schedule(.cron(try Cron(parsing: "* * * * *")))
        let through = try TriggerClockTests.moment("2026-11-21 12:00")
        let found = TriggerClock.instants(
            of: trigger, from: .distantPast, through: through, zone: TriggerClockTests.zone)
        #expect(found.count == TriggerClock.maxInstants)
        #expect(found.last == through)
        #expect(found.first == through - .minutes(999))
    }

    @Test("one planned moment fires once")
    func once() throws {
        let planned = try TriggerClockTests.moment("2026-11-21 10:00")
        let trigger = Trigger.schedule(.once(planned))
        let text = "2026-11-21T10:00:00+08:00"
        #expect(
            try TriggerClockTests.instants(trigger, "2026-11-21 09:59", "2026-11-21 10:00") == [
                text
            ])
        #expect(
            try TriggerClockTests.instants(trigger, "2026-11-21 10:00", "2026-11-21 10:01") == [])
        let zone = TriggerClockTests.zone
        #expect(TriggerClock.nextInstant(of: trigger, after: planned, zone: zone) == nil)
        #expect(
            TriggerClock.nextInstant(of: trigger, after: planned - .seconds(1), zone: zone)
                == planned)
    }

    @Test("samples on local days whose number the cadence divides, wherever the interval is cut")
    func samples() throws {
        let trigger = Trigger.enters(
            EntersTrigger(condition: .constant(true), everyDays: 3, at: MinuteOfDay(180)))
        let start = try TriggerClockTests.moment("2026-11-01")
        let end = try TriggerClockTests.moment("2026-12-01")
        let zone = TriggerClockTests.zone
        let whole = TriggerClock.instants(of: trigger, from: start, through: end, zone: zone)
        #expect(whole.count == 10)
        for instant in whole {
            #expect(zone.day(of: instant).number % 3 == 0)
            #expect(zone.minuteOfDay(of: instant) == MinuteOfDay(180))
        }
        // Hour by hour it finds the same instants, and next() walks over them.
        var piecewise: [Timestamp] = []
        var walked: [Timestamp] = []
        var hour = start
        while hour < end {
            piecewise += TriggerClock.instants(
                of: trigger, from: hour, through: hour + .hours(1), zone: zone)
            hour = hour + .hours(1)
        }
        var cursor = start
        while let next = TriggerClock.nextInstant(of: trigger, after: cursor, zone: zone),
            next <= end
        {
            walked.append(next)
            cursor = next
        }
        #expect(piecewise == whole)
        #expect(walked == whole)
    }

    @Test(
        "a date trigger looks at its time of day",
        arguments: [
            ("2026-11-21 09:59", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21 10:00", "2026-11-22T10:00:00+08:00"),
        ])
    func dates(after: String, expected: String) throws {
        let trigger = Trigger.date(
            DateTrigger(tag: "birthday", isAnniversary: true, daysBefore: 3, at: MinuteOfDay(600)))
        let zone = TriggerClockTests.zone
        let next = TriggerClock.nextInstant(
            of: trigger, after: try TriggerClockTests.moment(after), zone: zone)
        #expect(next.map(zone.format) == expected)
        #expect(
            TriggerClock.instants(
                of: trigger, from: .distantPast, through: .distantFuture, zone: zone) == [])
    }

    @Test("24:00 is the next midnight")
    func endOfDay() throws {
        let trigger = Trigger.date(
            DateTrigger(tag: "birthday", isAnniversary: true, daysBefore: 0, at: MinuteOfDay(1_440))
        )
        let zone = TriggerClockTests.zone
        let next = TriggerClock.nextInstant(
            of: trigger, after: try TriggerClockTests.moment("2026-11-20 23:59"), zone: zone)
        #expect(next == (try TriggerClockTests.moment("2026-11-21")))
    }
}
