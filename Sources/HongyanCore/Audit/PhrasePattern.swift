/// A term of a lexicon as its file writes it, taken apart.
///
/// ```
/// 最佳             these characters
/// (保/包)过        one of several in this place; one may be empty: (任何/)副作用
/// 保证…提分        the second follows in the same clause, at most ``widestGap`` characters on
/// 最好$   ^第一    the clause ends there, begins there
/// ```
struct PhrasePattern: Hashable {
    enum Fault: Error {
        /// A bracket without its other one, or one inside another.
        case brackets
        /// Nothing is left between two gaps, or in a whole alternative.
        case empty
        /// More than ``mostChoices`` ways to read it.
        case many
    }

    /// By place between gaps: what may stand there, in the order written.
    let slots: [[String]]
    let startsClause: Bool
    let endsClause: Bool

    /// In folded units, dropped ones not counted.
    static let widestGap = 8
    static let mostChoices = 500

    init(_ term: String) throws(Fault) {
        var text = term[...]
        startsClause = text.first == "^"
        if startsClause { text = text.dropFirst() }
        endsClause = text.last == "$"
        if endsClause { text = text.dropLast() }
        var slots: [[String]] = []
        for piece in text.split(separator: "…", omittingEmptySubsequences: false) {
            let choices = try Self.choices(piece)
            guard choices.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else { throw .empty }
            slots.append(choices)
        }
        self.slots = slots
    }

    /// Every way to read a piece without gaps.
    private static func choices(_ piece: Substring) throws(Fault) -> [String] {
        var results = [""]
        var rest = piece
        while let open = rest.firstIndex(where: { $0 == "(" || $0 == ")" }) {
            guard rest[open] == "(", let close = rest[open...].firstIndex(of: ")") else {
                throw .brackets
            }
            let inner = rest[rest.index(after: open)..<close]
            guard !inner.contains("(") else { throw .brackets }
            let words = inner.split(separator: "/", omittingEmptySubsequences: false)
            let head = rest[..<open]
            guard results.count * words.count <= mostChoices else { throw .many }
            results = results.flatMap { start in words.map { start + head + Self.trimmed($0) } }
            rest = rest[rest.index(after: close)...]
        }
        return results.map { $0 + rest }
    }

    private static func trimmed(_ word: Substring) -> Substring {
        var word = word.drop(while: \.isWhitespace)
        while word.last?.isWhitespace ?? false { word = word.dropLast() }
        return word
    }
}
