/// An operand brought down to what it hangs on.
enum TruthOperand {
    /// The same for everybody at any time; nil is missing.
    case constant(Value?)
    /// A variable, and what is reckoned with it, outermost step first.
    case variable(Operand, steps: [TruthStep])

    init(_ operand: Operand) {
        switch operand {
        case .literal(let value, _): self = .constant(value)
        case .tag, .field, .aggregate: self = .variable(operand, steps: [])
        case .daysUntil(let inner):
            if case .constant(let value) = TruthOperand(inner), value.map(\.isDay) != true {
                self = .constant(nil)
            } else {
                self = .variable(operand, steps: [])
            }
        case .negated(let inner, _):
            self = TruthOperand(inner).followed(by: operand) { TruthStep(0, .minus, .right) }
        case .rescaled(let inner, let type):
            guard case .number(let to) = type, case .number(let from) = inner.type,
                (0...18).contains(to - from)
            else {
                self = .constant(nil)
                return
            }
            let factor = (0..<to - from).reduce(Int64(1)) { power, _ in power * 10 }
            self = TruthOperand(inner).followed(by: operand) { TruthStep(factor, .times, .left) }
        case .arithmetic(let left, let sign, let right, _):
            self = TruthOperand.arithmetic(operand, TruthOperand(left), sign, TruthOperand(right))
        }
    }

    private static func arithmetic(
        _ whole: Operand, _ left: TruthOperand, _ sign: Operand.Arithmetic, _ right: TruthOperand
    ) -> TruthOperand {
        switch (left, right) {
        case (.constant, .constant): return .constant(whole.value(for: .nobody))
        case (.variable, .variable): return .variable(whole, steps: [])
        case (.variable, .constant(let value)):
            guard case .number(let number) = value, sign != .dividedBy || number != 0 else {
                return .constant(nil)
            }
            return left.followed(by: whole) { TruthStep(number, sign, .left) }
        case (.constant(let value), .variable):
            guard case .number(let number) = value else { return .constant(nil) }
            // One over a variable neither rises nor falls.
            if sign == .dividedBy { return .variable(whole, steps: []) }
            return right.followed(by: whole) { TruthStep(number, sign, .right) }
        }
    }

    private func followed(by whole: Operand, _ step: () -> TruthStep) -> TruthOperand {
        switch self {
        case .constant: .constant(whole.value(for: .nobody))
        case .variable(let base, let steps): .variable(base, steps: [step()] + steps)
        }
    }
}

extension Value {
    fileprivate var isDay: Bool {
        switch self {
        case .date, .anniversary: true
        default: false
        }
    }
}

extension Subject {
    /// Knows nothing: for expressions that ask for nothing.
    static var nobody: Subject {
        Subject(
            now: Timestamp(milliseconds: 0), zone: Zone(name: "UTC", offset: 0), tag: { _ in nil })
    }
}

/// One step of arithmetic between a variable and a number: rises, or falls, all the way.
struct TruthStep {
    /// The side on which the variable stands.
    enum Side { case left, right }

    private let number: Int64
    private let sign: Operand.Arithmetic
    private let side: Side

    /// - Precondition: The variable is not the divisor, and nothing is divided by zero.
    init(_ number: Int64, _ sign: Operand.Arithmetic, _ side: Side) {
        self.number = number
        self.sign = sign
        self.side = side
    }

    /// Exact; whether it fits in 64 bits is the caller's question.
    private func callAsFunction(_ value: Int64) -> Int128 {
        let (value, number) = (Int128(value), Int128(number))
        switch sign {
        case .plus: return value + number
        case .minus: return side == .left ? value - number : number - value
        case .times: return value * number
        case .dividedBy: return value / number
        }
    }

    private var isRising: Bool {
        switch sign {
        case .plus: true
        case .minus: side == .left
        case .times, .dividedBy: number >= 0
        }
    }

    /// The values whose result lies in a set; with `orMissing` those too whose result overflows.
    func source(of results: IntervalSet, orMissing: Bool) -> IntervalSet {
        let inside = results.ranges.compactMap { source(of: $0) }
        guard orMissing else { return IntervalSet(of: inside) }
        let fitting = IntervalSet(of: source(of: Int64.min...Int64.max).map { [$0] } ?? [])
        return IntervalSet(of: inside).union(fitting.complement)
    }

    private func source(of range: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        let (low, high) = (Int128(range.lowerBound), Int128(range.upperBound))
        let isRising = isRising
        // Along the way the results first come into the range, then leave it.
        guard let first = first(where: { isRising ? $0 >= low : $0 <= high }) else { return nil }
        let end = self.first(where: { isRising ? $0 > high : $0 < low })
        if end == first { return nil }
        return first...(end.map { $0 - 1 } ?? Int64.max)
    }

    /// The least value whose result passes a test that, once passed, stays passed.
    private func first(where isPassed: (Int128) -> Bool) -> Int64? {
        guard isPassed(self(Int64.max)) else { return nil }
        var (low, high) = (Int64.min, Int64.max)
        while low < high {
            let middle = Int64((Int128(low) + Int128(high)) >> 1)
            if isPassed(self(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
