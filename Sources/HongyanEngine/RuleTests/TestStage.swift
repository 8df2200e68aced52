internal import HongyanCore

/// Brings a case's customers and happenings into its store, through the doors that real ones take.
struct TestStage {
    let test: RuleTestCase
    let book: RuleBook
    let store: any Store
    let acts: RuleTestStore
    let cast: TestCast
    let post = TestPost()

    /// Takes the place of the number of a customer who has none, where an earlier message needs
    /// one.
    private static let nobody = PhoneNumber(e164: "+8613800000000")

    /// The customers with their tags, consents and refusals, and the templates' approvals.
    func furnish() throws(StoreError) {
        let start = test.now - .minutes(1)
        try store.log(
            book.templates.flatMap {
                TemplateEntry.path(
                    of: $0, to: test.templates[$0.id] ?? .approved, in: book, at: start)
            })
        let customers = test.customers.map { customer in
            IncomingCustomer(
                id: cast.id(customer.name),
                phone: cast.number(customer.name).map { .number($0) } ?? .untouched,
                tags: customer.tags.mapValues { $0 })
        }
        _ = try store.importCustomers(customers, schema: book.tags, at: start)
        let consents = test.customers.flatMap { customer in
            customer.consents.map {
                IncomingConsent(customer: cast.id(customer.name), consent: $0, evidence: nil)
            }
        }
        if !consents.isEmpty { _ = try store.importConsents(consents, at: start) }
        let refusals = test.customers.compactMap { customer in
            customer.optOut.map {
                IncomingSuppression(
                    customer: cast.id(customer.name), number: cast.number(customer.name),
                    optOut: $0)
            }
        }
        if !refusals.isEmpty { _ = try store.importSuppressions(refusals, at: start) }
    }

    /// One carrier a channel; replies come in through the first one that carries the tested rule.
    func providers() -> [ChannelID: any Provider] {
        let purpose = test.rules.first.flatMap { book.rule($0) }?.purpose ?? .marketing
        let channels = book.workspace.channels
        let first = channels.first { $0.purposes.contains(purpose) }?.id
        var providers: [ChannelID: any Provider] = [:]
        for channel in channels {
            providers[channel.id] = TestCarrier(
                channel.id, replies: channel.id == first ? replies(through: channel.id) : [],
                post: post)
        }
        return providers
    }

    private func replies(through channel: ChannelID) -> [Reply] {
        test.timeline.enumerated().compactMap { index, moment in
            guard case .reply(let text, let customer) = moment.happening,
                let number = cast.number(customer)
            else { return nil }
            return Reply(
                id: "test-\(index)", channel: channel, number: number, text: text, at: moment.at)
        }
    }

    /// Lets one thing happen; replies come by their carrier.
    /// - Returns: false for a receipt that is about nothing.
    func feed(_ moment: RuleTestMoment) throws(StoreError) -> Bool {
        let at = moment.at
        switch moment.happening {
        case .event(let kind, let customer, let id, let happened, let fields):
            let event = IncomingEvent(
                id: id, customer: cast.id(customer), kind: kind, at: happened, fields: fields)
            _ = try store.ingest([event], schema: book.tags, at: at)
        case .signal(let kind, let key, let day, let fields):
            let signal = IncomingSignal(
                kind: kind, key: key, day: day, fetchedAt: at, fields: fields)
            _ = try store.ingest([signal], schema: book.tags, at: at)
        case .sent(let rule, let customer): try send(rule, to: customer, at: at)
        case .reply: break
        case .tags(let tags, let customer):
            let row = IncomingCustomer(id: cast.id(customer), phone: .untouched, tags: tags)
            _ = try store.importCustomers([row], schema: book.tags, at: at)
        case .optOut(let purpose, let customer):
            let refusal = IncomingSuppression(
                customer: cast.id(customer), number: cast.number(customer),
                optOut: OptOut(at: at, source: "test", purpose: purpose))
            _ = try store.importSuppressions([refusal], at: at)
        case .stop(let scope): try acts.stop(scope, at)
        case .resume(let scope): try acts.resume(scope, at)
        case .receipt(let word, let code, let customer):
            return try receive(word, code ?? word.standardCode, about: customer, at: at)
        }
        return true
    }

    private func receive(
        _ word: RuleTestMoment.ReceiptWord, _ code: String, about customer: String,
        at now: Timestamp
    ) throws(StoreError) -> Bool {
        guard let number = cast.number(customer), let item = post.last(to: number, by: now) else {
            return false
        }
        let receipt = Receipt(
            channel: item.channel, providerID: item.providerID, outcome: word.outcome, code: code,
            at: now)
        try store.record(
            [ClassifiedEvent(event: .receipt(receipt))], terms: [item.channel: .zero],
            retryAt: { _, _ in nil }, at: now)
        return true
    }

    /// A message that was cleared, handed over and accepted, as the ledger would hold it.
    private func send(_ id: RuleID, to customer: String, at now: Timestamp) throws(StoreError) {
        guard let rule = book.rule(id),
            let channel = book.workspace.channels.first(where: {
                $0.purposes.contains(rule.purpose)
            }), let template = book.template(rule.message.variants[0].template)
        else { return }
        let key = "sent \(now.milliseconds)"
        let occurrence = Occurrence(
            rule: id, customer: cast.id(customer), key: key, due: now, cause: .instant(now))
        let draft = Draft(
            text: rule.title, parts: 1, cost: .zero, channel: channel.id,
            template: template.id, templateVersion: template.version,
            number: cast.number(customer) ?? Self.nobody, carrier: .unknown,
            purpose: rule.purpose)
        let decision = Decision(
            occurrence: occurrence, at: now, outcome: .send, reason: nil, verdicts: [],
            deadline: nil, firstDecidedAt: now, message: draft)
        try store.commit(DecisionPage(rule: id, at: now, book: book.hash, decisions: [decision]))
        try handOver(channel, occurrence, at: now)
    }

    private func handOver(
        _ channel: Channel, _ occurrence: Occurrence, at now: Timestamp
    ) throws(StoreError) {
        let claimed = try store.claim(
            channel: channel.id, maxParts: .max, limit: Dispatcher.claimSize, book: book, at: now)
        var outcome = ClaimOutcome()
        var answers: [ClassifiedEvent] = []
        for message in claimed {
            guard message.rule == occurrence.rule, message.key == occurrence.key else {
                outcome.postponed.append((message.id, now))
                continue
            }
            let submission = Submission(
                id: Digest(hashing: [message.id.description, String(message.attempt)]),
                message: message.id, attempt: message.attempt, number: message.number,
                text: message.text, parts: message.parts, purpose: message.purpose)
            outcome.written.append(submission)
            let providerID = post.note(submission, through: channel.id, at: now)
            answers.append(
                ClassifiedEvent(
                    event: .response(
                        submission: submission.id, .accepted(providerID: providerID), at: now)))
        }
        try store.settle(outcome, at: now)
        try store.record(
            answers, terms: [channel.id: .zero], retryAt: { _, _ in nil }, at: now)
    }
}
