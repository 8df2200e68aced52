import HongyanCore
public import HongyanRules

/// Throws damaged files at the compiler and says what it may never do.
public struct RuleFuzzing: Sendable {
    /// The workspace that a damaged file is put into.
    public let files: [SourceFile]
    /// Where damaged files go: each compiled file, and a rule's audience alone.
    public let targets: [Target]
    /// Paths of rule files; a damaged one stands alone beside the other files.
    private let rules: Set<String>

    public enum Target: Hashable, Sendable {
        case file(String)
        /// The audience of this rule file, in quotes.
        case audience(String)
    }

    public init(workspace files: [SourceFile]) {
        self.files = files.filter { RuleCompiler.isCompiled($0.path) }.sorted { $0.path < $1.path }
        let special = ["rules/tags.yaml", "rules/policy.yaml", "rules/templates.yaml"]
        let rules = self.files.map(\.path).filter {
            $0.hasPrefix("rules/") && !special.contains($0)
        }
        self.rules = Set(rules)
        targets = self.files.map { .file($0.path) } + rules.prefix(1).map { .audience($0) }
    }

    /// An input is a number, the target's, and what is put there.
    public func input(_ target: Int, _ bytes: [UInt8]) -> [UInt8] {
        [UInt8(truncatingIfNeeded: target)] + bytes
    }

    /// What each file holds, as an input.
    public var seeds: [[UInt8]] {
        targets.enumerated().map { (index, target) in
            switch target {
            case .file(let path): input(index, bytes(of: path))
            case .audience: input(index, Array("tier in [gold] and not orders_90d >= 1".utf8))
            }
        }
    }

    private func bytes(of path: String) -> [UInt8] {
        files.first { $0.path == path }?.bytes ?? []
    }

    /// Compiles the workspace with an input in it.
    /// - Returns: What went against the contract of the compiler; nil when nothing did.
    public func fault(of input: [UInt8]) -> String? {
        guard let first = input.first, !targets.isEmpty else { return nil }
        let (path, damaged) = damage(targets[Int(first) % targets.count], Array(input.dropFirst()))
        let isRule = rules.contains(path)
        var files = files.filter { $0.path != path && !(isRule && rules.contains($0.path)) }
        files.append(SourceFile(path: path, bytes: damaged))
        let compilation = RuleCompiler.compile(files) { name in
            name == "Asia/Shanghai" ? Zone.china : nil
        }
        return fault(of: compilation, files)
    }

    private func damage(_ target: Target, _ bytes: [UInt8]) -> (path: String, bytes: [UInt8]) {
        switch target {
        case .file(let path): return (path, bytes)
        case .audience(let path):
            var lines = self.bytes(of: path).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            lines.removeAll { $0.starts(with: Array("audience:".utf8)) }
            let condition = bytes.flatMap { byte -> [UInt8] in
                // The text stands between apostrophes; line ends would end it.
                byte == 0x27 ? [0x27, 0x27] : byte == 0x0A || byte == 0x0D ? [0x20] : [byte]
            }
            let start = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            return (path, start + Array("\naudience: '".utf8) + condition + Array("'\n".utf8))
        }
    }

    private func fault(of compilation: Compilation, _ files: [SourceFile]) -> String? {
        let found = compilation.diagnostics
        if (compilation.book == nil) != compilation.hasErrors { return "a book in spite of errors" }
        if found.count > 500 { return "\(found.count) diagnostics" }
        for diagnostic in found {
            let size = files.first { $0.path == diagnostic.file }?.bytes.count ?? 0
            for range in [diagnostic.range, diagnostic.fixIt?.range].compactMap({ $0 }) {
                let (start, end) = (range.start, range.end)
                let isInside = 0 <= start.offset && start.offset <= end.offset && end.offset <= size
                if !isInside || start.line < 1 || start.column < 1 {
                    return "\(diagnostic.id) lies outside its file"
                }
            }
        }
        for language in [Language.zh, .en] {
            let text = DiagnosticRenderer.text(
                found, sources: files, color: false, language: language)
            if text.isEmpty != found.isEmpty { return "nothing is shown" }
        }
        return compilation.book.flatMap { fault(of: $0) }
    }

    /// Conditions have an answer for a customer of whom nothing is known, and it is no other than
    /// the proved one.
    private func fault(of book: RuleBook) -> String? {
        let nobody = Subject(
            now: Timestamp(seconds: 1_793_581_200), zone: book.workspace.zone, tag: { _ in nil },
            aggregate: { $0.value(over: [], now: Timestamp(seconds: 1_793_581_200)) })
        let truth = ConditionTruth(schema: book.tags)
        for condition in book.rules.map(\.audience) + book.tags.audiences.map(\.condition) {
            let holds = condition.holds(for: nobody)
            switch truth.truth(of: condition) {
            case .never: if holds { return "held, said never: \(condition)" }
            case .always: if !holds { return "did not hold, said always: \(condition)" }
            case .maybe: break
            }
        }
        return nil
    }
}
