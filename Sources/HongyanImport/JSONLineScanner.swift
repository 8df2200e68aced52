/// What is wrong with the writing of a JSON line.
public enum JSONDefect: Hashable, Sendable {
    case notAnObject
    /// Broken syntax, or the line is cut off.
    case syntax
    /// Objects and lists deeper than an object `fields` and lists of words.
    case tooDeep
}

/// Reads one flat JSON object a line (RFC 8259), with at most one nested object `fields`; over
/// bytes.
///
/// Lists of words become their words joined by `|`, the way sets are written in CSV.
struct JSONLineScanner {
    enum Kind: Equatable { case text, number, boolean, null, list, fields }
    struct Entry {
        var key: Cell
        var value: Cell
        var kind: Kind
    }

    private(set) var entries: [Entry] = []
    /// The members of the nested object.
    private(set) var fields: [Entry] = []
    private(set) var scratch: [UInt8] = []

    private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var index = 0

    /// Reads an object. The cells are offsets into `bytes` and into `scratch`.
    /// - Returns: What is wrong, or nil.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONDefect? {
        entries.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        scratch.removeAll(keepingCapacity: true)
        self.bytes = bytes
        index = 0
        defer { self.bytes = UnsafeBufferPointer(start: nil, count: 0) }
        skipSpace()
        guard peek() == UInt8(ascii: "{") else { return .notAnObject }
        if let defect = object(isNested: false) { return defect }
        skipSpace()
        return index == bytes.count ? nil : .syntax
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count,
            bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D
                || bytes[index] == 0x0A
        {
            index += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    private mutating func object(isNested: Bool) -> JSONDefect? {
        index += 1
        if take(UInt8(ascii: "}")) { return nil }
        while true {
            skipSpace()
            guard let key = string(), take(UInt8(ascii: ":")) else { return .syntax }
            skipSpace()
            if peek() == UInt8(ascii: "{") {
                guard !isNested else { return .tooDeep }
                if let defect = object(isNested: true) { return defect }
                entries.append(Entry(key: key, value: .absent, kind: .fields))
            } else {
                switch scalarOrList() {
                case .failure(let defect): return defect
                case .success(let (value, kind)):
                    let entry = Entry(key: key, value: value, kind: kind)
                    if isNested { fields.append(entry) } else { entries.append(entry) }
                }
            }
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "}")) ? nil : .syntax
        }
    }

    private enum Outcome {
        case success((Cell, Kind))
        case failure(JSONDefect)
    }

    private mutating func scalarOrList() -> Outcome {
        guard let first = peek() else { return .failure(.syntax) }
        if first == UInt8(ascii: "[") { return list() }
        return scalar().map { .success($0) } ?? .failure(.syntax)
    }

    private mutating func scalar() -> (Cell, Kind)? {
        guard let first = peek() else { return nil }
        switch first {
        case UInt8(ascii: "\""): return string().map { ($0, .text) }
        case UInt8(ascii: "t"): return word("true").map { ($0, .boolean) }
        case UInt8(ascii: "f"): return word("false").map { ($0, .boolean) }
        case UInt8(ascii: "n"):
            guard let cell = word("null") else { return nil }
            return (Cell(start: cell.start, end: cell.start, isScratch: false), .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return (number(), .number)
        default: return nil
        }
    }

    private mutating func list() -> Outcome {
        index += 1
        var words: [UInt8] = []
        var isFirst = true
        if !take(UInt8(ascii: "]")) {
            while true {
                skipSpace()
                if peek() == UInt8(ascii: "{") || peek() == UInt8(ascii: "[") {
                    return .failure(.tooDeep)
                }
                guard let (cell, _) = scalar() else { return .failure(.syntax) }
                if !isFirst { words.append(UInt8(ascii: "|")) }
                isFirst = false
                words.append(
                    contentsOf: cell.isScratch
                        ? Array(scratch[cell.start..<cell.end])
                        : Array(bytes[cell.start..<cell.end]))
                if take(UInt8(ascii: ",")) { continue }
                guard take(UInt8(ascii: "]")) else { return .failure(.syntax) }
                break
            }
        }
        let start = scratch.count
        scratch.append(contentsOf: words)
        return .success((Cell(start: start, end: scratch.count, isScratch: true), .list))
    }

    private mutating func word(_ text: StaticString) -> Cell? {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return nil }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] {
            return nil
        }
        index += length
        return Cell(start: index - length, end: index, isScratch: false)
    }

    /// The longest run of characters that numbers are made of; its meaning is the column's
    /// business.
    private mutating func number() -> Cell {
        let start = index
        while let byte = peek(), JSONLineScanner.isNumeric(byte) { index += 1 }
        return Cell(start: start, end: index, isScratch: false)
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func string() -> Cell? {
        guard peek() == UInt8(ascii: "\"") else { return nil }
        index += 1
        let start = index
        while let byte = peek(), byte >= 0x20 {
            if byte == UInt8(ascii: "\"") {
                index += 1
                return Cell(start: start, end: index - 1, isScratch: false)
            }
            if byte == UInt8(ascii: "\\") { return escapedString(from: start) }
            index += 1
        }
        return nil
    }

    private mutating func escapedString(from start: Int) -> Cell? {
        let scratchStart = scratch.count
        scratch.append(contentsOf: bytes[start..<index])
        while let byte = peek(), byte >= 0x20 {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return Cell(start: scratchStart, end: scratch.count, isScratch: true)
            case UInt8(ascii: "\\"):
                guard escape() else { return nil }
            default: scratch.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Bool {
        guard let byte = peek() else { return false }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(byte)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): return unicodeEscape()
        default: return false
        }
        return true
    }

    private mutating func unicodeEscape() -> Bool {
        guard var value = fourDigits() else { return false }
        if (0xD800..<0xDC00).contains(value) {
            guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            else { return false }
            index += 2
            guard let low = fourDigits(), (0xDC00..<0xE000).contains(low) else { return false }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { return false }
        scratch.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        return true
    }

    private mutating func fourDigits() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                return nil
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
