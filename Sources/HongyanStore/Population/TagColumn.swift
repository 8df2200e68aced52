internal import GRDB
internal import HongyanCore

/// One tag of all customers of a population, by row.
struct TagColumn {
    let tag: TagDefinition
    let isCount: Bool
    /// Numbers, times, dates, yes and no; ``missing`` where there is none.
    private var counts: [Int64] = []
    /// Rows whose count is truly the one that stands for ``missing``.
    private(set) var leastRows: Set<Int> = []
    /// Texts, sets and anniversaries: places in `pool`; negative where there is none.
    private var words: [Int32] = []
    private var pool: [(stored: String, value: Value?)] = []
    private var places: [String: Int32] = [:]
    /// The seq of the tag's last change, of tracked tags; 0 where it has none.
    private(set) var seqs: [Int64] = []
    /// The greatest seq that was read from the tables.
    private(set) var greatestSeq: Int64 = 0
    var rowCount: Int { isCount ? counts.count : words.count }

    /// Stands for a count that is not there.
    static let missing = Int64.min
    /// Every word that a row has, by place.
    var poolValues: [Value?] { pool.map(\.value) }

    /// The count as it lies there, or ``missing``.
    func stored(_ row: Int) -> Int64 { counts[row] }
    /// Of the pool; negative where there is none.
    func wordPlace(_ row: Int) -> Int { Int(words[row]) }
    func isMissing(_ row: Int) -> Bool {
        isCount ? count(row) == nil : value(row) == nil
    }

    init(_ tag: TagDefinition, rows: Int) {
        self.tag = tag
        isCount =
            switch tag.type {
            case .boolean, .number, .time, .date, .duration: true
            case .text, .enumeration, .anniversary, .set: false
            }
        if isCount {
            counts = Array(repeating: Self.missing, count: rows)
        } else {
            words = Array(repeating: -1, count: rows)
        }
        if tag.isTracked { seqs = Array(repeating: 0, count: rows) }
    }

    /// A customer came.
    mutating func grow(to rows: Int) {
        if isCount {
            counts.append(contentsOf: repeatElement(Self.missing, count: rows - counts.count))
        } else {
            words.append(contentsOf: repeatElement(-1, count: rows - words.count))
        }
        if tag.isTracked {
            seqs.append(contentsOf: repeatElement(0, count: rows - seqs.count))
        }
    }

    /// Takes a row's value and, of a tracked tag, the seq behind it.
    mutating func load(_ row: Int, from stored: StoredRow, column: Int) {
        if !stored.isNull(column) {
            if isCount {
                counts[row] = stored[column]
                if counts[row] == Self.missing { leastRows.insert(row) }
            } else {
                words[row] = place(of: stored.text(column))
            }
        }
        if tag.isTracked, !stored.isNull(column + 1) {
            seqs[row] = stored[column + 1]
            greatestSeq = max(greatestSeq, seqs[row])
        }
    }

    private mutating func place(of text: String) -> Int32 {
        if let known = places[text] { return known }
        let place = Int32(pool.count)
        pool.append((text, Scalar.decode(text.db, as: tag.type)))
        places[text] = place
        return place
    }

    /// nil where there is none.
    func value(_ row: Int) -> Value? {
        guard isCount else {
            let place = words[row]
            return place < 0 ? nil : pool[Int(place)].value
        }
        return count(row).flatMap { Scalar.decode($0.db, as: tag.type) }
    }

    /// The stored text.
    func text(_ row: Int) -> String? {
        let place = words[row]
        return place < 0 ? nil : pool[Int(place)].stored
    }

    /// The stored count: milliseconds of a time, days of a date.
    func count(_ row: Int) -> Int64? {
        let count = counts[row]
        return count == Self.missing && !leastRows.contains(row) ? nil : count
    }

    func seq(_ row: Int) -> Int64 { tag.isTracked ? seqs[row] : 0 }

    /// Moves a latest-event tag forward.
    /// - Returns: Whether it moved.
    mutating func move(_ row: Int, to moment: Int64, seq: Int64) -> Bool {
        let held = counts[row]
        guard held == Self.missing || held < moment else { return false }
        counts[row] = moment
        if tag.isTracked { seqs[row] = seq }
        return true
    }
}
