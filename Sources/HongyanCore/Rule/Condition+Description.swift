extension Condition: CustomStringConvertible {
    /// The canonical text: equal conditions read alike, different ones differ; for fingerprints and
    /// explain. Trigger fingerprints rest on this text: it may not change without need.
    ///
    /// It follows the rule language, with every nested `and`, `or` and `not` in parentheses, text
    /// in quotes, times in UTC, and event and signal fields behind a dot to tell them from tags.
    public var description: String {
        switch self {
        case .constant(let answer): answer ? "true" : "false"
        case .all(let parts): parts.map(\.enclosed).joined(separator: " and ")
        case .any(let parts): parts.map(\.enclosed).joined(separator: " or ")
        case .not(let inner): "not \(inner.enclosed)"
        case .compare(let left, let comparison, let right):
            "\(left) \(comparison.rawValue) \(right)"
        case .isIn(let operand, let values):
            "\(operand) in [\(values.map { $0.text(as: operand.type) }.joined(separator: ", "))]"
        case .between(let operand, let low, let high): "\(operand) between \(low) and \(high)"
        case .has(let operand, let word): "\(operand) has \(Value.quoted(word))"
        case .contains(let whole, let part): "\(whole) contains \(part)"
        case .isMissing(let operand): "\(operand) is missing"
        case .isTrue(let operand): "\(operand)"
        case .olderThan(let operand, let span): "\(operand) older than \(span)"
        case .within(let operand, let span): "\(operand) within \(span)"
        }
    }

    private var enclosed: String {
        switch self {
        case .all, .any, .not: "(\(description))"
        default: description
        }
    }
}

extension Operand: CustomStringConvertible {
    /// See `Condition.description`.
    public var description: String {
        switch self {
        case .literal(let value, let type): value.text(as: type)
        case .tag(let name, _): name.rawValue
        case .field(let name, _): ".\(name)"
        case .aggregate(let aggregate): aggregate.description
        case .daysUntil(let operand): "days until \(operand.enclosed)"
        case .arithmetic(let left, let sign, let right, _):
            "\(left.enclosed) \(sign.rawValue) \(right.enclosed)"
        case .negated(let operand, _): "-\(operand.enclosed)"
        case .rescaled(let operand, _): operand.description
        }
    }

    private var enclosed: String {
        switch self {
        case .arithmetic, .negated: "(\(description))"
        case .rescaled(let inner, _): inner.enclosed
        default: description
        }
    }
}

extension Aggregate: CustomStringConvertible {
    /// `count(order.placed, 90d)`, `sum(order.placed.amount, 365d)`.
    public var description: String {
        "\(function.rawValue)(\(event)\(field.map { ".\($0)" } ?? ""), \(span))"
    }
}

extension Value {
    /// The value as a rule file writes it, read by the type of its operand.
    func text(as type: ValueType) -> String {
        switch self {
        case .text(let text): if case .enumeration = type { text } else { Value.quoted(text) }
        case .boolean(let flag): flag ? "true" : "false"
        case .number(let number): Value.decimal(number, type)
        case .time(let time): Zone(name: "UTC", offset: 0).format(time)
        case .date(let day): day.description
        case .anniversary(let anniversary): anniversary.description
        case .set(let words): "{\(words.map(Value.quoted).joined(separator: ", "))}"
        case .duration(let span): span.description
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Without trailing zeros, so that it reads alike at every scale: `1.5`, `-0.05`, `3`.
    private static func decimal(_ number: Int64, _ type: ValueType) -> String {
        guard case .number(let scale) = type, scale > 0 else { return String(number) }
        var digits = ValueText.decimal(number, scale: scale)
        while digits.last == "0" { digits.removeLast() }
        if digits.last == "." { digits.removeLast() }
        return digits
    }
}
