/// Puts what two books did over the same snapshot side by side, rule by rule, as two sorted
/// streams: memory grows with what changed, not with how many customers there are.
public struct PlanComparison {
    /// What one book did, and how to ask for the rest.
    public struct Run {
        public let name: String
        public let book: RuleBook
        public let report: RunReport
        /// By rule: what fell due before the book was taken up, under a trigger that it changed.
        public let passedOver: [RuleID: Int]
        /// The run's outcomes of some rules after a position, ascending, at most `limit`.
        public let outcomes: OutcomePages
        /// Whether a rule's audience held a customer at a moment.
        public let isInAudience: AudienceQuestion

        public init(
            name: String, book: RuleBook, report: RunReport, passedOver: [RuleID: Int] = [:],
            outcomes: @escaping OutcomePages, isInAudience: @escaping AudienceQuestion
        ) {
            self.name = name
            self.book = book
            self.report = report
            self.passedOver = passedOver
            self.outcomes = outcomes
            self.isInAudience = isInAudience
        }
    }

    public typealias OutcomePages = (
        _ rules: [RuleID], _ after: OccurrenceOutcome.Position?, _ limit: Int
    ) throws(StoreError) -> [OccurrenceOutcome]
    public typealias AudienceQuestion = (
        _ rule: CompiledRule, _ customer: CustomerID, _ at: Timestamp
    ) throws(StoreError) -> Bool

    /// Samples of a plan, each way.
    public static let sampleLimit = 20
    /// Outcomes of one page of a stream.
    static let pageSize = 5_000

    private let before: Run
    private let after: Run
    /// By the store's number of the customer: messages gained less messages lost, over all rules.
    private var balance: [Int64: Int] = [:]
    private var gained: [SamplePool<Plan.Sample>] = []
    private var lost: [SamplePool<Plan.Sample>] = []
    private var reworded: [SamplePool<Plan.Rewording>] = []
    /// New ids of rules that `was:` renames, so that both sides call a winner by one name.
    private var renamed: [RuleID: RuleID] = [:]

    private init(before: Run, after: Run) {
        self.before = before
        self.after = after
    }

    /// Compares two runs of the same stretch of time.
    public static func compare(
        before: Run, after: Run, notes: [Plan.Note] = [],
        assumptions: [RunReport.Assumption] = []
    ) throws(StoreError) -> Plan {
        var comparison = PlanComparison(before: before, after: after)
        var rules: [RuleChange] = []
        let pairs = RulePair.all(before.book, after.book)
        for pair in pairs {
            for old in pair.old { comparison.renamed[old.id] = pair.id }
        }
        for pair in pairs {
            rules.append(try comparison.compare(pair))
        }
        return comparison.plan(rules, notes, assumptions)
    }

    private func plan(
        _ rules: [RuleChange], _ notes: [Plan.Note], _ assumptions: [RunReport.Assumption]
    ) -> Plan {
        Plan(
            from: after.report.from, through: after.report.through, zone: after.report.zone,
            before: Plan.Side(name: before.name, book: before.book.hash),
            after: Plan.Side(name: after.name, book: after.book.hash),
            customers: max(before.report.customers, after.report.customers), rules: rules,
            fields: FieldChange.between(before.book, after.book), notes: notes,
            gainingCustomers: balance.values.count { $0 > 0 },
            losingCustomers: balance.values.count { $0 < 0 }, days: days(),
            gained: samples(gained, of: after.book), lost: samples(lost, of: before.book),
            reworded: SamplePool.mixed(reworded, limit: Self.sampleLimit).map { one in
                Plan.Rewording(
                    rule: one.rule, customer: one.customer,
                    before: one.before.blotted(by: before.book),
                    after: one.after.blotted(by: after.book))
            },
            assumptions: assumptions)
    }

    /// A plan is shown to people who are not to know the customers: names and codes are blotted
    /// out.
    private func samples(
        _ pools: [SamplePool<Plan.Sample>], of book: RuleBook
    ) -> [Plan.Sample] {
        SamplePool.mixed(pools, limit: Self.sampleLimit).map { one in
            Plan.Sample(
                rule: one.rule, customer: one.customer, message: one.message.blotted(by: book),
                cause: one.cause)
        }
    }

    private func days() -> [Plan.Day] {
        let zone = after.report.zone
        var counts: [CivilDay: (before: Int, after: Int)] = [:]
        for hour in before.report.byHour { counts[hour.day, default: (0, 0)].before += hour.sent }
        for hour in after.report.byHour { counts[hour.day, default: (0, 0)].after += hour.sent }
        let first = zone.day(of: after.report.from)
        let last = max(first, zone.day(of: after.report.through - Span(milliseconds: 1)))
        return (0...(last - first)).map { offset in
            let count = counts[first + offset] ?? (0, 0)
            return Plan.Day(day: first + offset, before: count.before, after: count.after)
        }
    }

    // MARK: One rule

