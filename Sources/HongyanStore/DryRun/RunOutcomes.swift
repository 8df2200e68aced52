internal import HongyanCore

/// What each occurrence of a dry run came to: for plans and backtests, which compare them one by
/// one. Of each some eighty bytes stay in memory; names and texts go to a ``TextHeap``.
struct RunOutcomes {
    private enum State: UInt8 { case held, dropped, sent }

    private struct Row {
        let row: Int64
        var due: Timestamp
        let firstDecidedAt: Timestamp
        var decidedAt: Timestamp
        /// Of a hold its end, of a message when it was cleared.
        var moment: Timestamp
        var cost = Money.zero
        /// Where its names and texts begin.
        var record: Int
        let rule: UInt16
        /// ``RunOutcomes/ownKey`` for a key that stands in the record only.
        let key: UInt16
        let refusals: UInt16
        var reason: UInt16
        var channel: UInt16 = 0
        var parts: UInt16 = 0
        var length: UInt32
        var state: State
    }

    /// As it comes back.
    struct Outcome {
        let rule: RuleID
        let row: Int64
        let due: Timestamp
        let firstDecidedAt: Timestamp
        let customer: CustomerID
        let key: String
        let end: End
    }
    enum End {
        case sent(at: Timestamp, number: PhoneNumber, text: String, Parcel)
        case dropped(Reason)
        case held(until: Timestamp, Reason)
    }
    struct Parcel {
        let parts: Int
        let cost: Money
        let channel: ChannelID
    }

    private static let ownKey = UInt16.max

    private let heap: TextHeap
    private var rows: [Row] = []
    /// Of what is held.
    private var places: [Digest: Int] = [:]
    private var rules = Names<RuleID>()
    private var reasons = Names<Reason>()
    private var channels = Names<ChannelID>()
    /// Of occurrences that many customers have alike: days and instants.
    private var keys = Names<String>()
    private var refusals = Names<[GateID]>()
    /// By rule, ascending by position; made when first asked for.
    private var sorted: [RuleID: [Int32]] = [:]

    init(_ heap: TextHeap) { self.heap = heap }

    mutating func note(
        _ decision: Decision, as id: Digest, row: Int64, hash: Digest?
    ) throws {
        if !sorted.isEmpty { sorted = [:] }
        let occurrence = decision.occurrence
        let known = places.removeValue(forKey: id)
        let (record, length) = try record(of: decision, hash)
        var entry =
            known.map { rows[$0] }
            ?? Row(
                row: row, due: occurrence.due, firstDecidedAt: decision.firstDecidedAt,
                decidedAt: decision.at, moment: decision.at, record: record,
                rule: rules.number(of: occurrence.rule), key: key(of: occurrence),
                refusals: refusals.number(
                    of: decision.verdicts.filter { $0.outcome == .drop }.map(\.gate)),
                reason: 0, length: length, state: .dropped)
        entry.due = occurrence.due
        entry.decidedAt = decision.at
        entry.record = record
        entry.length = length
        let place = known ?? rows.count
        switch decision.outcome {
        case .send:
            entry.state = .sent
            entry.moment = decision.at
            entry.parts = UInt16(clamping: decision.message?.parts ?? 0)
            entry.cost = decision.message?.cost ?? .zero
            entry.channel = channels.number(of: decision.message?.channel ?? "")
        case .hold(let until):
            entry.state = .held
            entry.moment = until
            entry.reason = reasons.number(of: Reason(decision.reason?.code ?? "hold"))
            places[id] = place
        case .drop:
            entry.state = .dropped
            entry.reason = reasons.number(of: decision.reason ?? Reason("drop"))
        }
        if known == nil { rows.append(entry) } else { rows[place] = entry }
    }

    private mutating func key(of occurrence: Occurrence) -> UInt16 {
        switch occurrence.cause {
        case .event, .reply: return Self.ownKey
        case .day, .signal, .instant: break
        }
        if let known = keys.known(occurrence.key) { return known }
        guard keys.count < Int(Self.ownKey) else { return Self.ownKey }
        return keys.number(of: occurrence.key)
    }

