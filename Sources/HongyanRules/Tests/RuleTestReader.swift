public import HongyanCore

/// What came of reading the rule tests of a workspace.
public struct RuleTestReading: Sendable {
    /// By path; files with errors are left out.
    public let files: [RuleTestFile]
    /// By file, line and column.
    public let diagnostics: [Diagnostic]
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Reads the test files of a workspace, strictly: what a file says and the reader does not know is
/// a fault with its place.
///
/// ```
/// rule: ID (the file's name)
/// customers: {NAME: CUSTOMER}          for all cases
/// cases:
///   - name: …
///     now: 2026-12-03 10:00
///     until: MOMENT                    two days after the last moment named, when absent
///     with: [RULE]                     other rules that take part
///     rules: [RULE]                    other rules that take part and are compared
///     templates: {ID: draft}           or review, rejected, filing, suspended; else approved
///     customers: {NAME: CUSTOMER}
///     timeline: [HAPPENING]
///     expect: [DECISION]               all final decisions; [] means nobody
///     todo: …                          why it is known to fail
/// ```
/// For a CUSTOMER see ``RuleTestCustomerReader``, for a HAPPENING ``RuleTestTimelineReader``, for a
/// DECISION ``RuleTestExpectReader``. A MOMENT is `2026-12-03 10:00`, `10:00` (on the day of `now`)
/// or `90d ago` (before `now`). A rule is tested as if it were enabled, so that it can be tested
/// first.
public enum RuleTestReader {
    static let suffix = ".test.yaml"

    /// Whether a workspace-relative path is one of rule tests.
    public static func isTest(_ path: String) -> Bool {
        path.hasPrefix("rules/") && path.hasSuffix(suffix)
    }

    /// Reads all test files; those that ``isTest(_:)`` denies are left aside.
    public static func read(_ files: [SourceFile], book: RuleBook) -> RuleTestReading {
        let findings = Findings()
        let sorted = files.filter { isTest($0.path) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        var read: [RuleTestFile] = []
        for file in sorted {
            let source = SourceText(file)
            guard let root = YamlReader.read(source, findings) else { continue }
            let reader = FileReader(source: source, findings: findings)
            let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
            let stem = String(name.dropLast(suffix.count))
            let tests = TestFileReader(reader: reader, book: book)
            if let answer = tests.read(root, stem: stem) { read.append(answer) }
        }
        let list = findings.list.sorted(by: Diagnostic.comesBefore)
        let faulty = Set(list.filter { $0.severity == .error }.map(\.file))
        return RuleTestReading(
            files: read.filter { !faulty.contains($0.path) }, diagnostics: list)
    }
}

/// Reads one test file.
struct TestFileReader {
    let reader: FileReader
    let book: RuleBook

    func read(_ root: YamlNode, stem: String) -> RuleTestFile? {
        guard let fields = reader.fields(root, Keys.test) else {
            return nil
        }
        guard let rule = rule(fields["rule"], root, stem),
            let cases = fields["cases"].flatMap({ reader.items($0) })
        else { return nil }
        let customers = RuleTestCustomerReader(reader: reader, book: book, rule: rule)
        let shared = fields["customers"].map { customers.entries($0, taken: []) } ?? []
        var names: Set<String> = []
        var read: [RuleTestCase] = []
        for item in cases {
            guard let (test, place) = readCase(item, rule, shared) else { continue }
            if !names.insert(test.name).inserted {
                reader.error(
                    "test/name", at: place, zh: "用例名“\(test.name)”重复",
                    en: "the case '\(test.name)' is there twice")
            }
            read.append(test)
        }
        return RuleTestFile(path: reader.source.path, rule: rule.id, cases: read)
    }

    private func rule(_ node: YamlNode?, _ root: YamlNode, _ stem: String) -> CompiledRule? {
        let name: String
        let place: Range<Int>
        if let node {
            guard let text = reader.text(node, "规则名", "a rule's id") else { return nil }
            name = text
            place = node.range
        } else {
            name = stem
            place = root.range.lowerBound..<root.range.lowerBound
        }
        return knownRule(name, at: place)
    }

    private func knownRule(_ name: String, at place: Range<Int>) -> CompiledRule? {
        if let rule = book.rule(RuleID(name)) { return rule }
        reader.unknown(
            "test/rule", name, at: place, among: book.rules.map(\.id.rawValue), zh: "规则",
            en: "rule")
        return nil
    }

    private func rules(_ node: YamlNode?) -> [RuleID] {
        guard let node, let items = reader.items(node) else { return [] }
        return items.compactMap { item in
            reader.text(item).flatMap { knownRule($0, at: item.range)?.id }
        }
    }

    private func templates(_ node: YamlNode) -> [TemplateID: RuleTestCase.TemplateState] {
        var states: [TemplateID: RuleTestCase.TemplateState] = [:]
        for entry in reader.entries(node) ?? [] {
            let id = TemplateID(entry.key)
            guard book.template(id) != nil else {
                reader.unknown(
                    "test/template", entry.key, at: entry.keyRange,
                    among: book.templates.map(\.id.rawValue), zh: "模板", en: "template")
                continue
            }
            guard
                let state: RuleTestCase.TemplateState = reader.choice(
                    entry.value, "模板状态", "state of a template")
            else { continue }
            checkReach(state, entry)
            states[id] = state
        }
        return states
    }

