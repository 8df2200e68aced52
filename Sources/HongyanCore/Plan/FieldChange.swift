/// One thing that two rule books say differently, written as the files write it.
public struct FieldChange: Hashable, Sendable {
    /// `audience`, `trigger.within`, `caps.month`, `templates.hello`, `titles.tags.tier`.
    public let name: String
    /// nil where that side says nothing.
    public let old: String?
    public let new: String?

    public init(name: String, old: String?, new: String?) {
        self.name = name
        self.old = old
        self.new = new
    }

    /// A title is for people only; everything else may decide who gets what.
    public var isDecisive: Bool { name != "title" && !name.hasPrefix(Self.titles) }

    /// How the names of titles outside the rules begin.
    static let titles = "titles."
}

extension FieldChange {
    /// What two rules say differently, in the order of a rule file. Ids are not compared, only
    /// what customers' buckets are hashed over.
    static func between(_ old: CompiledRule, _ new: CompiledRule, zone: Zone) -> [FieldChange] {
        var changes = between(
            DefinitionText.lines(of: old, zone: zone), DefinitionText.lines(of: new, zone: zone))
        if old.stableID != new.stableID && new.stableID != old.id {
            changes.append(
                FieldChange(
                    name: "was", old: old.stableID.rawValue, new: new.stableID.rawValue))
        }
        return changes
    }

    /// What two books say differently outside their rules: policy, templates, channels, tags.
    static func between(_ old: RuleBook, _ new: RuleBook) -> [FieldChange] {
        between(DefinitionText.lines(of: old), DefinitionText.lines(of: new))
    }

    /// What two books say differently of the templates that a rule names on either side.
    static func templates(
        of rules: [CompiledRule], _ old: RuleBook, _ new: RuleBook
    ) -> [FieldChange] {
        var names: Set<TemplateID> = []
        for rule in rules {
            for variant in rule.message.variants { names.insert(variant.template) }
        }
        func lines(_ book: RuleBook) -> [DefinitionLine] {
            book.templates.filter { names.contains($0.id) }.map(DefinitionText.line)
        }
        // A template that only one side's rule names is a change of `message`.
        return between(lines(old), lines(new)).filter { $0.old != nil && $0.new != nil }
    }

    /// Changed and new lines in the new order, then what is gone in the old order.
    static func between(_ old: [DefinitionLine], _ new: [DefinitionLine]) -> [FieldChange] {
        let before = Dictionary(old.map { ($0.name, $0.text) }, uniquingKeysWith: { a, _ in a })
        let after = Set(new.map(\.name))
        var changes: [FieldChange] = []
        for line in new where before[line.name] != line.text {
            changes.append(FieldChange(name: line.name, old: before[line.name], new: line.text))
        }
        for line in old where !after.contains(line.name) {
            changes.append(FieldChange(name: line.name, old: line.text, new: nil))
        }
        return changes
    }
}
