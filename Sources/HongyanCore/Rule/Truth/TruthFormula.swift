/// A condition in negation normal form over numbered variables.
///
/// It is implied by the condition, and says the same wherever the analysis understands it; what it
/// does not understand stands here as true.
indirect enum TruthFormula {
    case constant(Bool)
    /// The variable has a value that meets the constraint; with `orMissing` it may be missing too.
    case atom(Int, Constraint, orMissing: Bool)
    case all([TruthFormula])
    case any([TruthFormula])
}

/// Something a condition tests.
enum TruthVariable: Hashable {
    case value(Operand)
    /// How two values stand to each other; missing when one of them is.
    case pair(Operand, Operand)
    /// Whether a text contains another; missing when one of them is.
    case containing(Operand, Operand)
}

/// What variables have to do with each other.
enum TruthLink {
    /// The first can have a value only when the others have one; exact: and has one then.
    case needs(Int, [Int], isExact: Bool)
    /// The pair says how the two values stand to each other.
    case order(pair: Int, left: Int, right: Int)
    /// The inner aggregate looks at some of the events that the outer one looks at.
    case covers(inner: Int, Aggregate, outer: Int, Aggregate)
    /// The tag keeps the time of the latest of the events that the aggregate looks at.
    case latest(tag: Int, aggregate: Int, Aggregate)
}

/// Makes formulas of conditions and numbers their variables.
struct TruthFormulaBuilder {
    private let latest: [TagName: EventKind]
    private(set) var domains: [TruthDomain] = []
    private(set) var links: [TruthLink] = []
    /// Conditions made into formulas so far, inner ones included.
    private(set) var size = 0
    private var numbers: [TruthVariable: Int] = [:]
    private var aggregates: [(Aggregate, Int)] = []
    private var latestTags: [(EventKind, Int)] = []

    init(latest: [TagName: EventKind]) { self.latest = latest }

    /// The formula of a condition, or of its opposite.
    mutating func formula(_ condition: Condition, _ wanted: Bool = true) -> TruthFormula {
        size += 1
        switch condition {
        case .constant(let answer): return .constant(answer == wanted)
        case .all(let parts): return joined(parts, isAll: wanted, wanted)
        case .any(let parts): return joined(parts, isAll: !wanted, wanted)
        case .not(let inner): return formula(inner, !wanted)
        case .compare(let left, let comparison, let right):
            return compare(left, comparison, right, wanted)
        case .isIn(let operand, let values): return isIn(operand, values, wanted)
        case .between(let operand, let low, let high):
            return formula(
                .all([
                    .compare(operand, .greaterOrEqual, low), .compare(operand, .lessOrEqual, high),
                ]), wanted)
        case .has(let operand, let word):
            return test(operand, .word(Array(word.utf8), true), condition, wanted)
        case .contains(let whole, let part): return contains(whole, part, condition, wanted)
        case .isMissing(let operand): return test(operand, .anything, condition, !wanted)
        case .isTrue(let operand):
            return test(operand, .elements(.only([.flag(true)])), condition, wanted)
        case .olderThan(let operand, let span):
            return time(operand, .below(-span.milliseconds), wanted)
        case .within(let operand, let span):
            return time(
                operand, IntervalSet.above(-span.milliseconds).intersection(.atMost(0)), wanted)
        }
    }

    private mutating func joined(
        _ parts: [Condition], isAll: Bool, _ wanted: Bool
    ) -> TruthFormula {
        let formulas = parts.map { formula($0, wanted) }
        return isAll ? .all(formulas) : .any(formulas)
    }

    // MARK: Tests of one operand

