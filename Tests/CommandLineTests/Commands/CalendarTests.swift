import Foundation
import Testing

extension CommandLineTests {
    @Suite("calendar")
    struct CalendarTests {
        private static func answer(_ arguments: String...) throws -> String {
            let tool = try Tool("calendar")
            defer { tool.remove() }
            let outcome = try tool.run(["calendar"] + arguments)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return outcome.output
        }

        @Test("add-workdays counts by the notices, from the day after")
        func addWorkdays() throws {
            let text = try Self.answer("add-workdays", "2026-09-30", "7")
            #expect(text.hasPrefix("2026-10-15\n") && text.contains("国办发明电〔2025〕7号"), "\(text)")
            let json = try Self.answer("add-workdays", "2026-09-30", "7", "--format", "json")
            #expect(
                json == """
                    {"date":"2026-09-30","workdays":7,"result":"2026-10-15",\
                    "notices":["国办发明电〔2025〕7号"],"table":"2026-11-20"}

                    """)
            let chinese = try Self.answer("add-workdays", "2026-09-30", "7", "--lang", "zh")
            #expect(chinese.contains("第 7 个工作日"))
        }

        @Test("add-workdays into a year without a notice names the year: exit code 1")
        func gap() throws {
            let tool = try Tool("gap")
            defer { tool.remove() }
            let outcome = try tool.run(
                "calendar", "add-workdays", "2098-12-31", "1", "--format", "json")
            #expect(outcome.code == 1)
            #expect(outcome.errors.contains("no notice of the working days of 2099"))
            #expect(outcome.output.contains("\"result\":null,\"missing_year\":2099"))
            for wrong in [
                ["2026-02-30", "1"], ["tomorrow", "1"], ["2026-02-03", "-1"], ["2026-02-03", "x"],
            ] {
                #expect(try tool.run(["calendar", "add-workdays"] + wrong).code == 64, "\(wrong)")
            }
        }

