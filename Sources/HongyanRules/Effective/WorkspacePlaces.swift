public import HongyanCore

/// Where a sound workspace says what: for those who tell about it from outside, such as `explain`
/// and the checks against a store.
public struct WorkspacePlaces: Sendable {
    /// A stretch of one file.
    public struct Place: Hashable, Sendable {
        /// Relative to the workspace.
        public let file: String
        public let range: SourceRange
        public init(file: String, range: SourceRange) {
            self.file = file
            self.range = range
        }
    }

    private let rules: [RuleID: [String: Place]]
    private let audiences: [String: Place]
    private let settings: [String: Place]
    private let effective: [RuleID: EffectiveRule]

    /// nil when the files have an error.
    public init?(of files: [SourceFile], zones: (String) -> Zone?) {
        guard let context = RuleCompiler.context(files, zones: zones) else { return nil }
        var rules: [RuleID: [String: Place]] = [:]
        var effective: [RuleID: EffectiveRule] = [:]
        for source in context.rules {
            rules[source.rule.id] = Self.places(of: source.file)
            effective[source.rule.id] = EffectiveReader(source: source, context: context).read()
        }
        self.rules = rules
        self.effective = effective
        var audiences: [String: Place] = [:]
        for audience in context.book.tags.audiences {
            audiences[audience.name] = Self.place(
                context.tags.keyPlace("audiences", audience.name), in: context.tags)
        }
        self.audiences = audiences
        settings = Self.places(of: context.workspace)
    }

    /// The value of the first of these keys that the rule's file writes; nil for an unknown rule
    /// or when it writes none of them.
    public func rule(_ id: RuleID, _ keys: String...) -> Place? {
        keys.lazy.compactMap { rules[id]?[$0] }.first
    }

    /// The key of a named audience.
    public func audience(_ name: String) -> Place? { audiences[name] }

    /// The value of the first of these keys that hongyan.yaml writes.
    public func settings(_ keys: String...) -> Place? {
        keys.lazy.compactMap { settings[$0] }.first
    }

    /// nil for an unknown rule.
    public func effective(_ id: RuleID) -> EffectiveRule? { effective[id] }

    private static func places(of file: FileSource) -> [String: Place] {
        guard case .mapping(let entries) = file.root.content else { return [:] }
        var places: [String: Place] = [:]
        for entry in entries {
            places[entry.key] = place(file.firstLine(of: entry.value.range), in: file)
        }
        return places
    }

    private static func place(_ range: Range<Int>?, in file: FileSource) -> Place? {
        range.map {
            Place(file: file.reader.source.path, range: file.reader.source.range($0))
        }
    }
}
