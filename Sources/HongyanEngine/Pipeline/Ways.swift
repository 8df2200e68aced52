internal import HongyanCore

/// Through which channel the queue of each channel leaves, and what is measured of them.
extension Engine {
    /// Where a channel's queue goes now.
    struct Way {
        /// nil: nowhere, until its breaker lets a trial through.
        var channel: Channel?
        /// The breaker is half open: one message tries whether the channel answers.
        var isTrial = false
    }

    /// A message waits for its detour's channel.
    struct DetourWait: Error { let until: Timestamp }

    /// How fit each channel is.
    func fitness(at now: Timestamp) -> [ChannelID: ChannelFitness] {
        guard book.workspace.channels.count > 1 else { return [:] }
        return watches.mapValues { $0.fitness(at: now) }
    }

    /// A queue leaves through its own channel; while that one's breaker is open, through another
    /// one that carries and reaches the same under the same signature, words and pack. A channel
    /// that no other could stand in for keeps its queue: what would be gained by waiting?
    func way(of channel: Channel, at now: Timestamp) -> Way {
        let others = book.workspace.channels.filter {
            $0.id != channel.id && !$0.purposes.isDisjoint(with: channel.purposes)
        }
        guard !others.isEmpty, let provider = world.providers[channel.id] else {
            return Way(channel: channel)
        }
        watches[channel.id, default: ChannelWatch()].connection(
            isUp: provider.isConnected(at: now), at: now)
        switch watches[channel.id]?.breaker.state(at: now) ?? .closed {
        case .closed:
            dispatcher.trials[channel.id] = nil
            return Way(channel: channel)
        case .trying: return Way(channel: channel, isTrial: true)
        case .open: return Way(channel: others.first { stands(in: $0, for: channel, at: now) })
        }
    }

    private func stands(in other: Channel, for channel: Channel, at now: Timestamp) -> Bool {
        guard other.sharesRoute(with: channel), other.covers(channel),
            let provider = world.providers[other.id], provider.isConnected(at: now)
        else { return false }
        return watches[other.id]?.breaker.state(at: now) ?? .closed == .closed
    }

    /// When something of a channel's queue could leave, strictly after now; nil: when a provider
    /// says something.
    func nextSlot(of channel: Channel, after now: Timestamp) -> Timestamp? {
        let way = way(of: channel, at: now)
        guard let through = way.channel else {
            guard case .open(let until, _) = watches[channel.id]?.breaker.state(at: now) else {
                return nil
            }
            return until
        }
        if way.isTrial, dispatcher.trials[through.id] != nil { return nil }
        // What waits, waits for the common share: what is urgent left when it came.
        guard let provider = world.providers[through.id],
            dispatcher.hasSlots(for: through, provider, at: now)
        else { return nil }
        return dispatcher.nextSlot(of: through, after: now)
    }

    // MARK: Detours

    /// Through which channel a message leaves when not its own; it waits while that one has no
    /// room.
    func detour(
        of message: QueuedMessage, through way: Channel, at now: Timestamp
    ) -> Result<ChannelID?, DetourWait> {
        guard let wanted = dispatcher.detours[message.id] else {
            return .success(way.id == message.channel ? nil : way.id)
        }
        guard let provider = world.providers[wanted], provider.room(at: now) >= message.parts else {
            return .failure(DetourWait(until: now + .seconds(1)))
        }
        return .success(wanted)
    }

    /// Hands over what was written, each to the channel that it leaves through.
    func hand(_ written: [Submission], of channel: Channel, at now: Timestamp) {
        var start = 0
        while start < written.count {
            let through = written[start].detour ?? channel.id
            var end = start + 1
            while end < written.count, written[end].detour ?? channel.id == through { end += 1 }
            let batch = start == 0 && end == written.count ? written : Array(written[start..<end])
            world.providers[through]?.submit(batch, at: now)
            dispatcher.take(batch.reduce(0) { $0 + $1.parts }, from: through)
            watches[through, default: ChannelWatch()].submitted(batch.count, at: now)
            start = end
        }
    }

    // MARK: What comes back

    /// Takes an event into the channel's measures. A carrier that says that a number is another's
    /// has certainly not taken the message: it goes once more, through another channel.
    func noted(_ event: ProviderEvent, of channel: Channel, at now: Timestamp) -> ProviderEvent {
        switch event {
        case .reply: return event
        case .receipt(let receipt):
            let meaning = book.workspace.receiptCodes.meaning(of: receipt.code)
            watches[channel.id, default: ChannelWatch()].reported(
                receipt.outcome, isNumbers: meaning.isNumbers, at: receipt.at)
            return event
        case .response(let submission, let response, let at):
            let sent = dispatcher.unanswered[submission]
            if dispatcher.trials[channel.id] == submission { dispatcher.trials[channel.id] = nil }
            watches[channel.id, default: ChannelWatch()].answered(
                response, latency: sent.map { at - $0.at }, at: at)
            guard case .refused(let code) = response, AccountCodes.saysPorted(code), let sent,
                dispatcher.detours[sent.message] == nil,
                let other = book.workspace.channels.first(where: {
                    takes(ported: $0, from: channel, at: now)
                })
            else {
                if case .throttled = response { return event }
                if let message = sent?.message { dispatcher.detours[message] = nil }
                return event
            }
            dispatcher.detours[sent.message] = other.id
            return .response(submission: submission, .throttled(code: code), at: at)
        }
    }

    /// A channel for all carriers takes a number that has left its own.
    private func takes(ported other: Channel, from channel: Channel, at now: Timestamp) -> Bool {
        other.id != channel.id && other.carriers.isEmpty && other.sharesRoute(with: channel)
            && other.purposes.isSuperset(of: channel.purposes)
            && watches[other.id]?.breaker.state(at: now) ?? .closed == .closed
    }
}
