import HongyanCore

/// Reads `rules/templates.yaml`.
///
/// ```
/// templates: {ID: {purpose: marketing, text: "${name|顾客}，…", variables: {name: {max: 8}}}}
/// ```
/// A variable is a tag with a column, `event.<field>`, `signal.<field>`, or `occurrence.date` (also
/// `event.date`, `signal.date`). `|` gives what stands in for a missing value. Without `max` a
/// value may take, in UTF-16 units: text 20, numbers 20, times and dates 16, an enum its longest
/// value. Signature and opt-out words are not part of the text.
struct TemplatesFile {
    static let mostCharacters = 1_000
    private let reader: FileReader
    private let names: Names
    private let schema: TagSchema
    private let policy: Policy?

    static func read(
        _ root: YamlNode, _ reader: FileReader, names: Names, schema: TagSchema, policy: Policy?
    ) -> (templates: [Template], declared: Set<String>) {
        let file = TemplatesFile(
            reader: reader, names: names, schema: schema, policy: policy)
        guard
            let fields = reader.fields(root, .templates),
            let entries = fields["templates"].flatMap({ reader.entries($0) })
        else { return ([], []) }
        let templates = entries.compactMap(file.template).sorted { $0.id < $1.id }
        return (templates, Set(entries.map(\.key)))
    }

    private func template(_ entry: YamlNode.Entry) -> Template? {
        guard reader.checkName(entry.key, at: entry.keyRange, extra: [UInt8(ascii: "-")]),
            let fields = reader.fields(entry.value, .template),
            let purposeNode = fields["purpose"], let textNode = fields["text"],
            let purpose: Purpose = reader.choice(purposeNode, "用途", "purpose"),
            let text = reader.text(textNode)
        else { return nil }
        guard text.count <= TemplatesFile.mostCharacters else {
            reader.error(
                "template/length", at: textNode.range,
                zh: "模板不能超过 \(TemplatesFile.mostCharacters) 字",
                en: "a template must not be longer than \(TemplatesFile.mostCharacters) characters")
            return nil
        }
        let limits = fields["variables"].map(maxima) ?? []
        guard let runs = runs(text, textNode, limits) else { return nil }
        for limit in limits where !runs.contains(where: { $0.name == limit.name }) {
            reader.error(
                "template/variable", at: limit.range, zh: "模板里没有变量“\(limit.name)”",
                en: "the template has no variable '\(limit.name)'")
        }
        warnAboutParts(runs, purpose, entry.keyRange)
        let parts = runs.flatMap { run -> [String] in
            switch run {
            case .fixed(let text): ["fixed", text]
            case .variable(let variable):
                [
                    "variable", variable.name, variable.fallback.map { "|" + $0 } ?? "",
                    String(variable.maxLength),
                ]
            }
        }
        let version = Digest(hashing: ["template", entry.key, purpose.rawValue] + parts)
        return Template(id: TemplateID(entry.key), purpose: purpose, runs: runs, version: version)
    }

    /// The longest message it can become must fit into the policy's parts, else some of them are
    /// dropped.
    private func warnAboutParts(_ runs: [Template.Run], _ purpose: Purpose, _ range: Range<Int>) {
        guard let policy else { return }
        let longest = runs.map { run in
            switch run {
            case .fixed(let text): text
            case .variable(let variable): String(repeating: "字", count: variable.maxLength)
            }
        }.joined()
        let end = purpose == .marketing ? policy.optOutWords : ""
        let parts = PartCount.parts(in: "【\(policy.signature)】\(longest)\(end)")
        guard parts > policy.maxParts else { return }
        reader.warning(
            "template/parts", at: range,
            zh: "最长可达 \(parts) 条，超过 max_parts（\(policy.maxParts)）的会被放弃",
            en: "may take \(parts) parts, what is over max_parts (\(policy.maxParts)) is dropped")
    }

    private struct Maximum {
        let name: String
        let range: Range<Int>
        let length: Int
    }

    private func maxima(_ node: YamlNode) -> [Maximum] {
        (reader.entries(node) ?? []).compactMap { entry in
            var length: YamlNode? = entry.value
            if case .mapping = entry.value.content {
                length = reader.fields(entry.value, .variable)?["max"]
            }
            guard let count = length.flatMap({ reader.integer($0, in: 1...500) }) else {
                return nil
            }
            return Maximum(name: entry.key, range: entry.keyRange, length: count)
        }
    }

