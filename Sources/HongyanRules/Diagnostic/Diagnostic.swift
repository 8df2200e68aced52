public import HongyanCore

/// A fault in a workspace file: what is wrong, where exactly, and what would mend it.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable { case error, warning }

    /// One phrase in both languages, without a full stop.
    public struct Message: Hashable, Sendable {
        public let zh: String
        public let en: String
        public init(zh: String, en: String) {
            self.zh = zh
            self.en = en
        }
        public func text(_ language: Language) -> String { language == .zh ? zh : en }
    }

    /// Text to put in the place of a range; only where one thing is obviously right.
    public struct FixIt: Hashable, Sendable {
        public let range: SourceRange
        public let replacement: String
        public init(range: SourceRange, replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// Stable: `tag/unknown`, `yaml/duplicate-key` …
    public let id: String
    public let severity: Severity
    /// Path relative to the workspace.
    public let file: String
    public let range: SourceRange
    public let message: Message
    public let notes: [Message]
    public let fixIt: FixIt?

    public init(
        id: String, severity: Severity, file: String, range: SourceRange, message: Message,
        notes: [Message] = [], fixIt: FixIt? = nil
    ) {
        self.id = id
        self.severity = severity
        self.file = file
        self.range = range
        self.message = message
        self.notes = notes
        self.fixIt = fixIt
    }

    /// By file (bytes), then position, then id: the order in which diagnostics are shown.
    static func comesBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        if left.file != right.file {
            return left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
        }
        if left.range.start.offset != right.range.start.offset {
            return left.range.start.offset < right.range.start.offset
        }
        if left.range.end.offset != right.range.end.offset {
            return left.range.end.offset < right.range.end.offset
        }
        return left.id == right.id ? left.message.en < right.message.en : left.id < right.id
    }
}

/// A place in a file.
public struct SourcePosition: Hashable, Sendable {
    /// Bytes from the start of the file, a byte order mark included.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// From 1, counted in characters as an editor counts them.
    public let column: Int
    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }
}

/// A half-open stretch of a file.
public struct SourceRange: Hashable, Sendable {
    public let start: SourcePosition
    public let end: SourcePosition
    public init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = end
    }
}
