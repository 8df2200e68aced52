internal import HeapModule
internal import HongyanCore

/// A message of a dry run, from its decision to its last word.
struct MovingMessage {
    let id: Digest
    let occurrence: Occurrence
    /// The customer's.
    let row: Int64
    /// nil once it was accepted: nobody asks for the text any more.
    var draft: Draft?
    let purpose: Purpose
    let channel: ChannelID
    let numberHash: Digest
    let clearedAt: Timestamp
    let deadline: Timestamp?
    var notBefore: Timestamp?
    var state = MessageState.queued
    var attempt = 0
    /// Its place among ``RunSends``; negative for one that the store had before the run.
    var send: Int32 = -1
    /// nil: the store is asked at the claim.
    var edge: KnownEdge?
    /// No receipt had said anything bad of the number when the message was decided.
    var wasClean = false
    var submission: Digest?
    /// Through which it left, when that is not the channel it was decided for.
    var detour: ChannelID?
    var provider: ProviderName?

    /// The channel that it left or would leave through.
    var way: ChannelID { detour ?? channel }

    /// The store has a row of it, which follows it.
    var isStored: Bool { send < 0 }
}

/// A provider's id of a submission.
struct ProviderName: Hashable {
    let channel: ChannelID
    let id: String
}

/// What the gates were told of a customer is what the edge check asks again; as long as nothing was
/// written about them it need not be read again.
struct KnownEdge {
    let isOptedOut: Bool
    let isUnderReview: Bool
    let holdsNumber: Bool
    let isTriggerTrue: Bool
    /// A consent stands until then.
    let consentThrough: Timestamp
    /// Whether the trigger is true depends on the moment too.
    let asksClock: Bool
    let at: Timestamp
    /// Of ``RunStamps``.
    let stamp: Int
}

/// The order of writings about customers, as far as messages in the queue need it.
struct RunStamps {
    private(set) var now = 1
    private var everybody = 0
    /// By row.
    private var customers: [Int64: Int] = [:]

    mutating func touchEverybody() {
        now += 1
        everybody = now
        customers = [:]
    }

    mutating func touch(_ row: Int64) {
        now += 1
        customers[row] = now
    }

    /// No message waits.
    mutating func forget() { customers = [:] }

    func isCurrent(_ stamp: Int, of row: Int64) -> Bool {
        stamp >= everybody && stamp >= customers[row] ?? 0
    }
}

/// The messages of a dry run that are under way.
struct RunQueue {
    private struct Ready: Comparable {
        let lane: Int
        let clearedAt: Timestamp
        let id: Digest
        let slot: Int
        static func < (left: Ready, right: Ready) -> Bool {
            if left.lane != right.lane { return left.lane < right.lane }
            if left.clearedAt != right.clearedAt { return left.clearedAt < right.clearedAt }
            return left.id < right.id
        }
    }
    private struct Waiting: Comparable {
        let notBefore: Timestamp
        let id: Digest
        let slot: Int
        static func < (left: Waiting, right: Waiting) -> Bool {
            left.notBefore == right.notBefore
                ? left.id < right.id : left.notBefore < right.notBefore
        }
    }
    /// One channel's. What has moved on leaves an entry that says nothing.
    private struct Line {
        var ready = Heap<Ready>()
        var waiting = Heap<Waiting>()
    }

    private var slots: [MovingMessage?] = []
    private var free: [Int] = []
    private var lines: [ChannelID: Line] = [:]
    private var messages: [Digest: Int] = [:]
    private var submissions: [Digest: Int] = [:]
    private var providers: [ProviderName: Int] = [:]
    /// Receipts that came before the response that tells whose they are.
    private var early: [ProviderName: [Receipt]] = [:]
    /// Messages in the state `queued`.
    private(set) var waitingCount = 0

    // MARK: Messages

    subscript(_ slot: Int) -> MovingMessage? {
        get { slots[slot] }
        set {
            let wasQueued = slots[slot]?.state == .queued
            let isQueued = newValue?.state == .queued
            if wasQueued != isQueued { waitingCount += isQueued ? 1 : -1 }
            slots[slot] = newValue
        }
    }

    /// The place of a message that is under way.
    func slot(of message: Digest) -> Int? { messages[message] }

