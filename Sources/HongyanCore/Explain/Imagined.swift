extension Trigger {
    /// `where`, `when` or the entered condition; true for triggers without one.
    public var condition: Condition {
        switch self {
        case .event(let trigger): trigger.where
        case .absence(let trigger): trigger.where
        case .signal(let trigger): trigger.when
        case .enters(let trigger): trigger.condition
        case .dormant, .date, .schedule, .reply: .constant(true)
        }
    }

    /// The fields that its event or signal brings along.
    public func fields(in schema: TagSchema) -> [FieldDefinition] {
        switch self {
        case .event(let trigger): schema.event(trigger.event)?.fields ?? []
        case .absence(let trigger): schema.event(trigger.event)?.fields ?? []
        case .signal(let trigger): schema.signal(trigger.signal)?.fields ?? []
        case .dormant, .date, .schedule, .enters, .reply: []
        }
    }
}

extension Facts {
    /// The same as if the trigger held now: fields that no event brought stand in with short
    /// values, so that a text can be made.
    public func imagined(fields definitions: [FieldDefinition]) -> Facts {
        var fields = fields
        for definition in definitions where fields[definition.name] == nil {
            fields[definition.name] = definition.type.standIn
        }
        return Facts(
            occurrence: occurrence, prior: prior, trigger: .holds, isInAudience: isInAudience,
            tags: tags, fields: fields, recipient: recipient, optOut: optOut, consents: consents,
            sends: sends, lastOfRule: lastOfRule, capsNotBinding: capsNotBinding,
            templates: templates, hold: hold)
    }
}

extension ValueType {
    /// A short value of the type; nil for sets.
    fileprivate var standIn: Value? {
        switch self {
        case .text: .text("…")
        case .enumeration(let words): words.first.map { .text($0) }
        case .boolean: .boolean(true)
        case .number: .number(1)
        case .time: .time(Timestamp(milliseconds: 0))
        case .date: .date(CivilDay(number: 0))
        case .anniversary: .anniversary(Anniversary(calendar: .solar, month: 1, day: 1))
        case .set: nil
        case .duration: .duration(.zero)
        }
    }
}
