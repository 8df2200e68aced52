import HongyanCore

/// Reads `rules/tags.yaml`: tags, events, signals and named audiences.
///
/// ```
/// tags:      {NAME: TYPE | {type:, values:, scale:, title:} | {latest: EVENT}
///             | {computed: EXPRESSION}}
/// events:    {KIND: {title:, fields: {NAME: TYPE | {type:, values:, scale:, title:}}}}
/// signals:   {KIND: {title:, by: TAG, fresh: 12h, fields: {…}}}
/// audiences: {NAME: CONDITION | {title:, where: CONDITION}}
/// ```
struct TagsFile {
    private let reader: FileReader
    private let names: Names
    private var signals: [SignalDefinition] = []
    /// In file order: what each tag and audience is, computed ones still unchecked.
    private var tagOrder: [(name: String, title: String)] = []
    private var audienceOrder: [(name: String, title: String)] = []

    private init(reader: FileReader, names: Names) {
        self.reader = reader
        self.names = names
    }

    static let types = [
        "text", "enum", "boolean", "integer", "decimal", "money", "time", "date", "anniversary",
        "set",
    ]

    /// Fills `names` and gives the checked schema; what is faulty is left out and reported.
    static func read(_ root: YamlNode, _ reader: FileReader, names: Names) -> TagSchema {
        var file = TagsFile(reader: reader, names: names)
        guard let fields = reader.fields(root, .tags) else { return .empty }
        if let events = fields["events"] { file.readEvents(events) }
        if let tags = fields["tags"] { file.readTags(tags) }
        if let signals = fields["signals"] { file.readSignals(signals) }
        if let audiences = fields["audiences"] { file.readAudiences(audiences) }
        return file.schema()
    }

    // MARK: Tags

    private mutating func readTags(_ node: YamlNode) {
        for entry in reader.entries(node) ?? [] {
            guard isFree(entry), let (title, source) = tag(entry) else {
                names.broken.insert(entry.key)
                continue
            }
            names.known.append(entry.key)
            tagOrder.append((entry.key, title))
            switch source {
            case .stored(let type): add(entry.key, title, type, .stored)
            case .latest(let kind): add(entry.key, title, .time, .latest(kind))
            case .computed(let text): names.computed[entry.key] = .waiting(text)
            }
        }
    }

    private func add(
        _ name: String, _ title: String, _ type: ValueType, _ source: TagDefinition.Source
    ) {
        let isTracked =
            switch (source, type) {
            case (.latest, _), (_, .date), (_, .anniversary): true
            default: false
            }
        names.tags.append(
            TagDefinition(
                name: TagName(name), title: title, type: type, source: source,
                isTracked: isTracked))
    }

    /// The name is well formed, no keyword and not taken.
    private func isFree(_ entry: YamlNode.Entry) -> Bool {
        guard reader.checkName(entry.key, at: entry.keyRange, extra: [UInt8(ascii: "_")]) else {
            return false
        }
        if ConditionParser.keywords.contains(entry.key) {
            reader.error(
                "name/reserved", at: entry.keyRange, zh: "“\(entry.key)”是条件语言的保留词",
                en: "'\(entry.key)' is a word of the condition language")
            return false
        }
        if names.tag(entry.key) != nil || names.computed[entry.key] != nil {
            reader.error(
                "name/taken", at: entry.keyRange, zh: "“\(entry.key)”已是标签名",
                en: "'\(entry.key)' is a tag's name already")
            return false
        }
        return true
    }

    private enum TagSource {
        case stored(ValueType)
        case latest(EventKind)
        case computed(ConditionText)
    }

