import HongyanCore
import Testing

@Suite("Reading times")
struct TimeTextTests {
    @Test(
        "reads ISO 8601 as people and machines write it",
        arguments: [
            ("2026-11-21T10:00:00+08:00", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21T02:00:00Z", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21T02:00:00.123456Z", "2026-11-21T10:00:00.123+08:00"),
            ("2026-11-21 10:00:00,5", "2026-11-21T10:00:00.500+08:00"),
            ("2026-11-21 10:00:00", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21T10:00", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21", "2026-11-21T00:00:00+08:00"),
            ("2026-11-21 24:00", "2026-11-22T00:00:00+08:00"),
            ("2026-11-20T21:30:00-0430", "2026-11-21T10:00:00+08:00"),
            ("2026-11-21T10:00:00+08", "2026-11-21T10:00:00+08:00"),
            ("1969-12-31T23:59:59Z", "1970-01-01T07:59:59+08:00"),
        ])
    func reads(text: String, expected: String) {
        #expect(Timestamp.parse(text, zone: .china).map(Zone.china.format) == expected)
    }

    @Test(
        "refuses what is no time",
        arguments: [
            "", "2026", "2026-02-30", "2026-13-01", "2026-11-21T", "2026-11-21T10", "26-11-21",
            "2026-11-21T24:01", "2026-11-21T10:60", "2026-11-21T23:59:60Z", "2026-11-21T10:00:00.",
            "2026-11-21T10:00:00+", "2026-11-21T10:00:00+8", "2026-11-21T10:00:00Zx", "2026/11/21",
            "2026-11-21  10:00", "２０２６-11-21", "2026-11-21T10:00:00+25:00", "明天",
        ])
    func refuses(text: String) {
        #expect(Timestamp.parse(text, zone: .china) == nil)
    }

    @Test("what Zone.format writes is read back to the millisecond")
    func roundTrip() {
        var random = RandomStream(seed: 7, purpose: "time", id: "round trip")
        for _ in 0..<2_000 {
            let moment = Timestamp(
                milliseconds: Int64(random.below(4_102_444_800_000)) - 1_000_000_000_000)
            #expect(Timestamp.parse(Zone.china.format(moment), zone: .china) == moment)
        }
    }
}
