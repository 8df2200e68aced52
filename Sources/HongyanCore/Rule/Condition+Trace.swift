/// One sub-condition as it was judged, for `explain`.
public struct ConditionTrace: Hashable, Sendable {
    /// 0 is the whole condition.
    public let depth: Int
    /// In the rule language.
    public let text: String
    public let isTrue: Bool
    /// The tags, fields and aggregates it reads directly, with their values; nil is missing. Empty
    /// for `and`, `or`, `not`.
    public let values: [Seen]

    public struct Seen: Hashable, Sendable {
        public let name: String
        public let value: Value?
        public let type: ValueType
        public init(name: String, value: Value?, type: ValueType) {
            self.name = name
            self.value = value
            self.type = type
        }
    }
}

extension Condition {
    /// Every sub-condition with its truth and the values it saw, outermost first.
    public func trace(for subject: Subject, depth: Int = 0) -> [ConditionTrace] {
        let children: [Condition]
        switch self {
        case .all(let parts), .any(let parts): children = parts
        case .not(let inner): children = [inner]
        default: children = []
        }
        let own = ConditionTrace(
            depth: depth, text: description, isTrue: holds(for: subject),
            values: children.isEmpty ? leaves(for: subject) : [])
        return [own] + children.flatMap { $0.trace(for: subject, depth: depth + 1) }
    }

    private func leaves(for subject: Subject) -> [ConditionTrace.Seen] {
        let operands: [Operand]
        switch self {
        case .compare(let left, _, let right), .contains(let left, let right):
            operands = [left, right]
        case .between(let value, let low, let high): operands = [value, low, high]
        case .isIn(let value, _), .has(let value, _), .isMissing(let value), .isTrue(let value),
            .olderThan(let value, _), .within(let value, _):
            operands = [value]
        case .constant, .all, .any, .not: operands = []
        }
        return operands.filter { !$0.isLiteral }.map { operand in
            ConditionTrace.Seen(
                name: operand.description, value: operand.value(for: subject), type: operand.type)
        }
    }
}

extension Operand {
    fileprivate var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }
}
