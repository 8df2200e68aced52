extension RuleBook {
    /// The tags whose values the gates of a rule want to see: those that its texts show, and the
    /// one that tells a child. Conditions are asked where customers are read.
    public func tagsAsked(by rule: CompiledRule) -> Set<TagName> {
        // A direct send names its template itself.
        if rule.isDirect { return Set(tags.tags.map(\.name)) }
        var names: Set<TagName> = []
        for variant in rule.message.variants {
            for run in template(variant.template)?.runs ?? [] {
                if case .variable(let variable) = run, case .tag(let name, _) = variable.source {
                    names.insert(name)
                }
            }
        }
        switch policy.consent.guardian {
        case .tag(let name), .age(let name, _): names.insert(name)
        case nil: break
        }
        return names
    }
}

extension RuleBook {
    /// The fields of the event or signal behind an occurrence that a rule's texts show.
    public func fieldsAsked(by rule: CompiledRule) -> Set<String> {
        if rule.isDirect { return Set(Direct.fields(for: templates).map(\.name)) }
        var names: Set<String> = []
        for variant in rule.message.variants {
            for run in template(variant.template)?.runs ?? [] {
                if case .variable(let variable) = run, case .field(let name, _) = variable.source {
                    names.insert(name)
                }
            }
        }
        return names
    }

    /// All fields of events that rules ask for: in texts, conditions, aggregates and keys.
    public var fieldsAsked: Set<String> {
        var names: Set<String> = []
        func add(_ condition: Condition) {
            names.formUnion(condition.fieldNames)
            names.formUnion(condition.aggregates.compactMap(\.field))
        }
        for rule in rules {
            names.formUnion(fieldsAsked(by: rule))
            add(rule.audience)
            switch rule.trigger {
            case .event(let trigger): add(trigger.where)
            case .absence(let trigger):
                add(trigger.where)
                names.formUnion([trigger.key, trigger.same].compactMap(\.self))
            case .signal(let trigger): add(trigger.when)
            case .enters(let trigger): add(trigger.condition)
            case .dormant, .date, .schedule, .reply: break
            }
        }
        for cap in caps { add(cap.audience) }
        return names
    }
}

extension CompiledRule {
    /// It stands for the direct sends of its purpose.
    var isDirect: Bool { id == Direct.rule(of: purpose) }
}
