import HongyanCore

/// Recursive descent over the tokens of a condition.
///
/// ```
/// or        := and ("or" and)*
/// and       := not ("and" not)*
/// not       := "not" not | predicate
/// predicate := sum [comparison sum | "in" "[" literal, … "]"
///              | "between" sum "and" sum | "has" word
///              | "contains" sum | "is" ["not"] "missing" | "older" "than" span | "within" span]
/// sum       := product (("+" | "-") product)*
/// product   := factor (("*" | "/") factor)*
/// factor    := "-" factor | number | span | date | text | name | "true" | "false" | "(" or ")"
///              | ("count" | "sum" | "min" | "max" | "last") "(" name "," span ")"
///              | "days" "until" factor
/// ```
struct ConditionParser {
    static let mostBytes = 4_096
    /// Levels of brackets, signs, `not` and arithmetic.
    static let mostLevels = 48

    private let tokens: [Token]
    private var index = 0
    private var level = 0

    /// Words that have a meaning of their own and can be no tag's name.
    static let keywords: Set<String> = [
        "and", "or", "not", "in", "between", "has", "contains", "is", "missing", "older", "than",
        "within", "days", "until", "true", "false", "ago", "event", "signal", "occurrence", "tag",
    ]

    static func parse(_ text: String) throws(ConditionFault) -> Expression {
        guard text.utf8.count <= mostBytes else {
            throw ConditionFault(
                "condition/size", 0..<text.utf8.count, zh: "条件不能超过 \(mostBytes) 字节",
                en: "a condition must not be longer than \(mostBytes) bytes")
        }
        var lexer = Lexer(text)
        var parser = ConditionParser(tokens: try lexer.tokens())
        let expression = try parser.or()
        if parser.peek.kind != .end { throw parser.leftOver() }
        return expression
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private var peek: Token { tokens[min(index, tokens.count - 1)] }
    private var lastEnd: Int { index > 0 ? tokens[index - 1].range.upperBound : 0 }

    private func isWord(_ word: String, ahead: Int = 0) -> Bool {
        tokens[min(index + ahead, tokens.count - 1)].kind == .word(word)
    }
    private mutating func take(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        index += 1
        return true
    }
    private mutating func takeSymbol(_ symbol: String) -> Bool {
        guard peek.kind == .symbol(symbol) else { return false }
        index += 1
        return true
    }
    private mutating func expectSymbol(_ symbol: String) throws(ConditionFault) {
        guard takeSymbol(symbol) else { throw unexpected("'\(symbol)'") }
    }
    private mutating func expect(_ word: String) throws(ConditionFault) {
        guard take(word) else { throw unexpected("'\(word)'") }
    }

    private func unexpected(_ expected: String, zh: String? = nil) -> ConditionFault {
        let token = peek
        let isEnd = token.kind == .end
        return ConditionFault(
            "condition/syntax", token.range,
            zh: (isEnd ? "条件没有写完，此处应为 " : "此处应为 ") + (zh ?? expected),
            en: isEnd
                ? "the condition ends too early, expected \(expected)" : "expected \(expected)")
    }

    /// What stands behind a whole condition; words of other languages get a note.
    private func leftOver() -> ConditionFault {
        var fault = unexpected("'and' or 'or'", zh: "and 或 or")
        var before: Token.Kind?
        if index > 0 { before = tokens[index - 1].kind }
        switch (before, peek.kind) {
        case (_, .word("like")), (_, .word("matches")), (_, .word("LIKE")):
            fault.notes = [
                Diagnostic.Message(
                    zh: "文本的一部分写 contains '王'", en: "for part of a text write contains '王'")
            ]
        case (.number?, .symbol(",")):
            fault.notes = [
                Diagnostic.Message(
                    zh: "数里不写千位逗号，如 5000", en: "numbers have no thousands separators: 5000")
            ]
        case (_, .word("AND")), (_, .word("OR")), (_, .word("And")), (_, .word("Or")):
            if case .word(let word) = peek.kind { fault.fix = (peek.range, word.lowercased()) }
        default: break
        }
        return fault
    }

    private func deeper() throws(ConditionFault) {
        guard level < ConditionParser.mostLevels else {
            throw ConditionFault(
                "condition/depth", peek.range,
                zh: "条件嵌套不能超过 \(ConditionParser.mostLevels) 层",
                en: "a condition must not be deeper than \(ConditionParser.mostLevels) levels")
        }
    }

    private mutating func or() throws(ConditionFault) -> Expression {
        var sides = [try and()]
        while take("or") { sides.append(try and()) }
        if sides.count == 1 { return sides[0] }
        let range = sides[0].range.lowerBound..<lastEnd
        return Expression(kind: .any(sides), range: range)
    }

    private mutating func and() throws(ConditionFault) -> Expression {
        var sides = [try not()]
        while take("and") { sides.append(try not()) }
        if sides.count == 1 { return sides[0] }
        let range = sides[0].range.lowerBound..<lastEnd
        return Expression(kind: .all(sides), range: range)
    }

    private mutating func not() throws(ConditionFault) -> Expression {
        let start = peek.range.lowerBound
        guard take("not") else { return try predicate() }
        try deeper()
        level += 1
        defer { level -= 1 }
        let inner = try not()
        return Expression(kind: .not(inner), range: start..<lastEnd)
    }

    private mutating func predicate() throws(ConditionFault) -> Expression {
        let left = try sum()
        guard let kind = try tail(left) else { return left }
        let result = Expression(kind: kind, range: left.range.lowerBound..<lastEnd)
        if let (_, range) = comparison {
            throw ConditionFault(
                "condition/chain", range, zh: "比较不能连写，请用 between … and …",
                en: "comparisons cannot be chained, use between … and …")
        }
        return result
    }

    /// The comparison that stands here.
    private var comparison: (Condition.Comparison, Range<Int>)? {
        guard case .symbol(let symbol) = peek.kind,
            let comparison = Condition.Comparison(rawValue: symbol)
        else { return nil }
        return (comparison, peek.range)
    }

    private mutating func tail(_ left: Expression) throws(ConditionFault) -> Expression.Kind? {
        if let (comparison, range) = comparison {
            index += 1
            try refuseAgo(comparison, from: range.lowerBound)
            return .compare(left, comparison, try sum())
        }
        guard case .word(let word) = peek.kind else { return nil }
        switch word {
        case "in":
            index += 1
            return .isIn(left, try list())
        case "between":
            index += 1
            let low = try sum()
            try expect("and")
            return .between(left, low, try sum())
        case "has":
            index += 1
            return .has(left, try sum())
        case "contains":
            index += 1
            return .contains(left, try sum())
        case "is":
            index += 1
            let isNegated = take("not")
            try expectMissing()
            if !isNegated { return .isMissing(left) }
            let range = left.range.lowerBound..<lastEnd
            return .not(Expression(kind: .isMissing(left), range: range))
        case "older":
            index += 1
            try expect("than")
            return .olderThan(left, try span())
        case "within":
            index += 1
            return .within(left, try span())
        case "not" where isWord("in", ahead: 1):
            throw notIn(left)
        default: return nil
        }
    }

    /// `is null` is what other languages write.
    private mutating func expectMissing() throws(ConditionFault) {
        guard !take("missing") else { return }
        var fault = unexpected("'missing'")
        if case .word(let word) = peek.kind,
            ["null", "empty", "nil", "none", "blank"].contains(word.lowercased())
        {
            fault.fix = (peek.range, "missing")
        }
        throw fault
    }

    private func notIn(_ left: Expression) -> ConditionFault {
        let range = peek.range.lowerBound..<tokens[index + 1].range.upperBound
        var note = Diagnostic.Message(
            zh: "请写 not … in […]，并说明缺值时怎样", en: "write not … in […]")
        if case .name(let name) = left.kind {
            note = Diagnostic.Message(
                zh: "请写 not \(name) in […]；缺值的客户也会满足它",
                en: "write not \(name) in […]; it also holds where \(name) is missing")
            return ConditionFault(
                "condition/not-in", range, zh: "没有 not in", en: "there is no 'not in'",
                notes: [note],
                fix: (left.range.lowerBound..<range.upperBound, "not \(name) in"))
        }
        return ConditionFault(
            "condition/not-in", range, zh: "没有 not in", en: "there is no 'not in'", notes: [note])
    }

    /// `< 90d ago` reads as its opposite.
    private func refuseAgo(
        _ comparison: Condition.Comparison, from start: Int
    ) throws(ConditionFault) {
        guard case .duration(let span) = peek.kind, isWord("ago", ahead: 1) else { return }
        let range = start..<tokens[index + 1].range.upperBound
        let words: String? =
            switch comparison {
            case .less, .lessOrEqual: "older than \(span)"
            case .greater, .greaterOrEqual: "within \(span)"
            case .equal, .unequal: nil
            }
        throw ConditionFault(
            "condition/ago", range, zh: "“ago”容易读反，请写 older than 或 within",
            en: "'ago' reads as its opposite, write 'older than' or 'within'",
            fix: words.map { (range, $0) })
    }

    private mutating func span() throws(ConditionFault) -> Span {
        guard case .duration(let span) = peek.kind else { throw unexpected("90d, 2h …") }
        index += 1
        if isWord("ago") {
            throw ConditionFault(
                "condition/ago", peek.range, zh: "此处不写 ago", en: "no 'ago' here",
                fix: (lastEnd..<peek.range.upperBound, ""))
        }
        return span
    }

    private mutating func list() throws(ConditionFault) -> [Expression] {
        try expectSymbol("[")
        var items = [try sum()]
        while takeSymbol(",") { items.append(try sum()) }
        try expectSymbol("]")
        return items
    }

    private mutating func sum() throws(ConditionFault) -> Expression {
        try chain(["+": .plus, "-": .minus]) { (parser) throws(ConditionFault) in
            try parser.product()
        }
    }

    private mutating func product() throws(ConditionFault) -> Expression {
        try chain(["*": .times, "/": .dividedBy]) { (parser) throws(ConditionFault) in
            try parser.factor()
        }
    }

    /// Left-associative operators; each one deepens the tree.
    private mutating func chain(
        _ operators: [String: Operand.Arithmetic],
        _ side: (inout ConditionParser) throws(ConditionFault) -> Expression
    ) throws(ConditionFault) -> Expression {
        var left = try side(&self)
        var count = 0
        while case .symbol(let symbol) = peek.kind, let arithmetic = operators[symbol] {
            try deeper()
            index += 1
            level += 1
            count += 1
            let right = try side(&self)
            left = Expression(
                kind: .arithmetic(left, arithmetic, right),
                range: left.range.lowerBound..<lastEnd)
        }
        level -= count
        return left
    }

    private mutating func factor() throws(ConditionFault) -> Expression {
        let token = peek
        switch token.kind {
        case .symbol("-"):
            try deeper()
            index += 1
            level += 1
            defer { level -= 1 }
            let inner = try factor()
            return Expression(kind: .negated(inner), range: token.range.lowerBound..<lastEnd)
        case .symbol("("):
            try deeper()
            index += 1
            level += 1
            defer { level -= 1 }
            let inner = try or()
            try expectSymbol(")")
            return Expression(kind: inner.kind, range: token.range.lowerBound..<lastEnd)
        case .number(let text): return literal(.number(text))
        case .duration(let span): return literal(.duration(span))
        case .date(let day): return literal(.date(day))
        case .text(let text): return literal(.text(text))
        case .word(let word): return try named(word)
        default: throw noOperand
        }
    }

    private var noOperand: ConditionFault {
        unexpected("a tag, a value or '('", zh: "标签、值或“(”")
    }

    private mutating func literal(_ kind: Expression.Kind) -> Expression {
        let range = peek.range
        index += 1
        return Expression(kind: kind, range: range)
    }

    private mutating func named(_ word: String) throws(ConditionFault) -> Expression {
        let start = peek.range.lowerBound
        if word == "true" || word == "false" { return literal(.boolean(word == "true")) }
        if word == "days", isWord("until", ahead: 1) {
            try deeper()
            index += 2
            level += 1
            defer { level -= 1 }
            let inner = try factor()
            return Expression(kind: .daysUntil(inner), range: start..<lastEnd)
        }
        if let function = Aggregate.Function(rawValue: word),
            tokens[min(index + 1, tokens.count - 1)].kind == .symbol("(")
        {
            index += 2
            guard case .word(let event) = peek.kind else { throw unexpected("an event", zh: "事件") }
            let name = literal(.name(event))
            var length: Span?
            if takeSymbol(",") { length = try span() }
            try expectSymbol(")")
            return Expression(
                kind: .aggregate(function, name, length), range: start..<lastEnd)
        }
        if ConditionParser.keywords.contains(word) {
            throw noOperand
        }
        return literal(.name(word))
    }
}
