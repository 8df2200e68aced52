internal import GRDB
internal import HongyanCore

/// The append-only journal of what was handed over and what came back, in the order of arrival.
enum LedgerJournal {
    /// A submission that was just put in.
    static func submitted(_ db: Database, _ submission: Digest) throws {
        try db.cachedStatement(sql: puttingSubmission).run([submission.db])
    }

    /// A response that was taken in.
    /// - Parameter amount: What was charged; only for an acceptance.
    static func responded(
        _ db: Database, _ submission: Digest, channel: ChannelID, state: String,
        providerID: String?, code: String?, amount: Money?, happened: Timestamp, at now: Timestamp
    ) throws {
        try db.cachedStatement(sql: puttingResponse).run([
            now.db, submission.db, channel.db, providerID.db, state.db, code.db, happened.db,
            (amount?.units).db,
        ])
    }

    static func received(_ db: Database, _ receipt: Receipt, at now: Timestamp) throws {
        try db.cachedStatement(sql: puttingReceipt).run([
            now.db, receipt.channel.db, receipt.providerID.db, receipt.outcome.rawValue.db,
            receipt.code.db, receipt.at.db,
        ])
    }

    private static let puttingSubmission = """
        INSERT INTO ledger (slot, at, kind, submission, message, attempt, parts, channel,
            happened_at)
        SELECT 0, written_at, 'submission', id, message, attempt, parts, channel, written_at
        FROM submissions WHERE slot = 0 AND id = ?
        """
    private static let puttingResponse = """
        INSERT INTO ledger (slot, at, kind, submission, channel, provider_id, outcome, code,
            happened_at, amount)
        VALUES (0, ?, 'response', ?, ?, ?, ?, ?, ?, ?)
        """
    private static let puttingReceipt = """
        INSERT INTO ledger (slot, at, kind, channel, provider_id, outcome, code, happened_at)
        VALUES (0, ?, 'receipt', ?, ?, ?, ?, ?)
        """
}

/// Holds the working copies against the journal.
struct LedgerCopies {
    private let db: Database

    init(_ db: Database) { self.db = db }

    /// The tables that say something else than a row of the journal.
    func differing(from row: Int64) throws -> [String] {
        var tables: [String] = []
        for (kind, table, sql) in Self.checks {
            let isOther = try db.cachedStatement(sql: sql).firstInt([row.db]) == 1
            if isOther, !tables.contains(table) { tables.append(table) }
            _ = kind
        }
        return tables
    }

    /// Each answers 1 when the copy is another one.
    private static let checks: [(kind: String, table: String, sql: String)] = [
        (
            "submission", "submissions",
            """
            SELECT l.kind = 'submission' AND NOT EXISTS (SELECT 1 FROM submissions s
                WHERE s.slot = 0 AND s.id = l.submission AND s.message IS l.message
                AND s.attempt IS l.attempt AND s.channel IS l.channel AND s.parts IS l.parts
                AND s.written_at IS l.happened_at)
            FROM ledger l WHERE l.row = ?
            """
        ),
        // A response of the sort `unknown` may be followed by another one. A provider's id goes to
        // whoever got it last.
        (
            "response", "submissions",
            """
            SELECT l.kind = 'response' AND NOT EXISTS (SELECT 1 FROM submissions s
                WHERE s.slot = 0 AND s.id = l.submission
                AND s.state IS l.outcome AND s.code IS l.code AND s.responded_at IS l.happened_at
                AND (s.provider_id IS l.provider_id OR (s.provider_id IS NULL AND EXISTS (
                    SELECT 1 FROM ledger n WHERE n.row > l.row AND n.kind = 'response'
                    AND n.channel = l.channel AND n.provider_id = l.provider_id))))
                AND NOT (l.outcome = 'unknown' AND EXISTS (
                    SELECT 1 FROM ledger n WHERE n.row > l.row AND n.kind = 'response'
                    AND n.submission = l.submission))
            FROM ledger l WHERE l.row = ?
            """
        ),
        // What has no response yet is under way or unknown.
        (
            "submission", "submissions",
            """
            SELECT l.kind = 'submission' AND EXISTS (SELECT 1 FROM submissions s
                WHERE s.slot = 0 AND s.id = l.submission
                AND (s.state IN ('accepted', 'refused', 'throttled') OR s.code IS NOT NULL
                    OR s.provider_id IS NOT NULL OR s.responded_at IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM ledger n INDEXED BY ledger_responses
                    WHERE n.slot = 0 AND n.submission = l.submission AND n.kind = 'response'))
            FROM ledger l WHERE l.row = ?
            """
        ),
        (
            "response", "charges",
            """
            SELECT l.kind = 'response' AND l.amount IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM charges c JOIN submissions s ON s.slot = 0 AND s.id = c.submission
                WHERE c.slot = 0 AND c.submission = l.submission AND c.channel IS l.channel
                AND c.amount IS l.amount AND c.at IS l.happened_at AND c.parts IS s.parts)
            FROM ledger l WHERE l.row = ?
            """
        ),
        (
            "receipt", "receipts",
            """
            SELECT l.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM receipts r
                WHERE r.slot = 0 AND r.channel = l.channel AND r.provider_id = l.provider_id
                AND r.at = l.happened_at AND r.outcome = l.outcome AND r.code = l.code)
            FROM ledger l WHERE l.row = ?
            """
        ),
    ]
}
