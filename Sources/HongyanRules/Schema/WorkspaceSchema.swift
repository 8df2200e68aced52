public import HongyanCore

/// JSON Schemas (draft 2020-12) of the workspace files, for editors that complete and validate
/// YAML.
///
/// A schema never rejects what the compiler takes, but for one thing: a bare `null` or `~`, which
/// YAML itself takes for nothing. What only the compiler can see, such as the inside of a
/// condition, stays with `hongyan check`.
public enum WorkspaceSchema {
    /// A kind of workspace file.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case workspace, tags, policy, calendar, templates, rule, test

        /// The kind of a workspace-relative path; nil for what is no file of a workspace.
        public init?(path: String) {
            switch path {
            case RuleCompiler.workspacePath: self = .workspace
            case RuleCompiler.tagsPath: self = .tags
            case RuleCompiler.policyPath: self = .policy
            case RuleCompiler.calendarPath: self = .calendar
            case RuleCompiler.templatesPath: self = .templates
            case _ where path.hasPrefix("rules/") && path.hasSuffix(".test.yaml"): self = .test
            default:
                guard !PackShelf.isPack(path), RuleCompiler.isCompiled(path),
                    path.hasSuffix(".yaml")
                else { return nil }
                self = .rule
            }
        }
    }

    /// Where the schemas of a workspace are kept, relative to it.
    public static let folder = ".hongyan/schema"

    public static func fileName(_ kind: Kind) -> String { "\(kind.rawValue).json" }

    /// The comment by which an editor finds the schema of a workspace file, for its first line; nil
    /// for what is no such file.
    public static func modeline(path: String) -> String? {
        guard let kind = Kind(path: path) else { return nil }
        let depth = path.split(separator: "/").count - 1
        let up = String(repeating: "../", count: depth)
        return "# yaml-language-server: $schema=\(up)\(folder)/\(fileName(kind))"
    }

    /// The schema as JSON text that ends in a line break: the same bytes for the same arguments.
    ///
    /// - Parameters:
    ///   - names: What the workspace declares; it becomes enums.
    ///   - language: Of all descriptions.
    public static func text(_ kind: Kind, names: SchemaNames, language: Language) -> String {
        json(kind, names: names, language: language).written() + "\n"
    }

    /// The language in which a schema was written; nil when the text is none of ours.
    public static func language(of text: String) -> Language? {
        Language.allCases.first { language in
            Kind.allCases.contains { kind in
                let comment = Json.text(SchemaForms.comment(kind, language)).written()
                return text.split(separator: "\n").prefix(4).contains {
                    $0.hasSuffix(comment + ",")
                }
            }
        }
    }

    static func json(_ kind: Kind, names: SchemaNames, language: Language) -> Json {
        let forms = SchemaForms(names: names, language: language)
        switch kind {
        case .workspace: return SettingsSchema(forms: forms).json
        case .tags: return TagsSchema(forms: forms).json
        case .policy: return PolicySchema(forms: forms).json
        case .calendar: return CalendarSchema(forms: forms).json
        case .templates: return TemplatesSchema(forms: forms).json
        case .rule: return RuleSchema(forms: forms).json
        case .test: return TestSchema(forms: forms).json
        }
    }
}

extension SchemaForms {
    /// A whole schema: the root and what it refers to.
    func document(
        _ kind: WorkspaceSchema.Kind, _ title: Json, _ root: Json, definitions: [Json.Member]
    ) -> Json {
        .object(
            [
                Json.Member("$schema", "https://json-schema.org/draft/2020-12/schema"),
                Json.Member("$comment", .text(SchemaForms.comment(kind, language))),
                Json.Member("title", title),
            ] + root.members + [Json.Member("$defs", .object(definitions))])
    }

    /// The command that wrote a schema.
    static func comment(_ kind: WorkspaceSchema.Kind, _ language: Language) -> String {
        "made by: hongyan schema --kind \(kind.rawValue) --lang \(language.rawValue)"
    }

    /// What a condition may say, with the workspace's own names.
    func condition(_ zh: String, _ en: String, examples: [Json] = []) -> Json {
        var text = language == .zh ? zh : en
        text += language == .zh ? SchemaForms.language.zh : SchemaForms.language.en
        text += list(names.tags, "标签", "Tags") + list(names.audiences, "人群", "Audiences")
        for event in names.events ?? [] {
            let fields = event.fields.map { "`\($0.name)` \($0.detail)" }.joined(separator: ", ")
            let title = event.entry.title.map { " \($0)" } ?? ""
            text += language == .zh ? "\n\n事件 " : "\n\nEvent "
            text += "`\(event.entry.name)`\(title)" + (fields.isEmpty ? "" : ": \(fields)")
        }
        let more = examples.isEmpty ? [] : [Json.Member("examples", .list(examples))]
        return .object(describe(text) + SchemaForms.text.members + more)
    }

    private func list(_ entries: [SchemaNames.Entry]?, _ zh: String, _ en: String) -> String {
        guard let entries, !entries.isEmpty else { return "" }
        let lines = entries.map { entry in
            let title = entry.title.map { " \($0)" } ?? ""
            return "\n- `\(entry.name)`\(title) (\(entry.detail))"
        }
        return "\n\n\(language == .zh ? zh : en):\n" + lines.joined()
    }

    private static let language = Diagnostic.Message(
        zh: "\n\n条件语言：`and` `or` `not`；`=` `!=` `<` `<=` `>` `>=`；`in [a, b]`；"
            + "`between a and b`；集合用 `has`；文本用 `contains`；`is missing`；"
            + "`older than 90d`、`within 90d`；`days until birthday <= 3`；"
            + "`count(order.placed, 90d) >= 2`、`sum(order.placed.amount, 365d)`。"
            + "缺值时任何比较都不成立。",
        en: "\n\nConditions: `and` `or` `not`; `=` `!=` `<` `<=` `>` `>=`; `in [a, b]`; "
            + "`between a and b`; `has` for sets; `contains` for texts; `is missing`; "
            + "`older than 90d`, `within 90d`; `days until birthday <= 3`; "
            + "`count(order.placed, 90d) >= 2`, `sum(order.placed.amount, 365d)`. "
            + "A comparison with a missing value is false.")
}
