internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// What the journal says of the channels' last half hour, measured as the engine measures it.
    /// At most the last 100,000 lines are read.
    public func channelWatches(
        codes: ReceiptCodes, at now: Timestamp
    ) throws(StoreError) -> [ChannelID: ChannelWatch] {
        let since = now - ChannelHealth.window
        return try read { db in
            var watches: [ChannelID: ChannelWatch] = [:]
            var written: [Digest: Timestamp] = [:]
            let sql = ChannelSQL.journal
            try db.cachedStatement(sql: sql).each([since.db, now.db]) { row in
                let channel = ChannelID(row.text(1))
                let at = row.time(5)
                let code = row.text(4)
                var watch = watches[channel] ?? ChannelWatch()
                switch row.text(0) {
                case "submission":
                    written[row.digest(2)] = at
                    watch.submitted(1, at: at)
                case "response":
                    let latency = written.removeValue(forKey: row.digest(2)).map { at - $0 }
                    let response = ChannelSQL.response(row.text(3), code)
                    watch.answered(response, latency: latency, at: at)
                default:
                    guard let outcome = Receipt.Outcome(rawValue: row.text(3)) else { return }
                    let isNumbers = codes.meaning(of: code).isNumbers
                    watch.reported(outcome, isNumbers: isNumbers, at: at)
                }
                watches[channel] = watch
            }
            return watches
        }
    }

    /// Keeps what became of a probe.
    public func keep(probes: [ProbeResult]) throws(StoreError) {
        try write { db in
            let put = try db.cachedStatement(sql: ChannelSQL.puttingProbe)
            for probe in probes {
                try put.run([
                    probe.at.db, probe.channel.db, probe.name.db, probe.carrier.rawValue.db,
                    probe.province.db, probe.outcome.rawValue.db, probe.code.db,
                    (probe.took?.milliseconds).db,
                ])
            }
        }
    }

    /// The latest results, one a channel and number, ascending by (channel, name).
    public func latestProbes() throws(StoreError) -> [ProbeResult] {
        try read { db in
            var found: [ProbeResult] = []
            try db.cachedStatement(sql: ChannelSQL.latestProbes).each { row in
                let took: Int64? = row[7]
                found.append(
                    ProbeResult(
                        channel: ChannelID(row.text(1)), name: row.text(2),
                        carrier: Carrier(rawValue: row.text(3)) ?? .unknown, province: row[4],
                        outcome: ProbeResult.Outcome(rawValue: row.text(5)) ?? .unknown,
                        code: row.text(6), at: row.time(0),
                        took: took.map { Span(milliseconds: $0) }))
            }
            return found
        }
    }
}

enum ChannelSQL {
    static func response(_ state: String, _ code: String) -> ProviderEvent.Response {
        switch state {
        case "accepted": .accepted(providerID: "")
        case "throttled": .throttled(code: code)
        case "refused": .refused(code: code)
        default: .timedOut
        }
    }

    static let journal = """
        SELECT kind, channel, COALESCE(submission, x''), COALESCE(outcome, ''),
            COALESCE(code, ''), happened_at
        FROM ledger WHERE slot = 0 AND row > (SELECT MAX(row) FROM ledger) - 100000
            AND at > ? AND at <= ? ORDER BY row
        """
    static let puttingProbe = """
        INSERT INTO probes (slot, at, channel, name, carrier, province, outcome, code, took)
        VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let latestProbes = """
        SELECT p.at, p.channel, p.name, p.carrier, p.province, p.outcome, p.code, p.took
        FROM probes p WHERE p.slot = 0 AND p.row = (
            SELECT MAX(q.row) FROM probes q
            WHERE q.slot = 0 AND q.channel = p.channel AND q.name = p.name)
        ORDER BY p.channel, p.name
        """
}
