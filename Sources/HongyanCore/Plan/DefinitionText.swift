/// One named thing that a book says.
struct DefinitionLine: Hashable, Sendable {
    let name: String
    let text: String
    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// A compiled rule as named texts, near to what its file says: different rules differ in a line.
enum DefinitionText {
    static func lines(of rule: CompiledRule, zone: Zone) -> [DefinitionLine] {
        var lines = [
            DefinitionLine("title", rule.title), DefinitionLine("purpose", rule.purpose.rawValue),
        ]
        lines += trigger(rule.trigger, zone: zone)
        if rule.audience != .constant(true) {
            lines.append(DefinitionLine("audience", rule.audience.description))
        }
        if let once = rule.once { lines.append(DefinitionLine("once", text(once))) }
        lines.append(DefinitionLine("priority", String(rule.priority)))
        if let window = rule.window { lines.append(DefinitionLine("window", text(window))) }
        switch rule.closed {
        case .drop: lines.append(DefinitionLine("closed", "drop"))
        case .defer(let span): lines.append(DefinitionLine("closed", "defer \(span)"))
        }
        lines.append(DefinitionLine("late", rule.late.map { "skip \($0)" } ?? "never"))
        if let limit = rule.limit {
            lines.append(DefinitionLine("limit", "\(limit.count)/\(limit.period.rawValue)"))
        }
        if let pace = rule.pacePerDay { lines.append(DefinitionLine("pace", "\(pace)/day")) }
        if let budget = rule.budget { lines.append(DefinitionLine("budget", budget.written)) }
        if rule.rolloutBuckets != Bucket.count {
            lines.append(DefinitionLine("rollout", share(rule.rolloutBuckets)))
        }
        if rule.holdoutBuckets != 0 {
            lines.append(DefinitionLine("holdout", share(rule.holdoutBuckets)))
        }
        lines.append(DefinitionLine("message", text(rule.message)))
        if let goal = rule.goal {
            lines.append(DefinitionLine("goal", "\(goal.event) within \(goal.within)"))
        }
        if let asked = rule.asksConsent {
            lines.append(DefinitionLine("asks_consent", asked.rawValue))
        }
        if !rule.isEnabled { lines.append(DefinitionLine("enabled", "false")) }
        return lines
    }

    private static func trigger(_ trigger: Trigger, zone: Zone) -> [DefinitionLine] {
        var lines = [DefinitionLine("trigger", trigger.kindName)]
        func add(_ name: String, _ text: String?) {
            if let text { lines.append(DefinitionLine("trigger.\(name)", text)) }
        }
        func condition(_ name: String, _ condition: Condition) {
            if condition != .constant(true) { add(name, condition.description) }
        }
        switch trigger {
        case .event(let event):
            add("event", event.event.rawValue)
            condition("where", event.where)
            if event.after != .zero { add("after", "\(event.after)") }
        case .absence(let absence):
            add("event", absence.event.rawValue)
            condition("where", absence.where)
            add("unless", absence.unless.rawValue)
            add("within", "\(absence.within)")
            add("key", absence.key)
            add("same", absence.same)
        case .dormant(let dormant):
            add("dormant", "\(dormant.event) (\(dormant.tag))")
            add("for", "\(dormant.span)")
            add("backlog", dormant.backlog.rawValue)
        case .date(let date):
            add("date", date.isAnniversary ? "\(date.tag) each year" : date.tag.rawValue)
            add("before", "\(date.daysBefore)d")
            add("at", "\(date.at)")
        case .signal(let signal):
            add("signal", signal.signal.rawValue)
            add("by", signal.by.rawValue)
            condition("when", signal.when)
            add("before", "\(signal.daysBefore)d")
            add("at", "\(signal.at)")
            add("fresh", "\(signal.freshFor)")
        case .schedule(.cron(let cron)): add("schedule", cron.text)
        case .schedule(.once(let moment)): add("at", zone.format(moment))
        case .enters(let enters):
            add("enters", enters.condition.description)
            add("every", "\(enters.everyDays)d")
            add("at", "\(enters.at)")
        case .reply(let reply): add("reply", reply.keywords.joined(separator: ", "))
        }
        return lines
    }

    // MARK: Pieces

    static func text(_ once: Once) -> String {
        switch once {
        case .perOccurrence: "per occurrence"
        case .per(let span): "per \(span)"
        case .perYear: "per year"
        case .ever: "ever"
        }
    }

    /// `evening: daily 18:00-20:30`.
    static func text(_ window: Window) -> String { "\(window.name): \(window.written)" }

    private static func text(_ message: MessageChoice) -> String {
        guard message.variants.count > 1 else {
            return message.variants.first?.template.rawValue ?? ""
        }
        return message.variants.map { "\($0.template) × \($0.weight)" }.joined(separator: ", ")
    }

    /// Of 10,000 buckets as `5%` or `0.5%`.
    static func share(_ buckets: Int) -> String {
        let percent = Money(units: Int64(buckets) * 100)
        return "\(percent)%"
    }
}
