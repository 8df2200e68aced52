internal import GRDB
internal import HongyanCore

/// What became of consents, in the order in which it was told.
enum ConsentLog {
    /// A consent as it stands now, after a change.
    static func record(
        _ db: Database, _ act: ConsentEvent.Act, customer: Int64, _ consent: Consent,
        at now: Timestamp
    ) throws {
        try db.cachedStatement(sql: recording).run([
            now.db, act.rawValue.db, customer.db, consent.purpose.rawValue.db, consent.at.db,
            consent.source.db,
        ])
    }

    /// All consents of a customer, who now stands for another one too.
    static func recordMerge(_ db: Database, into customer: Int64, at now: Timestamp) throws {
        try db.cachedStatement(sql: recordingAll).run([now.db, customer.db])
    }

    /// The proof of a consent goes for its age, before it is deleted: from now on nobody can try
    /// what it may have said.
    static func recordRetirement(
        _ db: Database, customer: Int64, _ consent: Consent, at now: Timestamp
    ) throws {
        try record(db, .retire, customer: customer, consent, at: now)
        try db.cachedStatement(sql: forgettingSalts).run([
            customer.db, customer.db, consent.purpose.rawValue.db, consent.at.db, consent.source.db,
        ])
    }

    /// What is personal in the consent that an event is about; nil when it was erased or never was
    /// there.
    static func proof(_ db: Database, ofEvent row: Int64) throws -> String? {
        var pieces: [String?] = []
        try db.cachedStatement(sql: readingProof).each([row.db]) { row in
            pieces = (0..<5).map { row[$0] }
        }
        guard pieces.contains(where: { $0?.isEmpty == false }) else { return nil }
        return pieces.map { $0 ?? "" }.joined(separator: "\u{1F}")
    }

    /// Whether nothing was told of the same consent later.
    static func isLatest(_ db: Database, event row: Int64) throws -> Bool {
        try db.cachedStatement(sql: findingLater).firstInt([row.db]) == nil
    }

    /// Whether the consent still says what the event says; after its retirement, whether it is
    /// gone.
    static func agrees(_ db: Database, event row: Int64) throws -> Bool {
        try db.cachedStatement(sql: findingSame).firstInt([row.db]) != nil
    }

    private static let selected = """
        SELECT 0, ?, ?, customer, purpose, at, source, expires, withdrawn, text_version, channel,
            action FROM consents
        """
    private static let recording = """
        INSERT INTO consent_events (slot, at, act, customer, purpose, given_at, source, expires,
            withdrawn, text_version, channel, action)
        \(selected) WHERE slot = 0 AND customer = ? AND purpose = ? AND at = ? AND source = ?
        """
    private static let recordingAll = """
        INSERT INTO consent_events (slot, at, act, customer, purpose, given_at, source, expires,
            withdrawn, text_version, channel, action)
        SELECT 0, ?, 'merge', customer, purpose, at, source, expires, withdrawn, text_version,
            channel, action FROM consents WHERE slot = 0 AND customer = ?
        ORDER BY purpose, at, source
        """
    /// The consent of an event, also after a merge.
    private static let joined = """
        consent_events e CROSS JOIN customers c ON c.row = e.customer
        CROSS JOIN consents k ON k.slot = 0 AND k.customer = COALESCE(c.merged_into, c.row)
            AND k.purpose = e.purpose AND k.at = e.given_at AND k.source = e.source
        """
    private static let readingProof = """
        SELECT k.evidence, k.text, k.guardian, k.frequency, k.term FROM \(joined) WHERE e.row = ?
        """
    private static let findingSame = """
        SELECT 1 FROM consent_events f WHERE f.row = ? AND (f.act = 'retire') <> EXISTS (
            SELECT 1 FROM \(joined) WHERE e.row = f.row AND (e.act = 'retire' OR (
                k.expires IS e.expires AND k.withdrawn IS e.withdrawn
                AND k.text_version IS e.text_version AND k.channel IS e.channel
                AND k.action IS e.action)))
        """
    private static let forgettingSalts = """
        UPDATE seal_prints SET salt = NULL WHERE slot = 0 AND name = 'consent_events' AND row IN (
            SELECT row FROM consent_events WHERE slot = 0 AND customer IN (
                SELECT ? UNION ALL SELECT row FROM customers WHERE merged_into = ?)
            AND purpose = ? AND given_at = ? AND source = ?)
        """
    private static let findingLater = """
        SELECT 1 FROM consent_events e CROSS JOIN customers c ON c.row = e.customer
        CROSS JOIN consent_events n ON n.slot = 0
            AND n.customer IN (SELECT COALESCE(c.merged_into, c.row) UNION ALL
                SELECT f.row FROM customers f WHERE f.merged_into = COALESCE(c.merged_into, c.row))
            AND n.purpose = e.purpose AND n.given_at = e.given_at AND n.source = e.source
            AND n.row > e.row
        WHERE e.row = ? LIMIT 1
        """
}
