import HongyanCore

/// Reads the cells of one typed column. The usual writings are read from the bytes; everything else goes
/// through `ValueText.parse`, so that both agree on what is allowed.
struct CellParser {
    let type: ValueType
    private let zone: Zone
    private let words: [(bytes: [UInt8], value: Value)]
    /// Values of columns that repeat themselves (sets, cities, enum words in other writings).
    private var known: [String: Value] = [:]
    private static let knownLimit = 1_024

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
        return parseSlowly(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func parseSlowly(_ text: String) -> Value? {
        if let value = known[text] { return value }
        guard case .success(let value) = ValueText.parse(text, as: type, zone: zone) else { return nil }
        if known.count < CellParser.knownLimit { known[text] = value }
        return value
    }
}
