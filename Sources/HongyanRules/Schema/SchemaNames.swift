/// What a workspace declares, read as leniently as can be: a file with faults still gives the names
/// that stand in it. A list is nil where its file cannot be read at all; then a schema takes any
/// name.
public struct SchemaNames: Sendable {
    /// A name and what an editor shows beside it.
    struct Entry {
        let name: String
        let title: String?
        /// A tag's type, a window's days, a template's text.
        let detail: String
    }

    struct Event {
        let entry: Entry
        let fields: [Entry]
    }

    struct Signal {
        let entry: Entry
        let by: String?
        let fields: [Entry]
    }

    struct Template {
        let entry: Entry
        let purpose: String?
    }

    /// In file order, each list.
    private(set) var tags: [Entry]?
    private(set) var events: [Event]?
    private(set) var signals: [Signal]?
    private(set) var audiences: [Entry]?
    private(set) var windows: [Entry]?
    private(set) var templates: [Template]?
    /// Keys that the policy's defaults give.
    private(set) var defaults: Set<String>?
    private(set) var caps: [String]?
    /// By path, as the files are named.
    private(set) var rules: [Entry]?
    /// Events whose latest time a tag keeps, and those tags.
    private(set) var kept: [String] = []
    private(set) var keepers: [String] = []

    /// Knows no name: for schemas of no workspace in particular.
    public init() {}

    /// - Parameter files: Of one workspace, in any order.
    public init(files: [SourceFile]) {
        func root(_ path: String) -> YamlNode? {
            files.first { $0.path == path }.flatMap { YamlReader.read(SourceText($0), Findings()) }
        }
        readRules(files)
        if let node = root(RuleCompiler.tagsPath) { readTags(node) }
        if let node = root(RuleCompiler.policyPath) {
            windows = node["windows"]?.named { $0.text ?? "" }
            caps = node["caps"]?.pairs.map(\.key).filter { $0 != "preset" }
            defaults = node["defaults"].map { Set($0.pairs.map(\.key)) }
        }
        if let node = root(RuleCompiler.templatesPath) {
            templates = node["templates"]?.pairs.map {
                Template(
                    entry: Entry(name: $0.key, title: nil, detail: $0.value["text"]?.text ?? ""),
                    purpose: $0.value["purpose"]?.text)
            }
        }
    }

    private mutating func readRules(_ files: [SourceFile]) {
        let paths = files.map(\.path).filter { WorkspaceSchema.Kind(path: $0) == .rule }.sorted()
        rules = paths.map { path in
            let root = files.first { $0.path == path }
                .flatMap { YamlReader.read(SourceText($0), Findings()) }
            let name = String(path.split(separator: "/").last?.dropLast(".yaml".count) ?? "")
            return Entry(name: name, title: root?["title"]?.text, detail: "")
        }
    }

    private mutating func readTags(_ root: YamlNode) {
        tags = root["tags"]?.named(SchemaNames.type)
        keepers = root["tags"]?.pairs.filter { $0.value["latest"] != nil }.map(\.key) ?? []
        kept = root["tags"]?.pairs.compactMap { $0.value["latest"]?.text } ?? []
        events = (root["events"]?.pairs ?? []).map {
            Event(
                entry: Entry(name: $0.key, title: $0.value["title"]?.text, detail: ""),
                fields: $0.value["fields"]?.named(SchemaNames.type) ?? [])
        }
        signals = (root["signals"]?.pairs ?? []).map {
            Signal(
                entry: Entry(name: $0.key, title: $0.value["title"]?.text, detail: ""),
                by: $0.value["by"]?.text,
                fields: $0.value["fields"]?.named(SchemaNames.type) ?? [])
        }
        audiences = (root["audiences"]?.named { ($0["where"] ?? $0).text ?? "" }) ?? []
    }

    /// `enum: gold, silver`, `time`, `= count(order.placed, 90d)`.
    private static func type(_ node: YamlNode) -> String {
        if let computed = node["computed"]?.text { return "= " + computed }
        if node["latest"] != nil { return "time" }
        let word = (node["type"] ?? node).text ?? ""
        guard case .sequence(let items) = node["values"]?.content else { return word }
        return word + ": " + items.compactMap(\.text).joined(separator: ", ")
    }
}

extension YamlNode {
    fileprivate var text: String? {
        if case .scalar(let scalar) = content, !scalar.text.isEmpty { scalar.text } else { nil }
    }

    fileprivate var pairs: [Entry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    fileprivate subscript(_ key: String) -> YamlNode? { pairs.first { $0.key == key }?.value }

    /// The entries of a mapping by name, with their titles; nil when it is none.
    fileprivate func named(_ detail: (YamlNode) -> String) -> [SchemaNames.Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.map {
            SchemaNames.Entry(
                name: $0.key, title: $0.value["title"]?.text, detail: detail($0.value))
        }
    }
}
