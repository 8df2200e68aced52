import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan bill`: what channels charged and gave back.
struct BillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bill",
        abstract: "Statements of what channels charged and gave back, and the balances.",
        discussion: """
            Example:  hongyan bill show --month 2026-12
            """,
        subcommands: [Show.self])

    struct Show: ParsableCommand {
        enum Format: String, ExpressibleByArgument { case text, json }

        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "A day's or a month's statement by channel and carrier.",
            discussion: """
                A message is charged once, on the day on which the channel accepted it, at the \
                price of that day; what 'refund: failed' gives back is counted on the day of the \
                receipt. Exit code 2 when a balance is below its alarm.

                Example:  hongyan bill show                    today
                          hongyan bill show --day 2026-12-01 --format json
                """)

        @Option(help: "The day, such as 2026-12-01 (default: today).") var day: String?
        @Option(help: "A whole month, such as 2026-12.") var month: String?
        @Option(help: "text or json.") var format: Format = .text
        @OptionGroup var options: WorkspaceOptions

        func validate() throws {
            if day != nil, month != nil {
                throw ValidationError("give --day or --month, not both")
            }
        }

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let (from, through) = try days(in: book.workspace.zone)
            let store = try loader.openStore(of: book, mode: .readOnly)
            let bill = try explained { try store.bill(from: from, through: through) }
            let balances = try explained { try store.balances(of: book.workspace.channels) }
            switch format {
            case .json: Terminal.raw(BillText.json(bill, balances: balances))
            case .text:
                Terminal.raw(
                    BillText.render(bill, balances: balances, language: options.language))
            }
            if balances.contains(where: \.isLow) { throw ExitCode(2) }
        }

        private func days(in zone: Zone) throws -> (CivilDay, CivilDay) {
            if let month {
                guard let first = CivilDay(text: "\(month)-01") else {
                    throw CommandFailure(
                        "--month must be a month such as 2026-12, not '\(month)'", code: 64)
                }
                let fields = first.fields
                let length = CivilDay.length(ofMonth: fields.month, year: fields.year)
                return (first, first + (length - 1))
            }
            let day =
                try day.map { try LedgerCommand.day($0, option: "--day") }
                ?? zone.day(of: SystemClock().now())
            return (day, day)
        }
    }
}