    /// A state that this book's templates can never be in would make a case that tests nothing.
    private func checkReach(_ state: RuleTestCase.TemplateState, _ entry: YamlNode.Entry) {
        switch state {
        case .draft, .review, .rejected:
            guard book.policy.approval.isEmpty else { return }
            reader.error(
                "test/template", at: entry.value.range,
                zh: "policy.yaml 没有 approval，模板不会是 \(state.rawValue)",
                en: "policy.yaml has no 'approval': no template is ever \(state.rawValue)")
        case .filing:
            guard !book.workspace.channels.contains(where: { $0.filing == .required }) else {
                return
            }
            reader.error(
                "test/template", at: entry.value.range,
                zh: "没有通道要报备（filing: required）",
                en: "no channel asks for filing ('filing: required')")
        case .suspended, .approved: break
        }
    }

    private func readCase(
        _ node: YamlNode, _ rule: CompiledRule, _ shared: [RuleTestCustomer]
    ) -> (test: RuleTestCase, place: Range<Int>)? {
        guard
            let fields = reader.fields(node, Keys.testCase),
            let nameNode = fields["name"], let name = reader.text(nameNode),
            let now = fields["now"].flatMap({ moment($0) })
        else { return nil }
        let clock = RuleTestClock(reader: reader, now: now, zone: book.workspace.zone)
        let others = RuleTestCustomerReader(reader: reader, book: book, rule: rule)
        let own = fields["customers"].map { others.entries($0, taken: shared.map(\.name)) } ?? []
        let customers = shared + own
        if customers.isEmpty {
            reader.error(
                "test/customers", at: nameNode.range, zh: "用例没有客户",
                en: "the case has no customers")
        }
        let names = customers.map(\.name)
        let compared = rules(fields["rules"])
        let with = rules(fields["with"])
        let timeline = RuleTestTimelineReader(
            reader: reader, book: book, clock: clock, customers: names
        ).read(fields["timeline"])
        let taking = unique([rule.id] + with + compared)
        let expected = RuleTestExpectReader(
            reader: reader, book: book, clock: clock, customers: names, rule: rule.id,
            compared: unique([rule.id] + compared)
        ).read(fields["expect"])
        let last = timeline.map(\.at) + expected.map(\.latest) + [now]
        let until =
            fields["until"].flatMap { clock.moment($0) }
            ?? (last.max() ?? now).minuteCeiling + Self.afterwards
        if let node = fields["until"], until < now {
            reader.error(
                "test/until", at: node.range, zh: "until 不能早于 now",
                en: "until must not come before now")
        }
        checkEnd(timeline.map(\.at) + expected.map(\.at), until, fields["until"])
        let test = RuleTestCase(
            name: name, line: reader.source.lineNumber(nameNode.range.lowerBound), now: now,
            until: until,
            rules: taking, compared: unique([rule.id] + compared),
            templates: fields["templates"].map(templates) ?? [:], customers: customers,
            timeline: timeline, expected: expected,
            todo: fields["todo"].flatMap { reader.text($0) })
        return (test, nameNode.range)
    }

    /// How long a case runs on that does not say.
    static let afterwards = Span.days(2)

    /// What lies behind the end would never be looked at.
    private func checkEnd(_ moments: [Timestamp], _ until: Timestamp, _ node: YamlNode?) {
        guard let node, let late = moments.filter({ $0 > until }).min() else { return }
        let text = book.workspace.zone.short(late)
        reader.error(
            "test/until", at: node.range, zh: "用例到此为止，看不到 \(text) 的内容",
            en: "the case ends here and never sees what is named for \(text)")
    }

    private func moment(_ node: YamlNode) -> Timestamp? {
        let zone = book.workspace.zone
        return reader.read(node, "时刻，如 2026-12-03 10:00", "a moment such as 2026-12-03 10:00") {
            Timestamp.parse($0, zone: zone).map(\.minuteFloor)
        }
    }

    private func unique(_ rules: [RuleID]) -> [RuleID] {
        var seen: Set<RuleID> = []
        return rules.filter { seen.insert($0).inserted }
    }
}

/// Reads the moments of one case.
struct RuleTestClock {
    let reader: FileReader
    let now: Timestamp
    let zone: Zone

    func moment(_ node: YamlNode) -> Timestamp? {
        reader.read(
            node, "时刻，如 2026-12-03 10:00、10:00（now 当天）、90d ago",
            "a moment such as 2026-12-03 10:00, 10:00 (the day of now) or 90d ago"
        ) { text in
            if let moment = Timestamp.parse(text, zone: zone) { return moment }
            if let minute = MinuteOfDay(text: text) {
                return zone.moment(zone.day(of: now), minute)
            }
            guard text.hasSuffix(" ago"), let span = Span(text: String(text.dropLast(4))) else {
                return nil
            }
            return now - span
        }
    }

    func day(_ node: YamlNode) -> CivilDay? {
        reader.read(node, "日期，如 2026-12-03", "a date such as 2026-12-03") { CivilDay(text: $0) }
    }
}

extension RuleTestExpectation {
    /// The last moment it names.
    var latest: Timestamp {
        if case .hold(_, let until?) = outcome { max(at, until) } else { at }
    }
}
