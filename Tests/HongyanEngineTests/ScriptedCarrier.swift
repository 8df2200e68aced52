import HongyanCore
import Synchronization

/// A carrier that keeps what it was given and says what the test tells it to.
final class ScriptedCarrier: Provider {
    struct Received: Sendable {
        let submission: Submission
        let at: Timestamp
    }
    private struct State {
        var received: [Received] = []
        var inbox: [ProviderEvent] = []
        /// Submissions without an answer at most; 0 as without a connection.
        var window = Int.max
        /// Submissions that will never be answered.
        var silent = 0
        var onConfirm: @Sendable () -> Void = {}
    }

    static let channel: ChannelID = "main"
    static let latency = Span(milliseconds: 100)

    // Mutex: a provider is shared with whatever polls it.
    private let state = Mutex(State())
    private let answer: @Sendable (Submission) -> ProviderEvent.Response?

    /// - Parameter answer: nil says nothing at all. Without it each submission is accepted.
    init(
        answer: @escaping @Sendable (Submission) -> ProviderEvent.Response? = {
            .accepted(providerID: ScriptedCarrier.providerID(of: $0))
        }
    ) {
        self.answer = answer
    }

    static func providerID(of submission: Submission) -> String {
        "p-\(submission.id)"
    }

    func submit(_ batch: [Submission], at now: Timestamp) {
        state.withLock { state in
            for submission in batch {
                state.received.append(Received(submission: submission, at: now))
                guard let response = answer(submission) else {
                    state.silent += 1
                    continue
                }
                state.inbox.append(
                    .response(submission: submission.id, response, at: now + Self.latency))
            }
        }
    }

    func poll(through now: Timestamp) -> [ProviderEvent] {
        state.withLock { state in
            let due = state.inbox.filter { $0.at <= now }
            state.inbox.removeAll { $0.at <= now }
            return due.sorted { $0.at < $1.at }
        }
    }

    func room(at now: Timestamp) -> Int {
        state.withLock {
            let open = $0.inbox.count + $0.silent
            return $0.window == .max ? .max : max(0, $0.window - open)
        }
    }

    func slots(at now: Timestamp) -> Int { state.withLock { $0.window } }

    func confirm(at now: Timestamp) { state.withLock { $0.onConfirm }() }

    var nextEventAt: Timestamp? { state.withLock { $0.inbox.map(\.at).min() } }

    // MARK: For tests

    func setWindow(_ size: Int) { state.withLock { $0.window = size } }
    func onConfirm(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onConfirm = body }
    }

    var received: [Received] { state.withLock { $0.received } }

    func say(_ event: ProviderEvent) { state.withLock { $0.inbox.append(event) } }

    func receipt(_ providerID: String, _ outcome: Receipt.Outcome, _ code: String, at: Timestamp) {
        say(
            .receipt(
                Receipt(
                    channel: Self.channel, providerID: providerID, outcome: outcome, code: code,
                    at: at)))
    }

    func reply(_ text: String, from number: PhoneNumber, at moment: Timestamp, id: String) {
        say(
            .reply(
                Reply(id: id, channel: Self.channel, number: number, text: text, at: moment)))
    }
}
