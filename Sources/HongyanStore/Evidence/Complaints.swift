internal import GRDB
public import HongyanCore

/// A message that a complaint may be about; the number masks itself.
public struct FoundMessage: Hashable, Sendable {
    public let id: Digest
    public let rule: RuleID
    public let number: PhoneNumber
    public let clearedAt: Timestamp
    public let template: TemplateID
    public let templateVersion: Digest
    public let channel: ChannelID
    public let purpose: Purpose
}

extension SQLiteStore {
    /// The messages to a number that were cleared on a local day, ascending by (time, id).
    public func messages(
        to number: PhoneNumber, on day: CivilDay
    ) throws(StoreError) -> [FoundMessage] {
        let from = zone.moment(day)
        let end = zone.moment(day + 1)
        return try read { db in
            let numbers = try self.numberBook(db)
            let hash = try numbers.hash(number)
            var found: [FoundMessage] = []
            let sql = ComplaintRows.messages
            try db.cachedStatement(sql: sql).each([hash.db, from.db, end.db]) { row in
                found.append(try ComplaintRows.found(row, numbers))
            }
            return found
        }
    }

    /// A message by its id.
    public func message(_ id: Digest) throws(StoreError) -> FoundMessage? {
        try read { db in
            var found: FoundMessage?
            let numbers = try self.numberBook(db)
            try db.cachedStatement(sql: ComplaintRows.message).each([id.db]) { row in
                found = try ComplaintRows.found(row, numbers)
            }
            return found
        }
    }

    /// Takes in a complaint: it is recorded, the number is opted out (of marketing; of everything
    /// when another message is complained about), and what it is about is stopped when its rate of
    /// the month has reached a threshold: the template is suspended, marketing under the signature
    /// stops. A person lifts either with a reason.
    /// - Parameters:
    ///   - signature: What stood before the message; nil when none was found.
    ///   - channels: Those that send under that signature: its messages are counted by them.
    ///   - who: The operating user, for the record of stops.
    /// - Returns: The rates of the month, and whether each stopped its subject just now; nil when
    ///   the same complaint (source, number, day, message) was taken in before.
    public func addComplaint(
        about number: PhoneNumber, on day: CivilDay, source: Complaint.Source,
        message: FoundMessage?, signature: String?, channels: [ChannelID], note: String?,
        terms: ComplaintTerms = .huawei, who: String, at now: Timestamp
    ) throws(StoreError) -> [(rate: ComplaintRate, stopped: Bool)]? {
        let month = Month(of: day, zone: zone)
        var subjects: [(subject: ComplaintRate.Subject, sent: Int)] = []
        // Counting a month's messages takes longer than a transaction that writes may.
        if let signature {
            let subject = ComplaintRate.Subject.signature(signature)
            let sent = try read { db in try ComplaintRows.sent(db, subject, month, channels) }
            subjects.append((subject, sent))
        }
        if let message {
            let subject = ComplaintRate.Subject.template(message.template)
            let sent = try read { db in try ComplaintRows.sent(db, subject, month, []) }
            subjects.append((subject, sent))
        }
        let complaint = ComplaintRows.Incoming(
            number: number, day: day, source: source, message: message, signature: signature,
            note: note, who: who, now: now)
        let added: [(rate: ComplaintRate, stopped: Bool)]? = try write { db in
            guard try complaint.add(db, try self.numberBook(db)) else { return nil }
            return try subjects.map { subject, sent in
                let rate = ComplaintRate(
                    subject: subject,
                    complaints: try ComplaintRows.complaints(db, subject, month), sent: sent)
                let level = rate.level(terms)
                guard level != .fine else { return (rate, false) }
                let reason = ComplaintRows.reason(rate, level, terms, month)
                return (rate, try complaint.trip(db, subject, reason))
            }
        }
        if added?.contains(where: \.stopped) == true { forgetPages() }
        return added
    }

    /// All complaints, ascending by when they were told; `from` and `through` are days of the
    /// messages, both included.
    public func complaints(
        from: CivilDay? = nil, through: CivilDay? = nil
    ) throws(StoreError) -> [Complaint] {
        try read { db in
            try ComplaintRows.all(db, from: from, through: through, number: nil)
        }
    }

