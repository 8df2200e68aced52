internal import HongyanCore

/// What a case came to: the comparison with what was expected, who saw what, and which conditions
/// were seen true and false.
struct TestStory {
    let test: RuleTestCase
    let book: RuleBook
    private let firings: [RecordingStore.Firing]
    private let judged: [RecordingStore.Judged]
    private let cast: TestCast
    private let past: TestPast

    init(test: RuleTestCase, book: RuleBook, store: RecordingStore, cast: TestCast) {
        self.test = test
        self.book = book
        self.cast = cast
        firings = store.firings
        // Earlier messages of the case are not the engine's decisions.
        judged = store.judged.filter { !$0.decision.verdicts.isEmpty }
        past = TestPast(test, book: book)
    }

    // MARK: Comparison

    private struct Actual {
        let actual: RuleTestActual
        /// A later decision of the same occurrence followed: it may be left out.
        let isPassing: Bool
    }

    /// - Parameter pointless: Receipts that came before anything was handed over.
    func lines(pointless: [RuleTestMoment]) -> [RuleTestResult.Line] {
        var rest = actuals()
        var lines: [(at: Timestamp, rank: Int, line: RuleTestResult.Line)] = []
        for moment in pointless {
            guard case .receipt(_, _, let customer) = moment.happening else { continue }
            lines.append((moment.at, 3, .pointless(customer: customer, at: moment.at)))
        }
        for expected in test.expected {
            if let index = rest.firstIndex(where: { expected.isMet(by: $0.actual) }) {
                let met = rest.remove(at: index).actual
                lines.append((met.at, 0, .agreed(met)))
            } else {
                lines.append((expected.at, 1, .missing(expected)))
            }
        }
        for left in rest {
            let line: RuleTestResult.Line =
                left.isPassing ? .agreed(left.actual) : .unexpected(left.actual)
            lines.append((left.actual.at, left.isPassing ? 0 : 2, line))
        }
        return lines.enumerated().sorted { left, right in
            if left.element.at != right.element.at { return left.element.at < right.element.at }
            if left.element.rank != right.element.rank {
                return left.element.rank < right.element.rank
            }
            return left.offset < right.offset
        }.map(\.element.line)
    }

    private func actuals() -> [Actual] {
        var last: [String: Int] = [:]
        func name(_ occurrence: Occurrence) -> String {
            "\(occurrence.rule)\u{1F}\(occurrence.customer)\u{1F}\(occurrence.key)"
        }
        for (index, entry) in judged.enumerated() { last[name(entry.decision.occurrence)] = index }
        return judged.enumerated().compactMap { index, entry in
            let occurrence = entry.decision.occurrence
            guard test.compared.contains(occurrence.rule) else { return nil }
            let actual = RuleTestActual(
                customer: cast.name(occurrence.customer), decision: entry.decision,
                withdrawn: entry.withdrawn)
            return Actual(actual: actual, isPassing: last[name(occurrence)] != index)
        }
    }

    // MARK: Explanation

    /// For each customer and rule of a line that does not agree: the decisions that were made, or
    /// how far it came.
    func trails(of lines: [RuleTestResult.Line]) -> [RuleTestTrail] {
        var asked: [(customer: String, rule: RuleID)] = []
        for line in lines {
            let (customer, rule): (String, RuleID)
            switch line {
            case .agreed: continue
            case .missing(let expected): (customer, rule) = (expected.customer, expected.rule)
            case .unexpected(let actual): (customer, rule) = (actual.customer, actual.rule)
            case .pointless(let name, _): (customer, rule) = (name, test.rules[0])
            }
            if !asked.contains(where: { $0 == (customer, rule) }) { asked.append((customer, rule)) }
        }
        return asked.flatMap { trails(of: $0.customer, $0.rule) }
    }

