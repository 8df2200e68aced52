internal import GRDB
public import HongyanCore

extension DryRunStore {
    /// What the run came to: what ``SQLiteStore`` would report of it, counted while it ran.
    ///
    /// - Parameters:
    ///   - through: The end of the run.
    ///   - samplesPerRule: At most ``mostSamples``.
    ///   - data: Of the store before the run.
    public func report(
        book: RuleBook, through: Timestamp, assumptions: [RunReport.Assumption] = [],
        samplesPerRule: Int = 3, data: DataVersion? = nil
    ) throws(StoreError) -> RunReport {
        try begin()
        let from = ledger.from
        let zone = book.workspace.zone
        let frame = try RunFrame(book, from: from, through: through) {
            rule, period throws(StoreError) in
            try base.spentBefore(from, by: rule, period, zone: zone)
        }
        return try base.read { db in
            let numbers = try base.numberBook(db)
            let reader = ReportReader(
                db, book: book, numbers: numbers, from: from, through: through)
            return RunReport(
                from: from, through: through, book: book.hash, zone: book.workspace.zone,
                rules: funnels(book, outside: try reader.outside()), byHour: byHour(book),
                touches: ledger.sends.touches(from: from, through: through),
                channels: channels(), states: states(),
                samples: try samples(book, numbers, samplesPerRule), assumptions: assumptions,
                customers: Int(try db.int(StatusSQL.customers) ?? 0),
                templateWaits: try TemplateRows.waits(of: book, at: from, db),
                details: RunDetails(ledger.tally.details),
                frame: frame, data: data)
        }
    }

    /// Messages of each rule that are kept as samples.
    public static let mostSamples = RunTally.mostSamples

    private func funnels(
        _ book: RuleBook, outside: [String: Int]
    ) -> [RunReport.RuleFunnel] {
        var waiting: [RuleID: Int] = [:]
        for hold in ledger.held.all where hold.firstDecidedAt > ledger.from {
            waiting[hold.occurrence.rule, default: 0] += 1
        }
        return book.rules.map { (rule: CompiledRule) in
            let tally = ledger.tally.rule(rule.id)
            let dropped = Self.ordered(tally.dropped)
            let missed = outside[rule.id.rawValue] ?? 0
            let still = waiting[rule.id] ?? 0
            let drops = dropped.reduce(0) { (sum: Int, item) in sum + item.count }
            return RunReport.RuleFunnel(
                rule: rule.id, title: rule.title, purpose: rule.purpose,
                occurrences: missed + tally.sent + drops + still, outsideAudience: missed,
                sent: tally.sent, parts: tally.parts, cost: tally.cost, dropped: dropped,
                held: Self.ordered(tally.held), stillHeld: still)
        }
    }

    /// Most first, then by code.
    private static func ordered(_ counts: [String: Int]) -> [RunReport.ReasonCount] {
        counts.map { RunReport.ReasonCount(reason: $0.key, count: $0.value) }.sorted {
            $0.count == $1.count
                ? $0.reason.utf8.lexicographicallyPrecedes($1.reason.utf8) : $0.count > $1.count
        }
    }

    private func byHour(_ book: RuleBook) -> [RunReport.HourCount] {
        let zone = book.workspace.zone
        var found: [RunReport.HourCount] = []
        for rule in ledger.tally.rules.keys.sorted() {
            var current: (day: CivilDay, hour: Int, sent: Int, cost: Money)?
            func close() {
                guard let (day, hour, sent, cost) = current else { return }
                found.append(
                    RunReport.HourCount(
                        day: day, hour: hour, rule: rule, sent: sent, cost: cost))
            }
            for moment in ledger.tally.rule(rule).cleared where moment.at > ledger.from {
                let (day, rest) = zone.split(moment.at)
                let hour = Int(rest / 3_600_000)
                if let open = current, open.day == day, open.hour == hour {
                    current = (day, hour, open.sent + moment.count, open.cost + moment.cost)
                } else {
                    close()
                    current = (day, hour, moment.count, moment.cost)
                }
            }
            close()
        }
        return found.sorted { (left, right) in
            (left.day, left.hour, left.rule) < (right.day, right.hour, right.rule)
        }
    }

