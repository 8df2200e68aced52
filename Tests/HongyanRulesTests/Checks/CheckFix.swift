import HongyanRules
import Testing

extension CheckCase {
    /// What one check says of the good rule with a condition as its audience.
    static func audience(_ id: String, _ condition: String) -> [String] {
        findings(id, ["rules/r.yaml": Workspace.rule(audience: condition)])
    }

    /// The audience of the good rule once the fix-its of one check are applied, from the last to
    /// the first, until there are none.
    static func mended(_ id: String, audience condition: String) -> String {
        var text = Workspace.rule(audience: condition)
        let prefix = Workspace.rule(audience: "").dropLast()
        for _ in 0..<10 {
            let found = Workspace.compile(Workspace.files(["rules/r.yaml": text])).diagnostics
            let fixes = found.filter { $0.id == id }.compactMap(\.fixIt)
            guard let fix = fixes.last else { break }
            var bytes = Array(text.utf8)
            bytes.replaceSubrange(
                fix.range.start.offset..<fix.range.end.offset, with: Array(fix.replacement.utf8))
            text = String(decoding: bytes, as: UTF8.self)
        }
        return String(text.dropFirst(prefix.count).dropLast())
    }

    /// What one check says when the good workspace has other named audiences.
    static func audiences(_ id: String, _ lines: String...) -> [String] {
        let tags = Workspace.tags.replacing("  rich: \"spend >= 5000\"", with: "")
        let all = lines.map { "  \($0)\n" }.joined()
        return findings(id, ["rules/tags.yaml": tags + all])
    }
}