    private func tag(_ entry: YamlNode.Entry) -> (title: String, source: TagSource)? {
        if case .scalar = entry.value.content {
            return type(named: entry.value, [:]).map { (entry.key, .stored($0)) }
        }
        guard let fields = reader.fields(entry.value, .tag) else { return nil }
        let title = fields["title"].flatMap { reader.text($0) } ?? entry.key
        let kinds = ["type", "latest", "computed"].filter { fields[$0] != nil }
        guard kinds.count == 1 else {
            reader.error(
                "tag/kind", at: entry.keyRange, zh: "标签要写 type、latest、computed 三者之一",
                en: "a tag has exactly one of type, latest, computed")
            return nil
        }
        if let latest = fields["latest"] {
            guard let kind = event(latest) else { return nil }
            if let other = names.tags.first(where: { $0.source == .latest(kind) }) {
                reader.error(
                    "tag/latest-twice", at: entry.keyRange,
                    zh: "事件 \(kind) 的最近时间已由标签“\(other.name)”保存",
                    en: "the latest '\(kind)' is kept by tag '\(other.name)' already")
                return nil
            }
            return (title, .latest(kind))
        }
        if let computed = fields["computed"] {
            return reader.condition(computed).map { (title, .computed($0)) }
        }
        guard let node = fields["type"], let type = type(named: node, fields) else { return nil }
        return (title, .stored(type))
    }

    private func event(_ node: YamlNode) -> EventKind? {
        guard let kind = reader.text(node, "事件名", "an event") else { return nil }
        if names.event(kind) != nil { return EventKind(kind) }
        reader.unknown(
            "event/unknown", kind, at: node.range, among: names.events.map(\.kind.rawValue),
            zh: "事件", en: "event")
        return nil
    }

    private func type(named node: YamlNode, _ fields: [String: YamlNode]) -> ValueType? {
        guard let word = reader.text(node, "类型", "a type") else { return nil }
        guard TagsFile.types.contains(word) else {
            reader.unknown(
                "type/unknown", word, at: node.range, among: TagsFile.types, zh: "类型", en: "type")
            return nil
        }
        for (key, users) in [("values", ["enum", "set"]), ("scale", ["decimal"])] {
            guard let extra = fields[key], !users.contains(word) else { continue }
            reader.error(
                "key/unfit", at: extra.range, zh: "类型 \(word) 不用 \(key)",
                en: "the type \(word) has no \(key)")
        }
        switch word {
        case "text": return .text
        case "boolean": return .boolean
        case "integer": return .number(scale: 0)
        case "money": return .number(scale: 2)
        case "time": return .time
        case "date": return .date
        case "anniversary": return .anniversary
        case "decimal":
            guard let scale = fields["scale"] else {
                reader.error(
                    "key/missing", at: node.range, zh: "decimal 要写 scale（小数位数）",
                    en: "decimal needs scale, its decimal places")
                return nil
            }
            return reader.integer(scale, in: 0...ValueType.maxScale).map { .number(scale: $0) }
        default: return listed(word, node, fields["values"])
        }
    }

    private func listed(_ word: String, _ node: YamlNode, _ list: YamlNode?) -> ValueType? {
        guard let list else {
            if word == "set" { return .set([]) }
            reader.error(
                "key/missing", at: node.range, zh: "enum 要写 values", en: "enum needs values")
            return nil
        }
        var values: [String] = []
        for item in reader.items(list) ?? [] {
            guard let value = reader.text(item) else { continue }
            if values.contains(value) {
                reader.error(
                    "value/repeated", at: item.range, zh: "值“\(value)”重复",
                    en: "the value '\(value)' is there twice")
            } else {
                values.append(value)
            }
        }
        guard !values.isEmpty else {
            reader.error(
                "value/none", at: list.range, zh: "values 不能为空", en: "values must not be empty")
            return nil
        }
        return word == "set" ? .set(values) : .enumeration(values)
    }

    // MARK: Events and signals

    private func readEvents(_ node: YamlNode) {
        let signs = [UInt8(ascii: "_"), UInt8(ascii: ".")]
        for entry in reader.entries(node) ?? [] {
            guard reader.checkName(entry.key, at: entry.keyRange, extra: signs),
                let fields = reader.fields(entry.value, .event)
            else {
                names.broken.insert(entry.key)
                continue
            }
            names.events.append(
                EventDefinition(
                    kind: EventKind(entry.key),
                    title: fields["title"].flatMap { reader.text($0) } ?? entry.key,
                    fields: fields["fields"].map(payload) ?? []))
        }
    }