    private mutating func compare(_ pair: RulePair) throws(StoreError) -> RuleChange {
        var tally = RuleTally(rule: pair.id)
        var old = OutcomeStream(before, pair.old.map(\.id))
        var new = OutcomeStream(after, pair.new.map { [$0.id] } ?? [])
        while true {
            let left = try old.peek()
            let right = try new.peek()
            guard left != nil || right != nil else { break }
            if let left, let right, left.position == right.position {
                old.pop()
                new.pop()
                if left.end != right.end {
                    try note(left, right, pair, &tally)
                }
            } else if let left, right.map({ left.position < $0.position }) ?? true {
                old.pop()
                try note(left, nil, pair, &tally)
            } else if let right {
                new.pop()
                try note(nil, right, pair, &tally)
            }
        }
        gained.append(tally.gainedSamples)
        lost.append(tally.lostSamples)
        reworded.append(tally.rewordings)
        return tally.change(
            pair, before: before, after: after, zone: after.book.workspace.zone)
    }

    /// Takes down one occurrence that came out differently.
    private mutating func note(
        _ left: OccurrenceOutcome?, _ right: OccurrenceOutcome?, _ pair: RulePair,
        _ tally: inout RuleTally
    ) throws(StoreError) {
        if let left, let right, let old = left.message, let new = right.message {
            return tally.sentTwice(right, old, new)
        }
        if let right, let message = right.message {
            let cause = try cause(of: left, instead: right, rule: pair.old.first, pair, in: before)
            balance[right.position.row, default: 0] += 1
            tally.gain(right, message, cause)
        } else if let left, let message = left.message {
            let cause = try cause(of: right, instead: left, rule: pair.new, pair, in: after)
            balance[left.position.row, default: 0] -= 1
            tally.lose(left, message, cause)
        } else if !pair.old.isEmpty, pair.new != nil, let known = right ?? left {
            tally.shift(
                try cause(of: left, instead: known, rule: pair.old.first, pair, in: before),
                try cause(of: right, instead: known, rule: pair.new, pair, in: after))
        }
    }

    /// Why one side does not send: what its ledger says, or why it has no word on it.
    private func cause(
        of outcome: OccurrenceOutcome?, instead other: OccurrenceOutcome, rule: CompiledRule?,
        _ pair: RulePair, in run: Run
    ) throws(StoreError) -> Plan.Cause {
        switch outcome?.end {
        case .dropped(let reason):
            let winner = reason.winner.map { renamed[$0] ?? $0 }
            return Plan.Cause(.dropped, code: reason.code, winner: winner)
        case .held(_, let reason): return Plan.Cause(.held, code: reason.code)
        case .sent, nil: break
        }
        guard let rule else { return Plan.Cause(.noRule) }
        guard rule.isEnabled else { return Plan.Cause(.disabled) }
        // With one trigger on both sides the same occurrences fall due; only the audience keeps
        // them out of the ledger.
        guard pair.audienceDiffers else { return Plan.Cause(.notDue) }
        if !pair.triggerDiffers { return Plan.Cause(.outsideAudience) }
        let isInside = try run.isInAudience(rule, other.customer, other.due)
        return Plan.Cause(isInside ? .notDue : .outsideAudience)
    }
}

/// A rule of one book and what stood for it in the other.
struct RulePair {
    /// Several where `was:` puts them together; empty for a new rule.
    let old: [CompiledRule]
    /// nil for a removed rule.
    let new: CompiledRule?

    var id: RuleID { new?.id ?? old.first?.id ?? "" }
    var audienceDiffers: Bool { old.first?.audience != new?.audience }
    var triggerDiffers: Bool { old.first?.trigger != new?.trigger }

    /// New rules in their order of decision, then removed ones in theirs.
    ///
    /// As activation reads `was:`: an id that both books know is that rule, whatever else it names.
    static func all(_ before: RuleBook, _ after: RuleBook) -> [RulePair] {
        var taken: Set<RuleID> = []
        var pairs: [RulePair] = []
        for new in after.rules {
            let old: [CompiledRule]
            if let same = before.rule(new.id) {
                old = [same]
            } else {
                old = new.was.compactMap { before.rule($0) }
            }
            taken.formUnion(old.map(\.id))
            pairs.append(RulePair(old: old, new: new))
        }
        for old in before.rules where !taken.contains(old.id) {
            pairs.append(RulePair(old: [old], new: nil))
        }
        return pairs
    }
}

/// The outcomes of some rules in order, read page by page.
private struct OutcomeStream {
    private let run: PlanComparison.Run
    private let rules: [RuleID]
    private var page: [OccurrenceOutcome] = []
    private var index = 0
    private var isAtEnd: Bool

    init(_ run: PlanComparison.Run, _ rules: [RuleID]) {
        self.run = run
        self.rules = rules
        isAtEnd = rules.isEmpty
    }

    mutating func peek() throws(StoreError) -> OccurrenceOutcome? {
        if index == page.count, !isAtEnd {
            let last = page.last?.position
            page = try run.outcomes(rules, last, PlanComparison.pageSize)
            index = 0
            isAtEnd = page.count < PlanComparison.pageSize
        }
        return index < page.count ? page[index] : nil
    }

    mutating func pop() { index += 1 }
}
