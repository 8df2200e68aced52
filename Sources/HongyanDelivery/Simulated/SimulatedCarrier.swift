internal import HeapModule
public import HongyanCore
internal import Synchronization

/// A carrier that exists only in this process: latency, refusals, throttling, receipts and replies,
/// all from the seed. The same class serves the dry run (virtual time) and `run` without a real
/// channel.
public final class SimulatedCarrier: Provider {
    private let channel: ChannelID
    private let profile: SimulatedProfile
    private let seed: UInt64
    /// Appends one line to the carrier's own count (message, attempt, purpose, masked number);
    /// called for each message that it truly accepted, before any response. Given by the command
    /// line, so that nothing here touches a file.
    private let journal: (@Sendable (String) -> Void)?
    // Mutex: `submit` and `poll` come from the engine's thread, `nextEventAt` from any.
    private let state = Mutex(State())

    private struct State {
        var events = Heap<Scheduled>()
        var order = 0
        /// Parts taken in the current second, for throttling.
        var second: Int64 = .min
        var partsInSecond = 0
    }

    private struct Scheduled: Comparable {
        let at: Timestamp
        let order: Int
        let event: ProviderEvent
        static func < (left: Scheduled, right: Scheduled) -> Bool {
            left.at == right.at ? left.order < right.order : left.at < right.at
        }
        static func == (left: Scheduled, right: Scheduled) -> Bool { left.order == right.order }
    }

    public init(
        channel: ChannelID, profile: SimulatedProfile, seed: UInt64,
        journal: (@Sendable (String) -> Void)? = nil
    ) {
        self.channel = channel
        self.profile = profile
        self.seed = seed
        self.journal = journal
    }

    public func submit(_ batch: [Submission], at now: Timestamp) {
        state.withLock { state in
            for submission in batch { schedule(submission, at: now, in: &state) }
        }
    }

    public func poll(through now: Timestamp) -> [ProviderEvent] {
        state.withLock { state in
            var due: [ProviderEvent] = []
            while let first = state.events.min, first.at <= now {
                due.append(first.event)
                state.events.removeMin()
            }
            return due
        }
    }

    public var nextEventAt: Timestamp? { state.withLock { $0.events.min?.at } }

    private func schedule(_ submission: Submission, at now: Timestamp, in state: inout State) {
        let script = CarrierScript(for: submission, profile: profile, seed: seed)
        if isThrottled(submission.parts, at: now, in: &state) {
            add(
                .response(
                    submission: submission.id, .throttled(code: "8"), at: now + script.responseAfter
                ),
                to: &state)
            return
        }
        if script.isAccepted {
            journal?(
                "\(submission.message) \(submission.attempt) \(submission.purpose.rawValue) "
                    + "\(submission.number)")
        }
        let answered = now + script.responseAfter
        if let response = script.response {
            add(.response(submission: submission.id, response, at: answered), to: &state)
        } else {
            let at = now + CarrierScript.responseTimeout
            add(.response(submission: submission.id, .timedOut, at: at), to: &state)
        }
        guard let receipt = script.receipt else { return }
        let arrived = answered + receipt.after
        let providerID = CarrierScript.providerID(of: submission)
        add(
            .receipt(
                Receipt(
                    channel: channel, providerID: providerID, outcome: receipt.outcome,
                    code: receipt.code, at: arrived)),
            to: &state)
        guard let reply = script.reply else { return }
        add(
            .reply(
                Reply(
                    id: "mo-" + providerID, channel: channel, number: submission.number,
                    text: reply.text, at: arrived + reply.after)),
            to: &state)
    }

    private func add(_ event: ProviderEvent, to state: inout State) {
        state.order += 1
        state.events.insert(Scheduled(at: event.at, order: state.order, event: event))
    }

    private func isThrottled(_ parts: Int, at now: Timestamp, in state: inout State) -> Bool {
        guard profile.throttleAbovePartsPerSecond > 0 else { return false }
        let second = now.milliseconds / 1_000
        if second != state.second {
            state.second = second
            state.partsInSecond = 0
        }
        if state.partsInSecond + parts > profile.throttleAbovePartsPerSecond { return true }
        state.partsInSecond += parts
        return false
    }
}
