import CYAML

/// Reads one YAML file into nodes, over libyaml's events.
///
/// A file is one document of at most 1 MiB and 32 levels. Anchors, aliases and tags are not
/// allowed, so a small file can never stand for a large one.
enum YamlReader {
    static let mostBytes = 1 << 20
    static let mostLevels = 32

    /// The root, or nil when the file has none that could be read; the reason is among the
    /// findings.
    static func read(_ source: SourceText, _ findings: Findings) -> YamlNode? {
        guard source.bytes.count <= mostBytes else {
            findings.report(
                "file/size", in: source, at: 0..<0, zh: "文件不能超过 1 MiB",
                en: "a file must not be larger than 1 MiB")
            return nil
        }
        guard let text = CheckedText(source, findings) else { return nil }
        var composer = YamlComposer(text: text, source: source, findings: findings)
        return composer.compose()
    }
}

/// Bytes known to be UTF-8 that YAML allows, with the way from libyaml's character indexes back to
/// bytes.
struct CheckedText {
    /// Where libyaml starts reading: behind the byte order mark.
    let start: Int
    /// Byte offset of each character, and of the end.
    private let offsets: [UInt32]

    func byte(_ index: Int) -> Int {
        Int(offsets[min(max(index, 0), offsets.count - 1)])
    }

    init?(_ source: SourceText, _ findings: Findings) {
        let bytes = source.bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var found: [UInt32] = []
        found.reserveCapacity(bytes.count + 1)
        var index = start
        while index < bytes.count {
            found.append(UInt32(index))
            let (value, length) = CheckedText.decode(bytes, at: index)
            guard let value else {
                let hex = String(bytes[index], radix: 16, uppercase: true)
                findings.report(
                    "file/utf8", in: source, at: index..<index + 1,
                    zh: "文件不是 UTF-8 编码（字节 0x\(hex)）",
                    en: "the file is not UTF-8 (byte 0x\(hex))",
                    notes: [
                        Diagnostic.Message(
                            zh: "请用编辑器另存为 UTF-8", en: "save it as UTF-8 in your editor")
                    ])
                return nil
            }
            guard CheckedText.isAllowed(value) else {
                let digits = String(value, radix: 16, uppercase: true)
                let hex = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                findings.report(
                    "file/control", in: source, at: index..<index + length,
                    zh: "不允许控制字符 U+\(hex)", en: "control character U+\(hex) is not allowed")
                return nil
            }
            index += length
        }
        found.append(UInt32(bytes.count))
        offsets = found
    }

    /// One character by RFC 3629; a nil value where the bytes are none.
    private static func decode(_ bytes: [UInt8], at index: Int) -> (value: UInt32?, length: Int) {
        let first = bytes[index]
        if first < 0x80 { return (UInt32(first), 1) }
        let length: Int
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
        case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
        case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
        default: return (nil, 1)
        }
        guard index + length <= bytes.count else { return (nil, 1) }
        for next in bytes[index + 1..<index + length] {
            guard next & 0xC0 == 0x80 else { return (nil, 1) }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : (length == 3 ? 0x800 : 0x10000)
        guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
            return (nil, 1)
        }
        return (value, length)
    }

    /// YAML 1.1 c-printable, which is what libyaml reads.
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }
}
