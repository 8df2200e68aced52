internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [Facts] {
        guard !page.isEmpty else { return [] }
        return try read { db in
            var reader = PageFacts(db, page: page, rule: rule, book: book, now: now)
            return try reader.read()
        }
    }
}

/// Reads the facts of one page: one joined query for each kind of fact.
struct PageFacts {
    private let db: Database
    private let page: [Occurrence]
    private let rule: CompiledRule
    private let book: RuleBook
    private let now: Timestamp
    private var people: [Person?]
    private var rows = ""

    /// A customer as the first query reads it.
    struct Person {
        let row: Int64
        let recipient: RecipientFacts
        let isInAudience: Bool
        let capsNotBinding: Set<String>
        let tags: [TagName: Value]
    }

    init(_ db: Database, page: [Occurrence], rule: CompiledRule, book: RuleBook, now: Timestamp) {
        self.db = db
        self.page = page
        self.rule = rule
        self.book = book
        self.now = now
        people = Array(repeating: nil, count: page.count)
    }

    mutating func read() throws -> [Facts] {
        try readPeople()
        rows = jsonArray(Set(people.compactMap { $0?.row }).sorted())
        let triggers = try TriggerFacts(db, rule: rule, book: book, now: now)
            .read(page.enumerated().map { ($1, people[$0]?.row) }, restarts: .follow)
        let optOuts = try readOptOuts()
        let consents = try readConsents()
        let sends = try readSends()
        let last = try readLast()
        let priors = try readPriors()
        let templates = try TemplateRows.standings(
            of: rule.message.variants.compactMap { book.template($0.template) },
            steps: book.policy.approval, db)
        var facts: [Facts] = []
        facts.reserveCapacity(page.count)
        for (index, occurrence) in page.enumerated() {
            guard let person = people[index] else {
                facts.append(missing(occurrence))
                continue
            }
            var occurrence = occurrence
            var prior = priors[index]?.prior ?? .new
            if let (cause, due) = triggers[index].restart {
                occurrence = occurrence.restarted(by: cause, due: due)
                prior = prior.restarted(due: due, closed: rule.closed)
            }
            facts.append(
                Facts(
                    occurrence: occurrence, prior: prior,
                    trigger: triggers[index].state, isInAudience: person.isInAudience,
                    tags: person.tags, fields: triggers[index].fields,
                    recipient: person.recipient, optOut: optOuts[person.row],
                    consents: consents[person.row] ?? [], sends: sends[person.row] ?? [],
                    lastOfRule: last[person.row], capsNotBinding: person.capsNotBinding,
                    templates: templates, hold: priors[index]?.hold))
        }
        return facts
    }

    /// A customer that is gone: nothing may be sent.
    private func missing(_ occurrence: Occurrence) -> Facts {
        Facts(
            occurrence: occurrence, trigger: .cancelled, isInAudience: false,
            recipient: RecipientFacts(number: nil, state: .missing))
    }

    // MARK: Customer, number, audience, tags

    private mutating func readPeople() throws {
        let judge = ConditionSQL(now: now, zone: book.workspace.zone)
        let caps = book.caps.filter { $0.audience != .constant(true) }
        let tags = book.tags.tags.filter(\.hasColumn)
        var columns: SQL = ""
        for cap in caps { columns += ", \(judge.holds(cap.audience))" }
        for tag in tags { columns += SQL(sql: ", c.\(TagColumns.name(tag.name))") }
        let ids = jsonArray(page.map(\.customer.rawValue))
        let sql: SQL = """
            SELECT j.key, c.row, c.phone, n.dead_since, h.id,
             \(judge.holds(rule.audience))\(columns)
            FROM json_each(\(ids)) j CROSS JOIN customers c ON c.slot = 0 AND c.id = j.value
             LEFT JOIN numbers n ON n.slot = 0 AND n.hash = c.number_hash
             LEFT JOIN customers h ON h.row = n.holder AND h.row <> c.row
            """
        try db.each(sql) { row in
            var notBinding: Set<String> = []
            for (offset, cap) in caps.enumerated() where row.int(6 + offset) == 0 {
                notBinding.insert(cap.name)
            }
            var values: [TagName: Value] = [:]
            for (offset, tag) in tags.enumerated() {
                let stored: DatabaseValue = row[6 + caps.count + offset]
                if let value = Scalar.decode(stored, as: tag.type) { values[tag.name] = value }
            }
            people[row.int(0)] = Person(
                row: row[1],
                recipient: Self.recipient(phone: row[2], deadSince: row[3], holder: row[4]),
                isInAudience: row.int(5) == 1, capsNotBinding: notBinding, tags: values)
        }
    }

    private static func recipient(
        phone: String?, deadSince: Int64?, holder: String?
    ) -> RecipientFacts {
        guard let phone else { return RecipientFacts(number: nil, state: .missing) }
        let number = PhoneNumber(e164: phone)
        let block = NumberTable.lookup(number)
        var state = RecipientFacts.State.valid
        if let kind = block?.kind, !kind.isPersonal { state = .wrongClass(kind.rawValue) }
        if state == .valid, deadSince != nil { state = .dead }
        return RecipientFacts(
            number: number, carrier: block?.carrier ?? .unknown, state: state,
            sharedWith: holder.map { CustomerID($0) })
    }

    // MARK: Refusals and consents

