internal import GRDB
internal import HongyanCore

extension Population {
    /// Rows whose tag moved by events after a seq, each as often as it moved.
    func movedRows(of column: Int, after seq: Seq) -> [Int] {
        guard let moves = moves[column] else { return [] }
        var low = 0
        var high = moves.count
        while low < high {
            let middle = (low + high) / 2
            if moves[middle].seq > seq.value { high = middle } else { low = middle + 1 }
        }
        return Set(moves[low...].map { Int($0.row) }).sorted()
    }

    /// Takes events in as ``EventIntake`` does, into memory only.
    ///
    /// - Parameters:
    ///   - stub: Makes a customer of whom nothing is known and says its row; it may take a seq.
    ///   - isStored: Whether the tables have an event of an id.
    /// - Returns: How many were new, and of each new one its place in the page, its seq and the row
    ///   it is about.
    func take(
        _ page: [IncomingEvent], stub: (CustomerID) throws -> Int64,
        isStored: (String) throws -> Bool
    ) throws -> (count: IngestCount, places: [(index: Int, seq: Int64, row: Int64)]) {
        hasTakenEvents = true
        var count = IngestCount()
        var taken: [(index: Int, seq: Int64, row: Int64)] = []
        taken.reserveCapacity(page.count)
        for (index, event) in page.enumerated() {
            let customer = try row(of: event.customer).map { Int64($0) } ?? stub(event.customer)
            let row = merged[customer] ?? customer
            let id =
                event.id?.rawValue
                ?? EventIntake.identity(of: event, Payload.encode(event.fields))
            guard try eventNames?.insert(id, isStored: isStored) ?? true else {
                count.unchanged += 1
                continue
            }
            count.added += 1
            lastSeq += 1
            taken.append((index, lastSeq, row))
            if let kind = events.number(of: event.kind) {
                events.add(
                    seq: lastSeq, id: id, customer: row, kind: kind, at: event.at.milliseconds
                ) { StoredField(event.fields[$0.name]) }
            }
            moveLatest(event.kind, row: row, to: event.at)
        }
        return (count, taken)
    }

    /// Takes in what has come again by now.
    /// - Returns: The rows that it is about, in order.
    func takeRepeated(through now: Timestamp) -> [Int64] {
        var rows: [Int64] = []
        while let next = repeats?.next(in: events), next.at <= now {
            repeats?.pass()
            hasTakenEvents = true
            lastSeq += 1
            let own = events.customer(next.origin)
            let row = merged.isEmpty ? own : merged[own] ?? own
            events.add(
                next.origin, again: next.round, seq: lastSeq, customer: row,
                at: next.at.milliseconds)
            moveLatest(events.kinds[events.kind(next.origin)].kind, row: row, to: next.at)
            rows.append(row)
        }
        return rows
    }

    private func moveLatest(_ kind: EventKind, row: Int64, to moment: Timestamp) {
        guard let index = latestColumns[kind],
            columns[index].move(Int(row), to: moment.milliseconds, seq: lastSeq)
        else { return }
        days.moved(Int(row), at: index, to: moment.milliseconds)
        moves[index, default: []].append((lastSeq, Int32(row)))
    }

    /// A customer of whom nothing is known but the id.
    func addStub(_ id: CustomerID, row: Int64) {
        let count = Int(row) + 1
        let missing = count - ids.count
        if missing > 0 {
            ids.append(contentsOf: repeatElement("", count: missing))
            phones.append(contentsOf: repeatElement("", count: missing))
            hashes.append(
                contentsOf: repeatElement(Digest(high: 0, low: 0), count: missing))
            numberPlaces.append(contentsOf: repeatElement(-1, count: missing))
            for index in columns.indices { columns[index].grow(to: count) }
        }
        ids[Int(row)] = id.rawValue
        rows[id.rawValue] = Int32(row)
        let bytes = id.rawValue.utf8
        let place = byID.partitioningIndex { ids[Int($0)].utf8.lexicographicallyPrecedes(bytes) }
        byID.insert(Int32(row), at: place)
    }

    /// A verification is out of our hands.
    func mask(_ seq: Seq) {
        masked.append(seq.value)
        if let place = events.place(of: seq) { events.mask(place) }
    }

    // MARK: What receipts say of numbers

    func noteDelivered(_ hash: Digest) {
        guard let place = places[hash].map({ Int($0) }), numbers[place].isKnown else { return }
        numbers[place].failures = 0
        numbers[place].deadSince = nil
    }

    func noteCarrier(_ hash: Digest, _ carrier: Carrier) {
        let place = place(of: hash)
        numbers[place].carrier = carrier
        for row in hashes.indices where hashes[row] == hash && !phones[row].isEmpty {
            numberPlaces[row] = Int32(place)
        }
    }

    func noteFailed(_ hash: Digest, at moment: Timestamp) {
        guard let place = places[hash].map({ Int($0) }), numbers[place].isKnown else { return }
        numbers[place].failures += 1
        if numbers[place].failures >= NumberQuality.deadAfter, numbers[place].deadSince == nil {
            numbers[place].deadSince = moment.milliseconds
        }
    }
}

extension [Int32] {
    /// How many come first for which `belongs` holds; it holds for none behind them.
    fileprivate func partitioningIndex(where belongs: (Int32) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
