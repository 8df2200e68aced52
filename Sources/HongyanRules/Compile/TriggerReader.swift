import HongyanCore

/// Reads a rule's `trigger`; the keys used say which kind it is.
///
/// ```
/// event:    {event: KIND, where: CONDITION, after: 10m}
/// absence:  {event: KIND, unless: KIND, within: 2h, key: FIELD, same: FIELD, where: CONDITION}
/// dormant:  {dormant: KIND, for: 90d, backlog: skip | include, pace: 5000/day}
/// date:     {date: TAG, before: 3d, at: 10:00}
/// signal:   {signal: KIND, by: TAG, when: CONDITION, before: 1d, at: 17:00}
/// schedule: {schedule: "0 18 * * 1-5"} or {at: "2026-12-12 10:00"}
/// enters:   {enters: CONDITION, every: 1d, at: 03:00}
/// reply:    {reply: ["1", 报名]}
/// ```
/// `where`, `after`, `key`, `same`, `before` (0d) and `pace` may be left out.
struct TriggerReader {
    let reader: FileReader
    let names: Names
    let schema: TagSchema

    struct Answer {
        let trigger: Trigger
        let pacePerDay: Int?
        /// The fields that the occurrence brings along for templates.
        let scope: FieldScope?
    }

    static let kinds: [(key: String, known: [String], required: [String])] = [
        ("unless", ["event", "unless", "within", "key", "same", "where"], ["event", "within"]),
        ("event", ["event", "where", "after"], []),
        ("dormant", ["dormant", "for", "backlog", "pace"], ["for", "backlog"]),
        ("date", ["date", "before", "at"], ["at"]),
        ("signal", ["signal", "by", "when", "before", "at"], ["when", "at"]),
        ("schedule", ["schedule"], []), ("enters", ["enters", "every", "at"], ["every", "at"]),
        ("reply", ["reply"], []), ("at", ["at"], []),
    ]

    func read(_ node: YamlNode) -> Answer? {
        guard let entries = reader.entries(node) else { return nil }
        let keys = entries.map(\.key)
        guard let kind = TriggerReader.kinds.first(where: { keys.contains($0.key) }) else {
            reader.error(
                "trigger/kind", at: entries.first?.keyRange ?? node.range, zh: "看不出触发的种类",
                en: "no kind of trigger has these keys",
                notes: [
                    Diagnostic.Message(
                        zh: "要有 event、dormant、date、signal、schedule、at、enters、reply 之一",
                        en:
                            "needs one of event, dormant, date, signal, schedule, at, enters, reply"
                    )
                ])
            return nil
        }
        let known = kind.known
        guard let fields = reader.fields(node, known: known, required: kind.required) else {
            return nil
        }
        switch kind.key {
        case "unless": return absence(fields)
        case "event": return event(fields)
        case "dormant": return dormant(fields)
        case "date": return date(fields)
        case "signal": return signal(fields)
        case "enters": return enters(fields)
        case "reply": return reply(fields)
        default: return schedule(fields)
        }
    }

    // MARK: Events

    private func eventKind(_ node: YamlNode?) -> EventDefinition? {
        guard let node, let name = reader.text(node, "事件名", "an event") else { return nil }
        if let event = names.event(name) { return event }
        if names.isWhole, !names.broken.contains(name) {
            reader.unknown(
                "event/unknown", name, at: node.range, among: names.events.map(\.kind.rawValue),
                zh: "事件", en: "event")
        }
        return nil
    }

    /// nil when the condition is faulty; `true` when there is none.
    private func condition(_ node: YamlNode?, _ scope: FieldScope?) -> Condition? {
        guard let node else { return .constant(true) }
        var checker = ConditionChecker(names: names, scope: scope)
        return reader.condition(node).flatMap { checker.check($0) }
    }

    private func event(_ fields: [String: YamlNode]) -> Answer? {
        guard let event = eventKind(fields["event"]) else { return nil }
        let scope = FieldScope(prefix: "event", fields: event.fields)
        let after = fields["after"].map { reader.span($0) } ?? .zero
        guard let condition = condition(fields["where"], scope), let after else { return nil }
        let trigger = EventTrigger(event: event.kind, where: condition, after: after)
        return Answer(trigger: .event(trigger), pacePerDay: nil, scope: scope)
    }

