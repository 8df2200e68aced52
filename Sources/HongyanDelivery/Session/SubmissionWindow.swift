public import HongyanCore

/// Which parts of which submissions wait, are on the wire, or were given up: the part of a session
/// that all carriers' protocols share.
///
/// A part on the wire holds a slot until its answer comes or its time is over. Then it is in doubt:
/// its sequence number stays known, so that a late answer still counts, and it is never sent again.
public struct SubmissionWindow: Sendable {
    /// The answer to one part.
    public enum Answer: Hashable, Sendable {
        case accepted(id: String)
        case refused(code: String, FailureClass)
    }

    /// One part that may be written now.
    public struct Part: Hashable, Sendable {
        public let submission: Submission
        /// From 0.
        public let index: Int
        /// Parts of the whole message.
        public let total: Int
    }

    /// How often a part of several is tried again after a throttle; other parts of its message are
    /// with the carrier, so the message cannot go back to the queue.
    static let mostPartRetries = 6
    /// How long after the time-out a late answer still counts.
    static let memory = Span.minutes(30)
    /// Given-up parts that are remembered at most; the oldest are forgotten first.
    static let mostRemembered = 100_000
    static let firstPause = Span(milliseconds: 250)
    static let longestPause = Span.seconds(8)

    private struct Flight {
        let submission: Submission
        let total: Int
        var ids: [Int: String] = [:]
        var failure: (code: String, kind: FailureClass)?
        var waiting: Int
        var onWire = 0
        /// Given up; an answer may still come.
        var inDoubt = 0
        /// A part whose outcome no answer will ever tell.
        var isHopeless = false
        var tries: [Int: Int] = [:]
        /// The engine was told that its outcome is unknown.
        var isReported = false
    }

    private struct Waiting {
        let submission: Digest
        let index: Int
    }

    private struct Sent {
        let submission: Digest
        let index: Int
        let at: Timestamp
    }

    private let channel: ChannelID
    private let size: Int
    private let timeout: Span
    private var flights: [Digest: Flight] = [:]
    private var queue: [Waiting] = []
    private var onWire: [UInt32: Sent] = [:]
    /// Of the parts on the wire, oldest first; what was answered is skipped when it comes up.
    private var order: [(sequence: UInt32, at: Timestamp)] = []
    private var orderStart = 0
    private var given: [UInt32: Sent] = [:]
    private var givenOrder: [(sequence: UInt32, at: Timestamp)] = []
    /// Slots in use: halved by a throttle, one more for each windowful that is taken.
    private var allowed: Int
    private var takenInRow = 0
    private var pause = Span.zero
    private var pausedUntil = Timestamp.distantPast
    /// Answers that belonged to nothing: unknown numbers, or a second answer.
    public private(set) var strayAnswers = 0

    /// - Parameters:
    ///   - channel: Whose receipts it may have to write.
    ///   - size: Parts without an answer at most, at least 1.
    ///   - timeout: How long an answer may take.
    public init(channel: ChannelID, size: Int, timeout: Span) {
        precondition(size >= 1, "a window has at least one slot")
        self.channel = channel
        self.size = size
        allowed = size
        self.timeout = timeout
    }

    public var onWireCount: Int { onWire.count }
    public var rememberedCount: Int { given.count }
    public func isTaken(_ sequence: UInt32) -> Bool {
        onWire[sequence] != nil || given[sequence] != nil
    }

    /// Parts that would be written at once.
    public func room(at now: Timestamp) -> Int {
        now < pausedUntil ? 0 : max(0, allowed - onWire.count - queue.count)
    }

    /// Parts that may be on the wire at once now; fewer after a throttle.
    public var slots: Int { allowed }

    /// When something changes by itself; nil when nothing will.
    public var nextDeadline: Timestamp? {
        var next: Timestamp?
        if orderStart < order.count { next = order[orderStart].at + timeout }
        if !queue.isEmpty, onWire.count < allowed { next = min(next ?? pausedUntil, pausedUntil) }
        return next
    }

    /// Takes a submission of so many parts, to be written in order.
    public mutating func add(_ submission: Submission, parts total: Int) {
        precondition(total >= 1, "a message has at least one part")
        flights[submission.id] = Flight(submission: submission, total: total, waiting: total)
        for index in 0..<total { queue.append(Waiting(submission: submission.id, index: index)) }
    }

