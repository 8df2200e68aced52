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
    /// What a dry run has decided and sent beside the tables.
    private let ledger: RunLedger?
    /// The customers of a dry run in memory, with what it knows of signals.
    private let population: (Population, (SignalKind, CivilDay) throws -> [StoredSignal])?
    private var people: [Person?]
    private var rows: String { jsonArray(Set(people.compactMap { $0?.row }).sorted()) }

    /// A customer as the first query reads it.
    struct Person {
        let row: Int64
        let recipient: RecipientFacts
        let isInAudience: Bool
        let capsNotBinding: Set<String>
        let tags: [TagName: Value]
        let reviewSince: Timestamp?
        let numberHash: Digest?
        /// Receipts say nothing bad of the number.
        let isClean: Bool
        let holdsNumber: Bool
        /// Read with the customer, where those are in memory.
        var refused: Refused?
        var consents: [Consent]?
    }

    init(
        _ db: Database, page: [Occurrence], rule: CompiledRule, book: RuleBook, now: Timestamp,
        ledger: RunLedger? = nil,
        population: (Population, (SignalKind, CivilDay) throws -> [StoredSignal])? = nil
    ) {
        self.population = population
        self.ledger = ledger
        self.db = db
        self.page = page
        self.rule = rule
        self.book = book
        self.now = now
        people = Array(repeating: nil, count: page.count)
    }

    mutating func read() throws -> [Facts] {
        let triggers = try readPeopleAndTriggers()
        let optOuts = population == nil ? try readOptOuts() : [:]
        let consents = population == nil ? try readConsents() : [:]
        let sends = try sendsReader()
        let last = try lastReader()
        let standings = try standingReader()
        let asked = try readAsks()
        let templates = try readTemplates()
        var facts: [Facts] = []
        facts.reserveCapacity(page.count)
        let asksClock = rule.trigger.asksClock
        ledger?.page.removeAll(keepingCapacity: true)
        for (index, occurrence) in page.enumerated() {
            guard let person = people[index] else {
                facts.append(missing(occurrence))
                continue
            }
            var occurrence = occurrence
            let standing = try standings(occurrence, person.row)
            var prior = standing.prior
            if let (cause, due) = triggers[index].restart {
                occurrence = occurrence.restarted(by: cause, due: due)
                prior = prior.restarted(due: due, closed: rule.closed)
            }
            facts.append(
                Facts(
                    occurrence: occurrence, prior: prior,
                    trigger: triggers[index].state, isInAudience: person.isInAudience,
                    tags: person.tags, fields: triggers[index].fields,
                    recipient: person.recipient,
                    optOut: (person.refused ?? optOuts[person.row])?.whole,
                    consents: person.consents ?? consents[person.row] ?? [],
                    sends: sends(person.row),
                    lastOfRule: last(person.row), capsNotBinding: person.capsNotBinding,
                    templates: templates, hold: standing.hold, askedAt: asked[person.row],
                    narrowOptOuts: (person.refused ?? optOuts[person.row])?.narrow ?? [],
                    reviewSince: person.reviewSince))
            if let ledger, let facts = facts.last {
                note(facts, of: person, standing.id, asksClock: asksClock, in: ledger)
            }
        }
        return facts
    }

    /// Keeps what the commit and the edge check would ask again.
    private func note(
        _ facts: Facts, of person: Person, _ id: Digest?, asksClock: Bool, in ledger: RunLedger
    ) {
        var edge: KnownEdge?
        if facts.optOut == nil, facts.narrowOptOuts.isEmpty {
            let ends = facts.consents.filter { $0.purpose == rule.purpose }.map { consent in
                min(consent.withdrawn ?? .distantFuture, consent.expires ?? .distantFuture)
            }
            edge = KnownEdge(
                isOptedOut: false, isUnderReview: facts.reviewSince != nil,
                holdsNumber: rule.purpose != .marketing || person.holdsNumber,
                isTriggerTrue: facts.trigger == .holds,
                consentThrough: rule.purpose == .marketing
                    ? ends.max() ?? .distantPast : .distantFuture,
                asksClock: asksClock, at: now, stamp: ledger.stamps.now)
        }
        ledger.page.append(
            RunLedger.PageEntry(
                id: id ?? ledger.id(of: facts.occurrence), occurrence: facts.occurrence,
                row: person.row, numberHash: person.numberHash, isClean: person.isClean,
                edge: edge))
    }

    /// A customer that is gone: nothing may be sent.
    private func missing(_ occurrence: Occurrence) -> Facts {
        Facts(
            occurrence: occurrence, trigger: .cancelled, isInAudience: false,
            recipient: RecipientFacts(number: nil, state: .missing))
    }

    private func readTemplates() throws -> [TemplateStanding] {
        if let known = ledger?.standings[rule.id], known.book == book.hash {
            return known.templates
        }
        let templates = try TemplateRows.standings(
            of: rule.message.variants.compactMap { book.template($0.template) },
            steps: book.policy.approval, db)
        ledger?.standings[rule.id] = (book.hash, templates)
        return templates
    }

    // MARK: Customer, number, audience, tags

    private mutating func readPeopleAndTriggers() throws -> [TriggerFacts.Answer] {
        guard let (population, signals) = population else {
            try readPeople()
            return try TriggerFacts(db, rule: rule, book: book, now: now)
                .read(page.enumerated().map { ($1, people[$0]?.row) }, restarts: .follow)
        }
        let reader = PopulationPeople(population, rule: rule, book: book, now: now)
        let triggers = PopulationTriggers(
            population, rule: rule, book: book, now: now, signals: signals)
        var answers: [TriggerFacts.Answer] = []
        answers.reserveCapacity(page.count)
        for (index, occurrence) in page.enumerated() {
            people[index] = reader.person(occurrence.customer)
            answers.append(
                try triggers.answer(
                    occurrence, row: people[index].map { Int($0.row) }, restarts: .follow))
        }
        return answers
    }

    private mutating func readPeople() throws {
        let judge = ConditionSQL(now: now, zone: book.workspace.zone)
        let caps = book.caps.filter { $0.audience != .constant(true) }
        let asked = book.tagsAsked(by: rule)
        let tags = book.tags.tags.filter { $0.hasColumn && asked.contains($0.name) }
        var columns: SQL = ""
        for cap in caps { columns += ", \(judge.holds(cap.audience))" }
        for tag in tags { columns += SQL(sql: ", c.\(TagColumns.name(tag.name))") }
        let ids = jsonArray(page.map(\.customer.rawValue))
        let sql: SQL = """
            SELECT j.key, c.row, c.phone, n.dead_since, h.id,
             \(judge.holds(rule.audience)), p.carrier, \(PermissionSQL.review),
             c.number_hash, COALESCE(n.failures, 0), n.holder IS c.row\(columns)
            FROM json_each(\(ids)) j CROSS JOIN customers c ON c.slot = 0 AND c.id = j.value
             LEFT JOIN numbers n ON n.slot = 0 AND n.hash = c.number_hash
             LEFT JOIN customers h ON h.row = n.holder AND h.row <> c.row
             LEFT JOIN portability p ON p.slot = 0 AND p.hash = c.number_hash
            """
        try db.each(sql) { row in
            var notBinding: Set<String> = []
            for (offset, cap) in caps.enumerated() where row.int(11 + offset) == 0 {
                notBinding.insert(cap.name)
            }
            var values: [TagName: Value] = [:]
            for (offset, tag) in tags.enumerated() {
                let stored: DatabaseValue = row[11 + caps.count + offset]
                if let value = Scalar.decode(stored, as: tag.type) { values[tag.name] = value }
            }
            people[row.int(0)] = Person(
                row: row[1],
                recipient: Self.recipient(
                    (row[2] as String?).map { NumberBook.number($0, row.digest(8)) },
                    deadSince: row[3], holder: row[4], carrier: row[6]),
                isInAudience: row.int(5) == 1, capsNotBinding: notBinding, tags: values,
                reviewSince: row.timeIfAny(7),
                numberHash: row.isNull(8) ? nil : row.digest(8),
                isClean: row.isNull(3) && row.int(9) == 0, holdsNumber: row.int(10) == 1)
        }
    }

    static func recipient(
        _ number: PhoneNumber?, deadSince: Int64?, holder: String?, carrier: String?
    ) -> RecipientFacts {
        guard let number else { return RecipientFacts(number: nil, state: .missing) }
        let block = NumberTable.lookup(number)
        var state = RecipientFacts.State.valid
        if let kind = block?.kind, !kind.isPersonal { state = .wrongClass(kind.rawValue) }
        if state == .valid, deadSince != nil { state = .dead }
        let ported = carrier.flatMap { Carrier(rawValue: $0) }
        return RecipientFacts(
            number: number, carrier: ported ?? block?.carrier ?? .unknown, state: state,
            sharedWith: holder.map { CustomerID($0) })
    }

    // MARK: Refusals and consents

    /// What a customer refused, as far as it binds the rule's purpose.
    struct Refused {
        /// The latest; one that binds everything comes first.
        var whole: OptOut?
        /// Of one signature each, ascending.
        var narrow: [OptOut] = []

        /// - Parameter isNarrow: A refusal binds the signature it answered.
        mutating func take(_ optOut: OptOut, isNarrow: Bool) {
            if isNarrow, optOut.signature != nil {
                narrow.append(optOut)
            } else if whole.map({ Self.outranks(optOut, $0) }) ?? true {
                whole = optOut
            }
        }

        mutating func order() {
            narrow.sort {
                $0.signature == $1.signature
                    ? $0.at > $1.at : ($0.signature ?? "") < ($1.signature ?? "")
            }
        }

        private static func outranks(_ left: OptOut, _ right: OptOut) -> Bool {
            if (left.purpose == nil) != (right.purpose == nil) { return left.purpose == nil }
            return left.at > right.at
        }
    }

    private func readOptOuts() throws -> [Int64: Refused] {
        var found: [Int64: Refused] = [:]
        let isNarrow = book.policy.optOutScope == .signature
        for match: SQL in [PermissionSQL.byNumber, PermissionSQL.byPerson] {
            let sql: SQL = """
                SELECT c.row, o.at, o.source, o.purpose, o.signature
                FROM json_each(\(rows)) j CROSS JOIN customers c ON c.row = j.value
                 CROSS JOIN optouts o \(match)
                WHERE \(PermissionSQL.binds(rule.purpose, rule.asksConsent))
                """
            try db.each(sql) { row in
                let optOut = OptOut(
                    at: row.time(1), source: row.text(2),
                    purpose: (row[3] as String?).flatMap { Purpose(rawValue: $0) },
                    signature: row[4])
                found[row[0], default: Refused()].take(optOut, isNarrow: isNarrow)
            }
        }
        for row in found.keys { found[row]?.order() }
        return found
    }

    private func readConsents() throws -> [Int64: [Consent]] {
        var found: [Int64: [Consent]] = [:]
        let sql: SQL = """
            SELECT c.row, k.purpose, k.at, k.expires, k.withdrawn, k.source, k.text_version,
             k.evidence, k.guardian, k.action
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
                    withdrawn: row.timeIfAny(4), source: row.text(5), textVersion: row[6],
                    proof: ConsentProof(
                        evidence: row[7],
                        action: (row[9] as String?).flatMap { ConsentProof.Action(rawValue: $0) },
                        guardian: row[8])))
        }
        return found
    }

    /// When consent was asked for; requests that certainly did not leave are not counted.
    private func readAsks() throws -> [Int64: Timestamp] {
        guard let purpose = rule.asksConsent else { return [:] }
        var found: [Int64: Timestamp] = [:]
        defer {
            for case let person? in people {
                guard let ledger, let own = ledger.asked(person.row, for: purpose) else { continue }
                found[person.row] = max(found[person.row] ?? own, own)
            }
        }
        let sql: SQL = """
            SELECT a.customer, MAX(a.at) FROM json_each(\(rows)) j
             CROSS JOIN consent_asks a ON a.slot = 0 AND a.customer = j.value
              AND a.purpose = \(purpose.rawValue)
            WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.slot = 0 AND m.id = a.message
             AND m.takes_slot = 0)
            GROUP BY a.customer
            """
        try db.each(sql) { row in found[row[0]] = row.time(1) }
        return found
    }

    // MARK: What was sent

    /// Reads what was sent: all at once where the tables are asked.
    private func sendsReader() throws -> (_ row: Int64) -> [ClearedSend] {
        let horizon = now - CapHorizon.span(of: book.caps)
        if let ledger, !ledger.hasPastMessages {
            return { ledger.sends.cleared(to: $0, after: horizon) }
        }
        let found = try readSends(after: horizon)
        return { found[$0] ?? [] }
    }

    private func readSends(after horizon: Timestamp) throws -> [Int64: [ClearedSend]] {
        var found: [Int64: [ClearedSend]] = [:]
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
        if let ledger {
            // What a run sends comes after all that was there before.
            for row in Set(people.compactMap { $0?.row }) {
                found[row, default: []] += ledger.sends.cleared(to: row, after: horizon)
            }
        }
        return found
    }

    private func lastReader() throws -> (_ row: Int64) -> Timestamp? {
        if let ledger, try !ledger.hasOnce(rule.id, db) {
            return { [rule] in ledger.sends.last(of: rule.id, to: $0)?.at }
        }
        let found = try readLast()
        return { found[$0] }
    }

    private func readLast() throws -> [Int64: Timestamp] {
        var found: [Int64: Timestamp] = [:]
        let sql: SQL = """
            SELECT w.customer, w.last_at FROM json_each(\(rows)) j
             CROSS JOIN once_rows w ON w.slot = 0 AND w.rule = \(rule.id.rawValue)
              AND w.customer = j.value
            """
        try db.each(sql) { row in found[row[0]] = row.time(1) }
        if let ledger {
            for case let person? in people {
                guard let last = ledger.sends.last(of: rule.id, to: person.row) else { continue }
                found[person.row] = last.at
            }
        }
        return found
    }

    private struct Standing {
        let prior: Facts.Prior
        var hold: Facts.Hold?
        /// In a dry run.
        var id: Digest?
    }

    private func standingReader() throws -> (Occurrence, _ row: Int64) throws -> Standing {
        let find = try db.cachedStatement(sql: Self.findingPrior)
        let hasPast = try ledger?.hasPast(rule.id, db) ?? true
        return { [rule, ledger] occurrence, row in
            var standing = Standing(prior: .new)
            if let ledger {
                standing = Self.standing(ledger.id(of: occurrence), in: ledger)
                guard standing.prior == .new, hasPast else { return standing }
            }
            try find.each([rule.id.db, row.db, occurrence.key.db]) { row in
                // Only a hold has a wake-up.
                guard let until = row.timeIfAny(0) else {
                    standing = Standing(prior: .decided, id: standing.id)
                    return
                }
                standing = Standing(
                    prior: .held(firstDecidedAt: row.time(1), deadline: row.timeIfAny(2)),
                    hold: Facts.Hold(until: until, reason: Reason(row.text(3))), id: standing.id)
            }
            return standing
        }
    }

    private static func standing(_ id: Digest, in ledger: RunLedger) -> Standing {
        if let held = ledger.held[id] {
            return Standing(
                prior: .held(firstDecidedAt: held.firstDecidedAt, deadline: held.deadline),
                hold: Facts.Hold(until: held.until, reason: Reason(held.reason.code)), id: id)
        }
        return Standing(prior: ledger.settled.contains(id) ? .decided : .new, id: id)
    }

    static let findingPrior = """
        SELECT until, first_decided_at, deadline, reason FROM occurrences
        WHERE slot = 0 AND rule = ? AND customer = ? AND key = ?
        """
}

extension Trigger {
    /// Whether time alone may make it untrue.
    fileprivate var asksClock: Bool {
        switch self {
        case .event(let trigger): trigger.where.asksClock
        case .absence(let trigger): trigger.where.asksClock
        case .enters(let trigger): trigger.condition.asksClock
        case .signal: true
        case .dormant, .date, .schedule, .reply: false
        }
    }
}

/// How refusals are found.
enum PermissionSQL {
    static let byNumber: SQL = "ON o.slot = 0 AND o.number_hash = c.number_hash"
    static let byPerson: SQL = "ON o.slot = 0 AND o.customer = c.row"

    /// Since when a reply from the number or the person waits to be read.
    static let review: SQL = """
        COALESCE((SELECT MIN(v.at) FROM reply_reviews v INDEXED BY reply_reviews_number
          WHERE v.slot = 0 AND v.number_hash = c.number_hash AND v.resolved_at IS NULL),
         (SELECT MIN(v.at) FROM reply_reviews v INDEXED BY reply_reviews_customer
          WHERE v.slot = 0 AND v.customer = c.row AND v.resolved_at IS NULL))
        """

    /// In force, and over everything or this purpose.
    static func binds(_ purpose: Purpose, _ asked: Purpose? = nil) -> SQL {
        let other = asked ?? purpose
        return """
            o.lifted_at IS NULL AND (o.purpose IS NULL
             OR o.purpose IN (\(purpose.rawValue), \(other.rawValue)))
            """
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
