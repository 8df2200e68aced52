internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// What was charged and given back on some local days, both included.
    public func bill(from: CivilDay, through: CivilDay) throws(StoreError) -> Bill {
        let start = zone.moment(from)
        let end = zone.moment(through + 1)
        return try read { db in
            var lines: [Bill.Line] = []
            func line(_ row: StoredRow) -> Int {
                let channel = ChannelID(row.text(0))
                let carrier = Carrier(rawValue: row.text(1)) ?? .unknown
                if let known = lines.firstIndex(where: {
                    $0.channel == channel && $0.carrier == carrier
                }) {
                    return known
                }
                lines.append(Bill.Line(channel: channel, carrier: carrier))
                return lines.count - 1
            }
            try db.cachedStatement(sql: BillSQL.charges).each([start.db, end.db]) { row in
                let index = line(row)
                lines[index].messages = row.int(2)
                lines[index].parts = row.int(3)
                lines[index].charged = Money(units: row[4])
            }
            try db.cachedStatement(sql: BillSQL.refunds).each([start.db, end.db]) { row in
                let index = line(row)
                lines[index].refundedMessages = row.int(2)
                lines[index].refunded = Money(units: row[4])
            }
            lines.sort {
                $0.channel == $1.channel
                    ? BillSQL.place($0.carrier) < BillSQL.place($1.carrier)
                    : $0.channel < $1.channel
            }
            var doubts: [Bill.Doubt] = []
            try db.cachedStatement(sql: BillSQL.doubts).each([start.db, end.db]) { row in
                doubts.append(
                    Bill.Doubt(
                        channel: ChannelID(row.text(0)), messages: row.int(1), parts: row.int(2)))
            }
            return Bill(from: from, through: through, lines: lines, doubts: doubts)
        }
    }

    /// What should be left of each account whose balance is known, in the order of the channels.
    public func balances(of channels: [Channel]) throws(StoreError) -> [Bill.Balance] {
        try read { db in
            try channels.compactMap { (channel: Channel) -> Bill.Balance? in
                guard let settings = channel.terms.balance else { return nil }
                let since = self.zone.moment(settings.on)
                let values = [channel.id.db, since.db]
                let charged = try db.cachedStatement(sql: BillSQL.charged).firstInt(values) ?? 0
                let refunded = try db.cachedStatement(sql: BillSQL.refunded).firstInt(values) ?? 0
                return Bill.Balance(
                    channel: channel.id, settings: settings,
                    left: Money(units: settings.amount.units - charged + refunded))
            }
        }
    }
}

enum BillSQL {
    static func place(_ carrier: Carrier) -> Int {
        Carrier.allCases.firstIndex(of: carrier) ?? Carrier.allCases.count
    }

    private static func sums(of table: String) -> String {
        """
        SELECT c.channel, COALESCE(m.carrier, 'unknown'), COUNT(*), SUM(c.parts), SUM(c.amount)
        FROM \(table) c
        LEFT JOIN submissions s ON s.slot = 0 AND s.id = c.submission
        LEFT JOIN messages m ON m.slot = 0 AND m.id = s.message
        WHERE c.slot = 0 AND c.at >= ? AND c.at < ? GROUP BY 1, 2 ORDER BY 1, 2
        """
    }
    static let charges = sums(of: "charges")
    static let refunds = sums(of: "refunds")
    static let doubts = """
        SELECT channel, COUNT(*), SUM(parts) FROM submissions
        WHERE slot = 0 AND state = 'unknown' AND written_at >= ? AND written_at < ?
        GROUP BY channel ORDER BY channel
        """
    static let charged = """
        SELECT COALESCE(SUM(amount), 0) FROM charges WHERE slot = 0 AND channel = ? AND at >= ?
        """
    static let refunded = """
        SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE slot = 0 AND channel = ? AND at >= ?
        """
}
