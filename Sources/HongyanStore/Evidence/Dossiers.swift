internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Everything that is held about a message, with the seal of its day looked at; nil for an id
    /// that the store does not know.
    public func dossier(of message: Digest, at now: Timestamp) throws(StoreError) -> Dossier? {
        let found = try read { db in
            try DossierReader(db, message, try self.numberBook(db)).read()
        }
        guard var dossier = found else { return nil }
        let day = zone.day(of: dossier.clearedAt)
        guard let seal = try seals(from: day, through: day).first else { return dossier }
        let verification = try verifySeals(from: day, through: day, at: now)
        dossier.seal =
            verification.findings.isEmpty ? .holds(seal) : .broken(seal, verification.findings)
        return dossier
    }
}

/// Reads one message with all that belongs to it.
struct DossierReader {
    private let db: Database
    private let id: Digest
    private let numbers: NumberBook

    init(_ db: Database, _ id: Digest, _ numbers: NumberBook) {
        self.db = db
        self.id = id
        self.numbers = numbers
    }

    private struct Main {
        let rule: RuleID
        let row: Int64
        let customer: CustomerID
        let key: String
        let number: PhoneNumber
        let hash: Digest
        let text: String
        let parts: Int
        let cost: Money
        let channel: ChannelID
        let purpose: Purpose
        let template: TemplateID
        let version: Digest
        let carrier: Carrier
        let book: Digest
        let clearedAt: Timestamp
        let state: MessageState
        let changedAt: Timestamp
        let reason: String?
        let attempts: Int
        let due: Timestamp?
    }

    func read() throws -> Dossier? {
        var main: Main?
        try db.cachedStatement(sql: Self.readingMain).each([id.db]) { row in
            main = Main(
                rule: RuleID(row.text(0)), row: row[1], customer: CustomerID(row.text(2)),
                key: row.text(3), number: try numbers.shown(row.text(4), row.digest(5)),
                hash: row.digest(5),
                text: row.text(6), parts: row.int(7), cost: Money(units: row[8]),
                channel: ChannelID(row.text(9)),
                purpose: Purpose(rawValue: row.text(10)) ?? .marketing,
                template: TemplateID(row.text(11)), version: row.digest(12),
                carrier: Carrier(rawValue: row.text(13)) ?? .unknown, book: row.digest(14),
                clearedAt: row.time(15), state: MessageState(rawValue: row.text(16)) ?? .unknown,
                changedAt: row.time(17), reason: row[18], attempts: row.int(19),
                due: row.timeIfAny(20))
        }
        guard let main else { return nil }
        return Dossier(
            id: id, rule: main.rule, customer: main.customer, key: main.key, due: main.due,
            purpose: main.purpose, number: main.number, carrier: main.carrier, text: main.text,
            parts: main.parts, cost: main.cost, channel: main.channel, template: main.template,
            templateVersion: main.version, approvals: try approvals(main), book: main.book,
            packs: try BookRows.packs(db, of: main.book, through: main.channel),
            clearedAt: main.clearedAt, state: main.state, changedAt: main.changedAt,
            reason: main.reason, decisions: try decisions(main),
            submissions: try submissions(main), replies: try replies(main),
            consent: try ConsentRows.file(db, main.row, numbers),
            complaints: try ComplaintRows.all(db, from: nil, through: nil, number: main.hash),
            seal: .none)
    }

    private func decisions(_ main: Main) throws -> [DecisionRecord] {
        var found: [DecisionRecord] = []
        let sql = DecisionRows.ofCustomer
        try db.cachedStatement(sql: sql).each([main.row.db, main.rule.db]) { row in
            let record = DecisionRows.record(row)
            if record.occurrence == main.key { found.append(record) }
        }
        return found
    }

