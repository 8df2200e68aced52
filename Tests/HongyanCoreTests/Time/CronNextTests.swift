import HongyanCore
import Testing

@Suite("When cron strikes")
struct CronNextTests {
    static let zone = Zone.china

    static func moment(_ text: String, _ zone: Zone = CronNextTests.zone) throws -> Timestamp {
        try #require(Timestamp.parse(text, zone: zone))
    }

    @Test(
        "finds the next instant",
        arguments: [
            ("0 6 * * *", "2026-11-21 05:59", "2026-11-21T06:00:00+08:00"),
            ("0 6 * * *", "2026-11-21 06:00", "2026-11-22T06:00:00+08:00"),
            ("*/15 9-17 * * MON-FRI", "2026-11-20 17:45", "2026-11-23T09:00:00+08:00"),
            ("0 0 29 2 *", "2026-01-01", "2028-02-29T00:00:00+08:00"),
            ("30 10 1 JAN,jul *", "2026-01-01 10:30", "2026-07-01T10:30:00+08:00"),
            ("0 9 * * 0", "2026-11-21", "2026-11-22T09:00:00+08:00"),
            ("0 9 * * 7", "2026-11-21", "2026-11-22T09:00:00+08:00"),
            ("0 9 * * FRI-SUN", "2026-11-22 10:00", "2026-11-27T09:00:00+08:00"),
            // Either day field, as in Vixie cron.
            ("0 9 13 * FRI", "2026-11-21", "2026-11-27T09:00:00+08:00"),
            // One of them begins with a star: both.
            ("0 9 */2 * FRI", "2026-11-21", "2026-11-27T09:00:00+08:00"),
            ("0 9 */2 * FRI", "2026-11-28", "2026-12-11T09:00:00+08:00"),
        ])
    func next(text: String, after: String, expected: String) throws {
        let cron = try Cron(parsing: text)
        let found = try #require(
            cron.next(after: try CronNextTests.moment(after), zone: CronNextTests.zone))
        #expect(CronNextTests.zone.format(found) == expected)
    }

    @Test("30 February never comes, and that is known quickly")
    func never() throws {
        let cron = try Cron(parsing: "0 0 30 2 *")
        let now = try CronNextTests.moment("2026-11-21")
        #expect(cron.next(after: now, zone: CronNextTests.zone) == nil)
        #expect(cron.latest(through: now, zone: CronNextTests.zone) == nil)
    }

    @Test(
        "finds the latest instant, now included",
        arguments: [
            ("0 6 * * *", "2026-11-21 06:00", "2026-11-21T06:00:00+08:00"),
            ("0 6 * * *", "2026-11-21 05:59", "2026-11-20T06:00:00+08:00"),
            ("0 0 29 2 *", "2026-01-01", "2024-02-29T00:00:00+08:00"),
        ])
    func latest(text: String, through: String, expected: String) throws {
        let cron = try Cron(parsing: text)
        let found = try #require(
            cron.latest(through: try CronNextTests.moment(through), zone: CronNextTests.zone))
        #expect(CronNextTests.zone.format(found) == expected)
    }

    @Test("a time that spring skips strikes at the change; one that autumn repeats strikes once")
    func offsets() throws {
        // Berlin in 2026: +1 to +2 on 29 March 02:00, back on 25 October 03:00.
        let spring = Timestamp(seconds: 1_774_746_000)
        let autumn = Timestamp(seconds: 1_792_890_000)
        let berlin = Zone(
            name: "Europe/Berlin", initialOffset: 3_600,
            transitions: [
                Zone.Transition(at: spring, offset: 7_200),
                Zone.Transition(at: autumn, offset: 3_600),
            ])
        let cron = try Cron(parsing: "30 2 * * *")
        let before = try CronNextTests.moment("2026-03-28 12:00", berlin)
        #expect(cron.next(after: before, zone: berlin) == spring)
        let first = try CronNextTests.moment("2026-10-25T02:30:00+02:00", berlin)
        let eve = try CronNextTests.moment("2026-10-24 12:00", berlin)
        #expect(cron.next(after: eve, zone: berlin) == first)
        let following = try CronNextTests.moment("2026-10-26T02:30:00+01:00", berlin)
        #expect(cron.next(after: first, zone: berlin) == following)
    }

    @Test("next and latest agree over a year of random crons")
    func agree() throws {
        var random = RandomStream(seed: 1, purpose: "cron", id: "agree")
        let start = try CronNextTests.moment("2026-01-01")
        for _ in 0..<300 {
            let clock = "\(random.below(60)) \(random.below(24))"
            let text = "\(clock) * \(random.below(12) + 1) \(random.below(7))"
            let cron = try Cron(parsing: text)
            let moment = start + .minutes(Int64(random.below(525_600)))
            let next = try #require(cron.next(after: moment, zone: CronNextTests.zone))
            #expect(next > moment)
            #expect(cron.latest(through: next, zone: CronNextTests.zone) == next)
            let before = next - Span(milliseconds: 1)
            let latest = try #require(cron.latest(through: before, zone: CronNextTests.zone))
            #expect(latest <= moment)
            #expect(cron.next(after: latest, zone: CronNextTests.zone) == next)
        }
    }
}
