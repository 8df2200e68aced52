import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanStore

/// `hongyan send --test RULE --as CUSTOMER --to STAFF`: a colleague gets what the customer would
/// get.
struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a colleague the text that a customer would get from a rule.",
        discussion: """
            Reaches only numbers under people: in hongyan.yaml, asks no gate, and counts nowhere: \
            no ledger row, no cap slot, no opt-out from what the colleague answers.

            Example:  hongyan send --test birthday --as c000042 --to 小王
            """)

    @Option(help: "The rule to try.") var test: String
    @Option(name: .customLong("as"), help: "The customer whose text it is.") var customer: String
    @Option(help: "Who gets it: a name under people: in hongyan.yaml.") var to: String
    @OptionGroup var options: WorkspaceOptions

    /// How long to wait for the channel's answer.
    private static let patience = Span.seconds(65)

    func run() throws {
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
