internal import HongyanCore

/// What dispatch remembers between steps: rate tokens by channel and submissions without an answer.
struct Dispatcher {
    private var buckets: [ChannelID: RateBucket] = [:]
    private(set) var unanswered: [Digest: Sent] = [:]
    /// Messages that a carrier said are not its customers', and through which channel they go.
    var detours: [Digest: ChannelID] = [:]

    /// A submission under way.
    struct Sent {
        let message: Digest
        let at: Timestamp
    }
    /// Claimed while the store was too busy to say how the claim ended.
    var unsettled: [Digest] = []
    /// By channel whose breaker is half open: the submission that tries it.
    var trials: [ChannelID: Digest] = [:]
    private let redirect: PhoneNumber?

    /// Messages of one claim; keeps a settling transaction short.
    static let claimSize = 500
    /// Where urgent messages may come meanwhile.
    static let mixedClaimSize = 50

    init(options: EngineOptions) { redirect = options.redirect }

    mutating func answered(_ submission: Digest) { unanswered[submission] = nil }

    /// Parts that may leave now; not positive means none.
    mutating func partsFree(of channel: Channel, at now: Timestamp) -> Int {
        var bucket =
            buckets[channel.id] ?? RateBucket(partsPerSecond: channel.partsPerSecond, at: now)
        bucket.refill(partsPerSecond: channel.partsPerSecond, at: now)
        buckets[channel.id] = bucket
        return bucket.parts
    }

    mutating func take(_ parts: Int, from channel: ChannelID) { buckets[channel]?.parts -= parts }

    /// What a channel may take at once. One that carries urgent purposes beside others keeps a
    /// share of its rate and of its window for them.
    mutating func room(
        of channel: Channel, _ provider: any Provider, at now: Timestamp
    ) -> LaneRoom {
        let parts = partsFree(of: channel, at: now)
        let slots = provider.room(at: now)
        guard channel.isMixed else {
            return LaneRoom(all: min(parts, slots), common: min(parts, slots))
        }
        return LaneRoom(
            all: min(parts, slots),
            common: min(
                parts - Self.reservedRate(channel.partsPerSecond),
                slots - Self.reservedSlots(provider.slots(at: now))))
    }

    /// Whether the window has room for what is not urgent.
    func hasSlots(for channel: Channel, _ provider: any Provider, at now: Timestamp) -> Bool {
        let reserved = channel.isMixed ? Self.reservedSlots(provider.slots(at: now)) : 0
        return provider.room(at: now) > reserved
    }

    /// Of each second's parts: a tenth, where there are two at least.
    static func reservedRate(_ partsPerSecond: Int) -> Int {
        partsPerSecond < 2 ? 0 : max(1, partsPerSecond / 10)
    }

    /// Of the slots: a fifth, where there are four at least; none of a window without end.
    static func reservedSlots(_ slots: Int) -> Int {
        slots < 4 || slots == Int.max ? 0 : max(1, slots / 5)
    }

    /// When the next part of a channel's queue may leave, strictly after now. What is urgent left
    /// when it came, so what waits has the common share.
    func nextSlot(of channel: Channel, after now: Timestamp) -> Timestamp {
        let reserved = channel.isMixed ? Self.reservedRate(channel.partsPerSecond) : 0
        guard let bucket = buckets[channel.id], bucket.parts <= reserved else {
            return now + Span(milliseconds: 1)
        }
        return max(bucket.nextRefill, now + Span(milliseconds: 1))
    }

    mutating func submission(
        for message: QueuedMessage, through detour: ChannelID?, at now: Timestamp
    ) -> Submission {
        let id = Submission.id(of: message.id, attempt: message.attempt)
        unanswered[id] = Sent(message: message.id, at: now)
        return Submission(
            id: id, message: message.id, attempt: message.attempt,
            number: redirect ?? message.number, text: message.text, parts: message.parts,
            purpose: message.purpose, detour: detour)
    }
}

/// A rate limit counted in parts: one second's worth at most, refilled on whole seconds, so that
/// virtual and real time agree. A long message may overdraw it; the debt is paid first.
struct RateBucket {
    var parts: Int
    private var second: Int64

    init(partsPerSecond: Int, at now: Timestamp) {
        parts = partsPerSecond
        second = now.milliseconds / 1_000
    }

