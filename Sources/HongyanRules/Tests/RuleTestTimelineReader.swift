import HongyanCore

/// Reads what happens in a case.
///
/// ```
/// {at: MOMENT, customer: NAME, event: KIND, FIELD: VALUE, …, id: ID, arrives: MOMENT, fields: {…}}
/// {at: MOMENT, signal: KIND, key: TEXT, day: 2026-12-04, FIELD: VALUE, …, fields: {…}}
/// {at: MOMENT, customer: NAME, sent: RULE}       a message cleared earlier
/// {at: MOMENT, customer: NAME, reply: TEXT}
/// {at: MOMENT, customer: NAME, tags: {TAG: VALUE}}
/// {at: MOMENT, customer: NAME, opted_out: true | PURPOSE}
/// {at: MOMENT, stop: RULE | all}
/// {at: MOMENT, resume: RULE | all}
/// {at: MOMENT, customer: NAME, receipt: delivered | undelivered | unknown, code: MK:0001}
/// ```
/// A field that is named like a word of these forms is written under `fields`.
struct RuleTestTimelineReader {
    let reader: FileReader
    let book: RuleBook
    let clock: RuleTestClock
    let customers: [String]

    /// Ascending by time, entries of one moment in file order.
    func read(_ node: YamlNode?) -> [RuleTestMoment] {
        guard let node, let items = reader.items(node) else { return [] }
        let moments = items.compactMap(moment)
        return moments.enumerated().sorted {
            $0.element.at == $1.element.at
                ? $0.offset < $1.offset : $0.element.at < $1.element.at
        }.map(\.element)
    }

    private func moment(_ node: YamlNode) -> RuleTestMoment? {
        guard let entries = reader.entries(node) else { return nil }
        let there = Keys.testKinds.filter { kind in entries.contains { $0.key == kind } }
        guard there.count == 1, let kind = there.first else {
            let list = Keys.testKinds.joined(separator: ", ")
            reader.error(
                "test/happening", at: entries.first?.keyRange ?? node.range,
                zh: "时间线的一项要写且只写一个：\(list)", en: "an entry has exactly one of \(list)",
                notes: [])
            return nil
        }
        let own = words(of: kind)
        var fields: [String: YamlNode] = [:]
        var rest: [YamlNode.Entry] = []
        for entry in entries {
            if own.contains(entry.key) {
                fields[entry.key] = entry.value
            } else {
                rest.append(entry)
            }
        }
        if let more = fields["fields"] { rest += reader.entries(more) ?? [] }
        guard let atNode = fields["at"] else {
            missing("at", entries, node)
            return nil
        }
        guard let at = clock.moment(atNode),
            let happening = happening(kind, at, fields, rest, entries, node)
        else { return nil }
        guard case .event(let kind, let customer, let id, _, let values) = happening else {
            return RuleTestMoment(at: at, happening: happening)
        }
        let arrival = fields["arrives"].flatMap { clock.moment($0) } ?? at
        if let node = fields["arrives"], arrival < at {
            reader.error(
                "test/arrives", at: node.range, zh: "事件不能在发生之前到达",
                en: "an event cannot arrive before it happens")
        }
        return RuleTestMoment(
            at: arrival,
            happening: .event(kind, customer: customer, id: id, at: at, fields: values))
    }

    private func words(of kind: String) -> [String] {
        switch kind {
        case "event": Keys.testEvent.known
        case "signal": Keys.testSignal.known
        case "receipt": Keys.testReceipt.known
        case _ where Keys.testStops.contains(kind): ["at", kind]
        default: ["at", "customer", kind]
        }
    }

    private func happening(
        _ kind: String, _ at: Timestamp, _ fields: [String: YamlNode], _ rest: [YamlNode.Entry],
        _ entries: [YamlNode.Entry], _ node: YamlNode
    ) -> RuleTestMoment.Happening? {
        guard let value = fields[kind] else { return nil }
        if kind == "signal" { return signal(value, fields, rest, entries, node) }
        if kind != "event" { refuse(rest, words(of: kind)) }
        if Keys.testStops.contains(kind) {
            return scope(value).map { kind == "stop" ? .stop($0) : .resume($0) }
        }
        guard let customerNode = fields["customer"] else {
            missing("customer", entries, node)
            return nil
        }
        guard let customer = customer(customerNode) else { return nil }
        if kind == "event" { return event(value, customer, at, fields["id"], rest) }
        switch kind {
        case "sent": return sent(value, customer)
        case "reply": return reader.text(value).map { .reply($0, customer: customer) }
        case "receipt": return receipt(value, fields["code"], customer)
        case "tags":
            let reading = RuleTestTagReader(reader: reader, book: book)
            var tags: [TagName: Value?] = [:]
            for entry in reader.entries(value) ?? [] {
                if let (name, value) = reading.change(entry) {
                    tags.updateValue(value, forKey: name)
                }
            }
            return .tags(tags, customer: customer)
        default:
            return RuleTestTagReader(reader: reader, book: book).refusal(value)
                .map { .optOut($0, customer: customer) }
        }
    }

