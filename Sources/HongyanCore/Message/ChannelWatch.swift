/// How fit a channel is for the next message.
public enum ChannelFitness: Hashable, Sendable {
    case fit
    /// It works, and others that work better come first.
    case impaired(Impairment)
    /// Its breaker is open.
    case out(until: Timestamp, ChannelBreaker.Cause)

    public enum Impairment: String, Hashable, Sendable, CaseIterable {
        /// The breaker lets one message through at a time.
        case trying
        case throttled
        /// The account is refused, or answers do not come.
        case faults
        /// Receipts say that too little arrives.
        case undelivered
        /// Answers take long.
        case slow
    }

    var tier: Int {
        switch self {
        case .fit: 0
        case .impaired: 1
        case .out: 2
        }
    }
}

/// What is measured of one channel, from what it was given and what came back.
public struct ChannelWatch: Hashable, Sendable {
    public private(set) var health = ChannelHealth()
    public private(set) var breaker = ChannelBreaker()

    /// Fewer answers than this say nothing yet.
    static let fewestAnswers = 20
    /// Fewer receipts than this say nothing yet.
    static let fewestReceipts = 50
    /// Throttling is noticed, and forgotten, sooner than the rest.
    static let throttleWindow = Span.minutes(5)
    /// Half of the answers.
    static let throttledShare = 5_000
    /// A fifth of the submissions.
    static let faultShare = 2_000
    /// Less than this share of what could have arrived did.
    static let deliveredShare = 7_000
    static let slowAnswer = Span.seconds(10)

    public init() {}

    public mutating func submitted(_ count: Int, at now: Timestamp) {
        guard count > 0 else { return }
        health.note(at: now) { $0.submitted += count }
    }

    /// - Parameter latency: From its submission; nil when that is not known.
    public mutating func answered(
        _ response: ProviderEvent.Response, latency: Span?, at now: Timestamp
    ) {
        switch response {
        case .accepted, .acceptedInParts:
            health.note(at: now) { $0.accepted += 1 }
            breaker.answered()
        case .throttled:
            health.note(at: now) { $0.throttled += 1 }
            breaker.answered()
        case .refused(let code):
            let isAccount = AccountCodes.concernsAccount(code)
            health.note(at: now) { counts in
                if isAccount { counts.faults += 1 } else { counts.refused += 1 }
            }
            if isAccount { breaker.accountRefused(at: now) } else { breaker.answered() }
        case .timedOut:
            health.note(at: now) { $0.timedOut += 1 }
            return breaker.timedOut(at: now)
        }
        guard let latency else { return }
        health.note(at: now) { $0.latency += latency.milliseconds }
    }

    /// - Parameter isNumbers: The failure is the number's own.
    public mutating func reported(
        _ outcome: Receipt.Outcome, isNumbers: Bool, at now: Timestamp
    ) {
        health.note(at: now) { counts in
            switch outcome {
            case .delivered: counts.delivered += 1
            case .failed where isNumbers: counts.failedByNumber += 1
            case .failed: counts.failed += 1
            }
        }
    }

    /// Asked at each look of the dispatcher.
    public mutating func connection(isUp: Bool, at now: Timestamp) {
        breaker.connection(isUp: isUp, at: now)
    }

    public func fitness(at now: Timestamp) -> ChannelFitness {
        switch breaker.state(at: now) {
        case .open(let until, let cause): return .out(until: until, cause)
        case .trying: return .impaired(.trying)
        case .closed: break
        }
        let lately = health.counts(at: now, window: Self.throttleWindow)
        if lately.answered >= Self.fewestAnswers,
            lately.throttled * 10_000 >= lately.answered * Self.throttledShare
        {
            return .impaired(.throttled)
        }
        let counts = health.counts(at: now)
        let bad = counts.faults + counts.timedOut
        let known = counts.answered + counts.timedOut
        if known >= Self.fewestAnswers, bad * 10_000 >= known * Self.faultShare {
            return .impaired(.faults)
        }
        if counts.delivered + counts.failed >= Self.fewestReceipts,
            let share = counts.deliveryShare, share < Self.deliveredShare
        {
            return .impaired(.undelivered)
        }
        if counts.answered >= Self.fewestAnswers, let mean = counts.meanLatency,
            mean > Self.slowAnswer
        {
            return .impaired(.slow)
        }
        return .fit
    }
}