    /// A test of an operand: over a variable an atom, over a constant the condition's own answer.
    private mutating func test(
        _ operand: Operand, _ constraint: Constraint, _ condition: Condition, _ wanted: Bool
    ) -> TruthFormula {
        switch TruthOperand(operand) {
        case .constant:
            // `wanted` may already be turned round (is missing), so the constraint is asked.
            if case .isMissing = condition {
                .constant((operand.value(for: .nobody) != nil) == wanted)
            } else {
                .constant(condition.holds(for: .nobody) == wanted)
            }
        case .variable(let base, let steps): atom(base, steps, constraint, wanted)
        }
    }

    private mutating func atom(
        _ base: Operand, _ steps: [TruthStep], _ constraint: Constraint, _ wanted: Bool
    ) -> TruthFormula {
        let orMissing = !wanted
        let asked = wanted ? constraint : constraint.complement
        let variable = number(of: .value(base))
        if steps.isEmpty { return .atom(variable, asked, orMissing: orMissing) }
        var set: IntervalSet
        switch asked {
        case .anything: set = .all
        case .nothing: set = .none
        case .ranks(let ranks): set = ranks
        case .offsets, .elements, .word, .part, .relation: return .constant(true)
        }
        for step in steps { set = step.source(of: set, orMissing: orMissing) }
        return .atom(variable, .ranks(set), orMissing: orMissing)
    }

    private mutating func time(
        _ operand: Operand, _ offsets: IntervalSet, _ wanted: Bool
    ) -> TruthFormula {
        // A moment written out moves too, seen from now.
        atom(operand, [], .offsets(offsets), wanted)
    }

    private mutating func isIn(
        _ operand: Operand, _ values: [Value], _ wanted: Bool
    ) -> TruthFormula {
        let ranks = values.compactMap(\.rank)
        if ranks.count == values.count {
            let set = IntervalSet(of: ranks.map { $0...$0 })
            return test(operand, .ranks(set), .isIn(operand, values), wanted)
        }
        let elements = values.compactMap { Element($0) }
        guard elements.count == values.count else { return .constant(true) }
        return test(
            operand, .elements(.only(Set(elements))), .isIn(operand, values), wanted)
    }

    // MARK: Tests of two operands

    private mutating func compare(
        _ left: Operand, _ comparison: Condition.Comparison, _ right: Operand, _ wanted: Bool
    ) -> TruthFormula {
        let whole = Condition.compare(left, comparison, right)
        switch (TruthOperand(left), TruthOperand(right)) {
        case (.constant, .constant): return .constant(whole.holds(for: .nobody) == wanted)
        case (.constant(nil), _), (_, .constant(nil)): return .constant(!wanted)
        case (.variable(let base, let steps), .constant(let value?)):
            guard let constraint = comparison.constraint(with: value) else {
                return .constant(true)
            }
            return atom(base, steps, constraint, wanted)
        case (.constant(let value?), .variable(let base, let steps)):
            guard let constraint = comparison.mirrored.constraint(with: value) else {
                return .constant(true)
            }
            return atom(base, steps, constraint, wanted)
        case (.variable, .variable):
            return pair(left, comparison, right, wanted)
        }
    }

    private mutating func pair(
        _ left: Operand, _ comparison: Condition.Comparison, _ right: Operand, _ wanted: Bool
    ) -> TruthFormula {
        guard left.type.hasOrder || !comparison.isOrdering else { return .constant(!wanted) }
        if case .set = left.type { return .constant(true) }
        if left == right {
            let constraint: Constraint = comparison.relation.contains(.equal) ? .anything : .nothing
            return test(left, constraint, .compare(left, comparison, right), wanted)
        }
        let isTurned = right.description < left.description
        let relation = isTurned ? comparison.relation.mirrored : comparison.relation
        let variable = number(of: isTurned ? .pair(right, left) : .pair(left, right))
        let asked = wanted ? relation : Relation.any.subtracting(relation)
        return .atom(variable, .relation(asked), orMissing: !wanted)
    }

