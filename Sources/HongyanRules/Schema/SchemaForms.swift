import HongyanCore

/// How the schemas of all files are put together: words in one language, and the forms in which
/// values are written. A schema judges a value as YAML 1.2's core types give it, and takes what the
/// readers take: `cart_id: 17` and `"17"` are the same text to them. Patterns keep to what
/// ECMA-262 (with `u`) and Python read alike.
struct SchemaForms {
    let names: SchemaNames
    let language: Language

    // MARK: Words

    /// The schema with a description before it; markdown where the words have any.
    func told(_ zh: String, _ en: String, _ schema: Json, examples: [Json] = []) -> Json {
        var members = describe(language == .zh ? zh : en) + schema.members
        if !examples.isEmpty { members.append(Json.Member("examples", .list(examples))) }
        return .object(members)
    }

    func describe(_ words: String) -> [Json.Member] {
        let plain = words.filter { $0 != "`" }
        let members = [Json.Member("description", .text(plain))]
        return plain == words
            ? members : members + [Json.Member("markdownDescription", .text(words))]
    }

    // MARK: Mappings

    /// A mapping with fixed keys, in the order of `members`.
    func object(_ keys: Keys, _ members: [Json.Member]) -> Json {
        var result: [Json.Member] = [
            Json.Member("type", "object"), Json.Member("properties", .object(members)),
            Json.Member("additionalProperties", false),
        ]
        if !keys.required.isEmpty {
            result.append(Json.Member("required", .texts(keys.required)))
        }
        return .object(result)
    }

    /// A mapping from names to one kind of value.
    func map(_ value: Json, names: Json? = nil) -> Json {
        var result: [Json.Member] = [Json.Member("type", "object")]
        if let names { result.append(Json.Member("propertyNames", names)) }
        return .object(result + [Json.Member("additionalProperties", value)])
    }

    static func reference(_ name: String) -> Json { ["$ref": .text("#/$defs/\(name)")] }

    // MARK: Texts and names

    /// Any text that is not empty. YAML takes some texts for numbers and booleans.
    static let text: Json = ["type": ["string", "number", "boolean"], "minLength": 1]

    static func pattern(_ pattern: String) -> Json {
        ["type": "string", "pattern": .text("^(\(pattern))$")]
    }

    /// Lower-case letters, digits and further signs, a letter or digit first, at most 64.
    static func name(extra: String) -> Json {
        [
            "type": ["string", "integer"],
            "pattern": .text("^[a-z0-9][a-z0-9\(extra)]{0,63}$"),
        ]
    }

    /// A name for conditions: no word of their language.
    static let freeName: Json = name(extra: "_").adding([
        Json.Member("not", ["enum": .texts(ConditionParser.keywords.sorted())])
    ])

    static func choice(_ words: [String]) -> Json { ["enum": .texts(words)] }

    /// One of the declared names, with its title beside it; any text where none is known.
    func choice(_ entries: [SchemaNames.Entry]?) -> Json {
        guard let entries, !entries.isEmpty else { return SchemaForms.text }
        var values: [Json] = []
        var words: [String] = []
        for entry in entries {
            let word = [entry.title, entry.detail.isEmpty ? nil : entry.detail]
                .compactMap { $0 }.joined(separator: " · ")
            for value in SchemaForms.written(entry.name) {
                values.append(value)
                words.append(word)
            }
        }
        var members = [Json.Member("enum", .list(values))]
        if words.contains(where: { !$0.isEmpty }) {
            members.append(Json.Member("enumDescriptions", .texts(words)))
        }
        return .object(members)
    }

    /// The name as text, and as what YAML takes it for when it stands without quotes.
    private static func written(_ name: String) -> [Json] {
        if name == "true" || name == "false" { return [.text(name), .flag(name == "true")] }
        if let number = FileReader.digits(name) { return [.text(name), .number(number)] }
        return [.text(name)]
    }

    /// One role, or some.
    static let roles: Json = [
        "if": ["type": "array"],
        "then": ["items": name(extra: "_-"), "minItems": 1],
        "else": name(extra: "_-"),
    ]

    static let purpose = choice(Purpose.allCases.map(\.rawValue))

    // MARK: Numbers

    static func integer(_ range: ClosedRange<Int>) -> Json {
        [
            "type": ["integer", "string"], "minimum": .number(range.lowerBound),
            "maximum": .number(range.upperBound), "pattern": "^[0-9]+$",
        ]
    }

    static let boolean: Json = ["type": ["boolean", "string"], "pattern": "^(true|false)$"]
    static let share = pattern("0*(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)%")

    // MARK: Times

