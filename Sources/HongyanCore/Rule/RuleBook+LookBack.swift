extension RuleBook {
    /// The longest time that any trigger, condition or cap of the book looks back on what happened:
    /// events younger than this are never deleted.
    public var lookBack: Span {
        var longest = Span.days(1)
        func count(_ span: Span) { longest = max(longest, span) }
        func count(_ condition: Condition) { for use in condition.aggregates { count(use.span) } }
        for rule in rules {
            count(rule.audience)
            switch rule.trigger {
            case .event(let trigger):
                count(trigger.where)
                count(trigger.after)
            case .absence(let trigger):
                count(trigger.where)
                count(trigger.delay)
            case .dormant(let trigger): count(trigger.span)
            case .signal(let trigger): count(trigger.when)
            case .enters(let trigger): count(trigger.condition)
            case .date, .schedule, .reply: break
            }
            if case .defer(let span) = rule.closed { count(span) }
        }
        for audience in tags.audiences { count(audience.condition) }
        for cap in policy.caps { count(cap.audience) }
        return longest
    }
}