    /// The rates of the month in which a day lies: of every signature and template that was
    /// complained about, in their order.
    /// - Parameter channels: By signature, those that send under it.
    public func complaintRates(
        inMonthOf day: CivilDay, channels: [String: [ChannelID]]
    ) throws(StoreError) -> [ComplaintRate] {
        let month = Month(of: day, zone: zone)
        return try read { db in
            var subjects: [ComplaintRate.Subject] = []
            for column in ["signature", "template"] {
                let sql = """
                    SELECT DISTINCT \(column) FROM complaints WHERE slot = 0 AND day >= ?
                    AND day < ? AND \(column) IS NOT NULL ORDER BY \(column)
                    """
                try db.cachedStatement(sql: sql).each([
                    month.first.db, month.next.db,
                ]) { row in
                    subjects.append(
                        column == "signature"
                            ? .signature(row.text(0)) : .template(TemplateID(row.text(0))))
                }
            }
            return try subjects.map { subject in
                var own: [ChannelID] = []
                if case .signature(let name) = subject { own = channels[name] ?? [] }
                return ComplaintRate(
                    subject: subject,
                    complaints: try ComplaintRows.complaints(db, subject, month),
                    sent: try ComplaintRows.sent(db, subject, month, own))
            }
        }
    }
}

/// A calendar month of a zone.
struct Month {
    let first: CivilDay
    let next: CivilDay
    let begin: Timestamp
    let end: Timestamp

    init(of day: CivilDay, zone: Zone) {
        let (year, month, date) = day.fields
        first = day - (date - 1)
        next = first + CivilDay.length(ofMonth: month, year: year)
        begin = zone.moment(first)
        end = zone.moment(next)
    }
}

enum ComplaintRows {
    static func found(_ row: StoredRow, _ numbers: NumberBook) throws -> FoundMessage {
        FoundMessage(
            id: row.digest(0), rule: RuleID(row.text(1)),
            number: try numbers.shown(row.text(2), row.digest(7)), clearedAt: row.time(3),
            template: TemplateID(row.text(4)), templateVersion: row.digest(8),
            channel: ChannelID(row.text(5)),
            purpose: Purpose(rawValue: row.text(6)) ?? .marketing)
    }

    static func all(
        _ db: Database, from: CivilDay?, through: CivilDay?, number: Digest?
    ) throws -> [Complaint] {
        var found: [Complaint] = []
        let low = from.map { Int64($0.number) } ?? Int64.min
        let high = through.map { Int64($0.number) } ?? Int64.max
        let hash: DatabaseValue = number.map(\.db) ?? .null
        try db.cachedStatement(sql: reading).each([low.db, high.db, hash, hash]) { row in
            guard let source = Complaint.Source(rawValue: row.text(2)) else { return }
            found.append(
                Complaint(
                    recordedAt: row.time(0),
                    day: CivilDay(number: Int32(truncatingIfNeeded: row[1] as Int64)),
                    source: source, message: row.isNull(3) ? nil : row.digest(3),
                    signature: row[4], template: (row[5] as String?).map { TemplateID($0) },
                    channel: (row[6] as String?).map { ChannelID($0) },
                    customer: (row[7] as String?).map { CustomerID($0) }, note: row[8]))
        }
        return found
    }

    /// What a subject's messages of a month come to.
    static func sent(
        _ db: Database, _ subject: ComplaintRate.Subject, _ month: Month, _ channels: [ChannelID]
    ) throws -> Int {
        let sent: Int64?
        switch subject {
        case .signature:
            let names = jsonArray(channels.map(\.rawValue))
            sent = try db.int(
                """
                \(counting(month)) AND channel IN (SELECT value FROM json_each(\(names)))
                """)
        case .template(let template):
            sent = try db.int("\(counting(month)) AND template = \(template.rawValue)")
        }
        return Int(sent ?? 0)
    }

    static func complaints(
        _ db: Database, _ subject: ComplaintRate.Subject, _ month: Month
    ) throws -> Int {
        let column: SQL
        let name: String
        switch subject {
        case .signature(let signature): (column, name) = ("signature", signature)
        case .template(let template): (column, name) = ("template", template.rawValue)
        }
        let count = try db.int(
            """
            SELECT COUNT(*) FROM complaints WHERE slot = 0 AND day >= \(month.first.number)
            AND day < \(month.next.number) AND \(column) = \(name)
            """)
        return Int(count ?? 0)
    }

    /// What was handed over and not certainly refused.
    private static func counting(_ month: Month) -> SQL {
        """
        SELECT COUNT(*) FROM messages WHERE slot = 0
        AND cleared_at >= \(month.begin.milliseconds) AND cleared_at < \(month.end.milliseconds)
        AND state IN ('written', 'accepted', 'unknown', 'delivered', 'failed')
        """
    }

