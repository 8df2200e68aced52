/// A checked condition: names resolved, types agreed, numbers brought to one scale.
///
/// Two-valued: every comparison, `in`, `has` and `contains` is false when an operand is missing;
/// `not` flips that; only `is missing` asks for it. Two evaluators read this tree,
/// `Condition.holds` in Core and the SQL compiler of the store; a generated test holds them to the
/// same answer.
public indirect enum Condition: Hashable, Sendable {
    case constant(Bool)
    /// At least two, in the order written.
    case all([Condition])
    case any([Condition])
    case not(Condition)
    /// Both sides have the same type, and the same scale for numbers. Text, enum, boolean and
    /// anniversary know only `equal` and `unequal`.
    case compare(Operand, Comparison, Operand)
    case isIn(Operand, [Value])
    /// Both ends included.
    case between(Operand, Operand, Operand)
    /// The set contains the word.
    case has(Operand, String)
    /// The text contains the bytes of the other text.
    case contains(Operand, Operand)
    case isMissing(Operand)
    /// A boolean operand standing alone.
    case isTrue(Operand)
    /// The time lies more than the span before now: `time < now − span`.
    case olderThan(Operand, Span)
    /// The time lies in `(now − span, now]`.
    case within(Operand, Span)

    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }
}

/// A checked expression that yields a value or is missing.
public indirect enum Operand: Hashable, Sendable {
    case literal(Value, ValueType)
    /// A stored or latest-event tag. (A computed tag is replaced by its expression.)
    case tag(TagName, ValueType)
    /// A field of the event or signal that a trigger reads.
    case field(String, ValueType)
    /// Over the customer's events in `(now − span, now]`.
    case aggregate(Aggregate)
    /// Whole days from the local date of now to the next return of an anniversary or to a date;
    /// for a date that has passed, negative.
    case daysUntil(Operand)
    /// Both sides and the result are numbers of the same scale for + and −; for × and ÷ see
    /// `Arithmetic`. Missing on a missing side, division by zero, or overflow of 64 bits.
    case arithmetic(Operand, Arithmetic, Operand, ValueType)
    case negated(Operand, ValueType)
    /// A number of a smaller scale multiplied by a power of ten up to the type's scale; missing on
    /// overflow.
    case rescaled(Operand, ValueType)

    public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
        case plus = "+"
        case minus = "-"
        /// The result's scale is the sum of the sides' scales.
        case times = "*"
        /// The result's scale is the left side's; truncates towards zero. The right side is a whole
        /// number (scale 0).
        case dividedBy = "/"
    }

    public var type: ValueType {
        switch self {
        case .literal(_, let type), .tag(_, let type), .field(_, let type),
            .arithmetic(_, _, _, let type), .negated(_, let type), .rescaled(_, let type):
            type
        case .aggregate(let aggregate): aggregate.type
        case .daysUntil: .number(scale: 0)
        }
    }
}

/// `count(order.placed, 90d)`, `sum(order.placed.amount, 365d)` …
public struct Aggregate: Hashable, Sendable {
    public enum Function: String, Hashable, Sendable, CaseIterable {
        case count, sum, min, max, last
    }
    public let function: Function
    public let event: EventKind
    /// The payload field; nil for `count` only.
    public let field: String?
    public let span: Span
    /// Number of scale 0 for `count`, else the field's type. Count and sum of nothing are 0; min,
    /// max and last of nothing are missing. `last` takes the latest event by (at, seq) that has the
    /// field.
    public let type: ValueType
    public init(function: Function, event: EventKind, field: String?, span: Span, type: ValueType) {
        self.function = function
        self.event = event
        self.field = field
        self.span = span
        self.type = type
    }
}
