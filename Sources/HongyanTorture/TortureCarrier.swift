internal import HongyanCore

/// The carrier of a fault run. It lives on while the daemon dies, keeps its own tally of what it
/// was handed and what it took, and answers badly: late, twice, out of order, for strangers, or
/// never.
final class TortureCarrier: Provider, @unchecked Sendable {
    /// One hand-over, as the carrier saw it.
    struct Taken {
        let submission: Submission
        let at: Timestamp
        /// It took the message, whatever the client gets to hear.
        let isAccepted: Bool
        /// It said, or would have said, that the same message may go again.
        let isThrottled: Bool
        let providerID: String
    }
    private struct Pending {
        let at: Timestamp
        let order: Int
        let event: ProviderEvent
    }
    /// What happens to one submission.
    private enum Fate { case accepted, refused, throttled }

    // Safe: one thread drives the run.
    private let seed: UInt64
    /// Takes everything and answers in time.
    private let isCalm: Bool
    private(set) var tally: [Taken] = []
    private var inbox: [Pending] = []
    private var order = 0
    /// Handed over in the step that is under way: not known to be kept.
    private(set) var inFlight: [ProviderEvent] = []
    /// Handed over and kept.
    private(set) var acknowledged: [ProviderEvent] = []
    var stormThrough = Timestamp.distantPast
    var isDown = false
    /// The daemon's end has noticed.
    var isKnownDown = false

    init(seed: UInt64, isCalm: Bool) {
        self.seed = seed
        self.isCalm = isCalm
    }

    // MARK: Provider

    func submit(_ batch: [Submission], at now: Timestamp) {
        for submission in batch { take(submission, at: now) }
    }

    func poll(through now: Timestamp) -> [ProviderEvent] {
        guard !isDown else { return [] }
        let due = inbox.filter { $0.at <= now }
            .sorted { $0.at == $1.at ? $0.order < $1.order : $0.at < $1.at }
        guard !due.isEmpty else { return [] }
        inbox.removeAll { $0.at <= now }
        inFlight += due.map(\.event)
        return due.map(\.event)
    }

    var nextEventAt: Timestamp? { isDown ? nil : inbox.map(\.at).min() }

    /// A line that is known to be dead takes nothing.
    func room(at now: Timestamp) -> Int { isDown && isKnownDown ? 0 : Int.max }

    /// The daemon keeps what it was handed.
    func confirm(at now: Timestamp) {
        acknowledged += inFlight
        inFlight = []
    }

    // MARK: The line

    /// The connection is gone: answers that were under way are lost, what was not acknowledged
    /// comes again.
    /// - Parameter isTimedOut: The client lives on and calls lost answers lost.
    func disconnect(at now: Timestamp, isTimedOut: Bool) {
        let again = inFlight.filter { if case .response = $0 { false } else { true } }
        inFlight = []
        var lost: [Digest] = []
        inbox.removeAll { pending in
            guard case .response(let submission, _, _) = pending.event else { return false }
            lost.append(submission)
            return true
        }
        for event in again { add(event, at: max(now, event.at)) }
        guard isTimedOut else { return }
        for submission in lost {
            let at = now + .seconds(60)
            add(.response(submission: submission, .timedOut, at: at), at: at)
        }
    }

    /// A customer's words are on their way.
    func deliver(_ reply: Reply) {
        add(.reply(reply), at: reply.at)
        var random = RandomStream(seed: seed, purpose: "torture.reply", id: reply.id)
        if !isCalm, random.below(4) == 0 {
            add(.reply(reply), at: reply.at + .minutes(Int64(1 + random.below(300))))
        }
    }

    private func add(_ event: ProviderEvent, at: Timestamp) {
        order += 1
        inbox.append(Pending(at: at, order: order, event: event))
    }

    // MARK: A submission

    private func take(_ submission: Submission, at now: Timestamp) {
        var random = RandomStream(
            seed: seed, purpose: "torture.carrier", id: submission.id.description)
        let providerID = "tc-" + String(submission.id.description.prefix(16))
        var fate = fate(&random, at: now)
        // Nothing gets through a dead line, and nobody says so.
        let isLost = isDown
        if isLost { fate = .refused }
        tally.append(
            Taken(
                submission: submission, at: now, isAccepted: fate == .accepted,
                isThrottled: fate == .throttled, providerID: providerID))
        let response: ProviderEvent.Response =
            switch fate {
            case .accepted: .accepted(providerID: providerID)
            case .refused: .refused(code: "ID:0076")
            case .throttled: .throttled(code: "8")
            }
        let heard = now + Span(milliseconds: Int64(100 + random.below(1_900)))
        answer(submission.id, response, isLost: isLost, at: now, heard: heard, &random)
        guard fate == .accepted else { return }
        report(providerID, after: heard, &random)
    }

    private func fate(_ random: inout RandomStream, at now: Timestamp) -> Fate {
        let draw = random.below(100)
        guard !isCalm else { return .accepted }
        if now <= stormThrough { return draw < 75 ? .throttled : .accepted }
        return draw < 5 ? .refused : draw < 9 ? .throttled : .accepted
    }

    private func answer(
        _ id: Digest, _ response: ProviderEvent.Response, isLost: Bool, at now: Timestamp,
        heard: Timestamp, _ random: inout RandomStream
    ) {
        let draw = isCalm ? 50 : random.below(100)
        let timeout = now + .seconds(60)
        func say(_ response: ProviderEvent.Response, at: Timestamp) {
            add(.response(submission: id, response, at: at), at: at)
        }
        if isLost || draw < 5 { return say(.timedOut, at: timeout) }
        if draw < 10 {
            // Too late for the session, but it comes.
            say(.timedOut, at: timeout)
            return say(response, at: timeout + .minutes(Int64(1 + random.below(90))))
        }
        say(response, at: heard)
        if draw < 16 { say(response, at: heard + .seconds(Int64(random.below(120)))) }
    }

    private func report(
        _ providerID: String, after heard: Timestamp, _ random: inout RandomStream
    ) {
        let draw = isCalm ? 50 : random.below(100)
        let at = heard + Span(milliseconds: Int64(500 + random.below(20_000)))
        func tell(_ id: String, _ outcome: Receipt.Outcome, _ code: String, at: Timestamp) {
            add(
                .receipt(
                    Receipt(
                        channel: TortureBook.channel, providerID: id, outcome: outcome,
                        code: code, at: at)),
                at: at)
        }
        let isFailed = !isCalm && random.below(100) < 12
        let outcome = isFailed ? Receipt.Outcome.failed : .delivered
        let codes = ["MK:0001", "MI:0024", "EXPIRED"]
        let code = isFailed ? codes[random.below(codes.count)] : "DELIVRD"
        switch draw {
        case 0..<6: break
        case 6..<14: tell(providerID, outcome, code, at: at + .hours(Int64(1 + random.below(40))))
        case 14..<22:
            tell(providerID, outcome, code, at: at)
            tell(providerID, outcome, code, at: at + .seconds(Int64(random.below(600))))
        case 22..<28:
            // Before anybody heard that it was accepted.
            tell(providerID, outcome, code, at: heard - Span(milliseconds: 50))
        case 28..<31:
            tell(providerID, outcome, code, at: at)
            tell(providerID, .failed, "EXPIRED", at: at + .minutes(7))
        case 31..<34:
            tell(providerID, outcome, code, at: at)
            tell("nobody-" + providerID, .delivered, "DELIVRD", at: at)
        default: tell(providerID, outcome, code, at: at)
        }
    }
}
