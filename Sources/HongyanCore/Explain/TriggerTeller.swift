/// Tells a trigger's story of one customer from rows, by the definitions that ``Trigger`` states.
public struct TriggerTeller {
    /// What the ledger says of an occurrence key.
    public enum Standing: Hashable, Sendable { case held, final }

    let rule: CompiledRule
    let zone: Zone
    let now: Timestamp
    let tags: [TagName: Value]
    let history: TriggerHistory
    let standing: [String: Standing]
    let aggregate: (Aggregate) -> Value?

    /// - Parameters:
    ///   - tags: The customer's stored and latest-event tags.
    ///   - standing: By occurrence key, as the ledger has it at `now`.
    public init(
        rule: CompiledRule, zone: Zone, now: Timestamp, tags: [TagName: Value],
        history: TriggerHistory, standing: [String: Standing] = [:],
        aggregate: @escaping (Aggregate) -> Value? = { _ in nil }
    ) {
        self.rule = rule
        self.zone = zone
        self.now = now
        self.tags = tags
        self.history = history
        self.standing = standing
        self.aggregate = aggregate
    }

    public func story() -> TriggerStory {
        switch rule.trigger {
        case .event(let trigger): event(trigger)
        case .absence(let trigger): absence(trigger)
        case .dormant(let trigger): dormant(trigger)
        case .date(let trigger): date(trigger)
        case .signal(let trigger): signal(trigger)
        case .schedule(let trigger): schedule(trigger)
        case .enters(let trigger): enters(trigger)
        case .reply(let trigger): reply(trigger)
        }
    }

    // MARK: What all kinds share

    /// A condition's parts with the values that it sees, and whether it holds.
    func judged(
        _ condition: Condition, _ fields: [String: Value] = [:]
    ) -> (holds: Bool, trace: [ConditionTrace]) {
        if condition == .constant(true) { return (true, []) }
        let subject = Subject(
            now: now, zone: zone, tag: { tags[$0] }, field: { fields[$0] }, aggregate: aggregate)
        return (condition.holds(for: subject), condition.trace(for: subject))
    }

    /// Where an occurrence that is not called off stands by the clock.
    func clock(_ due: Timestamp, includesBacklog: Bool = false) -> TriggerStory.Status {
        if due > now { return .waiting }
        if !includesBacklog, let activeFrom = history.activeFrom, due <= activeFrom {
            return .backlog
        }
        return .due
    }

    func story(
        _ chapters: [TriggerStory.Chapter], missing: TriggerStory.Missing, next: Timestamp? = nil
    ) -> TriggerStory {
        let sorted = chapters.enumerated().sorted {
            $0.element.due == $1.element.due
                ? $0.offset < $1.offset : $0.element.due < $1.element.due
        }.map(\.element)
        let later = sorted.last { $0.status == .waiting }?.due
        return TriggerStory(
            chapters: Array(sorted.suffix(TriggerStory.mostChapters)),
            missing: sorted.isEmpty ? missing : nil, next: next ?? later)
    }

    func step(_ kind: TriggerStory.Step.Kind, _ event: TriggerHistory.Event) -> TriggerStory.Step {
        TriggerStory.Step(
            kind: kind, at: event.event.at, name: event.event.kind.rawValue,
            id: event.event.id?.rawValue ?? "")
    }

    func events(of kind: EventKind) -> [TriggerHistory.Event] {
        history.events.filter { $0.event.kind == kind && $0.event.at <= now }
    }

    /// Whether an occurrence is still to be decided: held, or not read yet. A rule that never ran
    /// is told of as if it had always read in time.
    func isOpen(_ key: String, _ due: Timestamp) -> Bool {
        switch standing[key] {
        case .held?: true
        case .final?: false
        case nil: due > max(history.throughTime ?? now, history.activeFrom ?? .distantPast)
        }
    }

    // MARK: Events

    private func event(_ trigger: EventTrigger) -> TriggerStory {
        let chapters = events(of: trigger.event).map { start -> TriggerStory.Chapter in
            let (holds, trace) = judged(trigger.where, start.event.fields)
            let due = start.event.at + trigger.after
            return TriggerStory.Chapter(
                key: start.event.id?.rawValue ?? "seq \(start.seq)", due: due,
                cause: .event(start.seq), status: holds ? clock(due) : .unmatched,
                steps: [step(.started, start)], condition: trace)
        }
        return story(chapters, missing: .event(trigger.event))
    }

