import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan ledger`: seals days, and looks whether anything was changed since.
struct LedgerCommand: ParsableCommand {
    enum Act: String, ExpressibleByArgument { case seal, verify, show }
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Seal the days of the ledger, and verify that nothing was changed since.",
        discussion: """
            seal: closes each day that has ended with a SHA-256 over its decisions, messages, \
            submissions, responses, receipts, charges, consent events, refusals and their \
            liftings, complaints, stops, approvals and erasures, chained to the day before. The \
            daemon does it by itself.
            verify: finds any later change and names day, table and row. Exit code 2 when there is \
            one. With the key each encrypted number is opened and held against its seal. Who could \
            rewrite the whole file could also rewrite the chain: keep the hash of a day elsewhere \
            and give it with --expect.
            show: lists the seals.

            Example:  hongyan ledger verify --from 2026-11-01 --through 2026-11-30
                      hongyan ledger verify --expect 2026-11-20=9f86d081884c7d65…
            """)

    @Argument(help: "seal, verify or show.") var act: Act
    @Option(help: "The first day (default: the first that is sealed).") var from: String?
    @Option(help: "The last day (default: the last that is sealed).") var through: String?
    @Option(help: "verify: the hash a day must have, DAY=HASH; may be given again.")
    var expect: [String] = []
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let from = try from.map { try Self.day($0, option: "--from") }
        let through = try through.map { try Self.day($0, option: "--through") }
        let expected = try expect.map(expectation)
        let store = try loader.openStore(of: book, mode: act == .seal ? .readWrite : .readOnly)
        let zone = book.workspace.zone
        switch act {
        case .seal:
            let seals = try explained { try Seals.seal(store, clock: SystemClock()) }
            switch format {
            case .json: Terminal.raw(LedgerText.json(seals, zone: zone))
            case .text:
                let zh = options.language == .zh
                if seals.isEmpty {
                    Terminal.out(zh ? "没有待封存的日子" : "no day is left to seal")
                } else {
                    Terminal.raw(
                        LedgerText.render(seals, zone: zone, language: options.language))
                }
            }
        case .show:
            let seals = try explained { try store.seals(from: from, through: through) }
            Terminal.raw(
                format == .json
                    ? LedgerText.json(seals, zone: zone)
                    : LedgerText.render(seals, zone: zone, language: options.language))
        case .verify: try verify(store, zone, from, through, expected)
        }
    }

    private func verify(
        _ store: SQLiteStore, _ zone: Zone, _ from: CivilDay?, _ through: CivilDay?,
        _ expected: [(day: CivilDay, hash: String)]
    ) throws {
        var result = try explained {
            try store.verifySeals(from: from, through: through, at: SystemClock().now())
        }
        for (day, hash) in expected {
            let seal = try explained { try store.seals(from: day, through: day).first }
            if seal?.hash.description.hasPrefix(hash) != true {
                result.findings.append(
                    LedgerFinding(day: day, table: "seals", row: "", kind: .seal))
            }
        }
        Terminal.raw(
            format == .json
                ? LedgerText.json(result)
                : LedgerText.render(result, zone: zone, language: options.language))
        if !result.findings.isEmpty { throw ExitCode(2) }
    }

    /// At least 16 digits: what is noted down by hand need not be whole.
    private func expectation(_ text: String) throws -> (day: CivilDay, hash: String) {
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, let day = CivilDay(text: String(sides[0])),
            (16...64).contains(sides[1].count), sides[1].allSatisfy(\.isHexDigit)
        else {
            throw CommandFailure(
                "--expect takes DAY=HASH with 16 to 64 digits of the hash, not '\(text)'", code: 64)
        }
        return (day, sides[1].lowercased())
    }

    static func day(_ text: String, option: String) throws -> CivilDay {
        guard let day = CivilDay(text: text) else {
            throw CommandFailure(
                "\(option) must be a date such as 2026-11-21, not '\(text)'", code: 64)
        }
        return day
    }
}