    /// Takes the next part that may be written now; the caller writes it and calls
    /// ``wrote(_:as:at:)``.
    public mutating func next(at now: Timestamp) -> Part? {
        guard now >= pausedUntil, onWire.count < allowed, !queue.isEmpty else { return nil }
        let waiting = queue.removeFirst()
        guard let flight = flights[waiting.submission] else { return nil }
        flights[waiting.submission]?.waiting -= 1
        return Part(submission: flight.submission, index: waiting.index, total: flight.total)
    }

    public mutating func wrote(_ part: Part, as sequence: UInt32, at now: Timestamp) {
        flights[part.submission.id]?.onWire += 1
        onWire[sequence] = Sent(submission: part.submission.id, index: part.index, at: now)
        order.append((sequence, now))
    }

    /// A part that could not be written as a packet: refused without asking the carrier.
    public mutating func cannotWrite(
        _ part: Part, code: String, at now: Timestamp
    ) -> [ProviderEvent] {
        flights[part.submission.id]?.failure = (code, .content)
        dropWaiting(of: part.submission.id)
        return settle(part.submission.id, at: now)
    }

    /// An answer with this sequence number.
    public mutating func answer(
        _ sequence: UInt32, _ answer: Answer, at now: Timestamp
    ) -> [ProviderEvent] {
        if let sent = onWire.removeValue(forKey: sequence) {
            flights[sent.submission]?.onWire -= 1
            return take(answer, of: sent, at: now)
        }
        if let sent = given.removeValue(forKey: sequence) {
            flights[sent.submission]?.inDoubt -= 1
            return take(answer, of: sent, at: now)
        }
        strayAnswers += 1
        return []
    }

    /// Gives up what has waited for its answer too long.
    public mutating func expire(at now: Timestamp) -> [ProviderEvent] {
        var events: [ProviderEvent] = []
        while orderStart < order.count {
            let (sequence, at) = order[orderStart]
            // Answered, or answered and written again under the same number.
            if onWire[sequence]?.at == at {
                guard at + timeout <= now else { break }
                events += doubt(sequence, at: now)
            }
            orderStart += 1
        }
        if orderStart > 4_096, orderStart * 2 > order.count {
            order.removeFirst(orderStart)
            orderStart = 0
        }
        forgetOld(at: now)
        return events
    }

    /// The connection is gone: what was written is in doubt for good, what was not goes back.
    public mutating func disconnected(at now: Timestamp) -> [ProviderEvent] {
        var events: [ProviderEvent] = []
        for (sequence, at) in order[orderStart...] where onWire[sequence]?.at == at {
            events += doubt(sequence, at: now)
        }
        order = []
        orderStart = 0
        // Other connections use the same numbers anew, so no answer can be told from another.
        given = [:]
        givenOrder = []
        while let waiting = queue.first {
            let id = waiting.submission
            dropWaiting(of: id)
            if flights[id]?.failure == nil { flights[id]?.failure = ("unsent", .transient) }
            events += settle(id, at: now)
        }
        flights = [:]
        pause = .zero
        pausedUntil = .distantPast
        allowed = size
        return events
    }

    // MARK: Answers

    private mutating func take(
        _ answer: Answer, of sent: Sent, at now: Timestamp
    ) -> [ProviderEvent] {
        switch answer {
        case .accepted(let id):
            flights[sent.submission]?.ids[sent.index] = id
            pause = .zero
            speedUp()
        case .refused(let code, let kind):
            if kind.isRetryable { slowDown(at: now) }
            if kind.isRetryable, triesAgain(sent) { return [] }
            if kind == .ambiguous {
                flights[sent.submission]?.isHopeless = true
            } else if flights[sent.submission]?.failure == nil {
                flights[sent.submission]?.failure = (code, kind)
            }
            dropWaiting(of: sent.submission)
        }
        return settle(sent.submission, at: now)
    }

