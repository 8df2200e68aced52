/// What a channel did lately, counted over a sliding window.
public struct ChannelHealth: Hashable, Sendable {
    /// How far back it looks.
    public static let window = Span.minutes(30)
    /// The window moves in steps of this.
    static let step = Span.minutes(5)

    /// Events of a window.
    public struct Counts: Hashable, Sendable {
        public var submitted = 0
        public var accepted = 0
        /// Too fast, or the far side had trouble of its own.
        public var throttled = 0
        /// Refused for what the message is or whose number it goes to.
        public var refused = 0
        /// Refused for the account's sake.
        public var faults = 0
        public var timedOut = 0
        public var delivered = 0
        /// Receipts of failure that are not the number's fault.
        public var failed = 0
        /// Receipts of failure that are: nobody there, suspended, off.
        public var failedByNumber = 0
        /// Of all answers together, in milliseconds.
        public var latency: Int64 = 0

        public var answered: Int { accepted + throttled + refused + faults }
        /// From submission to answer, on average; nil without answers.
        public var meanLatency: Span? {
            answered == 0 ? nil : Span(milliseconds: latency / Int64(answered))
        }
        /// Of receipts that say something about the channel, in 10,000; nil without any.
        public var deliveryShare: Int? {
            delivered + failed == 0 ? nil : delivered * 10_000 / (delivered + failed)
        }

        static func += (left: inout Counts, right: Counts) {
            left.submitted += right.submitted
            left.accepted += right.accepted
            left.throttled += right.throttled
            left.refused += right.refused
            left.faults += right.faults
            left.timedOut += right.timedOut
            left.delivered += right.delivered
            left.failed += right.failed
            left.failedByNumber += right.failedByNumber
            left.latency += right.latency
        }
    }

    private struct Step: Hashable, Sendable {
        let place: Int64
        var counts = Counts()
    }
    /// Ascending by place; no more than the window has, and one.
    private var steps: [Step] = []

    public init() {}

    private static func place(_ moment: Timestamp) -> Int64 {
        moment.milliseconds / step.milliseconds
    }

    mutating func note(at moment: Timestamp, _ change: (inout Counts) -> Void) {
        let place = Self.place(moment)
        if let last = steps.last, last.place >= place {
            // What comes late counts where it belongs, as long as the window has it.
            guard let index = steps.lastIndex(where: { $0.place <= place }) else { return }
            change(&steps[index].counts)
            return
        }
        steps.removeAll { $0.place < place - Self.window.milliseconds / Self.step.milliseconds }
        steps.append(Step(place: place))
        change(&steps[steps.count - 1].counts)
    }

    /// What happened in the window that ends now.
    /// - Parameter window: Shorter than ``window``, for what should be noticed sooner.
    public func counts(at now: Timestamp, window: Span = ChannelHealth.window) -> Counts {
        let first = Self.place(now - window)
        var sum = Counts()
        for step in steps where step.place > first { sum += step.counts }
        return sum
    }
}
