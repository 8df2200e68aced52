internal import GRDB
internal import HongyanCore

/// The consents of all customers, in order of (customer, purpose, time, source), packed.
struct ConsentColumns {
    /// What many consents share.
    private struct Form: Hashable {
        let purpose: Purpose
        let source: String
        let textVersion: String?
        let action: ConsentProof.Action?
        let guardian: String?
    }
    private struct Packed {
        let at: Int64
        let expires: Int64?
        let withdrawn: Int64?
        let evidence: String?
        /// Zero for a consent without number.
        let hash: Digest
        let form: Int32
    }

    private var all: [Packed] = []
    /// By row, where its consents begin; one more than there are rows.
    private var starts: [Int32] = []
    private var forms: [Form] = []
    private var formPlaces: [Form: Int32] = [:]
    /// Stand in for those of rows that changed since.
    private var changed: [Int64: [Packed]] = [:]

    static let selecting = """
        SELECT k.customer, k.purpose, k.at, k.expires, k.withdrawn, k.source, k.text_version,
         k.evidence, k.guardian, k.action, k.number_hash FROM consents k
        """

    private static let noHash = Digest(high: 0, low: 0)

    mutating func load(_ db: Database, rows: Int) throws {
        starts = Array(repeating: 0, count: rows + 1)
        let sql =
            Self.selecting + " WHERE k.slot = 0 ORDER BY k.customer, k.purpose, k.at, k.source"
        try db.cachedStatement(sql: sql).each { row in
            guard let packed = pack(row) else { return }
            all.append(packed)
            starts[row.int(0) + 1] += 1
        }
        for row in 0..<rows { starts[row + 1] += starts[row] }
    }

    /// Reads one customer's anew.
    mutating func reload(_ db: Database, _ customer: Int64) throws {
        var packed: [Packed] = []
        let sql =
            Self.selecting
            + " WHERE k.slot = 0 AND k.customer = ? ORDER BY k.purpose, k.at, k.source"
        try db.cachedStatement(sql: sql).each([customer.db]) { row in
            if let one = pack(row) { packed.append(one) }
        }
        changed[customer] = packed
    }

    private mutating func pack(_ row: StoredRow) -> Packed? {
        guard let purpose = Purpose(rawValue: row.text(1)) else { return nil }
        let form = Form(
            purpose: purpose, source: row.text(5), textVersion: row[6],
            action: (row[9] as String?).flatMap { ConsentProof.Action(rawValue: $0) },
            guardian: row[8])
        var place = formPlaces[form]
        if place == nil {
            place = Int32(forms.count)
            formPlaces[form] = place
            forms.append(form)
        }
        return Packed(
            at: row[2], expires: row[3], withdrawn: row[4], evidence: row[7],
            hash: row.isNull(10) ? Self.noHash : row.digest(10), form: place ?? 0)
    }

    /// Those that were given with a number, or without one.
    func consents(of row: Int, with hash: Digest?) -> [Consent] {
        var found: [Consent] = []
        let wanted = hash ?? Self.noHash
        func take(_ packed: Packed) {
            guard packed.hash == wanted else { return }
            let form = forms[Int(packed.form)]
            found.append(
                Consent(
                    purpose: form.purpose, at: Timestamp(milliseconds: packed.at),
                    expires: packed.expires.map { Timestamp(milliseconds: $0) },
                    withdrawn: packed.withdrawn.map { Timestamp(milliseconds: $0) },
                    source: form.source, textVersion: form.textVersion,
                    proof: ConsentProof(
                        evidence: packed.evidence, action: form.action, guardian: form.guardian)))
        }
        if !changed.isEmpty, let others = changed[Int64(row)] {
            others.forEach(take)
        } else if row + 1 < starts.count {
            for index in starts[row]..<starts[row + 1] { take(all[Int(index)]) }
        }
        return found
    }
}
