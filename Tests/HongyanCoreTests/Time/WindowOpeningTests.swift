import HongyanCore
import Testing

@Suite("When a window is open")
struct WindowOpeningTests {
    private static let zone = Zone.china

    private static func window(_ text: String, weekdays: Set<Int> = Set(1...7)) throws -> Window {
        let spans: [DaySpan] = try text.split(separator: " ").map { (span: Substring) in
            let ends = span.split(separator: "-").map { MinuteOfDay(text: String($0)) }
            return DaySpan(from: try #require(ends[0]), to: try #require(ends[1]))
        }
        return Window(name: "test", weekdays: weekdays, spans: spans)
    }

    private static func moment(_ text: String, _ zone: Zone = zone) throws -> Timestamp {
        try #require(Timestamp.parse(text, zone: zone))
    }

    private static func opening(
        _ window: Window, _ from: String, _ blackouts: [Blackout] = []
    ) throws -> String? {
        window.nextOpening(
            from: try moment(from), zone: zone, blackouts: blackouts, calendar: .mainland
        ).earliest.map(zone.format)
    }

    @Test(
        "opens at its first minute and closes before its last",
        arguments: [
            ("09:00-21:00", "2026-11-21 08:59:59", false),
            ("09:00-21:00", "2026-11-21 09:00", true),
            ("09:00-21:00", "2026-11-21 20:59:59", true),
            ("09:00-21:00", "2026-11-21 21:00", false),
            ("09:00-11:00 14:00-20:00", "2026-11-21 12:00", false),
            ("09:00-11:00 14:00-20:00", "2026-11-21 14:00", true),
            ("22:00-02:00", "2026-11-21 23:00", true),
            ("22:00-02:00", "2026-11-21 01:59", true),
            ("22:00-02:00", "2026-11-21 02:00", false),
            ("00:00-24:00", "2026-11-21 00:00", true),
            ("00:00-24:00", "2026-11-21 23:59:59", true),
        ])
    func isOpen(spans: String, at: String, expected: Bool) throws {
        let window = try WindowOpeningTests.window(spans)
        let now = try WindowOpeningTests.moment(at)
        #expect(window.isOpen(at: now, zone: WindowOpeningTests.zone) == expected)
    }

    @Test("a span across midnight belongs to the day on which it starts")
    func acrossMidnight() throws {
        // 2026-11-20 is a Friday.
        let fridays = try WindowOpeningTests.window("22:00-02:00", weekdays: [5])
        let zone = WindowOpeningTests.zone
        #expect(fridays.isOpen(at: try WindowOpeningTests.moment("2026-11-21 01:00"), zone: zone))
        #expect(!fridays.isOpen(at: try WindowOpeningTests.moment("2026-11-20 01:00"), zone: zone))
        #expect(!fridays.isOpen(at: try WindowOpeningTests.moment("2026-11-21 22:00"), zone: zone))
        #expect(
            try WindowOpeningTests.opening(fridays, "2026-11-21 02:00")
                == "2026-11-27T22:00:00+08:00")
        let sundays = try WindowOpeningTests.window("22:00-02:00", weekdays: [7])
        #expect(sundays.isOpen(at: try WindowOpeningTests.moment("2026-11-23 01:00"), zone: zone))
    }

    @Test(
        "finds the next opening",
        arguments: [
            ("09:00-21:00", "2026-11-21 10:00:30", "2026-11-21T10:00:30+08:00"),
            ("09:00-21:00", "2026-11-21 08:00", "2026-11-21T09:00:00+08:00"),
            ("09:00-21:00", "2026-11-21 21:00", "2026-11-22T09:00:00+08:00"),
            ("14:00-20:00 09:00-11:00", "2026-11-21 11:00", "2026-11-21T14:00:00+08:00"),
            ("22:00-02:00", "2026-11-21 02:00", "2026-11-21T22:00:00+08:00"),
        ])
    func nextOpening(spans: String, from: String, expected: String) throws {
        let window = try WindowOpeningTests.window(spans)
        #expect(try WindowOpeningTests.opening(window, from) == expected)
    }

