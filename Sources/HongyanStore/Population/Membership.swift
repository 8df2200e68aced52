internal import GRDB
internal import HongyanCore

/// Who meets the condition of an `enters` rule, as the last sample had it.
struct Membership {
    private(set) var instant: Timestamp?
    private(set) var fingerprint: Digest?
    private var inside: [Bool] = []
    /// By row, when it entered last; `distantPast` for never.
    private var entered: [Timestamp] = []
    /// Rows by the sample in which they entered; whoever entered again stands in both.
    private var entries: [Timestamp: [Int32]] = [:]

    init() {}

    init(_ db: Database, of rule: RuleID) throws {
        let sql = "SELECT instant, fingerprint FROM samples WHERE slot = 0 AND rule = ?"
        try db.cachedStatement(sql: sql).each([rule.db]) { row in
            instant = row.time(0)
            fingerprint = row.digest(1)
        }
        let members = """
            SELECT customer, inside, entered FROM memberships WHERE slot = 0 AND rule = ?
            """
        try db.cachedStatement(sql: members).each([rule.db]) { row in
            grow(to: row.int(0) + 1)
            inside[row.int(0)] = row.int(1) == 1
            if let moment = row.timeIfAny(2) { enter(row.int(0), at: moment) }
        }
    }

    private mutating func grow(to count: Int) {
        guard count > inside.count else { return }
        let missing = count - inside.count
        inside.append(contentsOf: repeatElement(false, count: missing))
        entered.append(contentsOf: repeatElement(.distantPast, count: missing))
    }

    private mutating func enter(_ row: Int, at moment: Timestamp) {
        entered[row] = moment
        entries[moment, default: []].append(Int32(row))
    }

    /// Takes one sample, unless it was taken before. The first, and the first after the condition
    /// changed, is a baseline: nobody enters.
    ///
    /// - Parameter holds: Whether a row meets the condition.
    mutating func sample(
        at instant: Timestamp, fingerprint: Digest, rows: Int, holds: (Int) -> Bool
    ) {
        if let last = self.instant, instant <= last { return }
        let isBaseline = self.fingerprint != fingerprint
        if isBaseline { self = Membership() }
        grow(to: rows)
        for row in 0..<rows {
            let isInside = holds(row)
            if isInside, !inside[row], !isBaseline { enter(row, at: instant) }
            inside[row] = isInside
        }
        self.instant = instant
        self.fingerprint = fingerprint
    }

    /// Rows that entered in `(from, through]`, with when.
    func entries(after from: Timestamp, through: Timestamp) -> [(row: Int, at: Timestamp)] {
        var found: [(row: Int, at: Timestamp)] = []
        for moment in entries.keys.filter({ $0 > from && $0 <= through }).sorted() {
            for row in entries[moment] ?? [] where entered[Int(row)] == moment {
                found.append((Int(row), moment))
            }
        }
        return found
    }

    /// The first entry after a moment, or earlier.
    func next(after moment: Timestamp) -> Timestamp? {
        entries.keys.filter { $0 > moment }.min()
    }

    /// Whoever was ever inside, ascending by row.
    func eachMember(
        _ body: (_ row: Int, _ isInside: Bool, _ entered: Timestamp?) throws -> Void
    ) rethrows {
        for row in inside.indices where inside[row] || entered[row] != .distantPast {
            try body(row, inside[row], entered[row] == .distantPast ? nil : entered[row])
        }
    }
}