    private func trails(of customer: String, _ rule: RuleID) -> [RuleTestTrail] {
        let id = cast.id(customer)
        func trail(_ at: Timestamp, _ stage: RuleTestTrail.Stage) -> RuleTestTrail {
            RuleTestTrail(at: at, customer: customer, rule: rule, stage: stage)
        }
        var found: [RuleTestTrail] = []
        for asked in questions() where asked.rule == rule && asked.customer == customer {
            found.append(trail(asked.at, .trigger(asked.traces)))
        }
        for (at, stage) in timers(of: customer, rule) { found.append(trail(at, stage)) }
        for firing in firings where firing.rule == rule && firing.occurrence.customer == id {
            guard let audience = book.rule(rule)?.audience, audience != .constant(true) else {
                continue
            }
            let traces = audience.trace(for: past.subject(customer, at: firing.at))
            found.append(
                trail(
                    firing.at,
                    .audience(traces, key: firing.occurrence.key, due: firing.occurrence.due)))
        }
        for entry in judged
        where entry.decision.occurrence.rule == rule && entry.decision.occurrence.customer == id {
            found.append(trail(entry.decision.at, .decision(entry.decision, entry.trigger)))
        }
        if found.isEmpty { found.append(trail(test.until, .noOccurrence)) }
        return found.enumerated().sorted {
            $0.element.at == $1.element.at
                ? $0.offset < $1.offset : $0.element.at < $1.element.at
        }.map(\.element)
    }

    /// What became of the timers that events of a customer started, where the rule waits for
    /// something not to happen.
    private func timers(
        of customer: String, _ rule: RuleID
    ) -> [(at: Timestamp, stage: RuleTestTrail.Stage)] {
        guard case .absence(let trigger)? = book.rule(rule)?.trigger else { return [] }
        let own = past.events.filter { $0.customer == customer }.sorted {
            $0.at == $1.at ? $0.seq < $1.seq : $0.at < $1.at
        }
        return own.indices.compactMap { index in
            let event = own[index]
            guard event.kind == trigger.event, isInside(event.at, trigger.delay) else { return nil }
            let key = trigger.key.flatMap { event.fields[$0] }
            let end = end(of: event, trigger, later: own[(index + 1)...], among: own)
            let text: String? = if case .text(let text)? = key { text } else { nil }
            return (event.at, .timer(event.kind, key: text, due: event.at + trigger.delay, end))
        }
    }

    private func end(
        of event: TestPast.Event, _ trigger: AbsenceTrigger, later: ArraySlice<TestPast.Event>,
        among own: [TestPast.Event]
    ) -> RuleTestTrail.TimerEnd {
        if let name = trigger.key, let key = event.fields[name],
            let again = later.first(where: {
                $0.kind == trigger.event && $0.fields[name] == key
                    && $0.at <= event.at + trigger.delay
            })
        {
            return .restarted(at: again.at)
        }
        let cancelling = own.first { other in
            let isSame = trigger.same.map { other.fields[$0] == event.fields[$0] } ?? true
            return other.kind == trigger.unless && isSame && other.at >= event.at
                && other.at <= event.at + trigger.within
        }
        return cancelling.map { .cancelled($0.kind, at: $0.at) } ?? .ran
    }

    // MARK: Coverage

    func coverage() -> RuleTestCoverage {
        var coverage = RuleTestCoverage()
        for asked in questions() { coverage.note(asked.traces, of: .trigger(asked.rule)) }
        for firing in firings {
            note(firing.rule, firing.occurrence.customer, at: firing.at, &coverage)
        }
        for entry in judged {
            let decision = entry.decision
            coverage.note(decision)
            note(decision.occurrence.rule, decision.occurrence.customer, at: decision.at, &coverage)
            let subject = past.subject(
                cast.name(decision.occurrence.customer), at: decision.at)
            let purpose = book.rule(decision.occurrence.rule)?.purpose
            for cap in book.policy.caps
            where purpose.map(cap.purposes.contains) == true && cap.audience != .constant(true) {
                coverage.note(cap.audience.trace(for: subject), of: .cap(cap.name))
            }
        }
        return coverage
    }

    private func note(
        _ rule: RuleID, _ customer: CustomerID, at now: Timestamp,
        _ coverage: inout RuleTestCoverage
    ) {
        guard let audience = book.rule(rule)?.audience, audience != .constant(true) else { return }
        let subject = past.subject(cast.name(customer), at: now)
        coverage.note(audience.trace(for: subject), of: .audience(rule))
    }

    /// One question of a trigger to one customer.
    private struct Question {
        let rule: RuleID
        let customer: String
        let at: Timestamp
        let traces: [ConditionTrace]
    }

