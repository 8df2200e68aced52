import HongyanCore

/// One word of a condition.
struct Token {
    enum Kind: Equatable {
        /// A name, an enum value or a keyword; dots join the parts of `order.placed.amount`.
        case word(String)
        /// A decimal number as written.
        case number(String)
        case duration(Span)
        case date(CivilDay)
        case text(String)
        /// `= != < <= > >= ( ) [ ] , + - * /`
        case symbol(String)
        case end
    }
    let kind: Kind
    /// Bytes of the condition's text.
    let range: Range<Int>
}

/// A fault at bytes of a condition's text.
struct ConditionFault: Error {
    let id: String
    let range: Range<Int>
    let message: Diagnostic.Message
    var notes: [Diagnostic.Message] = []
    var fix: (range: Range<Int>, text: String)?

    init(
        _ id: String, _ range: Range<Int>, zh: String, en: String,
        notes: [Diagnostic.Message] = [], fix: (range: Range<Int>, text: String)? = nil
    ) {
        self.id = id
        self.range = range
        self.message = Diagnostic.Message(zh: zh, en: en)
        self.notes = notes
        self.fix = fix
    }
}
