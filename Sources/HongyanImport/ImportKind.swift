/// What the rows of a file are about.
public enum ImportKind: String, Hashable, Sendable, CaseIterable {
    case customers, events, consents, suppressions, signals, portability
}

/// How rows are written.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// RFC 4180 with a header line.
    case csv
    /// One JSON object a line.
    case jsonl
}

/// How characters are written.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// Contains GBK and GB 2312.
    case gb18030
}