    private func refuse(_ rest: [YamlNode.Entry], _ known: [String]) {
        for entry in rest {
            reader.unknown(
                "key/unknown", entry.key, at: entry.keyRange, among: known, zh: "键", en: "key")
        }
    }

    private func missing(_ key: String, _ entries: [YamlNode.Entry], _ node: YamlNode) {
        reader.error(
            "key/missing", at: entries.first?.keyRange ?? node.range, zh: "缺少键“\(key)”",
            en: "the key '\(key)' is missing")
    }

    private func customer(_ node: YamlNode) -> String? {
        guard let name = reader.text(node, "客户名", "a customer's name") else { return nil }
        if customers.contains(name) { return name }
        reader.unknown(
            "test/customer", name, at: node.range, among: customers, zh: "客户", en: "customer")
        return nil
    }

    private func event(
        _ node: YamlNode, _ customer: String, _ at: Timestamp, _ id: YamlNode?,
        _ rest: [YamlNode.Entry]
    ) -> RuleTestMoment.Happening? {
        guard let name = reader.text(node, "事件名", "an event") else { return nil }
        guard let definition = book.tags.event(EventKind(name)) else {
            reader.unknown(
                "test/event", name, at: node.range, among: book.tags.events.map(\.kind.rawValue),
                zh: "事件", en: "event")
            return nil
        }
        let values = RuleTestTagReader(reader: reader, book: book)
            .fields(rest, definition.fields, besides: words(of: "event"))
        return .event(
            definition.kind, customer: customer,
            id: id.flatMap { reader.text($0) }.map { EventID($0) }, at: at, fields: values)
    }

    private func signal(
        _ node: YamlNode, _ fields: [String: YamlNode], _ rest: [YamlNode.Entry],
        _ entries: [YamlNode.Entry], _ whole: YamlNode
    ) -> RuleTestMoment.Happening? {
        guard let name = reader.text(node, "信号名", "a signal") else { return nil }
        guard let definition = book.tags.signal(SignalKind(name)) else {
            reader.unknown(
                "test/signal", name, at: node.range, among: book.tags.signals.map(\.kind.rawValue),
                zh: "信号", en: "signal")
            return nil
        }
        for key in ["key", "day"] where fields[key] == nil { missing(key, entries, whole) }
        let values = RuleTestTagReader(reader: reader, book: book)
            .fields(rest, definition.fields, besides: words(of: "signal"))
        guard let key = fields["key"].flatMap({ reader.text($0) }),
            let day = fields["day"].flatMap({ clock.day($0) })
        else { return nil }
        return .signal(definition.kind, key: key, day: day, fields: values)
    }

    /// The word for everything, where a rule's id may stand.
    static let everything = "all"

    private func scope(_ node: YamlNode) -> Stop.Scope? {
        guard let name = reader.text(node, "规则名或 all", "a rule's id or 'all'") else {
            return nil
        }
        if let rule = book.rule(RuleID(name)) { return .rule(rule.id) }
        if name == Self.everything { return .all }
        reader.unknown(
            "test/rule", name, at: node.range,
            among: book.rules.map(\.id.rawValue) + [Self.everything], zh: "规则", en: "rule")
        return nil
    }

    private func receipt(
        _ node: YamlNode, _ code: YamlNode?, _ customer: String
    ) -> RuleTestMoment.Happening? {
        guard
            let word: RuleTestMoment.ReceiptWord = reader.choice(
                node, "状态报告", "receipt")
        else { return nil }
        return .receipt(word, code: code.flatMap { reader.text($0) }, customer: customer)
    }

    private func sent(_ node: YamlNode, _ customer: String) -> RuleTestMoment.Happening? {
        guard let name = reader.text(node, "规则名", "a rule's id") else { return nil }
        guard book.rule(RuleID(name)) != nil else {
            reader.unknown(
                "test/rule", name, at: node.range, among: book.rules.map(\.id.rawValue),
                zh: "规则", en: "rule")
            return nil
        }
        return .sent(RuleID(name), customer: customer)
    }
}
