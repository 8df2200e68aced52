internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func commit(_ page: DecisionPage) throws(StoreError) {
        let committed = try write(durably: false, noting: { $1.decided(page) }) { db in
            var writer = try PageWriter(
                db, page: page, numbers: try self.numberBook(db), zone: self.zone)
            try writer.writeAll()
            return writer.committed
        }
        withMemory { $0.woken?.advance(past: committed, of: page.rule) }
    }
}

/// Writes one page of decisions: occurrences, log, messages, once rows, misses, cursor.
struct PageWriter {
    private let db: Database
    private let page: DecisionPage
    private let numbers: NumberBook
    private let book: DatabaseValue
    private let zone: Zone
    private let findCustomer: Statement
    private let putOccurrence: Statement
    private let putDecision: Statement
    private let putMessage: Statement
    private let putOnce: Statement
    private(set) var committed: Set<OccurrenceName> = []

    init(_ db: Database, page: DecisionPage, numbers: NumberBook, zone: Zone) throws {
        self.db = db
        self.zone = zone
        self.page = page
        self.numbers = numbers
        book = page.book.db
        findCustomer = try db.cachedStatement(sql: CustomerIndex.finding)
        putOccurrence = try db.cachedStatement(sql: Self.puttingOccurrence)
        putDecision = try db.cachedStatement(sql: Self.puttingDecision)
        putMessage = try db.cachedStatement(sql: Self.puttingMessage)
        putOnce = try db.cachedStatement(sql: Self.puttingOnce)
    }

    mutating func writeAll() throws {
        for decision in page.decisions { try write(decision) }
        for instant in page.missed { try writeMissed(instant) }
        if page.outsideAudience > 0 { try MissRows.count(db, page) }
        if let cursor = page.cursor { try CursorRows.save(db, cursor, of: page.rule) }
    }

    /// A planned instant that passed unrun: one row without customer.
    private func writeMissed(_ instant: Timestamp) throws {
        let key = zone.format(instant)
        let nobody: Int64 = 0
        try putOccurrence.run(
            [
                page.rule.db, nobody.db, key.db, instant.db, "dropped".db, .null, .null,
                page.at.db,
            ] + CauseColumns(.instant(instant)).values + [false.db, "missed".db])
        // A replayed tick writes it once.
        guard db.changesCount > 0 else { return }
        try putDecision.run([
            page.at.db, page.rule.db, nobody.db, key.db, instant.db, "drop".db, "missed".db,
            .null, .null, "".db, book, .null,
        ])
    }

    private mutating func write(_ decision: Decision) throws {
        let occurrence = decision.occurrence
        // Erased since the page was read: nothing more is decided about them.
        guard let customer = try findCustomer.firstInt([occurrence.customer.db]) else { return }
        let (state, word, until) = Self.words(of: decision.outcome)
        let cause = CauseColumns(occurrence.cause)
        let reason = decision.outcome == .send ? nil : decision.reason?.code ?? word
        try putOccurrence.run(
            [
                occurrence.rule.db, customer.db, occurrence.key.db, occurrence.due.db, state.db,
                until.db, decision.deadline.db, decision.firstDecidedAt.db,
            ] + cause.values + [occurrence.isBacklog.db, reason.db])
        // A final decision stands: nothing was touched, nothing is logged.
        guard db.changesCount > 0 else { return }
        committed.insert(OccurrenceName(occurrence))
        if decision.outcome == .drop, page.purpose == .verification {
            try db.cachedStatement(sql: SecretText.maskingEvent).run([
                occurrence.rule.db, customer.db, occurrence.key.db,
            ])
        }
        var message = DatabaseValue.null
        if decision.outcome == .send, let draft = decision.message {
            let id = MessageName.digest(of: occurrence, stableID: page.stableID)
            message = id.db
            try write(draft, id, decision, customer)
        }
        try putDecision.run([
            decision.at.db, occurrence.rule.db, customer.db, occurrence.key.db, occurrence.due.db,
            word.db, reason.db, decision.reason?.winner.map { $0.rawValue }.db ?? .null, until.db,
            VerdictText.pack(decision.verdicts).db, book, message,
        ])
    }