    private mutating func contains(
        _ whole: Operand, _ part: Operand, _ condition: Condition, _ wanted: Bool
    ) -> TruthFormula {
        switch (TruthOperand(whole), TruthOperand(part)) {
        case (.constant, .constant): return .constant(condition.holds(for: .nobody) == wanted)
        case (.constant(nil), _), (_, .constant(nil)): return .constant(!wanted)
        case (.variable, .constant(let value?)):
            guard case .text(let text) = value else { return .constant(true) }
            let bytes = Array(text.utf8)
            return test(
                whole, bytes.isEmpty ? .anything : .part(bytes, true), condition, wanted)
        default:
            if whole == part { return test(whole, .anything, condition, wanted) }
            let variable = number(of: .containing(whole, part))
            let asked: Relation = wanted ? .equal : [.less, .greater]
            return .atom(variable, .relation(asked), orMissing: !wanted)
        }
    }

    // MARK: Variables

    private mutating func number(of variable: TruthVariable) -> Int {
        if let number = numbers[variable] { return number }
        let number = domains.count
        numbers[variable] = number
        switch variable {
        case .value(let operand):
            domains.append(TruthDomain(of: operand))
            link(operand, number)
        case .pair(let left, let right):
            domains.append(TruthDomain())
            domains[number].restrictValue(.relation(TruthFormulaBuilder.known(left, right)))
            let (one, two) = (base(left), base(right))
            let isExact = one?.isWhole == true && two?.isWhole == true
            need(number, [one?.number, two?.number], isExact: isExact)
            if let one, let two, isExact {
                links.append(.order(pair: number, left: one.number, right: two.number))
            }
        case .containing(let whole, let part):
            domains.append(TruthDomain())
            need(number, [base(whole)?.number, base(part)?.number], isExact: true)
        }
        return number
    }

    /// How two aggregates over the same events always stand to each other when both are there.
    private static func known(_ left: Operand, _ right: Operand) -> Relation {
        guard case .aggregate(let one) = left, case .aggregate(let two) = right else { return .any }
        var result = Relation.any
        if two.isAtLeast(one) || one.isAtMost(two) { result.remove(.greater) }
        if one.isAtLeast(two) || two.isAtMost(one) { result.remove(.less) }
        return result
    }

    /// The variable that an operand hangs on, and whether it is nothing but that; nil for
    /// constants.
    private mutating func base(_ operand: Operand) -> (number: Int, isWhole: Bool)? {
        guard case .variable(let base, let steps) = TruthOperand(operand) else { return nil }
        return (number(of: .value(base)), steps.isEmpty)
    }

    private mutating func need(_ number: Int, _ parts: [Int?], isExact: Bool) {
        links.append(.needs(number, parts.compactMap { $0 }, isExact: isExact))
    }

    private mutating func link(_ operand: Operand, _ number: Int) {
        switch operand {
        case .daysUntil(let inner):
            // Of an anniversary there may be no return inside the lunar table.
            need(number, [base(inner)?.number], isExact: inner.type == .date)
        case .arithmetic(let left, _, let right, _):
            need(number, [base(left)?.number, base(right)?.number], isExact: false)
        case .aggregate(let aggregate):
            for (other, otherNumber) in aggregates {
                if other.covers(aggregate) {
                    links.append(.covers(inner: number, aggregate, outer: otherNumber, other))
                }
                if aggregate.covers(other) {
                    links.append(.covers(inner: otherNumber, other, outer: number, aggregate))
                }
            }
            for (event, tag) in latestTags where event == aggregate.event {
                links.append(.latest(tag: tag, aggregate: number, aggregate))
            }
            aggregates.append((aggregate, number))
        case .tag(let name, .time):
            guard let event = latest[name] else { return }
            for (aggregate, other) in aggregates where aggregate.event == event {
                links.append(.latest(tag: number, aggregate: other, aggregate))
            }
            latestTags.append((event, number))
        case .literal, .tag, .field, .negated, .rescaled: break
        }
    }
}

