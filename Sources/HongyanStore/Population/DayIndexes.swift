internal import HongyanCore

/// Where the customers of a tag's value are found: dates and anniversaries by their day, keys of
/// signals by their text, times of latest events by their minute.
struct DayIndexes {
    /// By column: rows by the anniversary's key or the date's number. Made when first asked for.
    private var byDay: [Int: [Int64: [Int32]]] = [:]
    private var byText: [Int: [String: [Int32]]] = [:]
    private var byMinute: [Int: MinuteIndex] = [:]

    mutating func rows(_ column: TagColumn, at index: Int, day: Int64) -> [Int32] {
        if byDay[index] == nil {
            var found: [Int64: [Int32]] = [:]
            for row in 0..<column.rowCount {
                guard let key = Self.key(column, row) else { continue }
                found[key, default: []].append(Int32(row))
            }
            byDay[index] = found
        }
        return byDay[index]?[day] ?? []
    }

    private static func key(_ column: TagColumn, _ row: Int) -> Int64? {
        switch column.value(row) {
        case .anniversary(let day): Int64(day.key)
        case .date(let day): Int64(day.number)
        default: nil
        }
    }

    mutating func rows(_ column: TagColumn, at index: Int, text: String) -> [Int32] {
        if byText[index] == nil {
            var found: [String: [Int32]] = [:]
            for row in 0..<column.rowCount {
                guard let text = column.text(row) else { continue }
                found[text, default: []].append(Int32(row))
            }
            byText[index] = found
        }
        return byText[index]?[text] ?? []
    }

    /// Rows whose time lies in `(from, through]`, each once, in no order.
    mutating func rows(
        _ column: TagColumn, at index: Int, after from: Timestamp, through: Timestamp
    ) -> [Int32] {
        prepareMinutes(column, index)
        return byMinute[index]?.rows(column, after: from, through: through) ?? []
    }

    /// The first time after a moment.
    mutating func next(_ column: TagColumn, at index: Int, after moment: Timestamp) -> Timestamp? {
        prepareMinutes(column, index)
        return byMinute[index]?.next(column, after: moment)
    }

    private mutating func prepareMinutes(_ column: TagColumn, _ index: Int) {
        if byMinute[index] == nil { byMinute[index] = MinuteIndex(column) }
    }

    /// A row's time moved.
    mutating func moved(_ row: Int, at index: Int, to moment: Int64) {
        byMinute[index]?.add(row, at: moment)
    }
}

/// Rows by the minute of their time. A row whose time moved on stays in its old minute as well,
/// where it says nothing.
private struct MinuteIndex {
    private var minutes: [Int64: [Int32]] = [:]
    private var first = Int64.max
    private var last = Int64.min
    /// What `next` found, and for which moments.
    private var known: (from: Int64, next: Int64)?

    init(_ column: TagColumn) {
        for row in 0..<column.rowCount {
            if let count = column.count(row) { add(row, at: count) }
        }
    }

    private static func minute(_ moment: Int64) -> Int64 {
        moment >= 0 ? moment / 60_000 : (moment - 59_999) / 60_000
    }

    mutating func add(_ row: Int, at moment: Int64) {
        let minute = Self.minute(moment)
        minutes[minute, default: []].append(Int32(row))
        first = min(first, minute)
        last = max(last, minute)
        if let held = known, moment > held.from, moment < held.next {
            known = (held.from, moment)
        }
    }

    func rows(_ column: TagColumn, after from: Timestamp, through: Timestamp) -> [Int32] {
        guard first <= last, from < through else { return [] }
        let low = max(first, Self.minute(from.milliseconds))
        let high = min(last, Self.minute(through.milliseconds))
        guard low <= high else { return [] }
        var found: [Int32] = []
        func take(_ minute: Int64) {
            guard let rows = minutes[minute] else { return }
            var seen: Set<Int32> = []
            for row in rows {
                guard let count = column.count(Int(row)), Self.minute(count) == minute,
                    count > from.milliseconds, count <= through.milliseconds,
                    seen.insert(row).inserted
                else { continue }
                found.append(row)
            }
        }
        if high - low > Int64(minutes.count) {
            for minute in minutes.keys.filter({ $0 >= low && $0 <= high }).sorted() {
                take(minute)
            }
        } else {
            for minute in low...high { take(minute) }
        }
        return found
    }

    mutating func next(_ column: TagColumn, after moment: Timestamp) -> Timestamp? {
        let from = moment.milliseconds
        if let known, known.from <= from, from < known.next {
            return known.next == .max ? nil : Timestamp(milliseconds: known.next)
        }
        var minute = max(first, Self.minute(from))
        var best = Int64.max
        while minute <= last, best == .max {
            for row in minutes[minute] ?? [] {
                guard let count = column.count(Int(row)), count > from,
                    Self.minute(count) == minute
                else { continue }
                best = min(best, count)
            }
            minute += 1
        }
        known = (from, best)
        return best == .max ? nil : Timestamp(milliseconds: best)
    }
}
