internal import GRDB
public import HongyanCore

extension SQLiteStore {
    static let funnelPage = 1_000

    /// How many of all customers a rule could write to at a moment, as its gates say. Reads all
    /// customers, a page at a time and each page in a snapshot of its own.
    public func funnel(
        of rule: CompiledRule, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> AudienceFunnel {
        var counter = FunnelCounter(rule, book: book, at: now)
        // The parts are asked with the page; the whole would only be asked again.
        let asked = rule.reaching(.constant(true))
        let parts = counter.parts
        var position: Int64 = -1
        while true {
            let page = try funnelPage(
                of: rule.id, parts, zone: book.workspace.zone, after: position, at: now)
            let facts = try facts(for: page.occurrences, of: asked, book: book, at: now)
            for (facts, met) in zip(facts, page.met) { counter.count(facts, metParts: met) }
            guard page.met.count == Self.funnelPage else { return counter.funnel() }
            position = page.last
        }
    }

    private struct FunnelPage {
        var occurrences: [Occurrence] = []
        /// By customer: how many of the first parts in a row are met.
        var met: [Int] = []
        var last: Int64 = -1
    }

    private func funnelPage(
        of rule: RuleID, _ parts: [Condition], zone: Zone, after position: Int64,
        at now: Timestamp
    ) throws(StoreError) -> FunnelPage {
        try read { db in
            var page = FunnelPage()
            let sql = Self.funnelSQL(parts, zone: zone, after: position, at: now)
            try db.each(sql) { row in
                page.last = row[0]
                page.occurrences.append(
                    Occurrence(
                        rule: rule, customer: CustomerID(row.text(1)), key: "now", due: now,
                        cause: .instant(now)))
                page.met.append(
                    parts.indices.first { row.int(2 + $0) == 0 } ?? parts.count)
            }
            return page
        }
    }

    static func funnelSQL(
        _ parts: [Condition], zone: Zone, after position: Int64, at now: Timestamp
    ) -> SQL {
        let judge = ConditionSQL(now: now, zone: zone)
        var columns: SQL = ""
        for part in parts { columns += ", \(judge.holds(part))" }
        return """
            SELECT c.row, c.id\(columns) FROM customers c
            WHERE c.slot = 0 AND c.merged_into IS NULL AND c.row > \(position)
            ORDER BY c.row LIMIT \(funnelPage)
            """
    }
}