    /// Four lengths, the hash of the number, then customer, key, number and text.
    private func record(
        of decision: Decision, _ hash: Digest?
    ) throws -> (place: Int, length: UInt32) {
        let draft = decision.outcome == .send ? decision.message : nil
        let number = draft.map { $0.number.sealed?.text ?? $0.number.e164 } ?? ""
        let texts = [
            decision.occurrence.customer.rawValue, decision.occurrence.key, number,
            draft.map { SecretText.kept($0) } ?? "",
        ]
        var bytes: [UInt8] = []
        for text in texts { Self.append(UInt64(text.utf8.count), to: &bytes) }
        Self.append(hash?.high ?? 0, to: &bytes)
        Self.append(hash?.low ?? 0, to: &bytes)
        for text in texts { bytes += text.utf8 }
        return (try heap.append(bytes), UInt32(bytes.count))
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word) { bytes += $0 }
    }

    private struct Record {
        let texts: [String]
        let hash: Digest

        init(_ bytes: [UInt8]) {
            let words = bytes.withUnsafeBytes { buffer in
                (0..<6).map { buffer.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
            }
            var start = 48
            var texts: [String] = []
            for length in words.prefix(4) {
                texts.append(String(decoding: bytes[start..<start + Int(length)], as: UTF8.self))
                start += Int(length)
            }
            self.texts = texts
            hash = Digest(high: words[4], low: words[5])
        }
    }

    private func record(of row: Row) throws -> Record {
        Record(try heap.read(Int(row.length), at: row.record))
    }

    /// A hold that was dropped because its rule is gone.
    mutating func retire(_ id: Digest, at now: Timestamp) {
        guard let place = places.removeValue(forKey: id) else { return }
        rows[place].state = .dropped
        rows[place].reason = reasons.number(of: Reason("rule.removed"))
        rows[place].decidedAt = now
    }

    /// The gates that refused an occurrence when it was first decided.
    mutating func refusals(
        of rule: RuleID, _ position: OccurrenceOutcome.Position
    ) throws -> [GateID] {
        let order = try order(of: rule)
        let next = try firstIndex(in: order, after: position)
        guard next > 0 else { return [] }
        let found = rows[Int(order[next - 1])]
        guard try self.position(of: found) == position else { return [] }
        return refusals[found.refusals]
    }

    /// One rule's that were decided after a moment, ascending by position.
    mutating func page(
        of rule: RuleID, after position: OccurrenceOutcome.Position, limit: Int, since: Timestamp
    ) throws -> [Outcome] {
        let order = try order(of: rule)
        var index = try firstIndex(in: order, after: position)
        var found: [Outcome] = []
        while index < order.count, found.count < limit {
            let row = rows[Int(order[index])]
            if row.decidedAt > since { found.append(try outcome(row, of: rule)) }
            index += 1
        }
        return found
    }

    private func outcome(_ row: Row, of rule: RuleID) throws -> Outcome {
        let record = try record(of: row)
        let end: End
        switch row.state {
        case .sent:
            end = .sent(
                at: row.moment, number: NumberBook.number(record.texts[2], record.hash),
                text: record.texts[3],
                Parcel(parts: Int(row.parts), cost: row.cost, channel: channels[row.channel]))
        case .dropped: end = .dropped(reasons[row.reason])
        case .held: end = .held(until: row.moment, reasons[row.reason])
        }
        return Outcome(
            rule: rule, row: row.row, due: row.due, firstDecidedAt: row.firstDecidedAt,
            customer: CustomerID(record.texts[0]), key: record.texts[1], end: end)
    }

    // MARK: Order

    private func position(of row: Row) throws -> OccurrenceOutcome.Position {
        OccurrenceOutcome.Position(row: row.row, key: try key(of: row))
    }

    private func key(of row: Row) throws -> String {
        row.key == Self.ownKey ? try record(of: row).texts[1] : keys[row.key]
    }

    private mutating func order(of rule: RuleID) throws -> [Int32] {
        if let known = sorted[rule] { return known }
        guard let number = rules.known(rule) else { return [] }
        var order = rows.indices.filter { rows[$0].rule == number }.map { Int32($0) }
        try order.sort { (left, right) in
            let (one, other) = (rows[Int(left)], rows[Int(right)])
            if one.row != other.row { return one.row < other.row }
            return try key(of: one).utf8.lexicographicallyPrecedes(key(of: other).utf8)
        }
        sorted[rule] = order
        return order
    }

    private func firstIndex(
        in order: [Int32], after position: OccurrenceOutcome.Position
    ) throws -> Int {
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            let row = rows[Int(order[middle])]
            let isBeyond =
                row.row == position.row
                ? try position.key.utf8.lexicographicallyPrecedes(key(of: row).utf8)
                : position.row < row.row
            if isBeyond { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Names as small numbers, in the order in which they came.
struct Names<Name: Hashable> {
    private var names: [Name] = []
    private var numbers: [Name: UInt16] = [:]

    var count: Int { names.count }

    subscript(_ number: UInt16) -> Name { names[Int(number)] }

    func known(_ name: Name) -> UInt16? { numbers[name] }

    mutating func number(of name: Name) -> UInt16 {
        if let number = numbers[name] { return number }
        let number = UInt16(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }
}