    static let spans = "[0-9]+[dhms]"
    /// At least one minute.
    static let minutes = "0*[1-9][0-9]*[dhm]|0*([6-9][0-9]|[1-9][0-9]{2,})s"
    static let moreThanZero = "0*[1-9][0-9]*[dhms]"
    static let span = pattern(spans)
    static let span60days = pattern("0*([0-9]|[1-5][0-9]|60)d|[0-9]+[hms]")
    static let span366days = pattern(
        "0*([1-9][0-9]?|[12][0-9][0-9]|3[0-5][0-9]|36[0-6])d|[0-9]+[hms]")
    static let milliseconds = pattern("[0-9]+(ms|[dhms])")
    private static let clock = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
    static let minute = pattern(clock)
    static let moment = pattern(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
            + "([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?")

    /// `daily 18:00-20:00`; see ``TimeForms/window(_:name:)``.
    static let window: Json = {
        let day = "(mon|tue|wed|thu|fri|sat|sun)"
        let days = "daily|workdays|restdays|weekends|\(day)(-\(day))?(,\(day)(-\(day))?)*"
        let span = "[ \\t]*\(clock)[ \\t]*-[ \\t]*(\(clock)|24:00)[ \\t]*"
        return pattern("(\(days)) \(span)(,\(span))*")
    }()

    /// `lunar 12-30 .. lunar 01-03`; see ``TimeForms/blackout(_:)``.
    static let blackout: Json = {
        let end = "((lunar (leap )?)?[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
        return pattern("[ \\t]*\(end)[ \\t]*(\\.\\.[ \\t]*\(end)[ \\t]*)?")
    }()

    /// Five fields; see ``Cron``.
    static let cron: Json = {
        func field(_ number: String) -> String {
            let item = "(\\*(/[0-9]+)?|\(number)(-\(number)(/[0-9]+)?)?)"
            return "\(item)(,\(item))*"
        }
        let fields = [
            "0{0,3}[0-5]?[0-9]", "0{0,2}([01]?[0-9]|2[0-3])", "0{0,2}([0-2]?[0-9]|3[01])",
            "(0{0,2}[01]?[0-9]|[A-Za-z]{3})", "(0{0,3}[0-7]|[A-Za-z]{3})",
        ]
        return pattern("[ \\t]*" + fields.map(field).joined(separator: "[ \\t]+") + "[ \\t]*")
    }()

    // MARK: Policy

    static let closed = pattern("drop|defer [ \\t]*\(moreThanZero)")
    static let late = pattern("never|(skip [ \\t]*)?(\(minutes))")
    static let limit = pattern("0*(1000000000|[1-9][0-9]{0,8})/(hour|day)")
    static let budget = pattern(
        "(0*[1-9][0-9]{0,8}(\\.[0-9]{1,4})?"
            + "|0+\\.([1-9][0-9]{0,3}|0[1-9][0-9]{0,2}|00[1-9][0-9]?|000[1-9]))/(day|month)")
    static let perDay = pattern("0*(1000000000|[1-9][0-9]{0,8})/day")
    static let once = pattern("per occurrence|per year|ever|per [ \\t]*\(moreThanZero)")
    static let cap = pattern(
        " *0*(1000|[0-9]{1,3}) +per +(minute|hour|day|week|month|year|\(moreThanZero)) *")
    /// `28d before lunar 01-01`, or a stretch of days; see ``TimeForms/season(_:)``.
    static let season: Json = {
        let end = "((lunar (leap )?)?[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
        let days = "[ \\t]*\(end)[ \\t]*(\\.\\.[ \\t]*\(end)[ \\t]*)?"
        return pattern("\(days)|\(moreThanZero) before [ \\t]*\(end)[ \\t]*")
    }()
    /// An amount or a word of `terms:`; see ``PackForms``.
    static func term(_ key: PolicyKey) -> Json {
        switch key.unit {
        case .percent: pattern("0*(100|[0-9]{1,2})%")
        case .perHundredMillion: pattern("[0-9]+(\\.[0-9]{1,2})? per million")
        case .none where key.tightness == .strictest:
            choice(AuditVerdict.allCases.map(\.name))
        case .none where key.tightness == .together:
            ["type": "array", "items": text]
        case .none: ["anyOf": [["type": "boolean"], ["enum": ["yes", "no"]]]]
        case .characters, .variables, .days, .workdays, .months:
            key.tightness == .range
                ? pattern("[ \\t]*[0-9]+[ \\t]*\\.\\.[ \\t]*[0-9]+[ \\t]* characters")
                : pattern("[0-9]+ \(key.unit.word)?")
        }
    }
    /// Without the brackets that are put around it.
    static let signature = text.adding([
        Json.Member("maxLength", 20), Json.Member("pattern", "^[^\\[\\]【】]+$"),
    ])
}
