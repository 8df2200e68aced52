import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanRules

/// `hongyan calendar`: working days, windows and lunar birthdays, asked by hand.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Working days, windows and lunar birthdays of mainland China.",
        discussion: """
            Uses the notices of the workspace (rules/calendar.yaml) and its time zone; without a \
            workspace the built-in table and Asia/Shanghai. A year without a notice of the State \
            Council is never guessed at.

            Example:  hongyan calendar add-workdays 2026-09-30 7
            """,
        subcommands: [AddWorkdays.self, WindowQuestion.self, LunarBirthdays.self, ShowYear.self])

    enum Format: String, ExpressibleByArgument { case text, json }

    struct Options: ParsableArguments {
        @Option(help: "text or json.") var format: Format = .text
        @Option(
            name: [.customShort("w"), .long],
            help: "The workspace's folder (default: the current one, if it is a workspace).")
        var workspace: String?
        @Option(help: "zh or en (default: the locale's).") var lang: Language?

        var text: CalendarText { CalendarText(language: lang ?? .ofLocale) }

        /// The workspace's calendar and zone; the built-in ones where there is none.
        func settings() throws -> (calendar: WorkCalendar, zone: Zone) {
            let isHere = FileManager.default.fileExists(atPath: "hongyan.yaml")
            guard let folder = workspace ?? (isHere ? "." : nil) else {
                return (.mainland, ZoneFile.load(name: "Asia/Shanghai") ?? .china)
            }
            let book = try WorkspaceLoader(path: folder).book(language: lang ?? .ofLocale)
            return (book.policy.calendar, book.workspace.zone)
        }
    }

    /// Reads a date given on the command line.
    static func day(_ text: String) throws -> CivilDay {
        guard let day = CivilDay(text: text) else {
            throw CommandFailure("DATE must be a date such as 2026-09-30, not '\(text)'", code: 64)
        }
        return day
    }
}

extension CalendarCommand {
    /// `hongyan calendar add-workdays DATE N`
    struct AddWorkdays: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-workdays",
            abstract: "The day on which a term of working days ends; the first is not counted.",
            discussion: """
                Exit code 1 when the term meets a year without a notice.

                Example:  hongyan calendar add-workdays 2026-09-30 7 --format json
                """)

        @Argument(help: "The day on which the term begins.") var date: String
        @Argument(help: "How many working days.") var count: Int
        @OptionGroup var options: Options

        func validate() throws {
            guard (0...WorkCalendar.mostWorkdays).contains(count) else {
                throw ValidationError("N must be between 0 and \(WorkCalendar.mostWorkdays)")
            }
        }

        func run() throws {
            let start = try CalendarCommand.day(date)
            let calendar = try options.settings().calendar
            do {
                let term = try WorkdayTerm(of: count, from: start, by: calendar)
                Terminal.raw(
                    options.format == .json
                        ? CalendarJSON.render(term) : options.text.term(term))
            } catch {
                if options.format == .json {
                    Terminal.raw(CalendarJSON.render(error, start: start, count: count))
                }
                throw CommandFailure(options.text.missing(error.year))
            }
        }
    }

    /// `hongyan calendar window --spec … --at T`
    struct WindowQuestion: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "window",
            abstract: "Whether a window lets a message leave: send, hold until T, or closed, why.",
            discussion: """
                Windows and blackouts are written as in rules/policy.yaml. The answer is that of \
                the gates 'window' and 'blackout'.

                Example:  hongyan calendar window --spec 'workdays 09:00-18:00' \
                --blackout 'lunar 12-30 .. lunar 01-03' --at 2026-02-14T10:00
                """)

        @Option(help: "The window, such as 'workdays 09:00-12:00, 14:00-18:00'.") var spec: String
        @Option(help: "Days without marketing, such as '06-07 .. 06-09'; may be given again.")
        var blackout: [String] = []
        @Option(help: "The moment (default: now).") var at: String?
        @OptionGroup var options: Options

        func run() throws {
            let window: Window
            switch WindowText.window(spec) {
            case .success(let read): window = read
            case .failure(let fault):
                let words = fault.message.text(options.text.language)
                throw CommandFailure("--spec: \(words)", code: 64)
            }
            let blackouts = try blackout.map { text in
                guard let blackout = WindowText.blackout(text) else {
                    throw CommandFailure(
                        "--blackout must be dates of one calendar such as '06-07 .. 06-09' or "
                            + "'lunar 12-30 .. lunar 01-03', not '\(text)'", code: 64)
                }
                return blackout
            }
            let (calendar, zone) = try options.settings()
            let now =
                try at.map { try moment($0, zone: zone, option: "--at") } ?? SystemClock().now()
            let question = OpeningQuestion(
                window: window, blackouts: blackouts, calendar: calendar, at: now, zone: zone)
            Terminal.raw(
                options.format == .json
                    ? CalendarJSON.render(question) : options.text.opening(question))
        }
    }

    /// `hongyan calendar lunar-birthday M/D --year Y`
    struct LunarBirthdays: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lunar-birthday",
            abstract: "On which days of a solar year a lunar birthday is kept.",
            discussion: """
                None, one or two. Day 30 of a month of 29 days is kept on the 29th; a leap month \
                that the year does not have on the regular month of its number.

                Example:  hongyan calendar lunar-birthday 12/30 --year 2026
                Example:  hongyan calendar lunar-birthday 6/1 --leap --year 2025
                """)

        @Argument(help: "Month and day, such as 8/15.") var date: String
        @Flag(help: "In the leap month of that number.") var leap = false
        @Option(help: "The solar year, 1900 to 2100.") var year: Int
        @OptionGroup var options: Options

        func run() throws {
            let parts = date.split(separator: "/", omittingEmptySubsequences: false)
            let digits = parts.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            guard parts.count == 2, !digits.contains(false), let month = Int(parts[0]),
                let day = Int(parts[1]), (1...12).contains(month), (1...30).contains(day)
            else {
                throw CommandFailure(
                    "M/D must be a lunar month and day such as 8/15, not '\(date)'", code: 64)
            }
            guard
                let days = LunarBirthday.days(
                    month: month, day: day, leap: leap, inSolarYear: year)
            else {
                throw CommandFailure(
                    "the lunar table holds 1900-01-31 to 2101-01-28; it cannot tell all of "
                        + "\(date) in \(year)", code: 64)
            }
            let answer = LunarBirthdayAnswer(
                birthday: Anniversary(calendar: .lunar, month: month, day: day, leap: leap),
                year: year, days: days)
            Terminal.raw(
                options.format == .json
                    ? CalendarJSON.render(answer) : options.text.birthdays(answer))
        }
    }

    /// `hongyan calendar show YEAR`
    struct ShowYear: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "The days off and made-up working days of a year, with their notice.",
            discussion: """
                Exit code 1 for a year of which nothing is known.

                Example:  hongyan calendar show 2026
                """)

        @Argument(help: "The year.") var year: Int
        @OptionGroup var options: Options

        func run() throws {
            guard let known = try options.settings().calendar.year(year) else {
                throw CommandFailure(options.text.missing(year))
            }
            Terminal.raw(
                options.format == .json ? CalendarJSON.render(known) : options.text.year(known))
        }
    }
}
