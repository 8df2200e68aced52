internal import HongyanCore

/// What each occurrence of a dry run came to: for plans and backtests, which compare them one by
/// one.
struct RunOutcomes {
    struct Row {
        let rule: RuleID
        let row: Int64
        let customer: CustomerID
        let key: String
        fileprivate(set) var due: Timestamp
        let firstDecidedAt: Timestamp
        fileprivate(set) var decidedAt: Timestamp
        fileprivate(set) var end: End
        /// Of ``RunOutcomes/refusals``: the gates that refused it when it was first decided.
        fileprivate let refusals: Int
    }
    enum End {
        case sent(at: Timestamp, draft: Draft)
        case dropped(Reason)
        case held(until: Timestamp, Reason)
    }

    private var places: [Digest: Int] = [:]
    private(set) var rows: [Row] = []
    private var refusals: [[GateID]] = []
    private var refusalPlaces: [[GateID]: Int] = [:]
    /// By rule, ascending by position; made when first asked for.
    private var sorted: [RuleID: [Int]] = [:]

    mutating func note(_ decision: Decision, as id: Digest, row: Int64) {
        let occurrence = decision.occurrence
        let end = Self.end(of: decision)
        sorted = [:]
        if let place = places[id] {
            rows[place].end = end
            rows[place].due = occurrence.due
            rows[place].decidedAt = decision.at
            return
        }
        places[id] = rows.count
        rows.append(
            Row(
                rule: occurrence.rule, row: row, customer: occurrence.customer,
                key: occurrence.key, due: occurrence.due,
                firstDecidedAt: decision.firstDecidedAt, decidedAt: decision.at, end: end,
                refusals: place(of: decision.verdicts)))
    }

    private static func end(of decision: Decision) -> End {
        switch decision.outcome {
        case .send:
            guard let draft = decision.message else { break }
            return .sent(at: decision.at, draft: draft)
        case .hold(let until):
            return .held(until: until, Reason(decision.reason?.code ?? "hold"))
        case .drop: break
        }
        return .dropped(decision.reason ?? Reason("drop"))
    }

    private mutating func place(of verdicts: [Verdict]) -> Int {
        let gates = verdicts.filter { $0.outcome == .drop }.map(\.gate)
        if let place = refusalPlaces[gates] { return place }
        refusalPlaces[gates] = refusals.count
        refusals.append(gates)
        return refusals.count - 1
    }

    /// A hold that was dropped because its rule is gone.
    mutating func retire(_ id: Digest, at now: Timestamp) {
        guard let place = places[id] else { return }
        rows[place].end = .dropped(Reason("rule.removed"))
        rows[place].decidedAt = now
    }

    func refusals(of rule: RuleID, customer: CustomerID, key: String) -> [GateID] {
        let id = OccurrenceDigest.of(rule: rule, customer: customer.rawValue, key: key)
        return places[id].map { refusals[rows[$0].refusals] } ?? []
    }

    /// One rule's that were decided after a moment, ascending by position.
    mutating func page(
        of rule: RuleID, after position: OccurrenceOutcome.Position, limit: Int, since: Timestamp
    ) -> [Row] {
        if sorted[rule] == nil {
            let places = rows.indices.filter { rows[$0].rule == rule }
            sorted[rule] = places.sorted {
                Self.position(of: rows[$0]) < Self.position(of: rows[$1])
            }
        }
        guard let order = sorted[rule] else { return [] }
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if position < Self.position(of: rows[order[middle]]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        var found: [Row] = []
        while low < order.count, found.count < limit {
            let row = rows[order[low]]
            if row.decidedAt > since { found.append(row) }
            low += 1
        }
        return found
    }

    private static func position(of row: Row) -> OccurrenceOutcome.Position {
        OccurrenceOutcome.Position(row: row.row, key: row.key)
    }
}