    /// What triggers asked of events, signals and customers that fell due inside the case.
    private func questions() -> [Question] {
        test.rules.compactMap { book.rule($0) }.flatMap { rule -> [Question] in
            switch rule.trigger {
            case .event(let trigger):
                events(rule, trigger.event, trigger.where, after: trigger.after)
            case .absence(let trigger):
                events(rule, trigger.event, trigger.where, after: trigger.delay)
            case .signal(let trigger): signals(rule, trigger)
            case .enters(let trigger): samples(rule, trigger)
            case .dormant, .date, .schedule, .reply: []
            }
        }
    }

    private func isInside(_ moment: Timestamp) -> Bool {
        moment > test.now - .minutes(1) && moment <= test.until
    }

    /// It falls due after the rules begin and before the case ends.
    private func isInside(_ moment: Timestamp, _ after: Span) -> Bool { isInside(moment + after) }

    private func events(
        _ rule: CompiledRule, _ kind: EventKind, _ condition: Condition, after: Span
    ) -> [Question] {
        guard condition != .constant(true) else { return [] }
        return past.events.filter { $0.kind == kind && isInside($0.at, after) }.map { event in
            let due = max(event.at + after, event.arrivedAt)
            let subject = past.subject(event.customer, at: due, fields: event.fields)
            return Question(
                rule: rule.id, customer: event.customer, at: due,
                traces: condition.trace(for: subject))
        }
    }

    private func signals(_ rule: CompiledRule, _ trigger: SignalTrigger) -> [Question] {
        let zone = book.workspace.zone
        var days: [CivilDay] = []
        for fact in past.signals(of: trigger.signal, at: test.until) where !days.contains(fact.day)
        {
            days.append(fact.day)
        }
        var found: [Question] = []
        for day in days {
            let due = zone.moment(day - trigger.daysBefore, trigger.at)
            guard isInside(due) else { continue }
            for fact in past.signals(of: trigger.signal, at: due) where fact.day == day {
                for customer in test.customers
                where past.tags(of: customer.name, at: due)[trigger.by] == .text(fact.key) {
                    let subject = past.subject(customer.name, at: due, fields: fact.fields)
                    found.append(
                        Question(
                            rule: rule.id, customer: customer.name, at: due,
                            traces: trigger.when.trace(for: subject)))
                }
            }
        }
        return found
    }

    private func samples(_ rule: CompiledRule, _ trigger: EntersTrigger) -> [Question] {
        let instants = TriggerClock.instants(
            of: rule.trigger, from: test.now - .minutes(1), through: test.until,
            zone: book.workspace.zone)
        return instants.flatMap { instant in
            test.customers.map { customer in
                let subject = past.subject(customer.name, at: instant)
                return Question(
                    rule: rule.id, customer: customer.name, at: instant,
                    traces: trigger.condition.trace(for: subject))
            }
        }
    }
}

extension RuleTestExpectation {
    /// All that it tells is so.
    fileprivate func isMet(by actual: RuleTestActual) -> Bool {
        guard actual.at == at, actual.customer == customer, actual.rule == rule else {
            return false
        }
        let decision = actual.decision
        if let withdrawn = actual.withdrawn {
            return outcome == .drop(reason: withdrawn.code)
        }
        switch (outcome, decision.outcome) {
        case (.send(let template, let texts, let parts), .send):
            guard let message = decision.message else { return false }
            return (template.map { $0 == message.template } ?? true)
                && (parts.map { $0 == message.parts } ?? true)
                && texts.allSatisfy { message.text.containsBytes(of: $0) }
        case (.hold(let reason, let until), .hold(let end)):
            return decision.reason?.code == reason && (until.map { $0 == end } ?? true)
        case (.drop(let reason), .drop): return decision.reason?.code == reason
        default: return false
        }
    }
}

extension String {
    fileprivate func containsBytes(of part: String) -> Bool {
        let needle = Array(part.utf8)
        let bytes = Array(utf8)
        guard !needle.isEmpty, bytes.count >= needle.count else { return needle.isEmpty }
        return (0...bytes.count - needle.count).contains {
            bytes[$0..<$0 + needle.count].elementsEqual(needle)
        }
    }
}
