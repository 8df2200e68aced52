import HongyanCore

/// Writes a checked condition in the language of rule files, so that reading it gives the same
/// condition: the other half of the round trip.
enum ConditionWriter {
    private static let utc = Zone(name: "UTC", offset: 0)

    static func text(_ condition: Condition) -> String {
        switch condition {
        case .constant(let flag): return flag ? "true" : "false"
        case .all(let sides):
            return sides.map { isAllOrAny($0) ? "(\(text($0)))" : text($0) }
                .joined(separator: " and ")
        case .any(let sides):
            return sides.map {
                if case .any = $0 { "(\(text($0)))" } else { text($0) }
            }.joined(separator: " or ")
        case .not(let inner):
            return isAllOrAny(inner) ? "not (\(text(inner)))" : "not \(text(inner))"
        case .compare(let left, let sign, let right):
            return "\(text(left)) \(sign.rawValue) \(text(right))"
        case .isIn(let value, let list):
            let items = list.map { text($0, value.type) }.joined(separator: ", ")
            return "\(text(value)) in [\(items)]"
        case .between(let value, let low, let high):
            return "\(text(value)) between \(text(low)) and \(text(high))"
        case .has(let set, let word): return "\(text(set)) has \(quoted(word))"
        case .contains(let whole, let part): return "\(text(whole)) contains \(text(part))"
        case .isMissing(let operand): return "\(text(operand)) is missing"
        case .isTrue(let operand): return text(operand)
        case .olderThan(let operand, let span): return "\(text(operand)) older than \(span)"
        case .within(let operand, let span): return "\(text(operand)) within \(span)"
        }
    }

    private static func isAllOrAny(_ condition: Condition) -> Bool {
        switch condition {
        case .all, .any: true
        default: false
        }
    }

    static func text(_ operand: Operand) -> String {
        switch operand {
        case .literal(let value, let type): return text(value, type)
        case .tag(let name, _): return name.rawValue
        case .field(let name, _): return name
        case .aggregate(let aggregate):
            let field = aggregate.field.map { ".\($0)" } ?? ""
            let function = aggregate.function.rawValue
            return "\(function)(\(aggregate.event)\(field), \(aggregate.span))"
        case .daysUntil(let inner): return "days until \(text(inner))"
        case .arithmetic(let left, let sign, let right, _):
            let isProduct = sign == .times || sign == .dividedBy
            let first = isProduct && isSum(left) ? "(\(text(left)))" : text(left)
            let second = isArithmetic(right) ? "(\(text(right)))" : text(right)
            return "\(first) \(sign.rawValue) \(second)"
        case .negated(let inner, _):
            return isArithmetic(inner) ? "-(\(text(inner)))" : "-\(text(inner))"
        case .rescaled(let inner, _): return text(inner)
        }
    }

    /// Looks through changes of scale, which are not written.
    private static func bare(_ operand: Operand) -> Operand {
        if case .rescaled(let inner, _) = operand { bare(inner) } else { operand }
    }
    private static func isArithmetic(_ operand: Operand) -> Bool {
        if case .arithmetic = bare(operand) { true } else { false }
    }
    private static func isSum(_ operand: Operand) -> Bool {
        guard case .arithmetic(_, let sign, _, _) = bare(operand) else { return false }
        return sign == .plus || sign == .minus
    }

    private static func text(_ value: Value, _ type: ValueType) -> String {
        switch value {
        case .text(let text): return quoted(text)
        case .boolean(let flag): return flag ? "true" : "false"
        case .number(let count):
            guard case .number(let scale) = type else { return String(count) }
            return ValueText.decimal(count, scale: scale)
        case .time(let moment): return quoted(utc.format(moment))
        case .date(let day): return day.description
        case .anniversary(let anniversary): return quoted(anniversary.description)
        case .set(let words): return words.map(quoted).joined(separator: ", ")
        case .duration(let span): return span.description
        }
    }

    /// The language has no escapes, so a text holds one kind of quotation mark at most.
    private static func quoted(_ text: String) -> String {
        text.utf8.contains(UInt8(ascii: "'")) ? "\"\(text)\"" : "'\(text)'"
    }
}
