internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount {
        guard !signals.isEmpty else { return IngestCount() }
        return try write { db in
            var seqs = try SeqIssuer(db)
            var count = IngestCount()
            let find = try db.cachedStatement(sql: Self.findingSignal)
            let put = try db.cachedStatement(sql: Self.puttingSignal)
            let refresh = try db.cachedStatement(sql: Self.refreshingSignal)
            for signal in signals {
                let name = [signal.kind.db, signal.day.db, signal.key.db]
                let payload = Payload.encode(signal.fields)
                let old = try find.firstText(name)
                if old == payload {
                    // The same forecast, fetched again: fresher, but nothing new.
                    try refresh.run([signal.fetchedAt.db] + name + [signal.fetchedAt.db])
                    count.unchanged += 1
                    continue
                }
                try put.run(name + [signal.fetchedAt.db, payload.db, seqs.next().db])
                if old == nil { count.added += 1 } else { count.changed += 1 }
            }
            try seqs.save()
            return count
        }
    }

    private static let findingSignal = """
        SELECT payload FROM signals WHERE slot = 0 AND kind = ? AND day = ? AND key = ?
        """
    private static let puttingSignal = """
        INSERT INTO signals (slot, kind, day, key, fetched_at, payload, seq)
        VALUES (0, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (slot, kind, day, key) DO UPDATE SET
            fetched_at = excluded.fetched_at, payload = excluded.payload, seq = excluded.seq
        """
    private static let refreshingSignal = """
        UPDATE signals SET fetched_at = ?
        WHERE slot = 0 AND kind = ? AND day = ? AND key = ? AND fetched_at < ?
        """
}
