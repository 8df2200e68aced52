import HongyanCore
import HongyanRules
import Testing

/// `rules/calendar.yaml`
struct CalendarFileTests {
    /// As a notice for 2027 might read.
    static let notice2027 = """
        notices:
          - year: 2027
            notice: 国办发明电〔2026〕1号
            source: https://www.gov.cn/zhengce/example.htm
            off:
              元旦: 2027-01-01 .. 2027-01-03
              春节: 2027-02-05 .. 2027-02-12
              清明节: 2027-04-03 .. 2027-04-05
              劳动节: 2027-05-01 .. 2027-05-05
              端午节: 2027-06-09
              中秋节: 2027-09-15
              国庆节: 2027-10-01 .. 2027-10-07
            work: [2026-12-27, 2027-02-14, 2027-10-09]

        """

    private static func calendar(_ text: String?) throws -> WorkCalendar {
        let compilation = Workspace.compile(text.map { ["rules/calendar.yaml": $0] } ?? [:])
        #expect(compilation.diagnostics.map(\.message.en) == [])
        return try #require(compilation.book).policy.calendar
    }

    private static func day(_ text: String) throws -> CivilDay {
        try #require(CivilDay(text: text))
    }

    @Test("a notice in the workspace decides its year, and days of the December before")
    func notice() throws {
        let calendar = try Self.calendar(Self.notice2027)
        let year = try #require(calendar.year(2027))
        #expect(year.status == .official)
        #expect(year.notice == "国办发明电〔2026〕1号")
        #expect(year.source == "https://www.gov.cn/zhengce/example.htm")
        #expect(year.off.map(\.name).first == "元旦")
        #expect(calendar.isWorkday(try Self.day("2027-02-14")) == true)
        #expect(calendar.isWorkday(try Self.day("2027-02-05")) == false)
        #expect(calendar.isWorkday(try Self.day("2026-12-27")) == true)
        #expect(calendar.isWorkday(try Self.day("2026-10-01")) == false)
        let term = try WorkdayTerm(of: 5, from: try Self.day("2026-12-31"), by: calendar)
        #expect(term.end.description == "2027-01-08")
    }

    @Test("without the file there is the built-in table")
    func absent() throws {
        #expect(try Self.calendar(nil) == .mainland)
        #expect(try Self.calendar("notices: []\n") == .mainland)
    }

    @Test("the built-in year written again is no finding")
    func same() throws {
        let known = try #require(WorkCalendar.mainland.year(2025))
        let off = known.off.map { "      \($0.name): \($0.from) .. \($0.through)" }
        let text = """
            notices:
              - year: 2025
                notice: \(known.notice)
                off:
            \(off.joined(separator: "\n"))
                work: [\(known.work.map(\.description).joined(separator: ", "))]

            """
        let calendar = try Self.calendar(text)
        #expect(calendar.year(2025)?.source == "rules/calendar.yaml")
    }

    @Test("is part of the book's hash, and no rule")
    func hash() throws {
        let one = Workspace.compile(["rules/calendar.yaml": Self.notice2027])
        let none = Workspace.compile()
        #expect(one.book?.hash != none.book?.hash)
        #expect(one.book?.rules.map(\.id) == none.book?.rules.map(\.id))
    }

    @Test("workdays and restdays are read as what they are")
    func windows() throws {
        let policy = Workspace.policy.replacing(
            "evening: \"daily 18:00-20:00\"", with: "off: \"restdays 10:00-20:00\"")
        let windows = try #require(
            Workspace.compile(["rules/policy.yaml": policy]).book
        ).policy.windows
        #expect(windows.last?.days == .restdays)
        #expect(windows.last?.written == "restdays 10:00-20:00")
        let mondays = try WindowText.window("mon-fri 10:00-20:00").get()
        #expect(mondays.days == .weekdays(Set(1...5)))
        #expect(mondays.written == "mon-fri 10:00-20:00")
        #expect(throws: WindowText.Fault.self) {
            try WindowText.window("holidays 10:00-20:00").get()
        }
        #expect(WindowText.blackout("lunar 12-30 .. 01-03") == nil)
    }
}
