public import HongyanCore

/// Why a file cannot be read at all; what is wrong with one row is a ``Reject``. Holds no
/// personal data.
public enum ImportFault: Error, Hashable, Sendable {
    /// The file ends before its header.
    case empty
    /// The header names something that rows of this kind do not have.
    case unknownColumn(name: String, nearest: String?)
    /// A tag that the store computes itself.
    case computedTag(name: String)
    /// Two columns mean the same thing.
    case duplicateColumn(name: String)
    /// A column without which no row makes sense.
    case missingColumn(name: String)
    /// `--map` renames a column that the file does not have.
    case unmappedColumn(name: String)
    /// The header line is not CSV (a quote without an end, bytes in no known encoding).
    case brokenHeader
    /// UTF-16; save the file as UTF-8.
    case utf16
    /// The machine cannot convert this encoding.
    case encodingUnavailable(TextEncoding)
    /// The system's error number while reading.
    case unreadable(code: Int32)

    /// One sentence for the operator, without a full stop.
    public func words(_ language: Language) -> String {
        switch language {
        case .zh: chinese
        case .en: english
        }
    }

    private var english: String {
        switch self {
        case .empty: "the file has no header line"
        case .unknownColumn(let name, let nearest):
            "unknown column '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
                + " (rename it with --map, or remove it)"
        case .computedTag(let name): "tag '\(name)' is kept by the store and cannot be imported"
        case .duplicateColumn(let name): "column '\(name)' is there twice"
        case .missingColumn(let name): "column '\(name)' is missing"
        case .unmappedColumn(let name): "--map names column '\(name)', which the file does not have"
        case .brokenHeader: "the header line cannot be read as CSV"
        case .utf16: "the file is UTF-16; save it as UTF-8"
        case .encodingUnavailable(let encoding): "this system cannot convert \(encoding.rawValue)"
        case .unreadable(let code): "the file cannot be read (system error \(code))"
        }
    }

    private var chinese: String {
        switch self {
        case .empty: "文件没有表头"
        case .unknownColumn(let name, let nearest):
            "未知的列“\(name)”" + (nearest.map { "，是否为“\($0)”？" } ?? "") + "（可用 --map 改名，或删去该列）"
        case .computedTag(let name): "标签“\(name)”由系统维护，不能导入"
        case .duplicateColumn(let name): "列“\(name)”出现了两次"
        case .missingColumn(let name): "缺少列“\(name)”"
        case .unmappedColumn(let name): "--map 提到的列“\(name)”不在文件中"
        case .brokenHeader: "表头无法按 CSV 读取"
        case .utf16: "文件是 UTF-16 编码，请另存为 UTF-8"
        case .encodingUnavailable(let encoding): "本系统无法转换 \(encoding.rawValue)"
        case .unreadable(let code): "文件无法读取（系统错误 \(code)）"
        }
    }
}
