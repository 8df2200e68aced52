import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanImport
import HongyanStore

/// `hongyan send`: direct sends, one or a job of them; or a colleague gets what a customer would
/// get from a rule.
struct SendCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract:
            "Send a template to somebody or to a file of people; or try a rule on a colleague.",
        discussion: """
            --to and --template ask for one message, --file for a job of them (CSV with a header, \
            or JSON lines; columns to, template, id, and the template's variables). What is \
            accepted is on the disk when the command ends; the daemon, running or started later, \
            takes it through the same gates, lanes and caps as every message. A job and a line \
            are accepted once, however often they are sent. Lines with mistakes are listed and \
            left out, with exit code 3. --dry-run decides and keeps nothing. A code waits 10 \
            minutes for the daemon, everything else a day.

            --test reaches only numbers under people: in hongyan.yaml, asks no gate, and counts \
            nowhere: no ledger row, no cap slot, no opt-out from what the colleague answers.

            Example:  hongyan send --to 13812345678 --template code --var event.code=482913
                      hongyan send --file winter.csv --job winter-1 --template thanks --dry-run
                      hongyan send --test birthday --as c000042 --to 小王
            """)

    @Option(help: "Whom: a number or a customer's id; with --test a name under people:.")
    var to: String?
    @Option(help: "The template; with --file of lines that name none.") var template: String?
    @Option(name: .customLong("var"), help: "A variable, as in name=小满; again for each.")
    var variables: [String] = []
    @Option(help: "The purpose; must be the template's.") var purpose: String?
    @Option(help: "A file of direct sends.") var file: String?
    @Option(help: "Names the job, so that it is accepted once; needed with --file.")
    var job: String?
    @Flag(help: "Show what would be decided now, and keep nothing.") var dryRun = false
    @Option(help: "text or json.") var format: Format = .text
    @Option(help: "The rule to try.") var test: String?
    @Option(name: .customLong("as"), help: "The customer whose text it is.") var customer: String?
    @OptionGroup var options: WorkspaceOptions

    /// How long to wait for the channel's answer.
    private static let patience = Span.seconds(65)

    func validate() throws {
        if test != nil {
            if customer == nil || to == nil {
                throw ValidationError("--test needs --as and --to")
            }
            if file != nil || template != nil || dryRun {
                throw ValidationError("--test goes with --as and --to only")
            }
        } else if file != nil {
            if job == nil { throw ValidationError("--file needs --job") }
            if !variables.isEmpty { throw ValidationError("--file brings its own variables") }
        } else if to == nil || template == nil {
            throw ValidationError("give --to and --template, or --file, or --test")
        }
    }

    func run() throws {
        if let test, let customer, let to { return try tryRule(test, customer, to) }
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        var wanted: Purpose?
        if let purpose {
            guard let known = Purpose(rawValue: purpose) else {
                throw CommandFailure("there is no purpose '\(purpose)'", code: 64)
            }
            wanted = known
        }
        let name = job ?? "\(UInt64.random(in: .min ... .max))"
        guard name.utf8.count <= 64, !name.contains(":"), !name.isEmpty else {
            throw CommandFailure("--job must have 1 to 64 letters and no ':'", code: 64)
        }
        let sending = DirectSending(
            loader: loader, book: book, language: options.language, job: name, purpose: wanted,
            isJSON: format == .json)
        if try !sending.run(try lines(), isDry: dryRun) { throw ExitCode(3) }
    }

    private func lines() throws -> [DirectJobReader.Line] {
        var recipient: DirectSend.Recipient?
        if let to {
            switch DirectJobReader.recipient(to) {
            case .success(let read): recipient = read
            case .failure(let fault):
                throw CommandFailure(fault.words(options.language), code: 64)
            }
        }
        let template = template.map { TemplateID($0) }
        guard let file else {
            var values: [String: String] = [:]
            for pair in variables {
                let sides = pair.split(separator: "=", maxSplits: 1)
                guard sides.count == 2 else {
                    throw CommandFailure("--var takes name=value, not '\(pair)'", code: 64)
                }
                values[String(sides[0])] = String(sides[1])
            }
            guard let recipient, let template else { return [] }
            let send = DirectSend(
                line: "1", recipient: recipient, template: template, variables: values)
            return [DirectJobReader.Line(number: 1, result: .success(send))]
        }
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        guard (size ?? 0) ?? 0 <= DirectJobReader.maxBytes else {
            throw CommandFailure("\(file) is larger than \(DirectJobReader.maxBytes >> 20) MiB")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("cannot read \(file)")
        }
        do {
            let lines = try DirectJobReader.read(
                [UInt8](data), format: file.hasSuffix(".jsonl") ? .jsonl : .csv,
                template: template, recipient: recipient, language: options.language)
            guard lines.count <= DirectJobReader.maxLines else {
                throw CommandFailure(
                    "\(file) has more than \(DirectJobReader.maxLines) lines; make several jobs")
            }
            return lines
        } catch let fault as ImportFault {
            throw CommandFailure("\(file): \(fault.words(options.language))")
        }
    }

    private func tryRule(_ test: String, _ customer: String, _ to: String) throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let person = try WorldBuilder.person(to, in: book)
        let number = try WorldBuilder.number(of: person)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let clock = SystemClock()
        let now = clock.now()
        let rehearsed = try Rehearsed(
            customer: CustomerID(customer), rule: RuleID(test), book: book, store: store, at: now)
        guard let facts = rehearsed.facts else {
            throw CommandFailure("there is no customer '\(customer)'")
        }
        let candidate = Candidate(facts, GateContext(rule: rehearsed.rule, book: book, now: now))
        guard let text = candidate.text else {
            throw CommandFailure(
                "the text cannot be rendered for this customer; 'hongyan render' tells why")
        }
        guard
            let channel = candidate.channel
                ?? Router.route(
                    purpose: rehearsed.rule.purpose, carrier: .unknown,
                    channels: book.workspace.channels)
        else { throw CommandFailure("no channel takes purpose \(rehearsed.rule.purpose.rawValue)") }
        let seed = UInt64.random(in: .min ... .max)
        let lines = try WorldBuilder.lines(book: book, seed: seed, folder: loader.folder)
        guard let provider = lines.providers[channel.id] else {
            throw CommandFailure("channel \(channel.id) is not there")
        }
        lines.start()
        defer { lines.stop() }
        try Self.waitForRoom(provider, channel, clock: clock)
        let submission = Submission(
            id: Digest(hashing: ["test", String(seed)]),
            message: Digest(hashing: ["test", test, customer]),
            attempt: 1, number: number, text: text, parts: candidate.parts,
            purpose: rehearsed.rule.purpose)
        let submittedAt = clock.now()
        provider.submit([submission], at: submittedAt)
        Terminal.out(text)
        Terminal.out("\(person.name) \(number) · \(channel.id) · \(candidate.parts)")
        Terminal.out(try answer(of: provider, to: submission, since: submittedAt, clock: clock))
    }

    /// Until a channel with a socket is bound.
    static func waitForRoom(
        _ provider: any Provider, _ channel: Channel, clock: SystemClock
    ) throws {
        let start = clock.now()
        while provider.room(at: clock.now()) == 0 {
            guard clock.now() < start + ChannelCommand.patience else {
                throw CommandFailure(
                    "channel \(channel.id) has no connection; "
                        + "'hongyan channel test \(channel.id)' tells why")
            }
            usleep(20_000)
        }
    }

    private func answer(
        of provider: any Provider, to submission: Submission, since start: Timestamp,
        clock: SystemClock
    ) throws -> String {
        while clock.now() < start + Self.patience {
            for case .response(submission.id, let response, _) in provider.poll(
                through: clock.now())
            {
                switch response {
                case .accepted(let id): return "accepted: \(id)"
                case .acceptedInParts(let ids):
                    return "accepted: \(ids.joined(separator: ", "))"
                case .throttled(let code): throw CommandFailure("throttled: \(code)")
                case .refused(let code): throw CommandFailure("refused: \(code)")
                case .timedOut:
                    throw CommandFailure("no answer: it may or may not have been accepted")
                }
            }
            usleep(20_000)
        }
        throw CommandFailure("no answer: it may or may not have been accepted")
    }
}
