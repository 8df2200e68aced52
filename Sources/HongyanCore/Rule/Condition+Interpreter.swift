/// One customer at one moment, as conditions see it. A closure answers nil for a missing value.
///
/// The store's SQL compiler reads the same trees; a generated test holds the two to the same
/// answer.
public struct Subject {
    /// Windows of time end here: `(now − span, now]`.
    public let now: Timestamp
    /// Whose calendar `days until` counts by.
    public let zone: Zone
    public let tag: (TagName) -> Value?
    /// A field of the event or signal behind the occurrence.
    public let field: (String) -> Value?
    /// Over the customer's events; see ``Aggregate/value(over:now:)``.
    public let aggregate: (Aggregate) -> Value?

    public init(
        now: Timestamp, zone: Zone, tag: @escaping (TagName) -> Value?,
        field: @escaping (String) -> Value? = { _ in nil },
        aggregate: @escaping (Aggregate) -> Value? = { _ in nil }
    ) {
        self.now = now
        self.zone = zone
        self.tag = tag
        self.field = field
        self.aggregate = aggregate
    }
}

extension Condition {
    /// Whether a customer meets the condition. Total and two-valued: a missing operand, or one
    /// whose kind does not fit, makes every test but `is missing` false, and `not` flips that.
    public func holds(for subject: Subject) -> Bool {
        switch self {
        case .constant(let answer): answer
        case .all(let parts): parts.allSatisfy { $0.holds(for: subject) }
        case .any(let parts): parts.contains { $0.holds(for: subject) }
        case .not(let inner): !inner.holds(for: subject)
        case .compare(let left, let comparison, let right):
            Condition.compare(left.value(for: subject), comparison, right.value(for: subject))
        case .isIn(let operand, let values):
            Condition.isIn(operand.value(for: subject), values)
        case .between(let operand, let low, let high):
            Condition.between(
                operand.value(for: subject), low.value(for: subject), high.value(for: subject))
        case .has(let operand, let word):
            Condition.has(operand.value(for: subject), word)
        case .contains(let whole, let part):
            Condition.contains(whole.value(for: subject), part.value(for: subject))
        case .isMissing(let operand): operand.value(for: subject) == nil
        case .isTrue(let operand): operand.value(for: subject) == .boolean(true)
        case .olderThan(let operand, let span):
            Condition.time(operand.value(for: subject)).map { $0 < subject.now - span } ?? false
        case .within(let operand, let span):
            Condition.time(operand.value(for: subject)).map {
                $0 > subject.now - span && $0 <= subject.now
            } ?? false
        }
    }