    private func channels() -> [RunReport.ChannelTotals] {
        ledger.tally.channels.keys.sorted().compactMap { (id: ChannelID) in
            guard let channel = ledger.tally.channels[id],
                channel.messages > 0 || channel.charged > .zero
            else {
                return nil
            }
            return RunReport.ChannelTotals(
                channel: id, messages: channel.messages, parts: channel.parts,
                charged: channel.charged)
        }
    }

    /// In the order of the states' way.
    private func states() -> [RunReport.StateCount] {
        MessageState.allCases.compactMap { (state: MessageState) in
            guard let count = ledger.tally.states[state], count > 0 else { return nil }
            return RunReport.StateCount(state: state, count: count)
        }
    }

    /// The first messages of each rule.
    private func samples(
        _ book: RuleBook, _ numbers: NumberBook, _ perRule: Int
    ) throws -> [RunReport.Sample] {
        var found: [RunReport.Sample] = []
        for rule in book.rules {
            for sample in ledger.tally.rule(rule.id).samples.prefix(perRule) {
                found.append(
                    RunReport.Sample(
                        rule: rule.id, at: sample.at,
                        number: try numbers.shown(sample.draft.number),
                        text: SecretText.kept(sample.draft), parts: sample.draft.parts))
            }
        }
        return found
    }
}

extension DryRunStore {
    /// What the run's occurrences came to: one page, ascending by position; as
    /// ``SQLiteStore/outcomes(of:after:limit:since:)``, for a run that keeps them.
    public func outcomes(
        of rules: [RuleID], after position: OccurrenceOutcome.Position?, limit: Int
    ) throws(StoreError) -> [OccurrenceOutcome] {
        let start = position ?? OccurrenceOutcome.Position(row: .min, key: "")
        return try base.read { db in
            let numbers = try base.numberBook(db)
            var found: [OccurrenceOutcome] = []
            for rule in rules {
                let page = try ledger.outcomes?.page(
                    of: rule, after: start, limit: limit, since: ledger.from)
                for row in page ?? [] { found.append(try Self.outcome(row, numbers)) }
            }
            return rules.count > 1 ? OutcomeRows.merged(found, limit: limit) : found
        }
    }

    private static func outcome(
        _ row: RunOutcomes.Outcome, _ numbers: NumberBook
    ) throws -> OccurrenceOutcome {
        let end: OccurrenceOutcome.End
        switch row.end {
        case .sent(let at, let number, let text, let parcel):
            end = .sent(
                SentMessage(
                    at: at, number: try numbers.shown(number), text: text, parts: parcel.parts,
                    cost: parcel.cost, channel: parcel.channel))
        case .dropped(let reason): end = .dropped(reason)
        case .held(let until, let reason): end = .held(until: until, reason)
        }
        return OccurrenceOutcome(
            rule: row.rule, position: OccurrenceOutcome.Position(row: row.row, key: row.key),
            customer: row.customer, due: row.due, firstDecidedAt: row.firstDecidedAt, end: end)
    }

    /// The gates that refused each of some outcomes when it was first decided, in gate order.
    public func refusals(of outcomes: [OccurrenceOutcome]) throws(StoreError) -> [[GateID]] {
        // Of what was held before the run the tables know the first decision.
        let past = outcomes.indices.filter { outcomes[$0].firstDecidedAt <= ledger.from }
        var found = try SQLiteStore.mapped {
            try outcomes.map { outcome in
                try ledger.outcomes?.refusals(of: outcome.rule, outcome.position) ?? []
            }
        }
        let stored = try base.refusals(of: past.map { outcomes[$0] })
        for (index, gates) in zip(past, stored) { found[index] = gates }
        return found
    }

    /// As ``SQLiteStore/haveEvents(_:in:)``.
    public func haveEvents(
        _ kind: EventKind, in spans: [(row: Int64, after: Timestamp, through: Timestamp)]
    ) throws(StoreError) -> [Bool] {
        try base.haveEvents(kind, in: spans)
    }

    /// As ``SQLiteStore/holds(_:for:at:)``.
    public func holds(
        _ condition: Condition, for customer: CustomerID, at now: Timestamp
    ) throws(StoreError) -> Bool {
        if let population = ledger.population {
            guard let row = population.row(of: customer) else { return false }
            let judge = Population.Judge(population, now: now, zone: base.zone)
            judge.row = row
            return judge.holds(population.plan(condition, in: base.zone))
        }
        return try base.holds(condition, for: customer, at: now)
    }
}
