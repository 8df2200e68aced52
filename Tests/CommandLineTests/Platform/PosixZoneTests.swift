import HongyanCore
import Testing

@testable import hongyan

struct PosixZoneTests {
    @Test("offsets count east of UTC", arguments: offsets)
    func offset(_ sample: (text: String, offset: Int32)) {
        let zone = PosixZone(text: sample.text)
        #expect(zone?.offset == sample.offset)
        #expect(zone?.summer == nil)
    }

    static let offsets: [(text: String, offset: Int32)] = [
        ("CST-8", 28_800), ("<+0330>-3:30", 12_600), ("EST5", -18_000), ("LMT0:5:43", -343),
    ]

    @Test("summer time starts and ends where the rule says", arguments: rules)
    func rule(_ sample: (text: String, year: Int, start: String, end: String)) throws {
        let zone = try #require(PosixZone(text: sample.text))
        let changes = zone.changes(inYear: sample.year).sorted { $0.at < $1.at }
        let utc = Zone(name: "UTC", offset: 0)
        let moments = changes.map { utc.format(Timestamp(seconds: $0.at)) }
        #expect(moments == [sample.start, sample.end])
    }

    static let rules: [(text: String, year: Int, start: String, end: String)] = [
        (
            "CET-1CEST,M3.5.0,M10.5.0/3", 2026, "2026-03-29T01:00:00+00:00",
            "2026-10-25T01:00:00+00:00"
        ),
        (
            "EST5EDT,M3.2.0,M11.1.0", 2026, "2026-03-08T07:00:00+00:00",
            "2026-11-01T06:00:00+00:00"
        ),
        (
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026, "2026-04-04T15:00:00+00:00",
            "2026-10-03T15:30:00+00:00"
        ),
        (
            "IST-1GMT0,M10.5.0,M3.5.0/1", 2026, "2026-03-29T01:00:00+00:00",
            "2026-10-25T01:00:00+00:00"
        ),
        ("AAA0BBB,J60/0,J365/0", 2024, "2024-03-01T00:00:00+00:00", "2024-12-30T23:00:00+00:00"),
        ("AAA0BBB,59/0,364/0", 2024, "2024-02-29T00:00:00+00:00", "2024-12-29T23:00:00+00:00"),
        (
            "AAA0BBB,M3.4.4/50,M10.4.4/-1", 2026, "2026-03-28T02:00:00+00:00",
            "2026-10-21T22:00:00+00:00"
        ),
    ]

    @Test(
        "other texts are refused",
        arguments: [
            "", "CST", "C-8", "CST-25", "CST-8:60", "CST-8X", "CET-1CEST", "CET-1CEST,M3.5.0",
            "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J10",
            "CET-1CEST,M3.5.0,M10.5.0/168", "<+08-8", "CET-1CEST,M3.5.0,M10.5.0,",
        ])
    func refused(_ text: String) {
        #expect(PosixZone(text: text) == nil)
    }
}
