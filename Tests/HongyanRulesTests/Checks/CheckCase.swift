import HongyanRules
import Testing

/// A check's test: a workspace with one thing wrong, and what is said of it.
enum CheckCase {
    /// What one check says of a workspace, one line a finding: `line:column message`; in English.
    /// - Parameter changes: as ``Workspace/files(_:)`` takes them.
    static func findings(
        _ id: String, _ changes: [String: String?], history: BookHistory? = nil
    ) -> [String] {
        Workspace.compile(Workspace.files(changes), history: history).diagnostics
            .filter { $0.id == id }
            .map { "\($0.file):\($0.range.start.line):\($0.range.start.column) \($0.message.en)" }
    }

    /// The same for the good workspace's rule with lines added.
    static func rule(_ id: String, adding lines: String) -> [String] {
        findings(id, ["rules/r.yaml": Workspace.rule + "\n" + lines + "\n"])
    }
}
