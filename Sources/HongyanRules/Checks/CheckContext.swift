public import HongyanCore

/// What checks look at: the book as compiled, and where each piece of it is written.
///
/// Rules with faults of their own are not in it: what they meant is not known.
struct CheckContext {
    let book: RuleBook
    /// By path.
    let rules: [RuleSource]
    let workspace: FileSource
    let tags: FileSource
    let policy: FileSource
    let templates: FileSource
    /// What was there before this book; nil when nobody asked.
    let history: BookHistory?
    /// nil when nobody told: then nothing is due.
    let today: CivilDay?
    let names: Names
    /// Paths of the files with errors: what they declare is known in part only.
    let faulty: Set<String>
    let waits = WindowWaits()
    /// Every condition with what can be proved of it.
    let survey: ConditionSurvey

    init(
        book: RuleBook, rules: [RuleSource], workspace: FileSource, tags: FileSource,
        policy: FileSource, templates: FileSource, history: BookHistory?, today: CivilDay?,
        names: Names, faulty: Set<String>
    ) {
        self.book = book
        self.rules = rules
        self.workspace = workspace
        self.tags = tags
        self.policy = policy
        self.templates = templates
        self.history = history
        self.today = today
        self.names = names
        self.faulty = faulty
        survey = ConditionSurvey(book: book, rules: rules, tags: tags, policy: policy)
    }

    /// Whether all that a file declares is known.
    func isSound(_ source: FileSource) -> Bool { !faulty.contains(source.reader.source.path) }
}

/// How long each window makes a message wait, reckoned once a window. A class, because the answers
/// are kept.
final class WindowWaits {
    private var known: [Window: [Int]] = [:]

    /// For each minute of a week from Monday 00:00: minutes until the window is open.
    func of(_ window: Window) -> [Int] {
        if let waits = known[window] { return waits }
        let waits = WindowShare.waits(window)
        known[window] = waits
        return waits
    }
}

/// What was there before: an earlier book, and the ids that a store has seen.
public struct BookHistory: Sendable {
    public let previous: RuleBook?
    /// Ids of rules with a cursor or decisions.
    public let usedRules: Set<RuleID>
    /// Ids that a `was:` gave up.
    public let tombstones: Set<RuleID>
    public init(
        previous: RuleBook? = nil, usedRules: Set<RuleID> = [], tombstones: Set<RuleID> = []
    ) {
        self.previous = previous
        self.usedRules = usedRules
        self.tombstones = tombstones
    }
}

/// A file's root with the reader that reports in it.
struct FileSource {
    let root: YamlNode
    let reader: FileReader

    /// The node at a path of keys; nil when it is not written.
    func node(_ path: String...) -> YamlNode? { node(path) }

    func node(_ path: [String]) -> YamlNode? {
        var node = root
        for key in path {
            guard case .mapping(let entries) = node.content,
                let entry = entries.first(where: { $0.key == key })
            else { return nil }
            node = entry.value
        }
        return node
    }

    /// The bytes to point at for a path of keys: the value's first line; where the path is not
    /// written, the nearest key above it that is, and at last the file's first key.
    func place(_ path: String...) -> Range<Int> {
        for length in stride(from: path.count, to: 0, by: -1) {
            guard let node = node(Array(path.prefix(length))) else { continue }
            return firstLine(of: node.range)
        }
        guard case .mapping(let entries) = root.content, let first = entries.first else {
            return 0..<0
        }
        return first.keyRange
    }

    /// The bytes of a key itself.
    func keyPlace(_ path: String...) -> Range<Int>? { keyPlace(path) }

    func keyPlace(_ path: [String]) -> Range<Int>? {
        guard let last = path.last, let parent = node(Array(path.dropLast())),
            case .mapping(let entries) = parent.content
        else { return nil }
        return entries.first { $0.key == last }?.keyRange
    }

    func firstLine(of range: Range<Int>) -> Range<Int> {
        let start = range.lowerBound
        let line = reader.source.line(reader.source.lineNumber(start))
        return start..<max(start, min(range.upperBound, line.upperBound))
    }

    /// A condition that was compiled from the text at a path, with the places of its parts.
    func placed(_ condition: Condition, at path: String...) -> PlacedCondition? {
        placed(condition, at: path)
    }

    func placed(_ condition: Condition, at path: [String]) -> PlacedCondition? {
        guard let node = node(path), let text = ConditionText(node, in: reader.source) else {
            return nil
        }
        return PlacedCondition(condition, text: text)
    }
}

/// One compiled rule with its file.
struct RuleSource {
    let rule: CompiledRule
    let file: FileSource
}

/// A condition with the bytes of the file that each part of it came from.
struct PlacedCondition {
    let condition: Condition
    let place: Range<Int>
    /// Of `and`, `or` and `not`, where the text itself has them; those of a named audience stand
    /// elsewhere and are left out.
    let parts: [PlacedCondition]
    /// As written; nil where the text cannot be read.
    let expression: Expression?
    let text: ConditionText

    init(_ condition: Condition, text: ConditionText) {
        let expression = try? ConditionParser.parse(text.text)
        self.init(condition, expression, text)
    }

    private init(_ condition: Condition, _ expression: Expression?, _ text: ConditionText) {
        self.condition = condition
        self.expression = expression
        self.text = text
        place = text.place(expression?.range ?? 0..<text.text.utf8.count)
        switch (condition, expression?.kind) {
        case (.all(let parts), .all(let sides)?) where parts.count == sides.count,
            (.any(let parts), .any(let sides)?) where parts.count == sides.count:
            self.parts = zip(parts, sides).map { PlacedCondition($0, $1, text) }
        case (.not(let inner), .not(let side)?):
            parts = [PlacedCondition(inner, side, text)]
        default: parts = []
        }
    }

    /// The words of the file that it was made of.
    var words: String {
        guard let range = expression?.range else { return text.text }
        return text.words(range)
    }
}
