import HongyanCore

/// Reads the customers of a test file.
///
/// ```
/// NAME: {TAG: VALUE, …,
///   phone: none | 13800000001,          a valid number of their own, when absent
///   consent: none | {at:, expires:, withdrawn:, source:, text:},
///   opted_out: true | PURPOSE,
///   holdout: true, global_holdout: true, rollout: false, variant: TEMPLATE}
/// ```
/// Computed tags and those that events keep cannot be set: events make them.
struct RuleTestCustomerReader {
    let reader: FileReader
    let book: RuleBook
    let rule: CompiledRule

    /// When a customer agreed who is said nothing else about; before all that happens.
    static let agreedAt = Timestamp(seconds: 1_000_000_000)

    func entries(_ node: YamlNode, taken: [String]) -> [RuleTestCustomer] {
        (reader.entries(node) ?? []).compactMap { entry in
            if taken.contains(entry.key) {
                reader.error(
                    "test/customer", at: entry.keyRange, zh: "客户“\(entry.key)”已在前面定义",
                    en: "the customer '\(entry.key)' is there already")
                return nil
            }
            return customer(entry)
        }
    }

    private func customer(_ entry: YamlNode.Entry) -> RuleTestCustomer? {
        var tags: [TagName: Value] = [:]
        var fields: [String: YamlNode] = [:]
        let entries = entry.value.isEmptyScalar ? [] : reader.entries(entry.value)
        guard let entries else { return nil }
        let reading = RuleTestTagReader(reader: reader, book: book)
        for entry in entries {
            if Keys.testCustomer.contains(entry.key) {
                fields[entry.key] = entry.value
            } else if let (name, value) = reading.tag(entry, besides: Keys.testCustomer) {
                tags[name] = value
            }
        }
        for entry in fields["tags"].flatMap({ reader.entries($0) }) ?? [] {
            if let (name, value) = reading.tag(entry, besides: []) { tags[name] = value }
        }
        return RuleTestCustomer(
            name: entry.key, phone: fields["phone"].flatMap(phone) ?? .own,
            consents: fields["consent"].map(consents) ?? [Self.consent()],
            optOut: fields["opted_out"].flatMap(optOut), groups: groups(fields), tags: tags)
    }

    static func consent() -> Consent {
        Consent(purpose: .marketing, at: agreedAt, source: "test", textVersion: "v1")
    }

    private func phone(_ node: YamlNode) -> RuleTestCustomer.Phone? {
        guard let text = reader.text(node, "手机号或 none", "a phone number or none") else {
            return nil
        }
        if text == "none" { return RuleTestCustomer.Phone.none }
        switch PhoneNumber.read(text) {
        case .success(let number): return .number(number)
        case .failure(let fault):
            reader.error("test/phone", at: node.range, zh: fault.chinesePhrase, en: fault.phrase)
            return nil
        }
    }

    private func consents(_ node: YamlNode) -> [Consent] {
        if case .scalar(let scalar) = node.content, scalar.text == "none" { return [] }
        guard let fields = reader.fields(node, Keys.testConsent) else { return [] }
        let zone = book.workspace.zone
        func time(_ key: String) -> Timestamp? {
            fields[key].flatMap {
                reader.read($0, "时刻，如 2026-12-03 10:00", "a moment such as 2026-12-03 10:00") {
                    Timestamp.parse($0, zone: zone)
                }
            }
        }
        let text = fields["text"].map { reader.text($0) } ?? "v1"
        return [
            Consent(
                purpose: .marketing, at: time("at") ?? Self.agreedAt, expires: time("expires"),
                withdrawn: time("withdrawn"),
                source: fields["source"].flatMap { reader.text($0) } ?? "test",
                textVersion: text == "none" ? nil : text)
        ]
    }

    private func optOut(_ node: YamlNode) -> OptOut? {
        RuleTestTagReader(reader: reader, book: book).refusal(node).map { purpose in
            OptOut(at: Self.agreedAt + .days(1), source: "test", purpose: purpose)
        }
    }

