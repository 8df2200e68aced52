public import HongyanCore

/// Finds the places of all conditions that rule tests are to see true and false.
public enum ConditionPlaces {
    /// By subject, then in the order of ``Condition/trace(for:depth:)``. A named audience's parts
    /// stand in `tags.yaml`. `true` and `false` themselves are left out.
    ///
    /// - Parameter files: Those that the book was compiled from.
    public static func all(of book: RuleBook, files: [SourceFile]) -> [RuleTestPlace] {
        let finder = ConditionFinder(book: book, files: files)
        var places: [RuleTestPlace] = []
        for rule in book.rules.sorted(by: { $0.id < $1.id }) {
            let path = files.map(\.path).first { $0.hasSuffix("/\(rule.id).yaml") }
            guard let path else { continue }
            places += finder.places(rule.audience, .audience(rule.id), path, [["audience"]])
            guard let condition = rule.trigger.condition else { continue }
            places += finder.places(
                condition, .trigger(rule.id), path,
                ["where", "when", "enters"].map { ["trigger", $0] })
        }
        for cap in book.policy.caps {
            places += finder.places(
                cap.audience, .cap(cap.name), RuleCompiler.policyPath,
                [["caps", cap.name, "audience"]])
        }
        return places
    }
}

extension Trigger {
    /// What it asks of the event, the signal or the customer; nil where it asks nothing.
    public var condition: Condition? {
        switch self {
        case .event(let trigger): trigger.where
        case .absence(let trigger): trigger.where
        case .signal(let trigger): trigger.when
        case .enters(let trigger): trigger.condition
        case .dormant, .date, .schedule, .reply: nil
        }
    }
}

/// Walks a condition and its text side by side.
private struct ConditionFinder {
    private let book: RuleBook
    private var sources: [String: FileSource] = [:]

    init(book: RuleBook, files: [SourceFile]) {
        self.book = book
        let findings = Findings()
        for file in files where RuleCompiler.isCompiled(file.path) && file.path.hasSuffix(".yaml") {
            let source = SourceText(file)
            guard let root = YamlReader.read(source, findings) else { continue }
            let reader = FileReader(source: source, findings: findings)
            sources[file.path] = FileSource(root: root, reader: reader)
        }
    }

    func places(
        _ condition: Condition, _ subject: RuleTestCoverage.Subject, _ path: String,
        _ ways: [[String]]
    ) -> [RuleTestPlace] {
        guard condition != .constant(true), let text = text(path, ways) else { return [] }
        var walk = Walk(finder: self, subject: subject)
        walk.visit(condition, try? ConditionParser.parse(text.text), text)
        return walk.places
    }

    func text(_ path: String, _ ways: [[String]]) -> ConditionText? {
        guard let file = sources[path] else { return nil }
        for way in ways {
            guard let node = file.node(way) else { continue }
            return ConditionText(node, in: file.reader.source)
        }
        return nil
    }

    /// The text of a named audience that stands for this condition.
    func audience(_ name: String, _ condition: Condition) -> ConditionText? {
        guard book.tags.audiences.contains(where: { $0.name == name && $0.condition == condition })
        else { return nil }
        return text(
            RuleCompiler.tagsPath, [["audiences", name, "where"], ["audiences", name]])
    }

    struct Walk {
        let finder: ConditionFinder
        let subject: RuleTestCoverage.Subject
        var places: [RuleTestPlace] = []
        private var index = 0

        init(finder: ConditionFinder, subject: RuleTestCoverage.Subject) {
            self.finder = finder
            self.subject = subject
        }

        mutating func visit(
            _ condition: Condition, _ expression: Expression?, _ text: ConditionText
        ) {
            if case .name(let name)? = expression?.kind,
                let named = finder.audience(name, condition)
            {
                let inner = try? ConditionParser.parse(named.text)
                return visit(condition, inner, named)
            }
            let range = text.place(expression?.range ?? 0..<text.text.utf8.count)
            if case .constant = condition {
                index += 1
            } else {
                note(range, text)
            }
            switch (condition, expression?.kind) {
            case (.all(let parts), .all(let sides)?) where parts.count == sides.count,
                (.any(let parts), .any(let sides)?) where parts.count == sides.count:
                for (part, side) in zip(parts, sides) { visit(part, side, text) }
            case (.not(let inner), .not(let side)?): visit(inner, side, text)
            case (.all(let parts), _), (.any(let parts), _):
                for part in parts { visit(part, nil, text) }
            case (.not(let inner), _): visit(inner, nil, text)
            default: break
            }
        }

        private mutating func note(_ range: Range<Int>, _ text: ConditionText) {
            let words = String(decoding: text.source.bytes[range], as: UTF8.self)
            let start = text.source.position(range.lowerBound)
            places.append(
                RuleTestPlace(
                    node: RuleTestCoverage.Node(subject: subject, index: index),
                    file: text.source.path, line: start.line, column: start.column, text: words))
            index += 1
        }
    }
}