    /// What `compare` says of two values: false where one is missing or they are of two kinds.
    public static func compare(
        _ left: Value?, _ comparison: Comparison, _ right: Value?
    ) -> Bool {
        guard let left, let right, left.isSameKind(as: right) else { return false }
        switch comparison {
        case .equal: return left.isIdentical(to: right)
        case .unequal: return !left.isIdentical(to: right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let left = left.rank, let right = right.rank else { return false }
            switch comparison {
            case .less: return left < right
            case .lessOrEqual: return left <= right
            case .greater: return left > right
            default: return left >= right
            }
        }
    }

    private static func isIn(_ value: Value?, _ list: [Value]) -> Bool {
        guard let value else { return false }
        return list.contains { $0.isIdentical(to: value) }
    }

    private static func between(_ value: Value?, _ low: Value?, _ high: Value?) -> Bool {
        compare(value, .greaterOrEqual, low) && compare(value, .lessOrEqual, high)
    }

    private static func has(_ value: Value?, _ word: String) -> Bool {
        guard case .set(let words) = value else { return false }
        return words.contains { $0.utf8.elementsEqual(word.utf8) }
    }

    private static func contains(_ whole: Value?, _ part: Value?) -> Bool {
        guard case .text(let whole) = whole, case .text(let part) = part else { return false }
        let needle = Array(part.utf8)
        guard let first = needle.first else { return true }
        let bytes = Array(whole.utf8)
        guard bytes.count >= needle.count else { return false }
        for start in 0...(bytes.count - needle.count) where bytes[start] == first {
            if bytes[start..<(start + needle.count)].elementsEqual(needle) { return true }
        }
        return false
    }

    private static func time(_ value: Value?) -> Timestamp? {
        guard case .time(let time) = value else { return nil }
        return time
    }
}

extension Operand {
    /// What the expression comes to for a customer; nil when it is missing, which includes a
    /// missing side, division by zero and overflow of 64 bits.
    public func value(for subject: Subject) -> Value? {
        switch self {
        case .literal(let value, _): return value
        case .tag(let name, _): return subject.tag(name)
        case .field(let name, _): return subject.field(name)
        case .aggregate(let aggregate): return subject.aggregate(aggregate)
        case .daysUntil(let operand):
            return Operand.daysUntil(operand.value(for: subject), subject).map { .number($0) }
        case .arithmetic(let left, let sign, let right, _):
            guard let left = Operand.number(left.value(for: subject)),
                let right = Operand.number(right.value(for: subject))
            else { return nil }
            return Operand.reckon(left, sign, right).map { .number($0) }
        case .negated(let operand, _):
            return Operand.number(operand.value(for: subject))
                .flatMap { Operand.reckon(0, .minus, $0) }.map { .number($0) }
        case .rescaled(let operand, let type):
            guard case .number(let to) = type, case .number(let from) = operand.type,
                let factor = Operand.powerOfTen(to - from),
                let number = Operand.number(operand.value(for: subject))
            else { return nil }
            return Operand.reckon(number, .times, factor).map { .number($0) }
        }
    }

    private static func number(_ value: Value?) -> Int64? {
        guard case .number(let number) = value else { return nil }
        return number
    }

    private static func reckon(_ left: Int64, _ sign: Arithmetic, _ right: Int64) -> Int64? {
        let (result, overflow) =
            switch sign {
            case .plus: left.addingReportingOverflow(right)
            case .minus: left.subtractingReportingOverflow(right)
            case .times: left.multipliedReportingOverflow(by: right)
            case .dividedBy: left.dividedReportingOverflow(by: right)
            }
        return overflow ? nil : result
    }

    /// 10^exponent for 0…18, the powers that fit.
    private static func powerOfTen(_ exponent: Int) -> Int64? {
        guard (0...18).contains(exponent) else { return nil }
        return (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
    }

    private static func daysUntil(_ value: Value?, _ subject: Subject) -> Int64? {
        let today = subject.zone.day(of: subject.now)
        switch value {
        case .date(let day):
            return Int64(day.number) - Int64(today.number)
        case .anniversary(let anniversary):
            return AnniversaryRule.next(of: anniversary, onOrAfter: today).map { Int64($0 - today) }
        default:
            return nil
        }
    }
}

extension Value {
    /// Equal by bytes: unlike `==`, text that is only canonically equivalent differs, as it does in
    /// SQL.
    func isIdentical(to other: Value) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.set(let left), .set(let right)):
            left.elementsEqual(right) { $0.utf8.elementsEqual($1.utf8) }
        default: self == other
        }
    }

    /// Where an ordered value stands among its kind; nil for kinds that know equality only.
    public var rank: Int64? {
        switch self {
        case .number(let number): number
        case .time(let time): time.milliseconds
        case .date(let day): Int64(day.number)
        case .duration(let span): span.milliseconds
        case .text, .boolean, .anniversary, .set: nil
        }
    }

    func isSameKind(as other: Value) -> Bool {
        switch (self, other) {
        case (.text, .text), (.boolean, .boolean), (.number, .number), (.time, .time),
            (.date, .date), (.anniversary, .anniversary), (.set, .set), (.duration, .duration):
            true
        default:
            false
        }
    }
}