    @Test("waits for the weekday")
    func weekdays() throws {
        let workdays = try WindowOpeningTests.window("09:00-18:00", weekdays: Set(1...5))
        #expect(
            try WindowOpeningTests.opening(workdays, "2026-11-20 18:00")
                == "2026-11-23T09:00:00+08:00")
        let never = try WindowOpeningTests.window("09:00-18:00", weekdays: [])
        #expect(try WindowOpeningTests.opening(never, "2026-11-20 18:00") == nil)
    }

    @Test("waits for the end of blackouts, one after the other")
    func blackouts() throws {
        let window = try WindowOpeningTests.window("09:00-21:00")
        let first = Blackout(
            name: "高考",
            days: .dates(
                from: try #require(CivilDay(text: "2026-06-07")),
                through: try #require(CivilDay(text: "2026-06-10"))))
        let second = Blackout(
            name: "盘点",
            days: .yearly(
                from: Anniversary(calendar: .solar, month: 6, day: 11),
                through: Anniversary(calendar: .solar, month: 6, day: 12)))
        #expect(
            try WindowOpeningTests.opening(window, "2026-06-07 10:00", [first, second])
                == "2026-06-13T09:00:00+08:00")
        #expect(
            try WindowOpeningTests.opening(window, "2026-06-06 21:30", [first])
                == "2026-06-11T09:00:00+08:00")
        let night = try WindowOpeningTests.window("22:00-02:00")
        #expect(
            try WindowOpeningTests.opening(night, "2026-06-10 23:00", [first])
                == "2026-06-11T00:00:00+08:00")
    }

    @Test("gives up when every day of 400 is blacked out")
    func forever() throws {
        let window = try WindowOpeningTests.window("09:00-21:00")
        let always = Blackout(
            name: "always",
            days: .yearly(
                from: Anniversary(calendar: .solar, month: 1, day: 1),
                through: Anniversary(calendar: .solar, month: 12, day: 31)))
        #expect(try WindowOpeningTests.opening(window, "2026-06-07 10:00", [always]) == nil)
    }

    @Test("agrees with a search minute by minute")
    func bruteForce() throws {
        var random = RandomStream(seed: 3, purpose: "window", id: "brute force")
        let start = try WindowOpeningTests.moment("2026-11-16")
        let zone = WindowOpeningTests.zone
        for _ in 0..<200 {
            let spans = (0..<random.below(2) + 1).map { (_: Int) -> DaySpan in
                DaySpan(
                    from: MinuteOfDay(random.below(1_441)), to: MinuteOfDay(random.below(1_441)))
            }
            let weekdays = Set((0..<3).map { (_: Int) in random.below(7) + 1 })
            let window = Window(name: "random", weekdays: weekdays, spans: spans)
            let from = start + .minutes(Int64(random.below(10_080)))
            var expected = from
            var left = 20_160
            while left > 0, !window.isOpen(at: expected, zone: zone) {
                expected = expected + .minutes(1)
                left -= 1
            }
            let found = window.nextOpening(
                from: from, zone: zone, blackouts: [], calendar: .mainland)
            #expect(
                found.earliest == (left > 0 ? expected : nil), "\(window) from \(zone.format(from))"
            )
        }
    }

    @Test("opens at the change when the clock jumps into it")
    func offsets() throws {
        // Berlin: 02:00 becomes 03:00 on 29 March 2026.
        let berlin = Zone(
            name: "Europe/Berlin", initialOffset: 3_600,
            transitions: [
                Zone.Transition(at: Timestamp(seconds: 1_774_746_000), offset: 7_200),
                Zone.Transition(at: Timestamp(seconds: 1_792_890_000), offset: 3_600),
            ])
        let skipped = try WindowOpeningTests.window("02:30-05:00")
        let eve = try WindowOpeningTests.moment("2026-03-28 12:00", berlin)
        #expect(
            skipped.nextOpening(from: eve, zone: berlin, blackouts: [], calendar: .mainland)
                .earliest.map(berlin.format)
                == "2026-03-29T03:00:00+02:00")
        // 02:00–02:30 comes twice on 25 October.
        let repeated = try WindowOpeningTests.window("02:00-02:30")
        let between = try WindowOpeningTests.moment("2026-10-25T02:45:00+02:00", berlin)
        #expect(
            repeated.nextOpening(from: between, zone: berlin, blackouts: [], calendar: .mainland)
                .earliest.map(berlin.format)
                == "2026-10-25T02:00:00+01:00")
    }
}

@Suite("Which days a blackout covers")
struct BlackoutTests {
    private static func yearly(_ from: String, _ through: String) throws -> Blackout {
        Blackout(
            name: "test",
            days: .yearly(
                from: try #require(Anniversary(text: from)),
                through: try #require(Anniversary(text: through))))
    }

    @Test(
        "each year, by either calendar, across the new year",
        arguments: [
            ("06-07", "06-10", "2026-06-06", nil),
            ("06-07", "06-10", "2026-06-07", "2026-06-10"),
            ("06-07", "06-10", "2026-06-10", "2026-06-10"),
            ("06-07", "06-10", "2026-06-11", nil),
            ("12-30", "01-03", "2026-12-31", "2027-01-03"),
            ("12-30", "01-03", "2027-01-03", "2027-01-03"),
            ("12-30", "01-03", "2027-01-04", nil),
            // 除夕 is 腊月二十九 in lunar 2025.
            ("lunar 12-30", "lunar 01-06", "2026-02-15", nil),
            ("lunar 12-30", "lunar 01-06", "2026-02-16", "2026-02-22"),
            ("lunar 12-30", "lunar 01-06", "2026-02-22", "2026-02-22"),
            ("lunar 12-30", "lunar 01-06", "2026-02-23", nil),
            ("lunar 08-15", "lunar 08-15", "2026-09-25", "2026-09-25"),
            ("02-29", "02-29", "2026-02-28", "2026-02-28"),
            ("02-29", "02-29", "2028-02-28", nil),
            // From a lunar day to a solar one.
            ("lunar 12-23", "03-01", "2026-02-20", "2026-03-01"),
        ] as [(String, String, String, String?)])
    func yearly(from: String, through: String, day: String, end: String?) throws {
        let blackout = try BlackoutTests.yearly(from, through)
        let date = try #require(CivilDay(text: day))
        #expect(blackout.end(covering: date)?.description == end)
        #expect(blackout.covers(date) == (end != nil))
    }

    @Test("in one year, both ends included")
    func dates() throws {
        let from = try #require(CivilDay(text: "2026-06-07"))
        let blackout = Blackout(name: "test", days: .dates(from: from, through: from + 3))
        let covered = (-1...4).map { (offset: Int) in blackout.covers(from + offset) }
        #expect(covered == [false, true, true, true, true, false])
        #expect(!blackout.covers(from + 365))
    }
}

extension Window {
    /// Whether it is known to be open, by the built-in table.
    func isOpen(at moment: Timestamp, zone: Zone) -> Bool {
        state(at: moment, zone: zone, calendar: .mainland) == .open
    }
}