    private func write(
        _ draft: Draft, _ id: Digest, _ decision: Decision, _ customer: Int64
    ) throws {
        let occurrence = decision.occurrence
        let kept = try numbers.kept(draft.number)
        try putMessage.run([
            id.db, occurrence.rule.db, customer.db, occurrence.key.db, kept.text, kept.hash.db,
            draft.text.db, draft.parts.db, draft.cost.units.db,
            draft.channel.db, draft.purpose.rawValue.db, draft.purpose.lane.db,
            draft.template.db, draft.templateVersion.db, draft.carrier.rawValue.db, book,
            decision.at.db, decision.deadline.db, decision.at.db,
        ])
        if let asked = page.asksConsent {
            try db.cachedStatement(sql: Self.puttingAsk).run([
                customer.db, asked.rawValue.db, decision.at.db, id.db,
            ])
        }
        try putOnce.run([occurrence.rule.db, customer.db, decision.at.db])
    }

    static func words(
        of outcome: Decision.Outcome
    ) -> (state: String, word: String, until: Timestamp?) {
        switch outcome {
        case .send: ("sent", "send", nil)
        case .hold(let until): ("held", "hold", until)
        case .drop: ("dropped", "drop", nil)
        }
    }

    private static let puttingOccurrence = """
        INSERT INTO occurrences (slot, rule, customer, key, due, state, until, deadline,
            first_decided_at, cause, cause_number, cause_key, is_backlog, reason)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (slot, rule, customer, key) DO UPDATE SET
            state = excluded.state, until = excluded.until, deadline = excluded.deadline,
            reason = excluded.reason, due = excluded.due, cause = excluded.cause,
            cause_number = excluded.cause_number, cause_key = excluded.cause_key,
            is_backlog = excluded.is_backlog
        WHERE state = 'held'
        """
    private static let puttingDecision = """
        INSERT INTO decisions (slot, at, rule, customer, key, due, decision, reason, winner, until,
            verdicts, book, message)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let puttingMessage = """
        INSERT INTO messages (slot, id, rule, customer, key, number, number_hash, text, parts, cost,
            channel, purpose, lane, template, template_version, carrier, book, cleared_at,
            deadline, state, changed_at)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)
        """
    private static let puttingAsk = """
        INSERT INTO consent_asks (slot, customer, purpose, at, message) VALUES (0, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    private static let puttingOnce = """
        INSERT INTO once_rows (slot, rule, customer, last_at) VALUES (0, ?, ?, ?)
        ON CONFLICT (slot, rule, customer) DO UPDATE SET
            previous_at = last_at, last_at = excluded.last_at
        """
}

/// How many were outside a rule's audience, by hour.
enum MissRows {
    static func count(_ db: Database, _ page: DecisionPage) throws {
        let hour = page.at.milliseconds - page.at.milliseconds % 3_600_000
        try db.cachedStatement(sql: counting).run([
            page.rule.db, hour.db, page.outsideAudience.db,
        ])
    }

    private static let counting = """
        INSERT INTO misses (slot, rule, hour, count) VALUES (0, ?, ?, ?)
        ON CONFLICT (slot, rule, hour) DO UPDATE SET count = count + excluded.count
        """
}

/// What names an occurrence inside one rule.
struct OccurrenceName: Hashable, Sendable {
    let customer: CustomerID
    let key: String
    init(_ occurrence: Occurrence) {
        customer = occurrence.customer
        key = occurrence.key
    }
}

/// The id of an occurrence's message.
enum MessageName {
    static func digest(of occurrence: Occurrence, stableID: RuleID) -> Digest {
        Digest(hashing: [
            "message", stableID.rawValue, occurrence.customer.rawValue, occurrence.key,
        ])
    }
}

extension Purpose {
    /// The order in which queues are emptied.
    var lane: Int {
        switch self {
        case .verification: 0
        case .emergency: 1
        case .service: 2
        case .marketing: 3
        }
    }
}

/// All verdicts of a decision in one short text: `gate=seen` joined by spaces, refusals marked
/// `!`, holds `~`.
enum VerdictText {
    /// The gates marked as refusing, in their order.
    static func refusals(_ packed: String) -> [GateID] {
        packed.split(separator: " ").filter { $0.hasPrefix("!") }.compactMap { word in
            GateID(rawValue: String(word.dropFirst().prefix { $0 != "=" }))
        }
    }

    static func pack(_ verdicts: [Verdict]) -> String {
        var text = ""
        for verdict in verdicts {
            if !text.isEmpty { text += " " }
            switch verdict.outcome {
            case .pass: break
            case .hold: text += "~"
            case .drop: text += "!"
            }
            text += verdict.gate.rawValue
            guard !verdict.seen.isEmpty else { continue }
            text += "="
            for scalar in verdict.seen.unicodeScalars {
                text.unicodeScalars.append(scalar == " " ? "_" : scalar)
            }
        }
        return text
    }
}
