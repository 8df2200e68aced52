public import ArgumentParser
public import HongyanCore
import HongyanReports
import HongyanStore

extension Complaint.Source: ExpressibleByArgument {}

/// `hongyan complaint`: complaints, what they opt out and what they stop.
struct ComplaintCommand: ParsableCommand {
    enum Act: String, ExpressibleByArgument { case add, list }
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "complaint",
        abstract: "Record complaints; at the provider's rate they stop signature and template.",
        discussion: """
            add records one, opts the number out, and counts: complaints for each million messages \
            of the calendar month, by signature and by template. At 0.25 (Huawei Cloud's figure \
            for suspension; 0.4 closes the account) the template is suspended and marketing under \
            the signature stops, until a person resumes them with a reason. Exit code 2 when \
            something was stopped. list shows complaints and the rates of the month.

            Example:  hongyan complaint add --number 13800000001 --date 2026-11-20 --source 12321
                      hongyan complaint list --from 2026-11-01
            """)

    @Argument(help: "add or list.") var act: Act
    @Option(help: "add: who complained.") var number: String?
    @Option(help: "add: the day of the message.") var date: String?
    @Option(help: "add: 12321, carrier, provider or customer.") var source: Complaint.Source?
    @Option(help: "add: the message's id, when several went to the number that day.")
    var message: String?
    @Option(help: "add: a remark.") var note: String?
    @Option(help: "list: the first day.") var from: String?
    @Option(help: "list: the last day.") var through: String?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        switch act {
        case .add: try add(loader, book)
        case .list: try list(loader, book)
        }
    }

    private func add(_ loader: WorkspaceLoader, _ book: RuleBook) throws {
        guard let number, let date, let source else {
            throw CommandFailure("add needs --number, --date and --source", code: 64)
        }
        let phone = try readNumber(number)
        let day = try LedgerCommand.day(date, option: "--date")
        let now = SystemClock().now()
        guard day <= book.workspace.zone.day(of: now) else {
            throw CommandFailure("--date lies in the future; nothing was done")
        }
        let store = try loader.openStore(of: book, mode: .readWrite)
        let found = try chosen(store, phone, day)
        let signature = found.map { Self.signature(of: $0.channel, in: book) }
        let channels = signature.map { Self.channels(under: $0, in: book) } ?? []
        let terms = book.complaintTerms(of: found?.channel)
        let rates = try explained {
            try store.addComplaint(
                about: phone, on: day, source: source, message: found, signature: signature,
                channels: channels, note: note, terms: terms, who: OperatingUser.name, at: now)
        }
        let zh = options.language == .zh
        guard let rates else {
            throw CommandFailure(
                zh ? "这件投诉已经登记过" : "this complaint was recorded before")
        }
        switch format {
        case .json: Terminal.raw(ComplaintText.json(added: rates, terms: terms))
        case .text:
            Terminal.out(
                zh ? "已登记投诉，\(phone) 已退订" : "complaint recorded, \(phone) is opted out")
            if found == nil {
                Terminal.out(
                    zh
                        ? "当天没有发往该号码的短信，未计入任何签名或模板"
                        : "no message went to the number that day: nothing else is counted"
                )
            }
            for entry in rates {
                Terminal.out(ComplaintText.line(entry.rate, terms, options.language))
                if entry.stopped { Terminal.out(stopped(entry.rate.subject, zh)) }
            }
        }
        if rates.contains(where: \.stopped) { throw ExitCode(2) }
    }

    /// What was stopped, and how a person lifts it.
    private func stopped(_ subject: ComplaintRate.Subject, _ zh: Bool) -> String {
        switch subject {
        case .template(let id):
            zh
                ? "已暂停模板 \(id)；核实后恢复：hongyan template resume \(id) --reason …"
                : "suspended: template \(id); to lift it: hongyan template resume \(id) --reason …"
        case .signature(let name):
            zh
                ? "已停发签名 \(name) 的营销；核实后恢复：hongyan resume --signature \(name) --reason …"
                : "stopped: marketing under \(name); to lift it: "
                    + "hongyan resume --signature \(name) --reason …"
        }
    }

    private func readNumber(_ text: String) throws -> PhoneNumber {
        switch PhoneNumber.read(text) {
        case .success(let number): return number
        case .failure: throw CommandFailure("--number is no mobile number", code: 64)
        }
    }

    /// The message by its id, else the only one of the day.
    private func chosen(
        _ store: SQLiteStore, _ phone: PhoneNumber, _ day: CivilDay
    ) throws -> FoundMessage? {
        let sent = try explained { try store.messages(to: phone, on: day) }
        if let message {
            guard let found = sent.first(where: { $0.id.description == message }) else {
                throw CommandFailure("no message '\(message)' went to \(phone) on \(day)")
            }
            return found
        }
        guard sent.count > 1 else { return sent.first }
        let list = sent.map { "\($0.id) \($0.rule)" }.joined(separator: "\n  ")
        throw CommandFailure(
            "\(sent.count) messages went to \(phone) on \(day): name one with --message\n  \(list)")
    }

    static func signature(of channel: ChannelID, in book: RuleBook) -> String {
        book.workspace.channel(channel)?.signature ?? book.policy.signature
    }

    static func channels(under signature: String, in book: RuleBook) -> [ChannelID] {
        book.workspace.channels.map(\.id).filter { self.signature(of: $0, in: book) == signature }
    }

    private func list(_ loader: WorkspaceLoader, _ book: RuleBook) throws {
        let zone = book.workspace.zone
        let from = try from.map { try LedgerCommand.day($0, option: "--from") }
        let through = try through.map { try LedgerCommand.day($0, option: "--through") }
        let store = try loader.openStore(of: book, mode: .readOnly)
        let complaints = try explained { try store.complaints(from: from, through: through) }
        var channels: [String: [ChannelID]] = [:]
        for channel in book.workspace.channels {
            channels[Self.signature(of: channel.id, in: book), default: []].append(channel.id)
        }
        let terms = book.complaintTerms(of: nil)
        let month = through ?? zone.day(of: SystemClock().now())
        let rates = try explained {
            try store.complaintRates(inMonthOf: month, channels: channels)
        }
        Terminal.raw(
            format == .json
                ? ComplaintText.json(complaints, rates: rates, terms: terms, zone: zone)
                : ComplaintText.render(
                    complaints, rates: rates, terms: terms, zone: zone,
                    language: options.language))
    }
}
