/// Damages a file the way people and bad luck do: by lines, words and bytes, out of a seed.
public struct FileMutator {
    /// No file grows beyond this.
    public static let mostBytes = 16_384

    private var state: UInt64
    public init(seed: UInt64) { state = seed }

    private mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(bound))
    }

    /// One to four changes.
    public mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next(4) {
            switch next(4) {
            case 0: bytes = lines(bytes)
            case 1, 2: bytes = words(bytes)
            default: bytes = single(bytes)
            }
        }
        return Array(bytes.prefix(FileMutator.mostBytes))
    }

    /// Leaves out, doubles, exchanges or indents lines.
    private mutating func lines(_ bytes: [UInt8]) -> [UInt8] {
        let end = UInt8(ascii: "\n")
        var lines = bytes.split(separator: end, omittingEmptySubsequences: false)
        let (one, two) = (next(lines.count), next(lines.count))
        switch next(5) {
        case 0: lines.remove(at: one)
        case 1: lines.insert(lines[one], at: two)
        case 2: lines.swapAt(one, two)
        case 3: lines[one] = [0x20, 0x20] + lines[one]
        default: lines[one] = lines[one].drop { $0 == 0x20 }
        }
        return Array(lines.joined(separator: [end]))
    }

    /// Puts one word in the place of another, or beside it.
    private mutating func words(_ bytes: [UInt8]) -> [UInt8] {
        let spaces: Set<UInt8> = [0x20, 0x0A, 0x2C, 0x3A, 0x5B, 0x5D, 0x28, 0x29, 0x22, 0x27]
        var starts: [Range<Int>] = []
        var start: Int?
        for (index, byte) in (bytes + [0x20]).enumerated() {
            if spaces.contains(byte) {
                if let begun = start { starts.append(begun..<index) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        let new: [UInt8]
        if starts.isEmpty || next(3) > 0 {
            new = Array(FileMutator.dictionary[next(FileMutator.dictionary.count)].utf8)
        } else {
            new = Array(bytes[starts[next(starts.count)]])
        }
        guard !starts.isEmpty else { return bytes + new }
        let place = starts[next(starts.count)]
        var result = bytes
        switch next(4) {
        case 0: result.replaceSubrange(place.upperBound..<place.upperBound, with: [0x20] + new)
        case 1: result.removeSubrange(place)
        default: result.replaceSubrange(place, with: new)
        }
        return result
    }

    /// Changes, leaves out or repeats single bytes.
    private mutating func single(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8(next(256))] }
        var result = bytes
        let index = next(bytes.count)
        switch next(5) {
        case 0: result[index] ^= 1 << UInt8(next(8))
        case 1: result.remove(at: index)
        case 2: result.insert(UInt8(next(256)), at: index)
        case 3:
            let piece = bytes[index..<min(bytes.count, index + 1 + next(12))]
            for _ in 0..<(1 + next(40)) { result.insert(contentsOf: piece, at: index) }
        default: result.removeSubrange(index..<min(bytes.count, index + next(60)))
        }
        return result
    }

    /// What means something in rule files, and what nearly does.
    static let dictionary = [
        "and", "or", "not", "in", "between", "has", "contains", "is missing", "is not missing",
        "older than", "within", "days until", "true", "false", "=", "!=", "<", "<=", ">", ">=", "+",
        "-", "*", "/", "(", ")", "[", "]", "{", "}", ",", ":", "#", "'", "\"", "|", ">-", "&a",
        "*a",
        "!!str", "---", "...", "- ", "? ", "%YAML 1.1", "~", "0", "1", "-1", "9223372036854775807",
        "9223372036854775808", "0.000001", "1.5", "36525d", "0d", "90d", "2h", "2026-02-30",
        "2026-02-28", "9999-12-31", "0001-01-01", "'lunar leap 06-01'", "02-29", "count(", "sum(",
        "count(order.placed, 90d)", "sum(order.placed.amount, 365d)",
        "last(order.placed.cart_id, 9d)",
        "tier", "birthday", "last_order_at", "interests", "registered_at", "high_value",
        "newcomers",
        "event", "unless", "where", "dormant", "date", "signal", "schedule", "enters", "reply",
        "goal",
        "* * 31 2 *", "*/0 * * * *", "24:00", "per 30d", "ever", "defer 24h", "skip 30m", "10%",
        "100.01%", "20000/day", "${name|顾客}", "${", "}", "${event.amount}", "（", "＝", "≥", "，",
        "例", "👨‍👩‍👧‍👦", "e\u{301}", "\u{FEFF}", "\t", "\r\n", "\u{0}", "\u{1B}", "\u{2028}",
        "13800000000",
    ]
}
