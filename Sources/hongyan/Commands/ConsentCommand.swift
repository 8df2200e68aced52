public import ArgumentParser
public import HongyanCore
import HongyanReports
import HongyanStore

extension ConsentProof.Action: ExpressibleByArgument {}
extension Purpose: ExpressibleByArgument {}

/// `hongyan consent`: what a customer agreed to, with its proof.
struct ConsentCommand: ParsableCommand {
    enum Act: String, ExpressibleByArgument { case show, grant, withdraw, export }
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Show, grant, withdraw or export a customer's consents.",
        discussion: """
            grant records a consent with its proof: source, version of the text, and as much of \
            the rest as there is. It lifts no opt-out unless --lift-optout says so. withdraw ends \
            every consent to the purpose that was given so far. export writes the proof as JSON, \
            or as HTML when --output ends in .html; numbers are masked unless --unmasked. show \
            answers 2 when nothing marketing could rest on is in force.

            Example:  hongyan consent grant c000042 --source store-form --text-version v3 \
            --action paper --evidence 9f86d081884c7d65
                      hongyan consent export c000042 --output proof.html
            """)

    @Argument(help: "show, grant, withdraw or export.") var act: Act
    @Argument(help: "The customer's id.") var customer: String
    @Option(help: "marketing, service, verification or emergency.") var purpose: Purpose =
        .marketing
    @Option(help: "When it was given or withdrawn (default: now).") var at: String?
    @Option(help: "grant: where it was given: store-form, checkout, hotline …") var source: String?
    @Option(help: "grant: the version of the text that was shown.") var textVersion: String?
    @Option(help: "grant: the text that was shown, whole.") var text: String?
    @Option(help: "grant: checkbox, reply, paper, call, counter or other.")
    var action: ConsentProof.Action?
    @Option(help: "grant: how messages may come (default: sms).") var channel = "sms"
    @Option(help: "grant: the hash of the file that shows it.") var evidence: String?
    @Option(help: "grant: until when it holds.") var expires: String?
    @Option(help: "grant: for a child, how the guardian agreed.") var guardian: String?
    @Option(help: "grant: how many messages were promised.") var frequency: String?
    @Option(help: "grant: for how long they were promised.") var term: String?
    @Flag(help: "grant: the customer takes an earlier opt-out back.") var liftOptout = false
    @Flag(help: "Show the whole number.") var unmasked = false
    @Option(name: .shortAndLong, help: "export: the file, .json or .html.") var output: String?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        if act == .grant {
            guard let source, !source.isEmpty, let textVersion, !textVersion.isEmpty else {
                throw ValidationError(
                    "a consent without --source and --text-version proves nothing")
            }
        }
        if let output, !output.hasSuffix(".json"), !output.hasSuffix(".html") {
            throw ValidationError("--output takes a file that ends in .json or .html")
        }
    }

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let zone = book.workspace.zone
        let now = SystemClock().now()
        let given = try at.map { try moment($0, zone: zone, option: "--at") } ?? now
        guard given <= now else {
            throw CommandFailure("--at lies in the future; nothing was done")
        }
        let isWriting = act == .grant || act == .withdraw
        let store = try loader.openStore(of: book, mode: isWriting ? .readWrite : .readOnly)
        let id = CustomerID(customer)
        guard let file = try explained({ try store.consentFile(of: id) }) else {
            throw CommandFailure("there is no customer '\(customer)'")
        }
        if unmasked { try file.number?.requireDigits(of: book) }
        switch act {
        case .show: try show(file, book, now)
        case .export: try export(file, zone, now)
        case .grant: try grant(id, file, store, zone, at: given, now)
        case .withdraw:
            let count = try explained {
                try store.withdrawConsent(of: id, to: purpose, at: given, told: now)
            }
            tell(
                count, "已撤回 \(count) 项对\(purpose.rawValue)的同意",
                "\(count) consents to \(purpose.rawValue) withdrawn")
            if count == 0 { throw ExitCode(2) }
        }
    }

    private func tell(_ count: Int, _ zh: String, _ en: String) {
        switch format {
        case .text: Terminal.out(options.language == .zh ? zh : en)
        case .json:
            Terminal.out(#"{"act":"\#(act.rawValue)","count":\#(count)}"#)
        }
    }

    private func show(_ file: ConsentFile, _ book: RuleBook, _ now: Timestamp) throws {
        let zone = book.workspace.zone
        Terminal.raw(
            format == .json
                ? ConsentFileJSON.render(file, zone: zone, unmasked: unmasked)
                : ConsentFilePage.text(
                    file, zone: zone, unmasked: unmasked, language: options.language))
        let isInForce = file.consents.contains { entry in
            let consent = entry.consent
            return entry.isOfPresentNumber && consent.purpose == purpose
                && consent.withdrawn.map { $0 > now } ?? true
                && consent.expires.map { $0 > now } ?? true
                && consent.textVersion?.isEmpty == false
        }
        let isRefused = file.optOuts.contains { $0.binds(purpose, at: now) }
        if !isInForce || isRefused { throw ExitCode(2) }
    }

    private func export(_ file: ConsentFile, _ zone: Zone, _ now: Timestamp) throws {
        let json = ConsentFileJSON.render(file, zone: zone, unmasked: unmasked)
        guard let output else { return Terminal.raw(json) }
        let text =
            output.hasSuffix(".html")
            ? ConsentFilePage.html(
                file, zone: zone, unmasked: unmasked, madeAt: now, language: options.language)
            : json
        try OutputFile.write(text, to: output)
        Terminal.out(options.language == .zh ? "已写入 \(output)" : "wrote \(output)")
    }

    private func grant(
        _ id: CustomerID, _ file: ConsentFile, _ store: SQLiteStore, _ zone: Zone,
        at given: Timestamp, _ now: Timestamp
    ) throws {
        let expires = try expires.map { try readMoment($0, zone) }
        if let expires, expires <= given {
            throw CommandFailure("--expires lies before the consent; nothing was done")
        }
        let consent = Consent(
            purpose: purpose, at: given, expires: expires, source: source ?? "",
            textVersion: textVersion,
            proof: ConsentProof(
                evidence: evidence, channel: channel, action: action, text: text,
                guardian: guardian, frequency: frequency, term: term))
        let incoming = IncomingConsent(customer: id, consent: consent, evidence: evidence)
        let count = try explained { try store.importConsents([incoming], at: now) }
        let refusal = file.optOuts.last { $0.binds(purpose, at: given) }
        if liftOptout, refusal != nil {
            _ = try explained { try store.liftOptOuts(of: id, at: given, told: now) }
        }
        let added = count.added + count.changed
        tell(added, "已记录对\(purpose.rawValue)的同意", "consent to \(purpose.rawValue) recorded")
        guard let refusal, !liftOptout else { return }
        let time = zone.format(refusal.optOut.at)
        Terminal.note(
            options.language == .zh
                ? "注意：\(time) 的退订仍然有效；客户确已重新同意的，加 --lift-optout"
                : "note: the opt-out of \(time) stands; --lift-optout takes it back"
        )
        throw ExitCode(2)
    }

    private func readMoment(_ text: String, _ zone: Zone) throws -> Timestamp {
        try moment(text, zone: zone, option: "--expires")
    }
}
