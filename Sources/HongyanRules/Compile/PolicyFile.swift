import HongyanCore

/// Reads `rules/policy.yaml`.
///
/// ```
/// signature: 云杉商城          opt_out: 拒收请回复R          max_parts: 3          global_holdout: 2%
/// approval:  [editor, supervisor, legal]        one name for a single step; absent: none asked
/// windows:   {NAME: "daily 18:00-20:00"}
/// blackouts: {NAME: "lunar 12-30 .. lunar 01-03" | "06-07 .. 06-09" | "2026-12-24 .. 2026-12-26"}
/// opt_out_scope: all | signature          confirm_opt_out: true | false
/// law: cn-2026               packs: [packs/uk.yaml]
/// terms:     {retention_messages: 12 months, variable_share: 20%}
/// caps:      {NAME: "2 per 7d" | {count: "1 per 7d", audience: CONDITION, purpose: marketing,
///            purposes: [marketing, service], season: 28d before lunar 01-01, outside: SEASON},
///            preset: retail | {trade: retail, new: CONDITION, active: CONDITION}}
/// retention: {messages: 365d, replies: 365d, consents: 1096d, events: 1096d, signals: 90d,
///             ledger: 1096d}
/// guardian:  {birthday: TAG, age: 14} | {minor: TAG}          consent_answer: 7d
/// lexicons:  [lexicons/own.csv]      content_review: hold
/// defaults:  {window: NAME, closed: defer 24h, late: 30m, limit: 20000/day, priority: 50}
/// ```
/// `defaults` are for marketing rules; only `priority` is for all.
struct PolicyFile {
    /// What a marketing rule takes when it does not say.
    struct Defaults {
        var window: Window?
        var closed: Closed?
        /// The inner nil is `never`.
        var late: Span??
        var limit: Limit?
        var priority = 50
    }

    let policy: Policy
    let defaults: Defaults
    /// Windows and keys of `defaults` as written, faulty ones included: those are not missed again.
    let declaredWindows: Set<String>
    let declaredDefaults: Set<String>

    static let keys = [
        "signature", "opt_out", "opt_out_scope", "confirm_opt_out", "max_parts", "global_holdout",
        "approval", "lexicons", "content_review", "law", "packs", "terms", "windows", "blackouts",
        "caps", "retention", "defaults", "guardian", "consent_answer",
    ]

    /// - Parameters:
    ///   - notices: Those of the workspace's calendar.
    ///   - lexicons: The lexicon files of the workspace.
    static func read(
        _ root: YamlNode, _ reader: FileReader, names: Names, packs: PackShelf,
        notices: [CalendarYear], lexicons: LexiconFiles
    ) -> PolicyFile? {
        guard let fields = reader.fields(root, .policy) else { return nil }
        if let node = fields["packs"] { _ = reader.items(node) }
        let windows = fields["windows"].map { self.windows($0, reader) } ?? []
        let policy = Policy(
            windows: windows,
            blackouts: fields["blackouts"].map { blackouts($0, reader) } ?? [],
            caps: fields["caps"].map { CapReader(reader: reader, names: names).caps($0) } ?? [],
            signature: fields["signature"].flatMap { signature($0, reader) } ?? "",
            optOutWords: fields["opt_out"].flatMap { reader.text($0) } ?? "",
            globalHoldoutBuckets: fields["global_holdout"].flatMap { reader.share($0) } ?? 0,
            maxParts: fields["max_parts"].flatMap { reader.integer($0, in: 1...10) } ?? 1,
            approval: fields["approval"].map { reader.roles($0) } ?? [],
            calendar: WorkCalendar.mainland.adding(notices),
            retention: fields["retention"].map { retention($0, reader) } ?? .standard,
            optOutScope: fields["opt_out_scope"].flatMap {
                reader.choice($0, "退订范围", "scope of an opt-out")
            } ?? .all,
            confirmsOptOut: fields["confirm_opt_out"].flatMap { reader.boolean($0) } ?? false,
            consent: ConsentTerms(
                guardian: fields["guardian"].flatMap { guardian($0, reader, names) },
                answerWithin: fields["consent_answer"].flatMap { reader.span($0) }
                    ?? ConsentTerms.standard.answerWithin),
            content: content(fields, reader, lexicons),
            law: fields["law"].flatMap { packs.pack($0, .law, reader) },
            terms: fields["terms"].map { TermsReader.read($0, reader) } ?? [])
        let declaredWindows = keys(of: fields["windows"])
        let defaults =
            fields["defaults"].map { self.defaults($0, reader, windows, declaredWindows) }
            ?? Defaults()
        return PolicyFile(
            policy: policy, defaults: defaults, declaredWindows: declaredWindows,
            declaredDefaults: keys(of: fields["defaults"]))
    }