    /// What was done about the template's version, and what binds every version.
    private func approvals(_ main: Main) throws -> [Dossier.Approval] {
        try TemplateRows.log(db, of: main.template).compactMap { entry in
            let step: String
            var isOfAll = false
            switch entry.act {
            case .submitted: step = "submitted"
            case .approved(let role): step = "approved \(role)"
            case .rejected: step = "rejected"
            case .filed(let filing): step = Self.words(filing)
            case .suspended(let channel):
                step = "suspended \(channel?.rawValue ?? "")"
                isOfAll = true
            case .resumed(let channel):
                step = "resumed \(channel?.rawValue ?? "")"
                isOfAll = true
            }
            guard isOfAll || entry.version == main.version else { return nil }
            return Dossier.Approval(at: entry.at, step: step, who: entry.person)
        }
    }

    private static func words(_ filing: TemplateFiling) -> String {
        let whose = "\(filing.channel) \(filing.carrier.rawValue)"
        return switch filing.state {
        case .submitted(let day, _): "filed \(whose) \(day)"
        case .effective(let day, _): "effective \(whose) \(day)"
        case .refused(let day): "refused \(whose) \(day)"
        }
    }

    /// A submission's id is made from its message's and the attempt's.
    private func submissions(_ main: Main) throws -> [Dossier.Submitted] {
        var found: [Dossier.Submitted] = []
        for attempt in stride(from: 1, through: main.attempts, by: 1) {
            let name = Digest(hashing: [id.description, String(attempt)])
            try db.cachedStatement(sql: Self.readingSubmission).each([name.db]) { row in
                let channel = ChannelID(row.text(0))
                let provider = row[3] as String?
                found.append(
                    Dossier.Submitted(
                        attempt: attempt, channel: channel, writtenAt: row.time(1),
                        state: row.text(2), providerID: provider, respondedAt: row.timeIfAny(4),
                        code: row[5], charged: (row[6] as Int64?).map { Money(units: $0) },
                        receipts: try provider.map { try receipts(channel, $0) } ?? []))
            }
        }
        return found
    }

    private func receipts(_ channel: ChannelID, _ provider: String) throws -> [Receipt] {
        var found: [Receipt] = []
        let statement = try db.cachedStatement(sql: Self.readingReceipts)
        try statement.each([channel.db, provider.db]) { row in
            guard let outcome = Receipt.Outcome(rawValue: row.text(1)) else { return }
            found.append(
                Receipt(
                    channel: channel, providerID: provider, outcome: outcome, code: row.text(2),
                    at: row.time(0)))
        }
        return found
    }

    private func replies(_ main: Main) throws -> [Dossier.Answer] {
        var found: [Dossier.Answer] = []
        try db.cachedStatement(sql: Self.readingReplies).each([
            main.row.db, main.hash.db, main.clearedAt.db,
        ]) { row in
            found.append(
                Dossier.Answer(at: row.time(0), text: row.text(1), meaning: row.text(2)))
        }
        return found
    }

    private static let readingMain = """
        SELECT m.rule, m.customer, c.id, m.key, m.number, m.number_hash, m.text, m.parts, m.cost,
            m.channel, m.purpose, m.template, m.template_version, m.carrier, m.book, m.cleared_at,
            m.state, m.changed_at, m.reason, m.attempt, o.due
        FROM messages m CROSS JOIN customers c ON c.row = m.customer
        LEFT JOIN occurrences o ON o.slot = 0 AND o.rule = m.rule AND o.customer = m.customer
            AND o.key = m.key
        WHERE m.slot = 0 AND m.id = ?
        """
    private static let readingSubmission = """
        SELECT s.channel, s.written_at, s.state, s.provider_id, s.responded_at, s.code, c.amount
        FROM submissions s LEFT JOIN charges c ON c.slot = 0 AND c.submission = s.id
        WHERE s.slot = 0 AND s.id = ?
        """
    private static let readingReceipts = """
        SELECT at, outcome, code FROM receipts WHERE slot = 0 AND channel = ? AND provider_id = ?
        ORDER BY at, outcome, code
        """
    private static let readingReplies = """
        SELECT at, text, meaning FROM replies
        WHERE slot = 0 AND customer = ? AND number_hash = ? AND at >= ? ORDER BY at, seq
        """
}