extension Aggregate {
    /// Every event that the other looks at is among this one's.
    fileprivate func covers(_ other: Aggregate) -> Bool {
        event == other.event && span >= other.span && (field == nil || field == other.field)
    }

    /// Sees all that the other sees, and counts it or takes the greatest of it.
    fileprivate func isAtLeast(_ other: Aggregate) -> Bool {
        switch (function, other.function) {
        case (.count, .count): covers(other)
        case (.max, .min), (.max, .max), (.max, .last): field == other.field && covers(other)
        default: false
        }
    }

    /// Sees all that the other sees, and takes the least of it.
    fileprivate func isAtMost(_ other: Aggregate) -> Bool {
        switch (function, other.function) {
        case (.min, .min), (.min, .max), (.min, .last): field == other.field && covers(other)
        default: false
        }
    }
}

extension ValueType {
    fileprivate var hasOrder: Bool {
        switch self {
        case .number, .time, .date, .duration: true
        case .text, .enumeration, .boolean, .anniversary, .set: false
        }
    }
}

extension Condition.Comparison {
    fileprivate var isOrdering: Bool { self != .equal && self != .unequal }

    fileprivate var relation: Relation {
        switch self {
        case .equal: .equal
        case .unequal: [.less, .greater]
        case .less: .less
        case .lessOrEqual: [.less, .equal]
        case .greater: .greater
        case .greaterOrEqual: [.greater, .equal]
        }
    }

    /// The comparison with its sides exchanged.
    fileprivate var mirrored: Condition.Comparison {
        switch self {
        case .equal, .unequal: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// What it says of its left side; nil where the right side is a set.
    fileprivate func constraint(with value: Value) -> Constraint? {
        guard let rank = value.rank else {
            guard let element = Element(value) else { return nil }
            switch self {
            case .equal: return .elements(.only([element]))
            case .unequal: return .elements(.allBut([element]))
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return .nothing
            }
        }
        switch self {
        case .equal: return .ranks(IntervalSet(rank...rank))
        case .unequal: return .ranks(IntervalSet(rank...rank).complement)
        case .less: return .ranks(.below(rank))
        case .lessOrEqual: return .ranks(.atMost(rank))
        case .greater: return .ranks(.above(rank))
        case .greaterOrEqual: return .ranks(.atLeast(rank))
        }
    }
}

extension TruthDomain {
    /// What a value can be at all, by its type.
    init(of operand: Operand) {
        self.init()
        switch operand {
        case .literal(let value, _):
            if let rank = value.rank {
                restrict(.ranks(IntervalSet(rank...rank)), orMissing: false)
            }
            mayBeMissing = false
        case .aggregate(let aggregate) where aggregate.function == .count:
            restrict(.ranks(.atLeast(0)), orMissing: false)
        case .daysUntil(let inner):
            if inner.type == .anniversary {
                restrictValue(.ranks(IntervalSet(0...AnniversaryRule.longestWaitDays)))
            } else {
                restrictValue(.ranks(TruthDomain.days(between: TruthDomain.anyDay)))
                if case .literal = inner { mayBeMissing = false }
            }
        case .tag, .field, .aggregate:
            switch operand.type {
            case .enumeration(let values):
                let all = values.map { Element.text(Array($0.utf8)) }
                restrictValue(.elements(.only(Set(all))))
            case .boolean: restrictValue(.elements(.only([.flag(true), .flag(false)])))
            case .date: restrictValue(.ranks(IntervalSet(TruthDomain.anyDay)))
            case .text, .number, .time, .anniversary, .set, .duration: break
            }
        case .arithmetic, .negated, .rescaled: break
        }
    }

    private static let anyDay = Int64(Int32.min)...Int64(Int32.max)

    private static func days(between days: ClosedRange<Int64>) -> IntervalSet {
        IntervalSet(days.lowerBound - days.upperBound...days.upperBound - days.lowerBound)
    }
}
