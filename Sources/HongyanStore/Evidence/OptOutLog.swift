internal import GRDB
internal import HongyanCore

/// What became of refusals, in the order in which it was told. Each event says how the refusal
/// stood afterwards, so that the last one says how it stands.
enum OptOutLog {
    enum Act: String {
        case refuse, lift
        /// A refusal of a person became one of their number as well.
        case bind
        /// The person is another customer now.
        case merge
        /// It says what another one says already.
        case gone
    }

    /// A refusal as it stands now.
    static func record(_ db: Database, _ act: Act, optOut row: Int64, at now: Timestamp) throws {
        try db.cachedStatement(sql: recording).run([now.db, act.rawValue.db, row.db])
    }

    /// Whether the refusal still says what an event says; true for one that was told of later.
    static func agrees(_ db: Database, event row: Int64) throws -> Bool {
        try db.cachedStatement(sql: findingOther).firstInt([row.db]) == nil
    }

    private static let recording = """
        INSERT INTO optout_events (slot, at, act, optout, number_hash, customer, refused_at, source,
            purpose, lifted_at, signature)
        SELECT 0, ?, ?, row, number_hash, customer, at, source, purpose, lifted_at, signature
        FROM optouts WHERE row = ?
        """
    private static let findingOther = """
        SELECT 1 FROM optout_events e WHERE e.row = ?
            AND NOT EXISTS (SELECT 1 FROM optout_events n WHERE n.slot = 0
                AND n.optout = e.optout AND n.row > e.row)
            AND (e.act = 'gone') = EXISTS (SELECT 1 FROM optouts o WHERE o.row = e.optout
                AND (e.act = 'gone' OR (o.slot = 0 AND o.number_hash IS e.number_hash
                    AND o.customer IS e.customer AND o.at = e.refused_at AND o.source = e.source
                    AND o.purpose IS e.purpose AND o.lifted_at IS e.lifted_at
                    AND o.signature IS e.signature)))
        """
}