    private func absence(_ trigger: AbsenceTrigger) -> TriggerStory {
        var order: [String] = []
        var byKey: [String: [TriggerHistory.Event]] = [:]
        for start in events(of: trigger.event) {
            let key = Self.key(of: start, trigger)
            if byKey[key] == nil { order.append(key) }
            byKey[key, default: []].append(start)
        }
        let chapters = order.flatMap { key in
            once(
                chains(byKey[key] ?? [], trigger, isHeld: standing[key] == .held).map {
                    chapter(key, $0, trigger)
                })
        }
        return story(chapters, missing: .event(trigger.event))
    }

    /// Of several chapters of one key only the first that falls due is an occurrence.
    private func once(_ chapters: [TriggerStory.Chapter]) -> [TriggerStory.Chapter] {
        var hasFired = false
        return chapters.map { chapter in
            let fires = chapter.status == .due || chapter.status == .waiting
            defer { if chapter.status == .due { hasFired = true } }
            guard hasFired, fires else { return chapter }
            return TriggerStory.Chapter(
                key: chapter.key, due: chapter.due, cause: chapter.cause, status: .repeated,
                steps: chapter.steps, condition: chapter.condition)
        }
    }

    /// The key field as text, else the event's id.
    static func key(of start: TriggerHistory.Event, _ trigger: AbsenceTrigger) -> String {
        let id = start.event.id?.rawValue ?? "seq \(start.seq)"
        guard let name = trigger.key, let value = start.event.fields[name] else { return id }
        switch value {
        case .text(let text): return text
        case .number(let count): return String(count)
        case .boolean(let flag): return flag ? "1" : "0"
        default: return id
        }
    }

    /// Events of one key, of which each but the last starts the timer of the next anew. While an
    /// occurrence is held any later event does, however long after.
    private func chains(
        _ starts: [TriggerHistory.Event], _ trigger: AbsenceTrigger, isHeld: Bool
    ) -> [[TriggerHistory.Event]] {
        var chains: [[TriggerHistory.Event]] = []
        for start in starts {
            if trigger.key != nil, let last = chains.last?.last,
                isHeld || start.event.at <= last.event.at + trigger.within
            {
                chains[chains.count - 1].append(start)
            } else {
                chains.append([start])
            }
        }
        return chains
    }

    private func chapter(
        _ key: String, _ chain: [TriggerHistory.Event], _ trigger: AbsenceTrigger
    ) -> TriggerStory.Chapter {
        let last = chain[chain.count - 1]
        let due = last.event.at + trigger.delay
        var steps = [step(.started, chain[0])] + chain.dropFirst().map { step(.restarted, $0) }
        // Until the last word is spoken a late canceller counts as well.
        let end = isOpen(key, due) ? now : last.event.at + trigger.within
        let canceller = events(of: trigger.unless).first { other in
            guard other.event.at >= last.event.at, other.event.at <= end else { return false }
            guard let same = trigger.same else { return true }
            guard let left = last.event.fields[same], let right = other.event.fields[same] else {
                return false
            }
            return left.isIdentical(to: right)
        }
        let (holds, trace) = judged(trigger.where, last.event.fields)
        let status: TriggerStory.Status
        if let canceller {
            steps.append(step(.cancelled, canceller))
            status = .cancelled
        } else {
            status = holds ? clock(due) : .unmatched
        }
        return TriggerStory.Chapter(
            key: key, due: due, cause: .event(last.seq), status: status, steps: steps,
            condition: trace)
    }

    private func reply(_ trigger: ReplyTrigger) -> TriggerStory {
        let chapters = history.replies.compactMap { reply -> TriggerStory.Chapter? in
            let keyword = trigger.keywords.first {
                ReplyClassifier.matches(keyword: $0, in: reply.text)
            }
            guard let keyword, reply.at <= now else { return nil }
            return TriggerStory.Chapter(
                key: reply.id, due: reply.at, cause: .reply(reply.seq), status: clock(reply.at),
                steps: [TriggerStory.Step(kind: .replied, at: reply.at, name: keyword)])
        }
        return story(chapters, missing: .reply)
    }
}