    private func absence(_ fields: [String: YamlNode]) -> Answer? {
        let event = eventKind(fields["event"])
        let unless = eventKind(fields["unless"])
        guard let event, let unless, let within = positive(fields["within"]) else { return nil }
        let scope = FieldScope(prefix: "event", fields: event.fields)
        let key = fields["key"].map { field($0, of: event) }
        let same = fields["same"].map { node -> FieldDefinition? in
            guard let mine = field(node, of: event), let theirs = field(node, of: unless) else {
                return nil
            }
            if mine.type == theirs.type { return mine }
            reader.error(
                "trigger/same", at: node.range, zh: "“\(mine.name)”在两种事件里类型不同",
                en: "'\(mine.name)' has another type in the other event")
            return nil
        }
        guard let condition = condition(fields["where"], scope) else { return nil }
        if case .some(nil) = key { return nil }
        if case .some(nil) = same { return nil }
        let trigger = AbsenceTrigger(
            event: event.kind, where: condition, unless: unless.kind, within: within,
            key: (key ?? nil)?.name, same: (same ?? nil)?.name)
        return Answer(trigger: .absence(trigger), pacePerDay: nil, scope: scope)
    }

    private func field(_ node: YamlNode, of event: EventDefinition) -> FieldDefinition? {
        guard let name = reader.text(node, "字段名", "a field") else { return nil }
        if let field = event.field(name) { return field }
        reader.unknown(
            "field/unknown", name, at: node.range, among: event.fields.map(\.name),
            zh: "（事件 \(event.kind)）字段", en: "\(event.kind) field")
        return nil
    }

    private func positive(_ node: YamlNode?) -> Span? {
        guard let node, let span = reader.span(node) else { return nil }
        if span >= .minutes(1) { return span }
        reader.error(
            "value/form", at: node.range, zh: "至少一分钟", en: "must be at least one minute")
        return nil
    }

    private func dormant(_ fields: [String: YamlNode]) -> Answer? {
        let event = eventKind(fields["dormant"])
        let pace = fields["pace"].map { node in
            reader.read(node, "每天多少，如 5000/day", "so many a day such as 5000/day") {
                TimeForms.limit($0).flatMap { $0.period == .day ? $0.count : nil }
            }
        }
        let backlogNode = fields["backlog"]
        let backlog: Backlog? = backlogNode.flatMap { reader.choice($0, "存量处理", "backlog") }
        guard let event, let span = positive(fields["for"]), let backlog else { return nil }
        guard let tag = schema.latestTag(of: event.kind) else {
            if names.isWhole, let node = fields["dormant"] {
                reader.error(
                    "dormant/tag", at: node.range, zh: "没有记录“\(event.kind)”最近时间的标签",
                    en: "no tag keeps the latest '\(event.kind)'",
                    notes: [
                        Diagnostic.Message(
                            zh: "在 rules/tags.yaml 加一个 {latest: \(event.kind)} 的标签",
                            en: "add a tag {latest: \(event.kind)} to rules/tags.yaml")
                    ])
            }
            return nil
        }
        if case .some(nil) = pace { return nil }
        let trigger = DormantTrigger(
            event: event.kind, tag: tag.name, span: span, backlog: backlog)
        return Answer(trigger: .dormant(trigger), pacePerDay: pace ?? nil, scope: nil)
    }

    // MARK: Days and the clock

    private func before(_ fields: [String: YamlNode]) -> Int? {
        guard let node = fields["before"] else { return 0 }
        return reader.days(node, in: 0...60)
    }

