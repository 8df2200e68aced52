import HongyanCore
import HongyanRules
import Testing

/// `window/calendar-missing`
@Suite("check window/calendar-missing")
struct WindowCalendarMissingTests {
    private static func findings(
        _ window: String, on today: String?, calendar: String? = nil
    ) throws -> [String] {
        let policy = CheckCase.policyText([
            "windows": "{day: \"\(window)\", evening: \"daily 18:00-20:00\"}"
        ])
        var changes: [String: String?] = ["rules/policy.yaml": policy]
        if let calendar { changes["rules/calendar.yaml"] = calendar }
        let day = try today.map { try #require(CivilDay(text: $0)) }
        return Workspace.compile(Workspace.files(changes), today: day).diagnostics
            .filter { $0.id == "window/calendar-missing" }
            .map { "\($0.file):\($0.range.start.line):\($0.range.start.column) \($0.message.en)" }
    }

    @Test("finds a window that will meet a year without a notice within sixty days")
    func finds() throws {
        let wanted = [
            "rules/policy.yaml:4:16 no notice of the working days of 2027: 'day' stays closed from "
                + "2027-01-01 on"
        ]
        #expect(try Self.findings("workdays 09:00-20:00", on: "2026-11-21") == wanted)
        #expect(try Self.findings("restdays 09:00-20:00", on: "2026-11-02") == wanted)
    }

    @Test("finds one that has begun")
    func begun() throws {
        #expect(
            try Self.findings("workdays 09:00-20:00", on: "2027-03-01") == [
                "rules/policy.yaml:4:16 no notice of the working days of 2027: 'day' stays closed "
                    + "from 2027-03-01 on"
            ])
    }

    @Test("is silent earlier, without a day, for other windows and with the notice")
    func passes() throws {
        #expect(try Self.findings("workdays 09:00-20:00", on: "2026-11-01") == [])
        #expect(try Self.findings("workdays 09:00-20:00", on: nil) == [])
        #expect(try Self.findings("mon-fri 09:00-20:00", on: "2026-12-31") == [])
        #expect(
            try Self.findings(
                "workdays 09:00-20:00", on: "2026-12-31", calendar: CalendarFileTests.notice2027)
                == [])
    }
}