    /// Only a part beside others goes again from here; a whole message goes back to the queue.
    private mutating func triesAgain(_ sent: Sent) -> Bool {
        guard var flight = flights[sent.submission], flight.total > 1, flight.failure == nil,
            !flight.isReported, flight.tries[sent.index, default: 0] < Self.mostPartRetries,
            flight.onWire > 0 || flight.inDoubt > 0 || !flight.ids.isEmpty
        else { return false }
        flight.tries[sent.index, default: 0] += 1
        flight.waiting += 1
        flights[sent.submission] = flight
        queue.insert(Waiting(submission: sent.submission, index: sent.index), at: 0)
        return true
    }

    private mutating func speedUp() {
        guard allowed < size else { return }
        takenInRow += 1
        if takenInRow >= allowed {
            takenInRow = 0
            allowed += 1
        }
    }

    private mutating func slowDown(at now: Timestamp) {
        takenInRow = 0
        // Several answers of one burst are one sign.
        guard now >= pausedUntil else { return }
        pause = pause == .zero ? Self.firstPause : min(pause + pause, Self.longestPause)
        pausedUntil = now + pause
        allowed = max(1, allowed / 2)
    }

    private mutating func doubt(_ sequence: UInt32, at now: Timestamp) -> [ProviderEvent] {
        guard let sent = onWire.removeValue(forKey: sequence) else { return [] }
        flights[sent.submission]?.onWire -= 1
        flights[sent.submission]?.inDoubt += 1
        given[sequence] = sent
        givenOrder.append((sequence, now))
        dropWaiting(of: sent.submission)
        guard let flight = flights[sent.submission], !flight.isReported else { return [] }
        flights[sent.submission]?.isReported = true
        return [.response(submission: sent.submission, .timedOut, at: now)]
    }

    private mutating func dropWaiting(of submission: Digest) {
        guard let count = flights[submission]?.waiting, count > 0 else { return }
        queue.removeAll { $0.submission == submission }
        flights[submission]?.waiting = 0
    }

    /// Tells the engine, once no part is open any more.
    private mutating func settle(_ submission: Digest, at now: Timestamp) -> [ProviderEvent] {
        guard let flight = flights[submission], flight.waiting == 0, flight.onWire == 0 else {
            return []
        }
        if flight.inDoubt == 0 { flights[submission] = nil }
        if flight.inDoubt > 0 || flight.isHopeless {
            guard !flight.isReported else { return [] }
            flights[submission]?.isReported = true
            return [.response(submission: submission, .timedOut, at: now)]
        }
        let ids = flight.ids.sorted { $0.key < $1.key }.map(\.value)
        if ids.isEmpty {
            guard let failure = flight.failure else { return [] }
            let response: ProviderEvent.Response =
                failure.kind.isRetryable
                ? .throttled(code: failure.code) : .refused(code: failure.code)
            return [.response(submission: submission, response, at: now)]
        }
        // A part was dropped while another was in doubt: what it is stays unknown.
        guard ids.count == flight.total || flight.failure != nil else { return [] }
        let response: ProviderEvent.Response =
            flight.total == 1 ? .accepted(providerID: ids[0]) : .acceptedInParts(providerIDs: ids)
        return [.response(submission: submission, response, at: now)]
            + failed(flight, firstID: ids[0], at: now)
    }

    /// Some parts are with the carrier and one is not: the text will not be whole.
    private func failed(_ flight: Flight, firstID: String, at now: Timestamp) -> [ProviderEvent] {
        guard let failure = flight.failure else { return [] }
        return [
            .receipt(
                Receipt(
                    channel: channel, providerID: firstID, outcome: .failed, code: failure.code,
                    at: now))
        ]
    }

    private mutating func forgetOld(at now: Timestamp) {
        var count = 0
        while count < givenOrder.count,
            givenOrder[count].at + Self.memory <= now || given.count > Self.mostRemembered
        {
            let (sequence, _) = givenOrder[count]
            if let sent = given.removeValue(forKey: sequence) {
                flights[sent.submission]?.inDoubt -= 1
                if let flight = flights[sent.submission], flight.inDoubt == 0, flight.onWire == 0 {
                    flights[sent.submission] = nil
                }
            }
            count += 1
        }
        if count > 0 { givenOrder.removeFirst(count) }
    }
}
