internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Takes in whose phone numbers are now. A later moment beats an earlier one, whatever order
    /// they come in; the same again changes nothing.
    public func importPortability(
        _ page: [IncomingPortability]
    ) throws(StoreError) -> IngestCount {
        try write { db in
            var count = IngestCount()
            let numbers = try self.numberBook(db)
            let find = try db.cachedStatement(sql: PortabilitySQL.finding)
            let put = try db.cachedStatement(sql: PortabilitySQL.putting)
            for row in page {
                let hash = try numbers.hash(row.number).db
                let known = row.portability
                let isThere = try find.firstText([hash]) != nil
                try put.run([
                    hash, known.carrier.rawValue.db, known.at.db, known.source.db,
                ])
                if !isThere {
                    count.added += 1
                } else if db.changesCount > 0 {
                    count.changed += 1
                } else {
                    count.unchanged += 1
                }
            }
            return count
        }
    }

    /// What is known of a number beyond its prefix; nil for nothing.
    public func portability(of number: PhoneNumber) throws(StoreError) -> Portability? {
        try read { db in
            var found: Portability?
            let hash = try self.numberBook(db).hash(number)
            try db.cachedStatement(sql: PortabilitySQL.finding).each([hash.db]) { row in
                found = Portability(
                    carrier: Carrier(rawValue: row.text(0)) ?? .unknown, at: row.time(1),
                    source: row.text(2))
            }
            return found
        }
    }
}

enum PortabilitySQL {
    static let finding = """
        SELECT carrier, at, source FROM portability WHERE slot = 0 AND hash = ?
        """
    static let putting = """
        INSERT INTO portability (slot, hash, carrier, at, source) VALUES (0, ?, ?, ?, ?)
        ON CONFLICT (slot, hash) DO UPDATE SET
            carrier = excluded.carrier, at = excluded.at, source = excluded.source
        WHERE excluded.at > at AND excluded.carrier <> carrier
        """
    /// A receipt says that the number has left the carrier it was sent to, and not for whom. What
    /// was learned or imported later than the message was cleared stands.
    static let learning = """
        INSERT INTO portability (slot, hash, carrier, at, source)
        SELECT 0, m.number_hash, 'unknown', ?, 'receipt' FROM messages m
        WHERE m.slot = 0 AND m.id = ?
        ON CONFLICT (slot, hash) DO UPDATE SET
            carrier = excluded.carrier, at = excluded.at, source = excluded.source
        WHERE at <= (SELECT cleared_at FROM messages WHERE slot = 0 AND id = ?)
        """
}