    private func groups(_ fields: [String: YamlNode]) -> RuleTestCustomer.Groups {
        var groups = RuleTestCustomer.Groups()
        if let node = fields["holdout"], let flag = reader.boolean(node) {
            groups.isHeldOut = flag
            require(!flag || rule.holdoutBuckets > 0, node, zh: "规则没有 holdout", en: "holdout")
        }
        if let node = fields["global_holdout"], let flag = reader.boolean(node) {
            groups.isGloballyHeldOut = flag
            require(
                !flag || book.policy.globalHoldoutBuckets > 0, node,
                zh: "policy.yaml 没有 global_holdout", en: "global_holdout")
        }
        if let node = fields["rollout"], let flag = reader.boolean(node) {
            groups.isRolledOut = flag
            require(
                flag || rule.rolloutBuckets < 10_000, node, zh: "规则没有 rollout", en: "rollout")
        }
        if let node = fields["variant"], let name = reader.text(node) {
            let variants = rule.message.variants.filter { $0.weight > 0 }.map(\.template)
            if variants.contains(TemplateID(name)) {
                groups.variant = TemplateID(name)
            } else {
                reader.unknown(
                    "test/variant", name, at: node.range, among: variants.map(\.rawValue),
                    zh: "变体", en: "variant")
            }
        }
        return groups
    }

    private func require(_ isThere: Bool, _ node: YamlNode, zh: String, en: String) {
        guard !isThere else { return }
        reader.error(
            "test/group", at: node.range, zh: "\(zh)，没有人会在里面",
            en: "there is no \(en), so nobody is in it")
    }
}

/// Reads tags, fields and refusals by the workspace's schema.
struct RuleTestTagReader {
    let reader: FileReader
    let book: RuleBook

    /// A tag that imports may set, with its value.
    func tag(_ entry: YamlNode.Entry, besides own: [String]) -> (TagName, Value)? {
        guard let definition = settable(entry, besides: own) else { return nil }
        return value(entry.value, definition.type).map { (definition.name, $0) }
    }

    /// As an import: nothing clears the tag.
    func change(_ entry: YamlNode.Entry) -> (TagName, Value?)? {
        guard let definition = settable(entry, besides: []) else { return nil }
        if entry.value.isEmptyScalar { return (definition.name, nil) }
        return value(entry.value, definition.type).map { (definition.name, $0) }
    }

    private func settable(_ entry: YamlNode.Entry, besides own: [String]) -> TagDefinition? {
        guard let definition = book.tags.tag(TagName(entry.key)) else {
            reader.unknown(
                "test/tag", entry.key, at: entry.keyRange,
                among: book.tags.tags.map(\.name.rawValue) + own, zh: "标签", en: "tag")
            return nil
        }
        switch definition.source {
        case .stored: return definition
        case .latest(let kind):
            reader.error(
                "test/computed", at: entry.keyRange,
                zh: "标签“\(entry.key)”由事件 \(kind) 得出，请在 timeline 里写事件",
                en: "the tag '\(entry.key)' is kept by \(kind): put events into the timeline")
        case .computed:
            reader.error(
                "test/computed", at: entry.keyRange,
                zh: "标签“\(entry.key)”是算出来的，请在 timeline 里写事件",
                en: "the tag '\(entry.key)' is computed: put events into the timeline")
        }
        return nil
    }

    func fields(
        _ entries: [YamlNode.Entry], _ known: [FieldDefinition], besides own: [String]
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in entries {
            guard let field = known.first(where: { $0.name == entry.key }) else {
                reader.unknown(
                    "test/field", entry.key, at: entry.keyRange,
                    among: known.map(\.name) + own, zh: "字段", en: "field")
                continue
            }
            if let value = value(entry.value, field.type) { values[entry.key] = value }
        }
        return values
    }

    private func value(_ node: YamlNode, _ type: ValueType) -> Value? {
        var text: String?
        if case .set = type, case .sequence(let items) = node.content {
            text = items.compactMap { reader.text($0) }.joined(separator: "|")
        } else {
            text = reader.text(node, "一个值", "a value")
        }
        guard let text else { return nil }
        switch ValueText.parse(text, as: type, zone: book.workspace.zone) {
        case .success(let value): return value
        case .failure(let fault):
            var suggestion: Suggestion?
            if case .notListed(let allowed) = fault {
                suggestion = Suggestion(for: text, among: allowed)
            }
            reader.error(
                "test/value", at: node.range, zh: "这个值\(fault.chinesePhrase)",
                en: "the value \(fault.phrase)", notes: suggestion?.notes ?? [],
                fix: suggestion?.fix)
            return nil
        }
    }

    /// `true` is everything (an inner nil), else one purpose; an outer nil is no refusal.
    func refusal(_ node: YamlNode) -> Purpose?? {
        guard let text = reader.text(node, "true 或用途", "true or a purpose") else { return nil }
        if text == "true" { return .some(nil) }
        if text == "false" { return nil }
        guard let purpose = Purpose(rawValue: text) else {
            reader.unknown(
                "value/unknown", text, at: node.range,
                among: ["true"] + Purpose.allCases.map(\.rawValue), zh: "用途", en: "purpose")
            return nil
        }
        return .some(purpose)
    }
}
