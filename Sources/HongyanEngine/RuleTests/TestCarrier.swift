internal import HongyanCore
internal import Synchronization

/// The far side of a channel in a rule test: takes every message, and hands over the replies of the
/// case at their times.
final class TestCarrier: Provider {
    private struct State {
        /// Ascending by time.
        var inbox: [ProviderEvent] = []
    }
    // Mutex: a provider is shared with whatever polls it.
    private let state = Mutex(State())

    init(replies: [Reply]) {
        state.withLock { $0.inbox = replies.map { .reply($0) } }
    }

    func submit(_ batch: [Submission], at now: Timestamp) {
        state.withLock { state in
            for submission in batch {
                let answer = ProviderEvent.response(
                    submission: submission.id,
                    .accepted(providerID: "test-\(submission.id)"), at: now)
                let place =
                    state.inbox.firstIndex { $0.at > now } ?? state.inbox.endIndex
                state.inbox.insert(answer, at: place)
            }
        }
    }

    func poll(through now: Timestamp) -> [ProviderEvent] {
        state.withLock { state in
            let due = Array(state.inbox.prefix { $0.at <= now })
            state.inbox.removeFirst(due.count)
            return due
        }
    }

    var nextEventAt: Timestamp? { state.withLock { $0.inbox.first?.at } }
}