    /// The latest refusal in force that binds the rule's purpose; one that binds everything comes
    /// first.
    private func readOptOuts() throws -> [Int64: OptOut] {
        var found: [Int64: OptOut] = [:]
        for match: SQL in [PermissionSQL.byNumber, PermissionSQL.byPerson] {
            let sql: SQL = """
                SELECT c.row, o.at, o.source, o.purpose
                FROM json_each(\(rows)) j CROSS JOIN customers c ON c.row = j.value
                 CROSS JOIN optouts o \(match)
                WHERE \(PermissionSQL.binds(rule.purpose))
                """
            try db.each(sql) { row in
                let optOut = OptOut(
                    at: row.time(1), source: row.text(2),
                    purpose: (row[3] as String?).flatMap { Purpose(rawValue: $0) })
                let old = found[row[0]]
                if old.map({ Self.outranks(optOut, $0) }) ?? true { found[row[0]] = optOut }
            }
        }
        return found
    }

    private static func outranks(_ left: OptOut, _ right: OptOut) -> Bool {
        if (left.purpose == nil) != (right.purpose == nil) { return left.purpose == nil }
        return left.at > right.at
    }

    private func readConsents() throws -> [Int64: [Consent]] {
        var found: [Int64: [Consent]] = [:]
        let sql: SQL = """
            SELECT c.row, k.purpose, k.at, k.expires, k.withdrawn, k.source, k.text_version
            FROM json_each(\(rows)) j CROSS JOIN customers c ON c.row = j.value
             CROSS JOIN consents k ON k.slot = 0 AND k.customer = c.row
              AND k.number_hash IS c.number_hash
            ORDER BY c.row, k.purpose, k.at, k.source
            """
        try db.each(sql) { row in
            guard let purpose = Purpose(rawValue: row.text(1)) else { return }
            found[row[0], default: []].append(
                Consent(
                    purpose: purpose, at: row.time(2), expires: row.timeIfAny(3),
                    withdrawn: row.timeIfAny(4), source: row.text(5), textVersion: row[6]))
        }
        return found
    }

    // MARK: What was sent

    private func readSends() throws -> [Int64: [ClearedSend]] {
        var found: [Int64: [ClearedSend]] = [:]
        let horizon = now - CapHorizon.span(of: book.caps)
        let sql: SQL = """
            SELECT m.customer, m.cleared_at, m.rule, m.purpose, m.channel, m.template
            FROM json_each(\(rows)) j CROSS JOIN messages m INDEXED BY messages_customer
             ON m.slot = 0 AND m.customer = j.value AND m.cleared_at > \(horizon.milliseconds)
            WHERE m.takes_slot = 1 ORDER BY m.customer, m.cleared_at, m.row
            """
        try db.each(sql) { row in
            guard let purpose = Purpose(rawValue: row.text(3)) else { return }
            found[row[0], default: []].append(
                ClearedSend(
                    at: row.time(1), rule: RuleID(row.text(2)), purpose: purpose,
                    channel: ChannelID(row.text(4)), template: TemplateID(row.text(5))))
        }
        return found
    }

    private func readLast() throws -> [Int64: Timestamp] {
        var found: [Int64: Timestamp] = [:]
        let sql: SQL = """
            SELECT w.customer, w.last_at FROM json_each(\(rows)) j
             CROSS JOIN once_rows w ON w.slot = 0 AND w.rule = \(rule.id.rawValue)
              AND w.customer = j.value
            """
        try db.each(sql) { row in found[row[0]] = row.time(1) }
        return found
    }

    private struct Standing {
        let prior: Facts.Prior
        var hold: Facts.Hold?
    }

    private func readPriors() throws -> [Int: Standing] {
        var found: [Int: Standing] = [:]
        let find = try db.cachedStatement(sql: Self.findingPrior)
        for (index, occurrence) in page.enumerated() {
            guard let customer = people[index]?.row else { continue }
            try find.each([rule.id.db, customer.db, occurrence.key.db]) { row in
                // Only a hold has a wake-up.
                guard let until = row.timeIfAny(0) else {
                    found[index] = Standing(prior: .decided)
                    return
                }
                found[index] = Standing(
                    prior: .held(firstDecidedAt: row.time(1), deadline: row.timeIfAny(2)),
                    hold: Facts.Hold(until: until, reason: Reason(row.text(3))))
            }
        }
        return found
    }

    static let findingPrior = """
        SELECT until, first_decided_at, deadline, reason FROM occurrences
        WHERE slot = 0 AND rule = ? AND customer = ? AND key = ?
        """
}

/// How refusals are found.
enum PermissionSQL {
    static let byNumber: SQL = "ON o.slot = 0 AND o.number_hash = c.number_hash"
    static let byPerson: SQL = "ON o.slot = 0 AND o.customer = c.row"

    /// In force, and over everything or this purpose.
    static func binds(_ purpose: Purpose) -> SQL {
        "o.lifted_at IS NULL AND (o.purpose IS NULL OR o.purpose = \(purpose.rawValue))"
    }
}

/// How far back sends matter.
enum CapHorizon {
    /// At least as long as the longest cap; calendar periods are rounded up.
    static func span(of caps: [Cap]) -> Span {
        let spans = caps.map { (cap: Cap) -> Span in
            switch cap.period {
            case .rolling(let span): span
            case .minute: .minutes(2)
            case .hour: .hours(2)
            case .day: .days(2)
            case .week: .days(8)
            case .month: .days(32)
            case .year: .days(367)
            }
        }
        return spans.max() ?? .days(1)
    }
}
