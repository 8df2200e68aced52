import HongyanCore
import HongyanEngine
import HongyanStore

/// Reads from a store all that an explanation rests on; changes nothing.
struct ExplanationReader {
    let book: RuleBook
    let store: SQLiteStore
    /// Where the rules' values were written, when that is known.
    var effective: (RuleID) -> EffectiveRule? = { _ in nil }

    /// What was sent, refused and decided after `now` is left out.
    /// - Throws: ``CommandFailure`` for an unknown rule or customer.
    func explain(_ customer: CustomerID, _ id: RuleID, at now: Timestamp) throws -> Explanation {
        guard let rule = book.rule(id) else {
            let known = book.rules.map(\.id.rawValue).joined(separator: ", ")
            throw CommandFailure("there is no rule '\(id)' (known: \(known))")
        }
        guard let view = try explained({ try store.customerView(customer) }) else {
            throw CommandFailure("there is no customer '\(customer)'")
        }
        return try Reading(
            book: book, store: store, rule: rule, effective: effective(id), view: view, now: now
        ).explanation()
    }
}

/// One question: a customer, a rule, a moment.
private struct Reading {
    let book: RuleBook
    let store: SQLiteStore
    let rule: CompiledRule
    let effective: EffectiveRule?
    let view: CustomerView
    let now: Timestamp
    let records: [DecisionRecord]
    private let stops: [Stop]
    private let aggregates: [Aggregate: Value]

    private var zone: Zone { book.workspace.zone }
    /// Who stands for the customer that was asked about.
    private var person: CustomerID { view.mergedInto ?? view.id }

    init(
        book: RuleBook, store: SQLiteStore, rule: CompiledRule, effective: EffectiveRule?,
        view: CustomerView, now: Timestamp
    ) throws {
        self.book = book
        self.store = store
        self.rule = rule
        self.effective = effective
        self.view = view
        self.now = now
        records = try explained { try store.decisions(of: view.id, rule: rule.id) }
            .filter { $0.at <= now }
        stops = try explained { try store.stops() }.filter { $0.since <= now }
        var values: [Aggregate: Value] = [:]
        for aggregate in rule.audience.aggregates + rule.trigger.condition.aggregates {
            values[aggregate] = try explained {
                try store.value(of: aggregate, for: view.id, at: now)
            }
        }
        aggregates = values
    }

    func explanation() throws -> Explanation {
        let history = try explained {
            try store.history(of: rule, for: view.id, tags: view.tags, at: now)
        }
        let story = story(history)
        let chosen = choose(story, history)
        let facts = try explained {
            try store.facts(for: [chosen.occurrence], of: rule, book: book, at: chosen.when).first
        }.map { known($0, chosen) }
        let subject = Subject(
            now: now, zone: zone, tag: { view.tags[$0] }, aggregate: { aggregates[$0] })
        let audience = rule.audience
        return Explanation(
            customer: view.id, mergedInto: view.mergedInto, phone: view.phone, rule: rule, at: now,
            zone: zone, book: book.hash,
            past: records.suffix(Explanation.mostPast).map { past($0, facts) },
            earlierCount: max(0, records.count - Explanation.mostPast), story: story,
            history: history, isInAudience: audience.holds(for: subject),
            audience: audience == .constant(true) ? [] : audience.trace(for: subject),
            present: try facts.flatMap { try present($0, chosen) })
    }

    // MARK: What fired

    private func story(_ history: TriggerHistory) -> TriggerStory {
        var standing: [String: TriggerTeller.Standing] = [:]
        for record in records {
            standing[record.occurrence] = record.decision == "hold" ? .held : .final
        }
        return TriggerTeller(
            rule: rule, zone: zone, now: now, tags: view.tags, history: history,
            standing: standing, aggregate: { aggregates[$0] }
        ).story()
    }

    private struct Chosen {
        let occurrence: Occurrence
        /// Decided now, or when it falls due.
        let when: Timestamp
        var isWaiting = false
        var isHypothetical = false
    }

    /// The last occurrence that is held, waits for its time or was not read yet; else one as if it
    /// fell due now.
    private func choose(_ story: TriggerStory, _ history: TriggerHistory) -> Chosen {
        let held = Set(records.map(\.occurrence)).filter { key in
            records.last { $0.occurrence == key }?.decision == "hold"
        }
        let decided = Set(records.map(\.occurrence))
        let read = max(history.throughTime ?? .distantPast, history.activeFrom ?? .distantPast)
        let open = story.chapters.filter {
            held.contains($0.key) || ($0.due > read && !decided.contains($0.key))
        }
        guard let chapter = open.last(where: { $0.due <= now }) ?? open.first else {
            let cause = story.chapters.last?.cause ?? .instant(now)
            return Chosen(
                occurrence: occurrence("now", now, cause), when: now, isHypothetical: true)
        }
        return Chosen(
            occurrence: occurrence(chapter.key, chapter.due, chapter.cause),
            when: max(now, chapter.due), isWaiting: chapter.status == .waiting)
    }

