import HongyanCore

/// Reads the cells of one typed column. The usual writings are read from the bytes; everything
/// else goes through `ValueText.parse`, so that both agree on what is allowed.
struct CellParser {
    let type: ValueType
    private let zone: Zone
    private let words: [(bytes: [UInt8], value: Value)]
    /// What slow columns (sets, booleans) held before, one entry a hash: they repeat themselves,
    /// and hashing Chinese text as a `String` costs more than reading it.
    private var known: [(bytes: [UInt8], value: Value)?] = []
    private static let knownSlots = 256

    init(type: ValueType, zone: Zone) {
        self.type = type
        self.zone = zone
        if case .enumeration(let allowed) = type {
            words = allowed.map { (Array($0.utf8), .text($0)) }
        } else {
            words = []
        }
    }

    /// - Returns: nil when the cell cannot be read as the type. The cell is not empty.
    mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Value? {
        switch type {
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .enumeration:
            for word in words where FastText.equal(bytes, word.bytes) { return word.value }
        case .number(let scale):
            if let number = FastText.number(bytes, scale: scale) { return .number(number) }
        case .time:
            if let time = FastText.time(bytes, zone: zone) { return .time(time) }
        case .date:
            if let day = FastText.day(bytes) { return .date(day) }
        case .anniversary:
            if let anniversary = FastText.anniversary(bytes) { return .anniversary(anniversary) }
        case .boolean, .set, .duration: break
        }
        return parseSlowly(bytes)
    }

    private mutating func parseSlowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Value? {
        // FNV-1a.
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let slot = Int(hash ^ hash >> 16) & (CellParser.knownSlots - 1)
        if known.isEmpty { known = Array(repeating: nil, count: CellParser.knownSlots) }
        if let entry = known[slot], FastText.equal(bytes, entry.bytes) { return entry.value }
        let text = String(decoding: bytes, as: UTF8.self)
        guard case .success(let value) = ValueText.parse(text, as: type, zone: zone) else {
            return nil
        }
        known[slot] = (Array(bytes), value)
        return value
    }
}
