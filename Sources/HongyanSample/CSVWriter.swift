import HongyanCore

/// Writes CSV in chunks. The sample's words hold neither commas nor quotes nor line ends.
struct CSVWriter {
    private let name: String
    private let write: (String, [UInt8]) throws -> Void
    private var bytes: [UInt8] = []
    private static let chunkSize = 256 * 1_024

    init(_ name: String, header: String, write: @escaping (String, [UInt8]) throws -> Void) {
        self.name = name
        self.write = write
        bytes.append(contentsOf: header.utf8)
        bytes.append(0x0A)
    }

    mutating func cell(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: ","))
    }

    mutating func cell(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: ","))
    }

    mutating func cell(_ number: Int) { cell(String(number)) }

    /// A count of hundredths, with two places.
    mutating func hundredths(_ count: Int) {
        bytes.append(contentsOf: String(count / 100).utf8)
        bytes.append(UInt8(ascii: "."))
        pair(count % 100)
        bytes.append(UInt8(ascii: ","))
    }

    /// A count of tenths, with one place.
    mutating func tenths(_ count: Int) {
        if count < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: String(count.magnitude / 10).utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: String(count.magnitude % 10).utf8)
        bytes.append(UInt8(ascii: ","))
    }

    mutating func empty() { bytes.append(UInt8(ascii: ",")) }

    /// Local time without offset: `2026-11-21 10:05:00`.
    mutating func time(_ moment: LocalTime) {
        date(moment.day)
        bytes.append(0x20)
        pair(moment.second / 3_600)
        bytes.append(UInt8(ascii: ":"))
        pair(moment.second / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        pair(moment.second % 60)
        bytes.append(UInt8(ascii: ","))
    }

    mutating func day(_ day: CivilDay) {
        date(day)
        bytes.append(UInt8(ascii: ","))
    }

    private mutating func date(_ day: CivilDay) {
        let fields = day.fields
        pair(fields.year / 100)
        pair(fields.year % 100)
        bytes.append(UInt8(ascii: "-"))
        pair(fields.month)
        bytes.append(UInt8(ascii: "-"))
        pair(fields.day)
    }

    private mutating func pair(_ number: Int) {
        bytes.append(UInt8(0x30 + number / 10 % 10))
        bytes.append(UInt8(0x30 + number % 10))
    }

    /// The last comma becomes the line end.
    mutating func endRow() throws {
        bytes[bytes.count - 1] = 0x0A
        if bytes.count >= CSVWriter.chunkSize { try flush() }
    }

    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        try write(name, bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

/// A local date and the second of its day; the second may run over the day's end.
struct LocalTime: Comparable {
    private(set) var day: CivilDay
    private(set) var second: Int

    init(_ day: CivilDay, second: Int) {
        let days = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
        self.day = day + days
        self.second = second - days * 86_400
    }

    func adding(seconds: Int) -> LocalTime { LocalTime(day, second: second + seconds) }

    static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.day == right.day ? left.second < right.second : left.day < right.day
    }
}
