internal import HongyanCore

extension Engine {
    /// Takes in responses, receipts and replies of all channels up to a moment, in order of time.
    /// - Returns: How many there were.
    func intake(at now: Timestamp) throws(StoreError) -> Int {
        for channel in book.workspace.channels {
            guard let provider = world.providers[channel.id] else { continue }
            for event in provider.poll(through: now) {
                unrecorded.append(classify(noted(event, of: channel, at: now)))
            }
        }
        guard !unrecorded.isEmpty else { return 0 }
        // Stable: events of one moment stay in the order of channels, then of arrival.
        let ordered = unrecorded.enumerated().sorted {
            $0.element.event.at == $1.element.event.at
                ? $0.offset < $1.offset : $0.element.event.at < $1.element.event.at
        }.map(\.element)
        unrecorded = ordered
        let terms = DeliveryTerms(book.workspace)
        for start in stride(from: 0, to: ordered.count, by: pages.size) {
            let end = min(start + pages.size, ordered.count)
            let page = Array(ordered[start..<end])
            try store.record(
                page, terms: terms,
                retryAt: { attempt, at in RetryPolicy.retryAt(attempt: attempt, now: at) }, at: now)
            unrecorded.removeFirst(page.count)
        }
        for case .response(let submission, _, _) in ordered.lazy.map(\.event) {
            dispatcher.answered(submission)
        }
        for channel in book.workspace.channels { world.providers[channel.id]?.confirm(at: now) }
        return ordered.count
    }

    private func classify(_ event: ProviderEvent) -> ClassifiedEvent {
        guard case .reply(let reply) = event else {
            return ClassifiedEvent(event: event)
        }
        let channel = book.workspace.channel(reply.channel)
        return ClassifiedEvent(
            event: event,
            reading: ReplyClassifier.read(reply.text, expecting: book.replyKeywords),
            scope: ReplyScope(
                signature: channel?.signature ?? book.policy.signature,
                isNarrow: book.policy.optOutScope == .signature))
    }
}
