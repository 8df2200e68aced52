internal import HongyanCore

/// Reads customers for the gates, as ``PageFacts`` reads them from the tables.
struct PopulationPeople {
    private let population: Population
    private let rule: CompiledRule
    private let isNarrow: Bool
    /// Those that do not bind everybody, by name.
    private let caps: [(name: String, audience: ConditionPlan)]
    private let audience: ConditionPlan
    /// Of the tags that the gates see.
    private let columns: [Int]
    private let judge: Population.Judge

    init(_ population: Population, rule: CompiledRule, book: RuleBook, now: Timestamp) {
        self.population = population
        self.rule = rule
        isNarrow = book.policy.optOutScope == .signature
        let zone = book.workspace.zone
        caps = book.caps.filter { $0.audience != .constant(true) }
            .map { ($0.name, population.plan($0.audience, in: zone)) }
        audience = population.plan(rule.audience, in: zone)
        let asked = book.tagsAsked(by: rule)
        columns = population.columns.indices.filter {
            asked.contains(population.columns[$0].tag.name)
        }
        judge = Population.Judge(population, now: now, zone: zone)
    }

    /// nil for a customer that is gone.
    func person(_ customer: CustomerID) -> PageFacts.Person? {
        guard let row = population.row(of: customer) else { return nil }
        judge.row = row
        var notBinding: Set<String> = []
        for cap in caps where !judge.holds(cap.audience) { notBinding.insert(cap.name) }
        let number = population.number(row)
        let hash = population.hash(row)
        let holder = number.flatMap { (number: Population.Number) -> String? in
            number.holder == 0 || number.holder == Int64(row)
                ? nil : population.ids[Int(number.holder)]
        }
        let isKnown = number?.isKnown ?? false
        return PageFacts.Person(
            row: Int64(row),
            recipient: PageFacts.recipient(
                hash.map { NumberBook.number(population.phones[row], $0) },
                deadSince: number?.deadSince, holder: holder, carrier: number?.carrier?.rawValue),
            isInAudience: judge.holds(audience), capsNotBinding: notBinding,
            tags: population.tags(row, of: columns), reviewSince: population.reviewSince(row, hash),
            numberHash: hash,
            isClean: number?.deadSince == nil && (number?.failures ?? 0) == 0,
            holdsNumber: isKnown && number?.holder == Int64(row), refused: refused(row, hash),
            consents: population.consents.consents(of: row, with: hash))
    }

    private func refused(_ row: Int, _ hash: Digest?) -> PageFacts.Refused {
        var refused = PageFacts.Refused()
        func take(_ optOut: OptOut) {
            let other = rule.asksConsent ?? rule.purpose
            guard optOut.purpose.map({ $0 == rule.purpose || $0 == other }) ?? true else { return }
            refused.take(optOut, isNarrow: isNarrow)
        }
        if let hash { population.optOutsByNumber[hash]?.forEach(take) }
        population.optOutsByRow[Int64(row)]?.forEach(take)
        if refused.narrow.count > 1 { refused.order() }
        return refused
    }
}

extension Population {
    /// Since when a reply from the number or the person waits to be read.
    func reviewSince(_ row: Int, _ hash: Digest?) -> Timestamp? {
        hash.flatMap { reviewsByNumber[$0] } ?? reviewsByRow[Int64(row)]
    }
}

/// Reads what the edge check asks of one message.
struct PopulationEdge {
    private let population: Population
    private let book: RuleBook
    private let now: Timestamp

    init(_ population: Population, book: RuleBook, now: Timestamp) {
        self.population = population
        self.book = book
        self.now = now
    }

    /// nil when the customer is gone. A rule that is gone is for the edge check to judge.
    func read(
        _ message: MovingMessage,
        signals: @escaping (SignalKind, CivilDay) throws -> [StoredSignal]
    ) throws -> KnownEdge? {
        let row = Int(message.row)
        guard population.isThere(row) else { return nil }
        var isTriggerTrue = true
        if let rule = book.rule(message.occurrence.rule) {
            let triggers = PopulationTriggers(
                population, rule: rule, book: book, now: now, signals: signals)
            let answer = try triggers.answer(message.occurrence, row: row, restarts: .ignore)
            isTriggerTrue = answer.state == .holds
        }
        let hash = message.numberHash
        let purpose = message.purpose
        let number = population.places[hash].map { population.numbers[Int($0)] }
        let holds =
            purpose != .marketing || number?.isKnown == true && number?.holder == message.row
        let refusals =
            (population.optOutsByNumber[hash] ?? []) + (population.optOutsByRow[message.row] ?? [])
        let isNarrow = book.policy.optOutScope == .signature
        let text = message.draft?.text ?? ""
        let isOptedOut = refusals.contains { optOut in
            guard optOut.purpose.map({ $0 == purpose }) ?? true else { return false }
            guard isNarrow, let signature = optOut.signature else { return true }
            return text.hasPrefix("【\(signature)】")
        }
        let hasConsent = population.consents.consents(of: row, with: hash).contains {
            $0.purpose == purpose && $0.withdrawn.map { $0 > now } ?? true
                && $0.expires.map { $0 > now } ?? true
        }
        return KnownEdge(
            isOptedOut: isOptedOut,
            isUnderReview: population.reviewsByNumber[hash] != nil
                || population.reviewsByRow[message.row] != nil,
            holdsNumber: population.hash(row) == hash && holds, isTriggerTrue: isTriggerTrue,
            consentThrough: hasConsent ? .distantFuture : .distantPast, asksClock: true, at: now,
            stamp: 0)
    }
}

extension Trigger {
    /// It waits for replies, which always lie in the tables.
    var isReply: Bool { if case .reply = self { true } else { false } }
}