    mutating func refill(partsPerSecond: Int, at now: Timestamp) {
        let current = now.milliseconds / 1_000
        guard current > second else { return }
        let (gained, overflow) = (current - second).multipliedReportingOverflow(
            by: Int64(partsPerSecond))
        parts = overflow ? partsPerSecond : Int(min(Int64(parts) + gained, Int64(partsPerSecond)))
        second = current
    }

    var nextRefill: Timestamp { Timestamp(seconds: second + 1) }
}

extension Engine {
    /// Hands queued messages to their channels, lanes first, within each channel's rate. What has
    /// changed since a message was cleared is asked again here, and `written` is durable before a
    /// provider sees it.
    /// - Returns: How many were submitted.
    func dispatch(at now: Timestamp) throws(StoreError) -> Int {
        var submitted = 0
        guard !isDraining else { return 0 }
        try releaseUnsettled(at: now)
        for channel in book.workspace.channels {
            let way = way(of: channel, at: now)
            guard let through = way.channel, let provider = world.providers[through.id] else {
                continue
            }
            let limit =
                way.isTrial
                ? 1 : through.isMixed ? Dispatcher.mixedClaimSize : Dispatcher.claimSize
            while true {
                let room = dispatcher.room(of: through, provider, at: now)
                guard room.all > 0, !way.isTrial || dispatcher.trials[through.id] == nil else {
                    break
                }
                // A message of several parts may overdraw; the debt is paid first.
                let most = book.policy.maxParts
                let claimed = try store.claim(
                    channel: channel.id,
                    maxParts: LaneRoom(
                        all: max(room.all, most),
                        common: room.common > 0 ? max(room.common, most) : 0),
                    limit: limit, book: book, at: now)
                if claimed.isEmpty { break }
                let outcome = judgeEdge(claimed, through: through, at: now)
                try settle(outcome, of: claimed, at: now)
                hand(outcome.written, of: channel, at: now)
                if way.isTrial { dispatcher.trials[through.id] = outcome.written.first?.id }
                submitted += outcome.written.count
                if claimed.count < limit && outcome.written.isEmpty { break }
                // What is urgent may have come meanwhile. Under a virtual clock no time passes.
                if through.isMixed, world.clock.now() >= now + PageBudget.time { break }
            }
        }
        return submitted
    }

    private func settle(
        _ outcome: ClaimOutcome, of claimed: [QueuedMessage], at now: Timestamp
    ) throws(StoreError) {
        do {
            try store.settle(outcome, at: now)
        } catch {
            for submission in outcome.written { dispatcher.answered(submission.id) }
            dispatcher.unsettled += claimed.map(\.id)
            throw error
        }
    }

    /// Back to the queue with what a busy store left claimed: nothing of it was handed over, and
    /// what may have changed meanwhile is asked again.
    private func releaseUnsettled(at now: Timestamp) throws(StoreError) {
        guard !dispatcher.unsettled.isEmpty else { return }
        let back = dispatcher.unsettled.map { (message: $0, until: now) }
        try store.settle(ClaimOutcome(postponed: back), at: now)
        dispatcher.unsettled = []
    }

    private func judgeEdge(
        _ claimed: [QueuedMessage], through way: Channel, at now: Timestamp
    ) -> ClaimOutcome {
        var outcome = ClaimOutcome()
        let zone = book.workspace.zone
        for message in claimed {
            let verdict = EdgeCheck.judge(
                message, rule: book.rule(message.rule), policy: book.policy,
                hours: book.packHours(
                    for: message.purpose, through: book.workspace.channel(message.channel)),
                now: now, zone: zone)
            switch verdict {
            case .go:
                switch detour(of: message, through: way, at: now) {
                case .success(let detour):
                    outcome.written.append(
                        dispatcher.submission(for: message, through: detour, at: now))
                case .failure(let wait): outcome.postponed.append((message.id, wait.until))
                }
            case .withdraw(let reason): outcome.withdrawn.append((message.id, reason))
            case .wait(let until): outcome.postponed.append((message.id, until))
            }
        }
        return outcome
    }
}

extension Channel {
    /// Whether it carries urgent purposes beside others.
    var isMixed: Bool {
        purposes.contains { $0.isUrgent } && purposes.contains { !$0.isUrgent }
    }
}
