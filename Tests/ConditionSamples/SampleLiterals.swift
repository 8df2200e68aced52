public import HongyanCore

/// The values that a condition names, to draw customers from.
public struct SampleLiterals {
    var numbers: [Int64] = [0, 1, .max, .min]
    var spans: [Span] = [.hours(24), .hours(48)]
    var times: [Timestamp] = []
    var days: [CivilDay] = []
    var anniversaries: [Anniversary] = []
    var texts = ["a", "ab", "红茶", "x"]

    public init(of condition: Condition) { take(condition) }

    private mutating func take(_ condition: Condition) {
        switch condition {
        case .constant: break
        case .all(let parts), .any(let parts): for part in parts { take(part) }
        case .not(let inner): take(inner)
        case .compare(let left, _, let right), .contains(let left, let right):
            take(left)
            take(right)
        case .between(let operand, let low, let high):
            for operand in [operand, low, high] { take(operand) }
        case .isIn(let operand, let values):
            take(operand)
            for value in values { take(value) }
        case .has(let operand, _), .isMissing(let operand), .isTrue(let operand): take(operand)
        case .olderThan(let operand, let span), .within(let operand, let span):
            take(operand)
            spans.append(span)
        }
    }

    private mutating func take(_ operand: Operand) {
        switch operand {
        case .literal(let value, _): take(value)
        case .daysUntil(let inner), .negated(let inner, _), .rescaled(let inner, _): take(inner)
        case .arithmetic(let left, _, let right, _):
            take(left)
            take(right)
        case .aggregate(let aggregate): spans.append(aggregate.span)
        case .tag, .field: break
        }
    }

    private mutating func take(_ value: Value) {
        switch value {
        case .number(let number): numbers += [number, number / 100]
        case .time(let time): times.append(time)
        case .date(let day): days.append(day)
        case .anniversary(let anniversary): anniversaries.append(anniversary)
        case .text(let text): texts += [text, text + "a", "红" + text]
        case .duration(let span): spans.append(span)
        case .boolean, .set: break
        }
    }

    /// One of the numbers, or what a step or two of arithmetic makes of them.
    func number(_ random: inout SampleRandom) -> Int64 {
        let (one, two) = (random.pick(numbers), random.pick(numbers))
        let near = Int64(random.next(3) - 1)
        switch random.next(8) {
        case 0: return one &+ two
        case 1: return one &- two
        case 2: return two == 0 ? one : one.dividedReportingOverflow(by: two).partialValue &+ near
        case 3: return 0 &- one &+ near
        case 4: return Int64(random.next(9) - 2)
        default: return one &+ near
        }
    }

    func time(at now: Timestamp, _ random: inout SampleRandom) -> Timestamp {
        let near = Span(milliseconds: Int64(random.next(3) - 1))
        if !times.isEmpty, random.next(3) == 0 { return random.pick(times) + near }
        let base = random.pick(spans)
        return random.next(8) == 0 ? now + base : now - base + near
    }

    func day(at now: Timestamp, _ random: inout SampleRandom) -> CivilDay {
        let near = random.next(3) - 1
        if !days.isEmpty, random.next(2) == 0 { return random.pick(days) + near }
        let count = random.pick(numbers.filter { $0.magnitude < 1_000 })
        return SampleConditions.zone.day(of: now) + (Int(count) + near)
    }

    /// One that is named, or one that returns after so many days; solar and lunar.
    func birthday(at now: Timestamp, _ random: inout SampleRandom) -> Value? {
        if !anniversaries.isEmpty, random.next(2) == 0 {
            return .anniversary(random.pick(anniversaries))
        }
        let target = day(at: now, &random)
        if random.next(2) == 0, let lunar = Lunar.date(of: target) {
            return .anniversary(
                Anniversary(
                    calendar: .lunar, month: lunar.month, day: lunar.day, leap: lunar.leap))
        }
        let fields = target.fields
        return .anniversary(Anniversary(calendar: .solar, month: fields.month, day: fields.day))
    }
}