    private func date(_ fields: [String: YamlNode]) -> Answer? {
        let before = before(fields)
        let at = fields["at"].flatMap { reader.minute($0) }
        guard let node = fields["date"], let name = reader.text(node, "标签", "a tag") else {
            return nil
        }
        guard let tag = names.tag(name) else {
            if names.isWhole, !names.broken.contains(name) {
                reader.unknown(
                    "tag/unknown", name, at: node.range, among: names.known, zh: "标签", en: "tag")
            }
            return nil
        }
        guard tag.type == .date || tag.type == .anniversary else {
            reader.error(
                "trigger/type", at: node.range,
                zh: "date 要日期或周年日标签，而“\(name)”是\(tag.type.words.zh)",
                en: "date needs a date or anniversary tag, '\(name)' is \(tag.type.words.en)")
            return nil
        }
        guard let before, let at else { return nil }
        let trigger = DateTrigger(
            tag: tag.name, isAnniversary: tag.type == .anniversary, daysBefore: before, at: at)
        return Answer(trigger: .date(trigger), pacePerDay: nil, scope: nil)
    }

    private func signal(_ fields: [String: YamlNode]) -> Answer? {
        let before = before(fields)
        let at = fields["at"].flatMap { reader.minute($0) }
        guard let node = fields["signal"], let name = reader.text(node, "信号", "a signal") else {
            return nil
        }
        guard let signal = schema.signal(SignalKind(name)) else {
            if names.isWhole {
                reader.unknown(
                    "signal/unknown", name, at: node.range,
                    among: schema.signals.map(\.kind.rawValue), zh: "信号", en: "signal")
            }
            return nil
        }
        if let by = fields["by"], let tag = reader.text(by, "标签", "a tag"),
            tag != signal.by.rawValue
        {
            reader.error(
                "signal/by", at: by.range, zh: "信号“\(name)”按“\(signal.by)”区分",
                en: "the signal '\(name)' goes by '\(signal.by)'", fix: signal.by.rawValue)
            return nil
        }
        let scope = FieldScope(prefix: "signal", fields: signal.fields)
        guard let when = fields["when"], let condition = condition(when, scope), let before,
            let at
        else { return nil }
        let trigger = SignalTrigger(
            signal: signal.kind, by: signal.by, when: condition, daysBefore: before, at: at,
            freshFor: signal.freshFor)
        return Answer(trigger: .signal(trigger), pacePerDay: nil, scope: scope)
    }

    private func schedule(_ fields: [String: YamlNode]) -> Answer? {
        if let node = fields["at"] {
            let moment = reader.read(
                node, "时刻，如 2026-12-12 10:00", "a moment such as 2026-12-12 10:00"
            ) { Timestamp.parse($0, zone: names.zone) }
            return moment.map {
                Answer(trigger: .schedule(.once($0)), pacePerDay: nil, scope: nil)
            }
        }
        guard let node = fields["schedule"], let text = reader.text(node, "cron", "cron") else {
            return nil
        }
        do throws(CronError) {
            let cron = try Cron(parsing: text)
            return Answer(trigger: .schedule(.cron(cron)), pacePerDay: nil, scope: nil)
        } catch {
            reader.error(
                "cron/form", at: node.range, zh: "cron 表达式不对：\(error.phrase)",
                en: "cron: \(error.phrase)")
            return nil
        }
    }

    private func enters(_ fields: [String: YamlNode]) -> Answer? {
        let every = fields["every"].flatMap { reader.days($0, in: 1...366) }
        let at = fields["at"].flatMap { reader.minute($0) }
        guard let node = fields["enters"], let condition = condition(node, nil), let every, let at
        else { return nil }
        let trigger = EntersTrigger(condition: condition, everyDays: every, at: at)
        return Answer(trigger: .enters(trigger), pacePerDay: nil, scope: nil)
    }

    private func reply(_ fields: [String: YamlNode]) -> Answer? {
        guard let node = fields["reply"], let words = reader.texts(node) else { return nil }
        guard !words.isEmpty, Set(words).count == words.count else {
            reader.error(
                "trigger/reply", at: node.range, zh: "关键词不能为空，也不能重复",
                en: "keywords must be there, each once")
            return nil
        }
        let trigger = ReplyTrigger(keywords: words)
        return Answer(trigger: .reply(trigger), pacePerDay: nil, scope: nil)
    }
}
