import HongyanCore
import Testing

@Suite("Reading cron expressions")
struct CronParserTests {
    @Test("reads lists, ranges, steps and names")
    func fields() throws {
        let cron = try Cron(parsing: "  */20 1,3-5  1-10/3 jan-MAR  mon,FRI-sun ")
        #expect(cron.text == "*/20 1,3-5 1-10/3 jan-MAR mon,FRI-sun")
        #expect(cron.minutes == [0, 20, 40])
        #expect(cron.hours == [1, 3, 4, 5])
        #expect(cron.daysOfMonth == [1, 4, 7, 10])
        #expect(cron.months == [1, 2, 3])
        #expect(cron.weekdays == [1, 5, 6, 7])
        #expect(cron.daysAreEither)
    }

    @Test("a star in a day field means both must match")
    func either() throws {
        #expect(try !Cron(parsing: "0 0 * * 1").daysAreEither)
        #expect(try !Cron(parsing: "0 0 */2 * 1").daysAreEither)
        #expect(try Cron(parsing: "0 0 * * *").weekdays == Set(1...7))
    }

    @Test(
        "says what is wrong, and in which field",
        arguments: [
            ("0 6 * *", nil, CronError.Reason.fieldCount(4)),
            ("", nil, .fieldCount(0)),
            ("60 6 * * *", CronField.minute, .outOfRange),
            ("0 24 * * *", .hour, .outOfRange),
            ("0 6 0 * *", .dayOfMonth, .outOfRange),
            ("0 6 * FOO *", .month, .malformed),
            ("0 6 * * 8", .dayOfWeek, .outOfRange),
            ("0 6 * * 5-1", .dayOfWeek, .backwards),
            ("0/0 6 * * *", .minute, .badStep),
            ("*/0 6 * * *", .minute, .badStep),
            ("5/10 6 * * *", .minute, .stepOfOne),
            ("1,,2 6 * * *", .minute, .malformed),
            ("1-2-3 6 * * *", .minute, .malformed),
            ("-1 6 * * *", .minute, .malformed),
            ("99999999999999999999 6 * * *", .minute, .malformed),
        ] as [(String, CronField?, CronError.Reason)])
    func faults(text: String, field: CronField?, reason: CronError.Reason) {
        #expect(throws: CronError(field: field, reason: reason)) { try Cron(parsing: text) }
    }

    @Test("states the rule in one phrase")
    func phrases() {
        #expect(
            CronError(field: .hour, reason: .outOfRange).phrase
                == "hour must lie between 0 and 23")
        #expect(
            CronError(field: nil, reason: .fieldCount(4)).phrase
                == "a cron expression has 5 fields, not 4")
    }
}