    static func reason(
        _ rate: ComplaintRate, _ level: ComplaintRate.Level, _ terms: ComplaintTerms,
        _ month: Month
    ) -> String {
        let threshold = level == .close ? terms.closeHundredths : terms.suspendHundredths
        let text = "\(month.first)".prefix(7)
        return "complaints \(rate.complaints)/\(rate.sent) in \(text): \(rate.perMillion) per "
            + "million ≥ \(threshold / 100).\(padded(threshold % 100)) (\(level.rawValue), "
            + "\(terms.basis))"
    }

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    private static let columns = """
        m.id, m.rule, m.number, m.cleared_at, m.template, m.channel, m.purpose, m.number_hash,
            m.template_version
        """
    static let messages = """
        SELECT \(columns) FROM messages m INDEXED BY messages_number
        WHERE m.slot = 0 AND m.number_hash = ? AND m.cleared_at >= ? AND m.cleared_at < ?
        ORDER BY m.cleared_at, m.id
        """
    static let message = "SELECT \(columns) FROM messages m WHERE m.slot = 0 AND m.id = ?"
    static let findingCustomer = """
        SELECT COALESCE((SELECT customer FROM messages WHERE slot = 0 AND id = ?),
            (SELECT holder FROM numbers WHERE slot = 0 AND hash = ?))
        """
    static let finding = """
        SELECT 1 FROM complaints WHERE slot = 0 AND day = ? AND source = ? AND number_hash = ?
            AND message IS ?
        """
    static let adding = """
        INSERT INTO complaints (slot, recorded_at, day, source, number_hash, message, customer,
            signature, template, channel, note)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let reading = """
        SELECT p.recorded_at, p.day, p.source, p.message, p.signature, p.template, p.channel, c.id,
            p.note
        FROM complaints p LEFT JOIN customers c ON c.row = p.customer
        WHERE p.slot = 0 AND p.day >= ? AND p.day <= ? AND (? IS NULL OR p.number_hash = ?)
        ORDER BY p.recorded_at, p.row
        """
}

extension ComplaintRows {
    /// A complaint on its way in.
    struct Incoming {
        let number: PhoneNumber
        let day: CivilDay
        let source: Complaint.Source
        let message: FoundMessage?
        let signature: String?
        let note: String?
        let who: String
        let now: Timestamp

        /// Records it and opts the number out.
        /// - Returns: Whether it was not known before.
        func add(_ db: Database, _ numbers: NumberBook) throws -> Bool {
            let hash = try numbers.hash(number)
            let named: DatabaseValue = (message?.id).map(\.db) ?? .null
            let name = [day.db, source.rawValue.db, hash.db, named]
            guard try db.cachedStatement(sql: finding).firstInt(name) == nil else { return false }
            let customer = try db.cachedStatement(sql: findingCustomer).firstInt([named, hash.db])
            try db.cachedStatement(sql: adding).run(
                [now.db] + name + [
                    customer.db, signature.db, (message?.template.rawValue).db,
                    (message?.channel.rawValue).db, note.db,
                ])
            // Who complains of marketing still wants parcels; of anything else, nothing.
            let isMarketing = message.map { $0.purpose == .marketing } ?? true
            let optOut = OptOut(
                at: now, source: "complaint", purpose: isMarketing ? .marketing : nil)
            _ = try OptOuts.add(db, number: hash, customer: customer, optOut, at: now)
            return true
        }

        /// - Returns: Whether it was not stopped before.
        func trip(
            _ db: Database, _ subject: ComplaintRate.Subject, _ reason: String
        ) throws -> Bool {
            switch subject {
            case .template(let template):
                guard let message else { return false }
                return try TemplateRows.suspend(
                    db, template, version: message.templateVersion, channel: nil, reason: reason,
                    at: now)
            case .signature(let signature):
                let (kind, name) = StopRows.columns(of: .signature(signature))
                let isThere =
                    try db.int(
                        "SELECT 1 FROM stops WHERE kind = \(kind) AND name = \(name)") != nil
                try db.cachedStatement(sql: StopRows.adding).run([
                    kind.db, name.db, now.db, reason.db,
                ])
                guard !isThere else { return false }
                try StopRows.note(
                    db, "trip", .signature(signature), who: who, reason: reason, at: now)
                return true
            }
        }
    }
}
