/// The schema of a rule's `trigger`, as ``TriggerReader`` reads it: the first of its kinds whose
/// key is there, so that an editor offers the keys of that kind, and the keys of all kinds before
/// one is chosen.
struct TriggerSchema {
    let forms: SchemaForms

    var json: Json {
        var result = start
        for kind in TriggerReader.kinds.reversed() {
            result = [
                "if": ["type": "object", "required": [.text(kind.key)]],
                "then": SchemaForms.reference("trigger-\(kind.key)"), "else": result,
            ]
        }
        return result
    }

    /// No kind is chosen yet.
    private var start: Json {
        let keys = TriggerReader.kinds.map(\.key).filter { $0 != "unless" }
        let members = keys.map { Json.Member($0, key($0, of: $0)) }
        return [
            "type": "object", "properties": .object(members), "additionalProperties": false,
            "minProperties": 1,
        ]
    }

    /// The definitions, one a kind.
    var kinds: [Json.Member] {
        TriggerReader.kinds.map { kind in
            var members = kind.known.map { Json.Member($0, key($0, of: kind.key)) }
            // With it the trigger becomes one of absence.
            if kind.key == "event" { members.append(Json.Member("unless", key("unless", of: ""))) }
            var json = forms.object(
                Keys("", kind.known, required: kind.required), members)
            if kind.key == "unless", let events = forms.names.events, !events.isEmpty {
                json = json.adding([Json.Member("allOf", .list(events.map(fields)))])
            }
            return Json.Member("trigger-\(kind.key)", json)
        }
    }

    /// `key` and `same` name a field of the event.
    private func fields(_ event: SchemaNames.Event) -> Json {
        let field = event.fields.isEmpty ? ["not": [:]] : forms.choice(event.fields)
        return [
            "if": ["properties": ["event": ["const": .text(event.entry.name)]]],
            "then": ["properties": ["key": field, "same": field]],
        ]
    }

    // MARK: Keys

    private func key(_ key: String, of kind: String) -> Json {
        switch (key, kind) {
        case ("event", "unless"):
            forms.told("计时从这个事件的最后一次算起。", "The time runs from the last such event.", forms.event)
        case ("event", _): forms.told("等这个事件发生。", "An event of this kind.", forms.event)
        case ("unless", _):
            forms.told("在此期间没有发生的事件。", "The event that did not come.", forms.event)
        case ("within", _):
            forms.told(
                "等多久没有它。", "How long it has not come.", SchemaForms.pattern(SchemaForms.minutes),
                examples: ["2h", "3d"])
        case ("key", _):
            forms.told(
                "按事件的这个字段分开计时，如每个购物车一次。",
                "A field of the event: one timer for each value, such as each cart.",
                SchemaForms.text)
        case ("same", _):
            forms.told(
                "只有这个字段相同的另一个事件才算数。",
                "The other event counts only when this field is the same.", SchemaForms.text)
        case ("where", _):
            forms.condition(
                "只要满足条件的事件；可用事件的字段。",
                "Only events that match; the event's own fields may be named.")
        case ("after", _):
            forms.told(
                "事件之后多久。", "How long after the event.", SchemaForms.span, examples: ["10m", "1d"])
        case ("reply", _): reply
        case ("schedule", _), ("at", "at"): clock(key)
        default: later(key, of: kind)
        }
    }

    private func later(_ key: String, of kind: String) -> Json {
        switch (key, kind) {
        case ("dormant", _):
            forms.told(
                "多久没有这个事件；要有一个 `latest` 标签记录它。",
                "The event that has not come for long; a tag with `latest` keeps its time.", dormant
            )
        case ("for", _):
            forms.told(
                "沉默多久。", "How long the silence is.", SchemaForms.pattern(SchemaForms.minutes),
                examples: ["90d"])
        case ("backlog", _):
            forms.told(
                "规则上线前已沉睡的：`skip` 不发，`include` 也发。",
                "Those asleep before the rule came: `skip` them or `include` them.",
                SchemaForms.choice(["skip", "include"]))
        case ("pace", _):
            forms.told(
                "每天最多这么多，其余排到以后。", "At most so many a day; the rest waits.",
                SchemaForms.perDay, examples: ["5000/day"])
        case ("date", _):
            forms.told("日期或周年日标签。", "A date or anniversary tag.", dateTag)
        case ("before", _):
            forms.told(
                "提前几天，0–60。", "How many days ahead, 0–60.", SchemaForms.span60days,
                examples: ["1d", "3d"])
        case ("signal", _):
            forms.told("哪种信号。", "The kind of signal.", forms.choice(signals))
        case ("by", _):
            forms.told("信号按哪个标签区分。", "The tag that the signal goes by.", byTag)
        case ("when", _):
            forms.condition(
                "信号的字段要满足的条件。", "What must hold; the signal's own fields may be named.")
        case ("enters", _):
            forms.condition(
                "顾客从不满足变成满足时触发；第一次取样不触发。",
                "Fires when a customer comes to match; the first sample fires nothing.")
        case ("every", _):
            forms.told(
                "多少天取样一次，1–366。", "Sampled every so many days, 1–366.",
                SchemaForms.span366days, examples: ["1d"])
        default:
            forms.told(
                "当天几点。", "The time of day.", SchemaForms.minute, examples: ["10:00"])
        }
    }

    private func clock(_ key: String) -> Json {
        key == "at"
            ? forms.told(
                "只在这一刻。", "This moment, once.", SchemaForms.moment,
                examples: ["2026-12-12 10:00"])
            : forms.told(
                "cron 五段：分 时 日 月 周，按工作区时区。",
                "Cron: minute, hour, day, month, weekday, in the workspace's zone.",
                SchemaForms.cron, examples: ["0 18 * * 1-5"])
    }

    private var reply: Json {
        forms.told(
            "顾客回复这些关键词之一。", "A customer answers with one of these keywords.",
            [
                "type": ["string", "number", "boolean", "array"], "minLength": 1,
                "items": SchemaForms.text, "minItems": 1, "uniqueItems": true,
            ])
    }

    // MARK: Names

    private var dormant: Json {
        let events = forms.names.events?.map(\.entry)
            .filter { forms.names.kept.contains($0.name) }
        return events?.isEmpty == false ? forms.choice(events) : forms.event
    }

    private var dateTag: Json {
        let tags = forms.names.tags?.filter { $0.detail == "date" || $0.detail == "anniversary" }
        return forms.choice(tags?.isEmpty == false ? tags : forms.names.tags)
    }

    private var signals: [SchemaNames.Entry]? { forms.names.signals?.map(\.entry) }

    private var byTag: Json {
        let by = Set((forms.names.signals ?? []).compactMap(\.by))
        let tags = forms.names.tags?.filter { by.contains($0.name) }
        return forms.choice(tags?.isEmpty == false ? tags : forms.names.tags)
    }
}