        @Test("window says send, hold until T, or closed and why")
        func window() throws {
            func ask(_ at: String, _ more: String...) throws -> String {
                let tool = try Tool("window")
                defer { tool.remove() }
                return try tool.run(
                    ["calendar", "window", "--spec", "workdays 09:00-18:00", "--at", at] + more
                ).output
            }
            #expect(try ask("2026-10-10T10:00") == "send\n")
            let hold = try ask("2026-10-01T10:00")
            #expect(hold.hasPrefix("hold until 2026-10-08T09:00:00+08:00\n"), "\(hold)")
            let closed = try ask("2099-03-10T10:00")
            #expect(closed.hasPrefix("closed, no notice of the working days of 2099"), "\(closed)")
            let chinese = try ask("2099-03-10T10:00", "--lang", "zh")
            #expect(chinese.hasPrefix("closed, 2099 年的放假通知未知"), "\(chinese)")
            let json = try ask(
                "2026-02-16T10:00", "--blackout", "lunar 12-30 .. lunar 01-03", "--blackout",
                "02-24 .. 02-25", "--format", "json")
            #expect(
                json == """
                    {"at":"2026-02-16T10:00:00+08:00","spec":"workdays 09:00-18:00",\
                    "blackouts":["lunar 12-30 .. lunar 01-03","02-24 .. 02-25"],\
                    "outcome":"hold","reason":"blackout","until":"2026-02-26T09:00:00+08:00"}

                    """)
        }

        @Test("a window or blackout that cannot be read is told, exit code 64")
        func unreadable() throws {
            let tool = try Tool("unreadable")
            defer { tool.remove() }
            let spec = try tool.run("calendar", "window", "--spec", "sometimes 09:00-18:00")
            #expect(spec.code == 64 && spec.errors.contains("'sometimes' names no days"))
            let blackout = try tool.run(
                "calendar", "window", "--spec", "daily 09:00-18:00", "--blackout", "06-09 - 06-10")
            #expect(blackout.code == 64 && blackout.errors.contains("--blackout must be dates"))
            let at = try tool.run(
                "calendar", "window", "--spec", "daily 9:00-18:00", "--at", "noon")
            #expect(at.code == 64 && at.errors.contains("--at must be a date or a time"))
        }

        @Test("lunar-birthday tells none, one or two days")
        func lunarBirthday() throws {
            let short = try Self.answer("lunar-birthday", "12/30", "--year", "2026")
            #expect(short.hasPrefix("2026-02-16 lunar 2025-12-29 ("), "\(short)")
            let none = try Self.answer("lunar-birthday", "12/1", "--year", "2025")
            #expect(none.hasPrefix("none\n"))
            let two = try Self.answer("lunar-birthday", "12/1", "--year", "2024")
            #expect(two == "2024-01-11 lunar 2023-12-01\n2024-12-31 lunar 2024-12-01\n")
            let leap = try Self.answer(
                "lunar-birthday", "6/1", "--leap", "--year", "2026", "--format", "json")
            #expect(
                leap == """
                    {"birthday":"lunar leap 06-01","year":2026,"dates":[{"date":"2026-07-14",\
                    "lunar_year":2026,"month":6,"day":1,"leap":false,"rule":"regular-month"}]}

                    """)
            let tool = try Tool("lunar")
            defer { tool.remove() }
            for wrong in [
                ["13/1", "2026"], ["1/31", "2026"], ["1-1", "2026"], ["1/1", "2101"],
                ["1/1", "1899"],
            ] {
                let outcome = try tool.run(
                    "calendar", "lunar-birthday", wrong[0], "--year", wrong[1])
                #expect(outcome.code == 64, "\(wrong)")
            }
        }

        @Test("show lists a year with its notice; a workspace's own notice counts")
        func show() throws {
            let year = try Self.answer("show", "2026")
            #expect(year.hasPrefix("2026 official · 国办发明电〔2025〕7号\nhttps://www.gov.cn/"), "\(year)")
            #expect(
                year.contains("off   2026-02-15 .. 2026-02-23 春节")
                    && year.contains("work  2026-10-10 Sat"))
            let shop = try Shop("calendar-own")
            defer { shop.remove() }
            #expect(try shop.tool.run("calendar", "show", "2099").code == 1)
            try shop.tool.write(Self.notice2099, to: "rules/calendar.yaml")
            try shop.succeed("check")
            let own = try shop.succeed("calendar", "show", "2099", "--format", "json")
            #expect(
                own.contains(
                    "\"status\":\"official\",\"notice\":\"测试1号\",\"source\":\"rules/calendar.yaml\""
                ))
            let open = try shop.succeed(
                "calendar", "window", "--spec", "workdays 09:00-18:00", "--at", "2099-03-11T10:00")
            #expect(open == "send\n")
        }

        /// 2099-01-01 is a Thursday; lunar new year is 2099-01-21.
        private static let notice2099 = """
            notices:
              - year: 2099
                notice: 测试1号
                off: {元旦: 2099-01-01, 春节: 2099-01-20 .. 2099-01-26, 清明节: 2099-04-04,
                  劳动节: 2099-05-01 .. 2099-05-03, 端午节: 2099-06-23, 中秋节: 2099-09-29,
                  国庆节: 2099-10-01 .. 2099-10-07}
                work: []

            """

        @Test("a dry run into a year without a notice tells it, and sends nothing in such a window")
        func dryRun() throws {
            let shop = try Shop.stocked("calendar-dry")
            defer { shop.remove() }
            let policy = try shop.tool.read("rules/policy.yaml")
            try shop.tool.write(
                policy.replacingOccurrences(of: "daily", with: "workdays"), to: "rules/policy.yaml")
            let outcome = try shop.tool.run(
                "simulate", "--from", "2099-01-01", "--days", "3", "--json", "facts.json")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(
                outcome.errors.contains("no notice of the working days of 2099"),
                "\(outcome.errors)")
            #expect(
                outcome.output.contains("years without a notice of working days: 2099"),
                "\(outcome.output)")
            #expect(try shop.tool.read("facts.json").contains("\"calendar\":\"2099"))
        }
    }
}
