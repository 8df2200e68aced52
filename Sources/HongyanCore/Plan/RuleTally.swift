/// Adds up what came out differently for one rule.
struct RuleTally {
    private let rule: RuleID
    private var gained = RuleChange.Movement()
    private var lost = RuleChange.Movement()
    private var gainCauses: [Plan.Cause: Int] = [:]
    private var lossCauses: [Plan.Cause: Int] = [:]
    private var shifts: [[Plan.Cause]: Int] = [:]
    private var reworded = 0
    private var retimed = 0
    /// Outcomes come customer by customer, so the last one tells whether this one is another.
    private var lastGaining: Int64?
    private var lastLosing: Int64?
    private(set) var gainedSamples = SamplePool<Plan.Sample>()
    private(set) var lostSamples = SamplePool<Plan.Sample>()
    private(set) var rewordings = SamplePool<Plan.Rewording>()

    init(rule: RuleID) { self.rule = rule }

    mutating func gain(_ outcome: OccurrenceOutcome, _ message: SentMessage, _ cause: Plan.Cause) {
        gained.add(message, isOther: lastGaining != outcome.position.row)
        lastGaining = outcome.position.row
        gainCauses[cause, default: 0] += 1
        gainedSamples.offer(rule, outcome) {
            Plan.Sample(rule: rule, customer: outcome.customer, message: message, cause: cause)
        }
    }

    mutating func lose(_ outcome: OccurrenceOutcome, _ message: SentMessage, _ cause: Plan.Cause) {
        lost.add(message, isOther: lastLosing != outcome.position.row)
        lastLosing = outcome.position.row
        lossCauses[cause, default: 0] += 1
        lostSamples.offer(rule, outcome) {
            Plan.Sample(rule: rule, customer: outcome.customer, message: message, cause: cause)
        }
    }

    mutating func sentTwice(_ outcome: OccurrenceOutcome, _ old: SentMessage, _ new: SentMessage) {
        if !old.reads(as: new) { reworded += 1 }
        if old.at != new.at { retimed += 1 }
        rewordings.offer(rule, outcome) {
            Plan.Rewording(rule: rule, customer: outcome.customer, before: old, after: new)
        }
    }

    mutating func shift(_ old: Plan.Cause, _ new: Plan.Cause) {
        guard old != new else { return }
        shifts[[old, new], default: 0] += 1
    }

    func change(
        _ pair: RulePair, before: PlanComparison.Run, after: PlanComparison.Run, zone: Zone
    ) -> RuleChange {
        var fields: [FieldChange] = []
        if let old = pair.old.first, let new = pair.new {
            fields = FieldChange.between(old, new, zone: zone)
            fields += FieldChange.templates(of: pair.old + [new], before.book, after.book)
        }
        var gained = gained
        var lost = lost
        gained.causes = Self.counts(gainCauses)
        lost.causes = Self.counts(lossCauses)
        let former = pair.old.first.map(\.id).flatMap { $0 == pair.id ? nil : $0 }
        return RuleChange(
            rule: pair.id, formerID: former,
            title: pair.new?.title ?? pair.old.first?.title ?? "",
            kind: Self.kind(pair, fields: fields, former: former), fields: fields,
            before: totals(pair.old.map(\.id), before.report),
            after: totals(pair.new.map { [$0.id] } ?? [], after.report), gained: gained,
            lost: lost, reworded: reworded, retimed: retimed, shifts: shiftCounts(),
            passedOver: after.passedOver[pair.id] ?? 0)
    }

    private static func kind(
        _ pair: RulePair, fields: [FieldChange], former: RuleID?
    ) -> RuleChange.Kind {
        if pair.new == nil { return .removed }
        if pair.old.isEmpty { return .added }
        return fields.isEmpty && former == nil ? .unchanged : .changed
    }

    private func totals(_ rules: [RuleID], _ report: RunReport) -> RuleChange.Totals? {
        let funnels = report.rules.filter { rules.contains($0.rule) }
        guard var total = funnels.first.map(RuleChange.Totals.init) else { return nil }
        for funnel in funnels.dropFirst() { total = total + RuleChange.Totals(funnel) }
        return total
    }

    /// Most first, then in the order of kinds, codes and winners.
    private static func counts(_ counts: [Plan.Cause: Int]) -> [RuleChange.CauseCount] {
        counts.map { RuleChange.CauseCount(cause: $0.key, count: $0.value) }.sorted {
            $0.count == $1.count ? $0.cause.comesBefore($1.cause) : $0.count > $1.count
        }
    }

    private func shiftCounts() -> [RuleChange.Shift] {
        shifts.map { RuleChange.Shift(before: $0.key[0], after: $0.key[1], count: $0.value) }
            .sorted {
                if $0.count != $1.count { return $0.count > $1.count }
                if $0.before != $1.before { return $0.before.comesBefore($1.before) }
                return $0.after.comesBefore($1.after)
            }
    }
}

extension RuleChange.Movement {
    fileprivate mutating func add(_ message: SentMessage, isOther: Bool) {
        messages += 1
        if isOther { customers += 1 }
        parts += message.parts
        cost = cost + message.cost
    }
}

extension RuleChange.Totals {
    fileprivate static func + (left: Self, right: Self) -> Self {
        Self(
            occurrences: left.occurrences + right.occurrences,
            outsideAudience: left.outsideAudience + right.outsideAudience,
            sent: left.sent + right.sent, parts: left.parts + right.parts,
            cost: left.cost + right.cost, stillHeld: left.stillHeld + right.stillHeld)
    }
}

extension Plan.Cause {
    fileprivate func comesBefore(_ other: Plan.Cause) -> Bool {
        let left = [kind.rawValue, code, winner?.rawValue ?? ""]
        let right = [other.kind.rawValue, other.code, other.winner?.rawValue ?? ""]
        return left.lexicographicallyPrecedes(right) {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }
}

/// A few of many, spread over all customers and the same each time: those whose hash is least.
struct SamplePool<Element> {
    private var kept: [(hash: Digest, element: Element)] = []

    mutating func offer(
        _ rule: RuleID, _ outcome: OccurrenceOutcome, _ element: () -> Element
    ) {
        let hash = Digest(
            hashing: [
                "plan.sample", rule.rawValue, outcome.customer.rawValue, outcome.position.key,
            ])
        if kept.count == PlanComparison.sampleLimit {
            guard let last = kept.last, hash.isBelow(last.hash) else { return }
            kept.removeLast()
        }
        let place = kept.firstIndex { hash.isBelow($0.hash) } ?? kept.count
        kept.insert((hash, element()), at: place)
    }

    /// One of each pool in turn, until there are enough; then in the pools' order.
    static func mixed(_ pools: [SamplePool], limit: Int) -> [Element] {
        var shares = pools.map { _ in 0 }
        var left = limit
        while left > 0 {
            var isTaken = false
            for (index, pool) in pools.enumerated()
            where left > 0 && shares[index] < pool.kept.count {
                shares[index] += 1
                left -= 1
                isTaken = true
            }
            if !isTaken { break }
        }
        return zip(pools, shares).flatMap { pool, share in pool.kept.prefix(share).map(\.element) }
    }
}

extension Digest {
    fileprivate func isBelow(_ other: Digest) -> Bool {
        high == other.high ? low < other.low : high < other.high
    }
}