    /// Fixed text and variables; nil when one of them is faulty.
    private func runs(_ text: String, _ node: YamlNode, _ limits: [Maximum]) -> [Template.Run]? {
        let place = ConditionText(node, in: reader.source)
        let bytes = Array(text.utf8)
        var result: [Template.Run] = []
        var isGood = true
        var fixedStart = 0
        var index = 0
        func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        while index < bytes.count {
            guard bytes[index...].starts(with: "${".utf8) else {
                index += 1
                continue
            }
            if fixedStart < index { result.append(.fixed(slice(fixedStart..<index))) }
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
                reader.error(
                    "template/brace", at: place?.place(index..<bytes.count) ?? node.range,
                    zh: "变量缺少右花括号", en: "the variable is never closed with '}'")
                return nil
            }
            let inner = index + 2..<end
            let bar = bytes[inner].firstIndex(of: UInt8(ascii: "|"))
            let name = slice(inner.lowerBound..<(bar ?? end))
            let range = place?.place(inner.lowerBound..<(bar ?? end)) ?? node.range
            if let (source, length) = source(name, range) {
                result.append(
                    .variable(
                        Template.Variable(
                            name: name, source: source,
                            fallback: bar.map { slice($0 + 1..<end) },
                            maxLength: limits.first { $0.name == name }?.length ?? length)))
            } else {
                isGood = false
            }
            index = end + 1
            fixedStart = index
        }
        if fixedStart < bytes.count { result.append(.fixed(slice(fixedStart..<bytes.count))) }
        return isGood ? result : nil
    }

    /// Where a variable's text comes from, and how long it may be by default.
    private func source(
        _ name: String, _ range: Range<Int>
    ) -> (Template.Variable.Source, length: Int)? {
        if ["occurrence.date", "event.date", "signal.date"].contains(name) {
            return (.targetDate, 16)
        }
        if name.hasPrefix("event.") || name.hasPrefix("signal.") {
            return field(name, range).map { (.field($0.name, $0.type), $0.type.textLength) }
        }
        if names.computed[name] != nil {
            reader.error(
                "template/computed", at: range, zh: "计算标签“\(name)”不能作变量",
                en: "the computed tag '\(name)' cannot be a variable")
            return nil
        }
        guard let tag = names.tag(name) else {
            if names.isWhole, !names.broken.contains(name) {
                reader.unknown(
                    "template/unknown", name, at: range,
                    among: names.tags.map(\.name.rawValue), zh: "变量", en: "variable")
            }
            return nil
        }
        switch tag.type {
        case .boolean, .set, .duration:
            reader.error(
                "template/type", at: range, zh: "\(tag.type.words.zh)不能作变量",
                en: "\(tag.type.words.en) cannot be a variable")
            return nil
        default: return (.tag(tag.name, tag.type), tag.type.textLength)
        }
    }

    /// The field of that name, which must mean the same in every event (or signal) that has it.
    private func field(_ name: String, _ range: Range<Int>) -> FieldDefinition? {
        let isEvent = name.hasPrefix("event.")
        let bare = String(name.dropFirst(isEvent ? 6 : 7))
        let all = isEvent ? names.events.flatMap(\.fields) : schema.signals.flatMap(\.fields)
        let found = all.filter { $0.name == bare }
        guard let first = found.first else {
            if names.isWhole {
                let known = all.map { (isEvent ? "event." : "signal.") + $0.name }
                reader.unknown(
                    "field/unknown", name, at: range, among: known, zh: "字段", en: "field")
            }
            return nil
        }
        guard found.allSatisfy({ $0.type == first.type }) else {
            reader.error(
                "template/type", at: range, zh: "字段“\(bare)”在不同事件里类型不同，不能作变量",
                en: "the field '\(bare)' has different types in different events")
            return nil
        }
        return first
    }
}

extension Template.Run {
    /// The variable's name.
    var name: String? {
        if case .variable(let variable) = self { variable.name } else { nil }
    }
}

extension ValueType {
    /// The room for a value where the template does not say, in UTF-16 units.
    var textLength: Int {
        switch self {
        case .enumeration(let values): values.map(\.utf16.count).max() ?? 20
        case .time, .date, .anniversary: 16
        case .text, .boolean, .number, .set, .duration: 20
        }
    }
}