    /// Those under way, by place.
    var indices: Range<Int> { slots.indices }

    /// Where the next message will stand.
    var nextSlot: Int { free.last ?? slots.count }

    mutating func add(_ message: MovingMessage) {
        let slot = nextSlot
        if free.popLast() == nil { slots.append(nil) }
        self[slot] = message
        messages[message.id] = slot
        if message.state == .queued { enqueue(slot) }
    }

    /// Forgets a message that has had its last word.
    mutating func remove(_ slot: Int) {
        guard let message = slots[slot] else { return }
        messages[message.id] = nil
        if let submission = message.submission { submissions[submission] = nil }
        if let provider = message.provider, providers[provider] == slot {
            providers[provider] = nil
        }
        self[slot] = nil
        free.append(slot)
    }

    // MARK: Queues

    /// Puts a message that is `queued` into its channel's line.
    mutating func enqueue(_ slot: Int) {
        guard let message = slots[slot] else { return }
        if let notBefore = message.notBefore {
            lines[message.channel, default: Line()].waiting.insert(
                Waiting(notBefore: notBefore, id: message.id, slot: slot))
        } else {
            lines[message.channel, default: Line()].ready.insert(
                Ready(
                    lane: message.purpose.lane, clearedAt: message.clearedAt, id: message.id,
                    slot: slot))
        }
    }

    private func isReady(_ entry: Ready) -> Bool {
        guard let message = slots[entry.slot] else { return false }
        return message.id == entry.id && message.state == .queued && message.notBefore == nil
    }

    private func isWaiting(_ entry: Waiting) -> Bool {
        guard let message = slots[entry.slot] else { return false }
        return message.id == entry.id && message.state == .queued
            && message.notBefore == entry.notBefore
    }

    /// What waited until now stands in line.
    mutating func ready(channel: ChannelID, at now: Timestamp) {
        while let first = lines[channel]?.waiting.min, first.notBefore <= now {
            lines[channel]?.waiting.removeMin()
            guard isWaiting(first) else { continue }
            self[first.slot]?.notBefore = nil
            enqueue(first.slot)
        }
    }

    /// The next in line; nil when there is none.
    mutating func first(channel: ChannelID) -> Int? {
        while let first = lines[channel]?.ready.min {
            if isReady(first) { return first.slot }
            lines[channel]?.ready.removeMin()
        }
        return nil
    }

    /// When the channel next has something to send: the moment at which the next in line was
    /// cleared, else the first at which one may leave.
    mutating func next(channel: ChannelID) -> Timestamp? {
        if let slot = first(channel: channel) { return slots[slot]?.clearedAt }
        while let first = lines[channel]?.waiting.min {
            if isWaiting(first) { return first.notBefore }
            lines[channel]?.waiting.removeMin()
        }
        return nil
    }

    // MARK: Names given by others

    mutating func note(submission: Digest, of slot: Int) {
        if let old = slots[slot]?.submission { submissions[old] = nil }
        self[slot]?.submission = submission
        submissions[submission] = slot
    }

    func slot(ofSubmission submission: Digest) -> Int? { submissions[submission] }

    /// The response was its last.
    mutating func answered(_ slot: Int) {
        guard let submission = slots[slot]?.submission else { return }
        submissions[submission] = nil
        self[slot]?.submission = nil
    }

    /// Providers use their ids again: one that is taken belongs to the latest submission.
    /// - Returns: Receipts that came before, in order; none for an id that was taken.
    mutating func note(provider: ProviderName, of slot: Int) -> [Receipt] {
        let isNew = providers.updateValue(slot, forKey: provider) == nil
        self[slot]?.provider = provider
        guard isNew, let waiting = early.removeValue(forKey: provider) else { return [] }
        return waiting.sorted {
            ($0.at, $0.outcome.rawValue, $0.code) < ($1.at, $1.outcome.rawValue, $1.code)
        }
    }

    func slot(ofProvider provider: ProviderName) -> Int? { providers[provider] }

    mutating func keepEarly(_ receipt: Receipt, of provider: ProviderName) {
        guard early[provider]?.contains(receipt) != true else { return }
        early[provider, default: []].append(receipt)
    }
}
