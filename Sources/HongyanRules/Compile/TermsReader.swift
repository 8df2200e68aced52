import HongyanCore

/// Reads `terms:` of the policy: what a workspace lays down for itself, in the words of packs.
enum TermsReader {
    static let keys = PolicyKey.allCases.filter(\.isTerm)

    static func read(_ node: YamlNode, _ reader: FileReader) -> [PolicyStatement] {
        guard let entries = reader.entries(node) else { return [] }
        return entries.compactMap { entry in
            guard let key = keys.first(where: { $0.rawValue == entry.key }) else {
                reader.unknown(
                    "key/unknown", entry.key, at: entry.keyRange, among: keys.map(\.rawValue),
                    zh: "键", en: "key")
                return nil
            }
            guard let value = PackForms.value(key, entry.value, reader) else { return nil }
            let origin = SettingOrigin(
                file: reader.source.path,
                line: reader.source.lineNumber(entry.value.range.lowerBound),
                path: "terms.\(entry.key)")
            return PolicyStatement(
                key: key, value: value, source: PolicySource(layer: .workspace, origin: origin))
        }
    }
}
