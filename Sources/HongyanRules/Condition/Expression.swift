import HongyanCore

/// A condition as written, before names and types are known.
struct Expression {
    indirect enum Kind {
        /// A tag, field, enum value or named audience.
        case name(String)
        case number(String)
        case duration(Span)
        case date(CivilDay)
        case text(String)
        case boolean(Bool)
        case aggregate(Aggregate.Function, Expression, Span?)
        case daysUntil(Expression)
        case arithmetic(Expression, Operand.Arithmetic, Expression)
        case negated(Expression)
        case all([Expression])
        case any([Expression])
        case not(Expression)
        case compare(Expression, Condition.Comparison, Expression)
        case isIn(Expression, [Expression])
        case between(Expression, Expression, Expression)
        case has(Expression, Expression)
        case contains(Expression, Expression)
        case isMissing(Expression)
        case olderThan(Expression, Span)
        case within(Expression, Span)
    }
    let kind: Kind
    /// Bytes of the condition's text.
    let range: Range<Int>
}
