public import HongyanCore

/// A row that was not taken in.
public struct Reject: Hashable, Sendable, CustomStringConvertible {
    /// Of the file, from 1: where the record starts.
    public let line: Int
    public let reason: RejectReason
    /// The record as it stands in the file, without its line end. May hold personal data: it goes
    /// to the rejects file and nowhere else.
    public let raw: String

    public init(line: Int, reason: RejectReason, raw: String) {
        self.line = line
        self.reason = reason
        self.raw = raw
    }

    /// Without the record itself.
    public var description: String { "line \(line): \(reason.words(.en))" }
}

/// Why a row was not taken in. Names columns and allowed words, never the value that was found.
public enum RejectReason: Error, Hashable, Sendable {
    case cellCount(found: Int, header: Int)
    case csv(CSVDefect)
    case json(JSONDefect)
    /// Bytes that are no text in the file's encoding.
    case encoding
    /// JSONL: a key that rows of this kind do not have.
    case unknownKey(nearest: String?)
    case duplicateKey(String)
    /// A value that every row needs.
    case missing(column: String)
    /// A suppression without customer and phone.
    case noSubject
    case phone(PhoneFault)
    /// The value cannot be read as the column's type.
    case value(column: String, Expectation)
    /// More than five minutes after now.
    case future(column: String)
    case unknownEvent(nearest: String?)
    case unknownSignal(nearest: String?)
    /// The event or signal has no such field.
    case strangeField(String, of: String)

    /// What a column takes.
    public enum Expectation: Hashable, Sendable {
        case text, boolean, time, date, anniversary
        case number(scale: Int)
        /// One of a list, or several for a set.
        case words([String])
        case object
    }

    /// One phrase for the operator, without a full stop.
    public func words(_ language: Language) -> String {
        switch language {
        case .zh: chinese
        case .en: english
        }
    }
}

extension RejectReason {
    private var english: String {
        switch self {
        case .cellCount(let found, let header): "\(found) cells where the header has \(header)"
        case .csv(.unclosedQuote): "a quoted cell does not end"
        case .csv(.textAfterQuote): "text after a closing quote"
        case .json(.notAnObject): "the line is not a JSON object"
        case .json(.syntax): "broken JSON"
        case .json(.tooDeep): "JSON nested deeper than 'fields'"
        case .encoding: "bytes that are not text in this file's encoding"
        case .unknownKey(let nearest):
            "unknown key" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .duplicateKey(let name): "key '\(name)' is there twice"
        case .missing(let column): "'\(column)' is empty"
        case .noSubject: "neither customer nor phone is given"
        case .phone(let fault): fault.phrase
        case .value(let column, let expected): "'\(column)' \(expected.english)"
        case .future(let column): "'\(column)' lies more than 5 minutes in the future"
        case .unknownEvent(let nearest):
            "unknown event" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .unknownSignal(let nearest):
            "unknown signal" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .strangeField(let name, let owner): "'\(owner)' has no field '\(name)'"
        }
    }

    private var chinese: String {
        switch self {
        case .cellCount(let found, let header): "有 \(found) 个单元格，表头有 \(header) 个"
        case .csv(.unclosedQuote): "引号没有闭合"
        case .csv(.textAfterQuote): "右引号之后还有文字"
        case .json(.notAnObject): "该行不是 JSON 对象"
        case .json(.syntax): "JSON 有语法错误"
        case .json(.tooDeep): "JSON 嵌套过深（只允许 fields 一层）"
        case .encoding: "含有无法识别的字节"
        case .unknownKey(let nearest): "未知的键" + (nearest.map { "，是否为“\($0)”？" } ?? "")
        case .duplicateKey(let name): "键“\(name)”出现了两次"
        case .missing(let column): "“\(column)”为空"
        case .noSubject: "客户和手机号至少要有一个"
        case .phone(let fault): fault.chinesePhrase
        case .value(let column, let expected): "“\(column)”\(expected.chinese)"
        case .future(let column): "“\(column)”晚于当前时间 5 分钟以上"
        case .unknownEvent(let nearest): "未知的事件" + (nearest.map { "，是否为“\($0)”？" } ?? "")
        case .unknownSignal(let nearest): "未知的信号" + (nearest.map { "，是否为“\($0)”？" } ?? "")
        case .strangeField(let name, let owner): "“\(owner)”没有字段“\(name)”"
        }
    }
}

extension RejectReason.Expectation {
    init(_ type: ValueType) {
        switch type {
        case .text, .duration: self = .text
        case .enumeration(let words), .set(let words): self = .words(words)
        case .boolean: self = .boolean
        case .number(let scale): self = .number(scale: scale)
        case .time: self = .time
        case .date: self = .date
        case .anniversary: self = .anniversary
        }
    }

    fileprivate var english: String {
        switch self {
        case .text: "is not readable text"
        case .boolean: "must be true or false"
        case .time: "must be a time such as 2026-11-21 10:05"
        case .date: "must be a date such as 2026-11-21"
        case .anniversary: "must be a day such as 05-01, 1990-05-01 or 'lunar 08-15'"
        case .number(0): "must be a whole number"
        case .number(let scale): "must be a number with at most \(scale) decimal places"
        case .words(let words): "must be one of \(words.joined(separator: ", "))"
        case .object: "must be a flat JSON object"
        }
    }

    fileprivate var chinese: String {
        switch self {
        case .text: "不是可读的文字"
        case .boolean: "应为 true 或 false（是 或 否）"
        case .time: "应为时间，如 2026-11-21 10:05"
        case .date: "应为日期，如 2026-11-21"
        case .anniversary: "应为日期，如 05-01、1990-05-01 或 lunar 08-15"
        case .number(0): "应为整数"
        case .number(let scale): "应为数字，小数不超过 \(scale) 位"
        case .words(let words): "应为其中之一：\(words.joined(separator: "、"))"
        case .object: "应为单层 JSON 对象"
        }
    }
}

/// The text form of rejects: CSV `line,reason,raw`, UTF-8. The file holds personal data.
public struct RejectsWriter: Sendable {
    public let language: Language
    public init(language: Language) { self.language = language }

    /// The first line of the file.
    public static let header: [UInt8] = Array("line,reason,raw\n".utf8)

    /// The lines of some rejects, in their order.
    public func lines(_ rejects: [Reject]) -> [UInt8] {
        var output: [UInt8] = []
        for reject in rejects {
            output.append(contentsOf: "\(reject.line),".utf8)
            RejectsWriter.append(reject.reason.words(language), to: &output)
            output.append(UInt8(ascii: ","))
            RejectsWriter.append(reject.raw, to: &output)
            output.append(UInt8(ascii: "\n"))
        }
        return output
    }

    private static func append(_ text: String, to output: inout [UInt8]) {
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else {
            output.append(contentsOf: text.utf8)
            return
        }
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { output.append(byte) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
