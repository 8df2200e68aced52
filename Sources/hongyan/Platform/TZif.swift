import HongyanCore

/// The 64-bit part of a TZif file of version 2 or later (RFC 8536), with its footer.
struct TZif {
    struct Change: Equatable {
        /// Seconds since 1970-01-01T00:00:00Z.
        let at: Int64
        /// Seconds east of UTC from then on.
        let offset: Int32
    }

    let initialOffset: Int32
    /// Ascending, as the file has them.
    let changes: [Change]
    /// The rule after the last change; nil when the footer is empty.
    let rule: PosixZone?

    /// nil when the bytes are no such file, or cut short.
    init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes: bytes)
        guard let old = Header(&reader), old.version >= UInt8(ascii: "2"),
            reader.skip(old.length(timeBytes: 4)), let header = Header(&reader),
            header.types > 0
        else { return nil }
        var times: [Int64] = []
        var kinds: [Int] = []
        var offsets: [Int32] = []
        for _ in 0..<header.times {
            guard let time = reader.integer(8) else { return nil }
            times.append(time)
        }
        for _ in 0..<header.times {
            guard let kind = reader.integer(1), kind < header.types else { return nil }
            kinds.append(Int(kind))
        }
        for _ in 0..<header.types {
            guard let offset = reader.integer(4).map(Int32.init(truncatingIfNeeded:)),
                abs(Int(offset)) < 26 * 3_600, reader.skip(2)
            else { return nil }
            offsets.append(offset)
        }
        let rest = header.names + header.leaps * 12 + header.standards + header.universals
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }), reader.skip(rest),
            reader.integer(1) == 10, let footer = reader.line()
        else { return nil }
        if footer.isEmpty {
            rule = nil
        } else {
            guard let zone = PosixZone(text: footer) else { return nil }
            rule = zone
        }
        initialOffset = offsets[0]
        changes = zip(times, kinds).map { Change(at: $0, offset: offsets[$1]) }
    }

    private struct Header {
        let version: UInt8
        let universals: Int, standards: Int, leaps: Int, times: Int, types: Int, names: Int

        init?(_ reader: inout ByteReader) {
            let magic = (0..<4).map { _ in reader.integer(1) }
            guard magic.elementsEqual([84, 90, 105, 102]), let version = reader.integer(1),
                reader.skip(15)
            else { return nil }
            let counts = (0..<6).compactMap { _ in reader.integer(4).map(Int.init) }
            // Files have a few hundred of each; the limit keeps a broken count from making work.
            guard counts.count == 6, counts.allSatisfy({ (0...100_000).contains($0) }) else {
                return nil
            }
            self.version = UInt8(truncatingIfNeeded: version)
            (universals, standards, leaps) = (counts[0], counts[1], counts[2])
            (times, types, names) = (counts[3], counts[4], counts[5])
        }

        func length(timeBytes: Int) -> Int {
            times * (timeBytes + 1) + types * 6 + names + leaps * (timeBytes + 4) + standards
                + universals
        }
    }
}

extension TZif {
    /// Farther than any data; Zone counts milliseconds, so the sentinel −2⁵⁹ of some files must go.
    private static let farthestSeconds: Int64 = 1 << 50

    /// As a value of Core, with yearly rules written out up to ``ZoneFile/lastYear``.
    func zone(name: String) -> Zone {
        var first = initialOffset
        var kept: [Change] = []
        for change in changes {
            if change.at < -Self.farthestSeconds {
                first = change.offset
            } else {
                kept.append(change)
            }
        }
        let lastKnown = kept.last.map(\.at)
        if let rule {
            let from = lastKnown.map { CivilDay(number: Int32($0 / 86_400)).fields.year } ?? 1_970
            for year in from...max(from, ZoneFile.lastYear) {
                kept += rule.changes(inYear: year).filter { $0.at > lastKnown ?? .min }
            }
        }
        var transitions: [Zone.Transition] = []
        for change in kept.sorted(by: { $0.at < $1.at }) {
            let at = Timestamp(seconds: change.at)
            if transitions.last?.at == at { transitions.removeLast() }
            guard change.offset != transitions.last?.offset ?? first else { continue }
            transitions.append(Zone.Transition(at: at, offset: change.offset))
        }
        return Zone(name: name, initialOffset: first, transitions: transitions)
    }
}

/// Big-endian integers out of bytes.
private struct ByteReader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - at else { return false }
        at += count
        return true
    }

    /// One byte is unsigned; four and eight are two's complement.
    mutating func integer(_ width: Int) -> Int64? {
        guard width <= bytes.count - at else { return nil }
        var value: UInt64 = 0
        for byte in bytes[at..<(at + width)] { value = value << 8 | UInt64(byte) }
        at += width
        return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    /// ASCII up to a line feed.
    mutating func line() -> String? {
        guard let end = bytes[at...].firstIndex(of: 10) else { return nil }
        defer { at = end + 1 }
        return String(validating: bytes[at..<end], as: UTF8.self)
    }
}
