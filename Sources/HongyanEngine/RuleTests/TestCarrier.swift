internal import HongyanCore
internal import Synchronization

/// What the carriers of a case took, for the receipts of its timeline.
final class TestPost: Sendable {
    struct Item {
        let channel: ChannelID
        let providerID: String
        let at: Timestamp
    }
    // Mutex: shared by the carriers of a case, which are shared with whatever polls them.
    private let items = Mutex<[PhoneNumber: [Item]]>([:])

    func note(_ submission: Submission, through channel: ChannelID, at now: Timestamp) -> String {
        let providerID = "test-\(submission.id)"
        items.withLock {
            $0[submission.number, default: []].append(
                Item(channel: channel, providerID: providerID, at: now))
        }
        return providerID
    }

    /// What was handed over last to a number by a moment.
    func last(to number: PhoneNumber, by moment: Timestamp) -> Item? {
        items.withLock { $0[number, default: []].last { $0.at <= moment } }
    }
}

/// The far side of a channel in a rule test: takes every message, and hands over the replies of the
/// case at their times.
final class TestCarrier: Provider {
    private struct State {
        /// Ascending by time.
        var inbox: [ProviderEvent] = []
    }
    // Mutex: a provider is shared with whatever polls it.
    private let state = Mutex(State())

    private let channel: ChannelID
    private let post: TestPost

    init(_ channel: ChannelID, replies: [Reply], post: TestPost) {
        self.channel = channel
        self.post = post
        state.withLock { $0.inbox = replies.map { .reply($0) } }
    }

    func submit(_ batch: [Submission], at now: Timestamp) {
        state.withLock { state in
            for submission in batch {
                let answer = ProviderEvent.response(
                    submission: submission.id,
                    .accepted(providerID: post.note(submission, through: channel, at: now)),
                    at: now)
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
