import HongyanCore

/// Reads a pack.
///
/// ```
/// pack: cn-2026            version: 1            title: TEXT | {zh: TEXT, en: TEXT}
/// layer: law | provider    country: CN           in_force: 2026-05-01 .. [2026-12-31]
/// values:
///   KEY:  {value: FORM, purposes: [marketing], kind: law | provider | practice | press,
///          source: DOCUMENT, date: 2026-05-01, note: TEXT}, or a list of these
///   caps: {NAME: {value: 50 per 24h, per: template, …}}
/// ```
/// A file that has any fault gives no pack, for half a law is none.
struct PackFile {
    private let reader: FileReader
    private let pack: PackVersion
    private let layer: PolicyLayer

    static let keys = Keys(
        "pack", ["pack", "version", "title", "layer", "country", "in_force", "values"],
        required: ["pack", "version", "title", "layer", "country", "in_force", "values"])
    static let value = Keys(
        "pack-value", ["value", "purposes", "kind", "source", "date", "note"],
        required: ["value", "kind", "source"])
    static let cap = Keys(
        "pack-cap", ["value", "purposes", "per", "kind", "source", "date", "note"],
        required: ["value", "kind", "source"])

    static func read(_ root: YamlNode, _ reader: FileReader) -> PolicyPack? {
        let before = reader.findings.list.count
        guard let fields = reader.fields(root, keys) else { return nil }
        // All faults of the file are told, so everything is read before anything is asked.
        let id = fields["pack"].flatMap { PackFile.name($0, reader) }
        let version = fields["version"].flatMap { reader.integer($0, in: 1...1_000_000) }
        let title = fields["title"].flatMap { PackFile.title($0, reader) }
        let layer = fields["layer"].flatMap { PackFile.layer($0, reader) }
        let country = fields["country"].flatMap { PackFile.country($0, reader) }
        let force = fields["in_force"].flatMap { PackFile.period($0, reader) }
        let file = PackFile(
            reader: reader, pack: PackVersion(id: PackID(id ?? "pack"), version: version ?? 1),
            layer: layer ?? .law)
        let statements =
            fields["values"].flatMap { reader.entries($0) }?.flatMap(file.statements) ?? []
        guard reader.findings.list.count == before, let id, let version, let title, let layer,
            let country, let force
        else { return nil }
        return PolicyPack(
            id: PackID(id), version: version, titleZh: title.zh, titleEn: title.en, layer: layer,
            country: country, from: force.from, through: force.through, statements: statements)
    }

    // MARK: The head

    private static func name(_ node: YamlNode, _ reader: FileReader) -> String? {
        guard let text = reader.text(node),
            reader.checkName(text, at: node.range, extra: [UInt8(ascii: "-")])
        else { return nil }
        return text
    }

    private static func title(_ node: YamlNode, _ reader: FileReader) -> Diagnostic.Message? {
        guard case .mapping = node.content else {
            return reader.text(node).map { Diagnostic.Message(zh: $0, en: $0) }
        }
        guard
            let fields = reader.fields(node, Keys("title", ["zh", "en"], required: ["zh", "en"])),
            let zh = fields["zh"].flatMap({ reader.text($0) }),
            let en = fields["en"].flatMap({ reader.text($0) })
        else { return nil }
        return Diagnostic.Message(zh: zh, en: en)
    }

    private static func layer(_ node: YamlNode, _ reader: FileReader) -> PolicyLayer? {
        reader.read(node, "law 或 provider", "law or provider") { text in
            [PolicyLayer.law, .provider].first { $0.name == text }
        }
    }

    private static func country(_ node: YamlNode, _ reader: FileReader) -> String? {
        reader.read(node, "两个大写字母的国家代码，如 CN", "two letters such as CN") { text in
            text.utf8.count == 2 && text.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
                ? text : nil
        }
    }

    private static func period(
        _ node: YamlNode, _ reader: FileReader
    ) -> (from: CivilDay?, through: CivilDay?)? {
        reader.read(node, "起止日期，如 2026-05-01 ..", "a period such as 2026-05-01 ..") { text in
            let ends = PackForms.ends(text)
            guard let ends, let from = PackForms.day(ends.0), let through = PackForms.day(ends.1)
            else { return nil }
            if let from, let through, from > through { return nil }
            return (from, through)
        }
    }

    // MARK: Values

    private func statements(_ entry: YamlNode.Entry) -> [PolicyStatement] {
        guard let key = PolicyKey(rawValue: entry.key) else {
            reader.unknown(
                "key/unknown", entry.key, at: entry.keyRange,
                among: PolicyKey.allCases.map(\.rawValue), zh: "键", en: "key")
            return []
        }
        if key == .caps { return (reader.entries(entry.value) ?? []).compactMap(cap) }
        guard case .sequence(let items) = entry.value.content else {
            return [statement(key, entry.value)].compactMap { $0 }
        }
        return items.compactMap { statement(key, $0) }
    }

    private func statement(_ key: PolicyKey, _ node: YamlNode) -> PolicyStatement? {
        guard let fields = reader.fields(node, PackFile.value), let value = fields["value"],
            let source = source(fields), let read = PackForms.value(key, value, reader)
        else { return nil }
        return PolicyStatement(
            key: key, value: read, purposes: purposes(fields), source: source)
    }

    private func cap(_ entry: YamlNode.Entry) -> PolicyStatement? {
        let signs = [UInt8(ascii: "_"), UInt8(ascii: "-")]
        guard reader.checkName(entry.key, at: entry.keyRange, extra: signs),
            let fields = reader.fields(entry.value, PackFile.cap), let value = fields["value"],
            let source = source(fields),
            let form = reader.read(
                value, "频控，如 50 per 24h", "a cap such as 50 per 24h", TimeForms.cap)
        else { return nil }
        var isPerTemplate = false
        if let node = fields["per"] {
            let read: Bool? = reader.read(node, "number 或 template", "number or template") {
                ["number": false, "template": true][$0]
            }
            guard let read else { return nil }
            isPerTemplate = read
        }
        let named = purposes(fields)
        let cap = Cap(
            name: "\(pack.id)/\(entry.key)", count: form.count, period: form.period,
            purposes: named.isEmpty ? Set(Purpose.allCases) : named,
            isPerTemplate: isPerTemplate, source: source)
        return PolicyStatement(
            key: .caps, value: .caps([cap]), purposes: named, source: source)
    }

    private func purposes(_ fields: [String: YamlNode]) -> Set<Purpose> {
        guard let node = fields["purposes"] else { return [] }
        let items = reader.items(node) ?? []
        return Set(items.compactMap { item -> Purpose? in reader.choice(item, "用途", "purpose") })
    }

    private func source(_ fields: [String: YamlNode]) -> PolicySource? {
        guard let kindNode = fields["kind"],
            let kind: SourceKind = reader.choice(kindNode, "来源种类", "kind of source"),
            let document = fields["source"].flatMap({ reader.text($0) })
        else { return nil }
        var date: CivilDay?
        if let node = fields["date"] {
            date = reader.read(node, "日期，如 2026-05-01", "a date such as 2026-05-01") {
                CivilDay(text: $0)
            }
            guard date != nil else { return nil }
        }
        return PolicySource(
            layer: layer, pack: pack, kind: kind, document: document, date: date,
            note: fields["note"].flatMap { reader.text($0) } ?? "")
    }
}