    private static func content(
        _ fields: [String: YamlNode], _ reader: FileReader, _ lexicons: LexiconFiles
    ) -> ContentPolicy {
        var content = ContentPolicy.standard
        if let node = fields["content_review"],
            let review: ContentPolicy.Review = reader.choice(node, "处理", "way")
        {
            content.review = review
        }
        if let node = fields["lexicons"] {
            let own = lexicons.read(node, reader)
            if !own.isEmpty { content.auditor = ContentAuditor(lexicons: [.shipped] + own) }
        }
        return content
    }

    private static func keys(of node: YamlNode?) -> Set<String> {
        guard case .mapping(let entries) = node?.content else { return [] }
        return Set(entries.map(\.key))
    }

    /// Without brackets, which the text gets when it is put together.
    static func signature(_ node: YamlNode, _ reader: FileReader) -> String? {
        reader.read(node, "不带【】的签名，最多 20 字", "a signature without brackets, at most 20 characters")
        {
            let brackets: Set<Character> = ["【", "】", "[", "]"]
            return $0.count <= 20 && !$0.contains(where: { brackets.contains($0) }) ? $0 : nil
        }
    }

    private static func windows(_ node: YamlNode, _ reader: FileReader) -> [Window] {
        var result: [Window] = []
        for entry in reader.entries(node) ?? [] {
            guard let text = reader.text(entry.value, "时段", "a window") else { continue }
            switch TimeForms.window(text, name: entry.key) {
            case .success(let window): result.append(window)
            case .failure(let fault):
                reader.error(
                    "window/form", at: entry.value.range, zh: fault.message.zh,
                    en: fault.message.en)
            }
        }
        return result
    }

    private static func blackouts(_ node: YamlNode, _ reader: FileReader) -> [Blackout] {
        (reader.entries(node) ?? []).compactMap { entry in
            let days = reader.read(
                entry.value, "同一种历法的起止日期，如 06-07 .. 06-09",
                "dates of one calendar such as 06-07 .. 06-09", TimeForms.blackout)
            return days.map { Blackout(name: entry.key, days: $0) }
        }
    }

    /// Each kind of record: whole days, at least the law's floor.
    private static func retention(_ node: YamlNode, _ reader: FileReader) -> RetentionPeriods {
        var days: [RetentionPeriods.Record: Int] = [:]
        guard let fields = reader.fields(node, .retention) else { return .standard }
        for record in RetentionPeriods.Record.allCases {
            guard let node = fields[record.rawValue] else { continue }
            let range = record.least...RetentionPeriods.Record.most
            days[record] = reader.days(node, in: range)
        }
        return RetentionPeriods(days: days)
    }

    /// Who is a child: by the year of a birthday, or by a boolean tag.
    private static func guardian(
        _ node: YamlNode, _ reader: FileReader, _ names: Names
    ) -> ConsentTerms.Guardian? {
        guard let fields = reader.fields(node, .guardian) else { return nil }
        if let minor = fields["minor"], fields["birthday"] == nil, fields["age"] == nil {
            return tag(minor, reader, names) { $0 == .boolean }.map { .tag($0) }
        }
        guard let birthday = fields["birthday"], let age = fields["age"], fields["minor"] == nil
        else {
            reader.error(
                "guardian/form", at: node.range, zh: "写 {birthday: 标签, age: 14} 或 {minor: 标签}",
                en: "write {birthday: TAG, age: 14} or {minor: TAG}")
            return nil
        }
        guard let years = reader.integer(age, in: 14...18),
            let name = tag(
                birthday, reader, names,
                { (type: ValueType) in
                    type == .date || type == .anniversary
                })
        else { return nil }
        return .age(birthday: name, years: years)
    }