    private func occurrence(
        _ key: String, _ due: Timestamp, _ cause: Occurrence.Cause
    ) -> Occurrence {
        Occurrence(rule: rule.id, customer: person, key: key, due: due, cause: cause)
    }

    /// Without what came after the moment that is asked about.
    private func known(_ facts: Facts, _ chosen: Chosen) -> Facts {
        if chosen.isHypothetical {
            return facts.asOf(now, rule: rule, optOuts: view.optOuts, prior: .new)
                .imagined(fields: rule.trigger.fields(in: book.tags))
        }
        let own = records.filter { $0.occurrence == facts.occurrence.key }
        var prior = facts.prior
        if let first = own.first {
            if prior == .decided {
                let due = facts.occurrence.due
                var deadline: Timestamp?
                if case .defer(let span) = rule.closed { deadline = due + span }
                prior = .held(firstDecidedAt: first.at, deadline: deadline)
            }
        } else {
            prior = .new
        }
        let then = facts.asOf(now, rule: rule, optOuts: view.optOuts, prior: prior)
        // What it waits for is told by its story: that nothing came so far.
        return chosen.isWaiting ? then.imagined(fields: []) : then
    }

    // MARK: Decisions

    private func past(_ record: DecisionRecord, _ facts: Facts?) -> Explanation.Past {
        var notes: [GateNote] = []
        if let facts {
            let then = GateExplainer(
                facts.asOf(
                    record.at - Span(milliseconds: 1), rule: rule, optOuts: view.optOuts,
                    allSends: view.sends),
                GateContext(rule: rule, book: book, stops: [], now: record.at),
                effective: effective)
            notes = VerdictLine.read(record.verdicts).compactMap { entry in
                switch entry.mark {
                case .pass: nil
                case .hold:
                    then.note(
                        .hold(
                            entry.gate, until: record.until ?? record.at, reason(entry, record),
                            entry.seen))
                case .drop: then.note(.drop(entry.gate, reason(entry, record), entry.seen))
                }
            }
        }
        return Explanation.Past(
            record: record, isOtherBook: record.book != book.hash, gates: notes)
    }

    /// The ledger names the reason of the gate that decided; of the others only their gate.
    private func reason(_ entry: VerdictLine.Entry, _ record: DecisionRecord) -> Reason {
        let name = entry.gate.rawValue
        if let code = record.reason, code == name || code.hasPrefix("\(name).") {
            return Reason(code)
        }
        return Reason(name)
    }

    private func spent(by rule: RuleID?, _ budget: Budget, at now: Timestamp) throws -> Money {
        try explained {
            try store.spent(by: rule, after: budget.period.start(at: now, zone: zone))
        }
    }

    private func present(_ facts: Facts, _ chosen: Chosen) throws -> Explanation.Present? {
        let now = chosen.when
        let context = GateContext(rule: rule, book: book, stops: stops, now: now)
        let cursor = try explained { try store.cursors()[rule.id] }
        var cleared: (count: Int, since: Timestamp)?
        if let limit = rule.limit {
            let since = max(
                limit.period.start(at: now, zone: zone), cursor?.resumedAt ?? .distantPast)
            let count = try explained {
                try store.clearedCount(of: rule.id, from: since, through: self.now)
            }
            cleared = (count, since)
        }
        let taken: [CivilDay: Int] =
            rule.pacePerDay == nil
            ? [:]
            : try explained {
                try store.paceTaken(of: rule.id, from: zone.day(of: now), zone: zone)
            }
        var spending = Spending.zero
        if let budget = rule.budget {
            spending.byRule = try spent(by: rule.id, budget, at: now)
        }
        if let budget = book.workspace.budget {
            spending.byAll = try spent(by: nil, budget, at: now)
        }
        let tripped = cursor?.trippedAt.map { $0 <= now } ?? false
        var pass = SharedPass(
            context, clearedInPeriod: cleared?.count ?? 0, paceTaken: taken, isTripped: tripped,
            spending: spending)
        guard let decision = pass.settle(facts) else { return nil }
        let explainer = GateExplainer(facts, context, effective: effective, cleared: cleared)
        return Explanation.Present(
            decision: decision, isHypothetical: chosen.isHypothetical,
            gates: decision.verdicts.map(explainer.note), earliest: explainer.earliest())
    }
}
