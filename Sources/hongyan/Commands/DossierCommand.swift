import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanRules
import HongyanStore

/// `hongyan dossier MESSAGE`: everything about one message in one file.
struct DossierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier",
        abstract: "Put everything about one message into one file, for a regulator or a court.",
        discussion: """
            Text, template and its approvals, consent and its proof, opt-outs then and now, every \
            gate with its value and threshold, submissions, receipts, replies, complaints, and the \
            seal of the day with its verification. Name the message by its id, or by number and \
            date as a 12321 complaint does. HTML when --output ends in .html, else JSON. The \
            number is masked unless --unmasked asks for it: then it stands in the file in full. \
            Exit code 2 when the seal does not hold.

            Example:  hongyan dossier --number 13800000001 --date 2026-11-20 --output dossier.html
            """)

    @Argument(help: "The message's id.") var message: String?
    @Option(help: "The number it went to, with --date.") var number: String?
    @Option(help: "The day it was cleared, with --number.") var date: String?
    @Option(name: .shortAndLong, help: "The file, .html or .json (default: JSON to the terminal).")
    var output: String?
    @Flag(help: "Show the whole number; the file is then personal data.") var unmasked = false
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        let isByNumber = number != nil && date != nil
        guard (message != nil) != isByNumber, isByNumber || (number == nil && date == nil) else {
            throw ValidationError("name a message's id, or both --number and --date")
        }
        if let output, !output.hasSuffix(".json"), !output.hasSuffix(".html") {
            throw ValidationError("--output takes a file that ends in .json or .html")
        }
    }

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let now = SystemClock().now()
        let id = try messageID(store)
        guard let dossier = try explained({ try store.dossier(of: id, at: now) }) else {
            throw CommandFailure("there is no message '\(id)'")
        }
        if unmasked { try dossier.number.requireDigits(of: book) }
        let page = DossierPage(
            dossier: dossier, judgements: try judgements(of: dossier, book, loader),
            zone: book.workspace.zone, title: book.rule(dossier.rule)?.title,
            presentBook: book.hash, madeAt: now, isUnmasked: unmasked)
        if let output {
            try OutputFile.write(
                output.hasSuffix(".html")
                    ? DossierHTML.render(page, language: options.language)
                    : DossierJSON.render(page), to: output)
            Terminal.out(options.language == .zh ? "已写入 \(output)" : "wrote \(output)")
        } else {
            Terminal.raw(DossierJSON.render(page))
        }
        if unmasked {
            Terminal.note(
                options.language == .zh
                    ? "注意：文件含完整手机号，仅供监管机关，用后请妥善处置"
                    : "note: the file holds the whole number; it is for the authority that asked")
        }
        if case .broken = dossier.seal { throw ExitCode(2) }
    }

    private func messageID(_ store: SQLiteStore) throws -> Digest {
        if let message {
            guard let id = Digest(hex: message) else {
                throw CommandFailure(
                    "'\(message)' is no message's id: that is 32 hexadecimal digits", code: 64)
            }
            return id
        }
        guard case .success(let phone) = PhoneNumber.read(number ?? "") else {
            throw CommandFailure("--number is no mobile number", code: 64)
        }
        let day = try LedgerCommand.day(date ?? "", option: "--date")
        let sent = try explained { try store.messages(to: phone, on: day) }
        guard let first = sent.first else {
            throw CommandFailure("no message went to \(phone) on \(day)")
        }
        guard sent.count == 1 else {
            let list = sent.map { "\($0.id) \($0.rule)" }.joined(separator: "\n  ")
            throw CommandFailure(
                "\(sent.count) messages went to \(phone) on \(day): name one\n  \(list)")
        }
        return first.id
    }

    /// Each decision's gates; thresholds where the book in force is the one that decided.
    private func judgements(
        of dossier: Dossier, _ book: RuleBook, _ loader: WorkspaceLoader
    ) throws -> [DossierPage.Judgement] {
        let places = WorkspacePlaces(of: try loader.files()) { ZoneFile.load(name: $0) }
        return dossier.decisions.map { record in
            let entries = VerdictLine.read(record.verdicts)
            guard let rule = book.rule(dossier.rule), record.book == book.hash else {
                return DossierPage.Judgement(
                    record: record,
                    gates: entries.map { entry in
                        GateNote(
                            verdict: verdict(entry, record), threshold: nil, origin: nil,
                            evidence: [], next: .now)
                    })
            }
            let occurrence = Occurrence(
                rule: rule.id, customer: dossier.customer, key: dossier.key, due: record.due,
                cause: .instant(record.due))
            let explainer = GateExplainer(
                Facts(
                    occurrence: occurrence, recipient: RecipientFacts(number: dossier.number)),
                GateContext(rule: rule, book: book, now: record.at),
                effective: places?.effective(rule.id))
            return DossierPage.Judgement(
                record: record, gates: entries.map { explainer.note(verdict($0, record)) })
        }
    }

    private func verdict(_ entry: VerdictLine.Entry, _ record: DecisionRecord) -> Verdict {
        let reason = Reason(record.reason ?? entry.gate.rawValue)
        return switch entry.mark {
        case .pass: .pass(entry.gate, entry.seen)
        case .hold: .hold(entry.gate, until: record.until ?? record.at, reason, entry.seen)
        case .drop: .drop(entry.gate, reason, entry.seen)
        }
    }
}