    private static func tag(
        _ node: YamlNode, _ reader: FileReader, _ names: Names,
        _ fits: (ValueType) -> Bool
    ) -> TagName? {
        guard let name = reader.text(node, "标签名", "a tag") else { return nil }
        guard let definition = names.tags.first(where: { $0.name.rawValue == name }) else {
            if names.isWhole {
                reader.unknown(
                    "tag/unknown", name, at: node.range, among: names.tags.map(\.name.rawValue),
                    zh: "标签", en: "tag")
            }
            return nil
        }
        guard definition.hasColumn, fits(definition.type) else {
            reader.error(
                "guardian/form", at: node.range,
                zh: "birthday 要存储的日期或周年标签，minor 要布尔标签",
                en: "birthday takes a stored date or anniversary tag, minor a boolean one")
            return nil
        }
        return definition.name
    }

    private static func defaults(
        _ node: YamlNode, _ reader: FileReader, _ windows: [Window], _ declared: Set<String>
    ) -> Defaults {
        guard let fields = reader.fields(node, .defaults) else { return Defaults() }
        var result = Defaults()
        result.window = fields["window"].flatMap { reader.window($0, windows, declared) }
        result.closed = fields["closed"].flatMap { reader.closed($0) }
        result.late = fields["late"].flatMap { reader.late($0) }
        result.limit = fields["limit"].flatMap { reader.limit($0) }
        if let priority = fields["priority"].flatMap({ reader.integer($0, in: 0...100) }) {
            result.priority = priority
        }
        return result
    }
}

/// What policy and rules write alike.
extension FileReader {
    /// Steps of an approval, or the roles that somebody has: one name or a list of them.
    func roles(_ node: YamlNode) -> [String] {
        let nodes: [YamlNode]
        if case .scalar = node.content { nodes = [node] } else { nodes = items(node) ?? [] }
        if case .sequence = node.content, nodes.isEmpty {
            error("value/none", at: node.range, zh: "列表不能为空", en: "the list must not be empty")
        }
        return nodes.compactMap { item in
            guard let name = text(item, "角色名", "a role's name"),
                checkName(name, at: item.range, extra: [UInt8(ascii: "-"), UInt8(ascii: "_")])
            else { return nil }
            return name
        }
    }

    /// `declared` are the names of all windows, faulty ones included.
    func window(_ node: YamlNode, _ windows: [Window], _ declared: Set<String>) -> Window? {
        guard let name = text(node, "窗口名", "a window") else { return nil }
        if let window = windows.first(where: { $0.name == name }) { return window }
        if declared.contains(name) { return nil }
        unknown(
            "window/unknown", name, at: node.range, among: windows.map(\.name), zh: "窗口",
            en: "window")
        return nil
    }

    func closed(_ node: YamlNode) -> Closed? {
        read(node, "drop 或 defer 24h", "drop or defer 24h", TimeForms.closed)
    }

    func late(_ node: YamlNode) -> Span?? {
        read(node, "skip 30m 或 never", "skip 30m or never", TimeForms.late)
    }

    func budget(_ node: YamlNode) -> Budget? {
        read(
            node, "预算（元），如 5000/month 或 300/day", "yuan a month or day, such as 5000/month",
            TimeForms.budget)
    }

    func limit(_ node: YamlNode) -> Limit? {
        read(
            node, "熔断上限，如 20000/day 或 500/hour", "a limit such as 20000/day or 500/hour",
            TimeForms.limit)
    }
}