    private func payload(_ node: YamlNode) -> [FieldDefinition] {
        var result: [FieldDefinition] = []
        for entry in reader.entries(node) ?? [] {
            guard reader.checkName(entry.key, at: entry.keyRange, extra: [UInt8(ascii: "_")]) else {
                continue
            }
            if ConditionParser.keywords.contains(entry.key) || entry.key == "date" {
                reader.error(
                    "name/reserved", at: entry.keyRange, zh: "“\(entry.key)”是保留词",
                    en: "'\(entry.key)' is a reserved word")
                continue
            }
            var fields: [String: YamlNode] = [:]
            if case .mapping = entry.value.content {
                fields = reader.fields(entry.value, .field) ?? [:]
                if fields["type"] == nil { continue }
            }
            guard let type = type(named: fields["type"] ?? entry.value, fields) else { continue }
            let title = fields["title"].flatMap { reader.text($0) } ?? entry.key
            result.append(FieldDefinition(name: entry.key, title: title, type: type))
        }
        return result
    }

    private mutating func readSignals(_ node: YamlNode) {
        for entry in reader.entries(node) ?? [] {
            guard reader.checkName(entry.key, at: entry.keyRange, extra: [UInt8(ascii: "_")]),
                let fields = reader.fields(entry.value, .signal),
                let by = fields["by"], let name = reader.text(by, "标签", "a tag"),
                let fresh = fields["fresh"].flatMap({ reader.span($0) })
            else { continue }
            guard let index = names.tags.firstIndex(where: { $0.name.rawValue == name }) else {
                reader.unknown(
                    "tag/unknown", name, at: by.range, among: names.known, zh: "标签", en: "tag")
                continue
            }
            let tag = names.tags[index]
            switch tag.type {
            case .text, .enumeration: break
            default:
                reader.error(
                    "signal/by", at: by.range, zh: "by 要文本或枚举标签",
                    en: "by must name a text or enum tag")
                continue
            }
            names.tags[index] = TagDefinition(
                name: tag.name, title: tag.title, type: tag.type, source: tag.source,
                isTracked: true)
            signals.append(
                SignalDefinition(
                    kind: SignalKind(entry.key),
                    title: fields["title"].flatMap { reader.text($0) } ?? entry.key,
                    by: tag.name, fields: fields["fields"].map(payload) ?? [], freshFor: fresh))
        }
    }

    // MARK: Audiences

    private mutating func readAudiences(_ node: YamlNode) {
        for entry in reader.entries(node) ?? [] {
            guard isFree(entry) else { continue }
            var title = entry.key
            var condition: YamlNode? = entry.value
            if case .mapping = entry.value.content {
                let fields = reader.fields(entry.value, .audience)
                title = fields?["title"].flatMap { reader.text($0) } ?? entry.key
                condition = fields?["where"]
            }
            guard let condition, let text = reader.condition(condition) else {
                names.audiences[entry.key] = .faulty
                continue
            }
            names.audiences[entry.key] = .waiting(text)
            names.known.append(entry.key)
            audienceOrder.append((entry.key, title))
        }
    }

    /// Checks every computed tag and audience, used or not.
    private func schema() -> TagSchema {
        var tags: [TagDefinition] = []
        for (name, title) in tagOrder {
            if let stored = names.tag(name) {
                tags.append(stored)
            } else if let (operand, _) = try? names.operand(ofComputed: name, at: 0..<0) {
                tags.append(
                    TagDefinition(
                        name: TagName(name), title: title, type: operand.type,
                        source: .computed(operand), isTracked: false))
            }
        }
        let audiences = audienceOrder.compactMap { (name, title) -> NamedAudience? in
            let answer = try? names.condition(ofAudience: name, at: 0..<0)
            return answer.map { NamedAudience(name: name, title: title, condition: $0.0) }
        }
        return TagSchema(tags: tags, events: names.events, signals: signals, audiences: audiences)
    }
}
