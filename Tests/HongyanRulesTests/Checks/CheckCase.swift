import HongyanCore
import HongyanRules
import Testing

/// A check's test: a workspace with one thing wrong, and what is said of it.
enum CheckCase {
    /// What one check says of a workspace, one line a finding: `line:column message`; in English.
    /// - Parameter changes: as ``Workspace/files(_:)`` takes them.
    static func findings(
        _ id: String, _ changes: [String: String?], history: BookHistory? = nil
    ) -> [String] {
        diagnostics(id, changes, history: history)
            .map { "\($0.file):\($0.range.start.line):\($0.range.start.column) \($0.message.en)" }
    }

    /// The same for the good workspace's rule with lines added.
    static func rule(_ id: String, adding lines: String) -> [String] {
        findings(id, ["rules/r.yaml": Workspace.rule + "\n" + lines + "\n"])
    }

    /// The same for the good workspace's rule with another trigger.
    static func rule(_ id: String, trigger: String, adding lines: String = "") -> [String] {
        findings(id, ["rules/r.yaml": ruleText("r", trigger: trigger, lines)])
    }

    /// The same for the good workspace's policy, some lines of it replaced or added.
    static func policy(_ id: String, _ lines: [String: String]) -> [String] {
        findings(id, ["rules/policy.yaml": policyText(lines)])
    }

    /// The same for a template in the place of `hello`.
    static func template(_ id: String, _ text: String, _ more: String = "") -> [String] {
        findings(id, ["rules/templates.yaml": templateText(text, more)])
    }

    /// What the fix-its of a check put in the place of what: `"old" -> "new"`.
    static func fixes(
        _ id: String, _ changes: [String: String?], history: BookHistory? = nil
    ) -> [String] {
        let files = Workspace.files(changes)
        return diagnostics(id, changes, history: history).compactMap { diagnostic in
            guard let fix = diagnostic.fixIt,
                let file = files.first(where: { $0.path == diagnostic.file })
            else { return nil }
            let old = String(
                decoding: file.bytes[fix.range.start.offset..<fix.range.end.offset], as: UTF8.self)
            return "\(old) -> \(fix.replacement)"
        }
    }

    private static func diagnostics(
        _ id: String, _ changes: [String: String?], history: BookHistory?
    ) -> [Diagnostic] {
        Workspace.compile(Workspace.files(changes), history: history).diagnostics
            .filter { $0.id == id }
    }

    /// What stood there before: the good workspace with changes.
    static func history(
        _ changes: [String: String?], used: Set<RuleID> = [], tombstones: Set<RuleID> = []
    ) -> BookHistory {
        BookHistory(
            previous: Workspace.compile(Workspace.files(changes)).book, usedRules: used,
            tombstones: tombstones)
    }

    // MARK: Texts

    static func ruleText(
        _ name: String, trigger: String = "{event: cart.updated}", _ lines: String = ""
    ) -> String {
        """
        rule: \(name)
        title: 例\(name)
        purpose: marketing
        trigger: \(trigger)
        message: hello
        \(lines)

        """
    }

    /// The good policy with keys replaced or added, one line each.
    static func policyText(_ lines: [String: String]) -> String {
        var result = Workspace.policy.split(separator: "\n").map { line -> String in
            let key = String(line.prefix { $0 != ":" })
            return lines[key].map { "\(key): \($0)" } ?? String(line)
        }
        for (key, value) in lines.sorted(by: { $0.key < $1.key })
        where !result.contains(where: { $0.hasPrefix("\(key):") }) {
            result.append("\(key): \(value)")
        }
        return result.joined(separator: "\n") + "\n"
    }

    static func templateText(_ text: String, _ more: String = "") -> String {
        "templates:\n  hello: {purpose: marketing, text: \"\(text)\"\(more)}\n"
    }
}
