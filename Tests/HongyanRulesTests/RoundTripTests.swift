import HongyanCore
import Testing

@testable import HongyanRules

struct RoundTripTests {
    /// Well-typed conditions out of a seed.
    struct Generator {
        var state: UInt64
        mutating func next(_ count: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((word ^ (word >> 31)) % UInt64(count))
        }
        mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

        mutating func number(_ depth: Int) -> String {
            if depth == 0 || next(3) == 0 {
                return pick([
                    "points", "rate", "spend", "orders", "5", "-3", "0.5", "12.75",
                    "count(cart.updated, 36h)", "max(order.placed.amount, 90d)",
                    "days until birthday", "days until coupon_expires",
                ])
            }
            switch next(5) {
            case 0: return "-(\(number(depth - 1)))"
            case 1: return "(\(number(depth - 1))) / \(1 + next(9))"
            case 2: return "points * (\(number(depth - 1)))"
            case 3: return "\(number(depth - 1)) - (\(number(depth - 1)))"
            default: return "\(number(depth - 1)) + \(number(depth - 1))"
            }
        }

        mutating func condition(_ depth: Int) -> String {
            if depth > 0, next(2) == 0 {
                switch next(4) {
                case 0: return "not (\(condition(depth - 1)))"
                case 1: return "(\(condition(depth - 1))) and \(condition(depth - 1))"
                case 2: return "\(condition(depth - 1)) or (\(condition(depth - 1)))"
                default: return "\(condition(depth - 1)) and \(condition(depth - 1))"
                }
            }
            let sign = pick(["=", "!=", "<", "<=", ">", ">="])
            switch next(12) {
            case 0: return "price_list"
            case 1: return "tier \(pick(["=", "!="])) \(pick(["gold", "'silver'"]))"
            case 2: return "tier in [gold, bronze]"
            case 3: return "interests has 生鲜"
            case 4: return "name contains '王'"
            case 5:
                return
                    "last_order_at \(pick(["within", "older than"])) \(pick(["90d", "36h", "5m"]))"
            case 6: return "registered_at \(sign) 2026-05-01"
            case 7: return "coupon_expires \(sign) 2026-05-01"
            case 8: return "birthday = 'lunar 08-15'"
            case 9: return "\(number(1)) between \(number(1)) and \(number(1))"
            case 10: return "\(pick(["points", "rate", "spend"])) in [1, 2.5, 7]"
            default: return "\(number(2)) \(sign) \(number(2))"
            }
        }
    }

    private func audiences(_ conditions: [String]) -> Compilation {
        var tags = Workspace.tags + "\n"
        for (index, condition) in conditions.enumerated() {
            let quoted = condition.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''")
            tags += "  x\(index): '\(quoted)'\n"
        }
        return Workspace.compile(["rules/tags.yaml": tags])
    }

    @Test(
        "what is written out reads back as the same condition", arguments: [1, 2, 3, 4] as [UInt64])
    func roundTrip(_ seed: UInt64) throws {
        var generator = Generator(state: seed)
        let written = (0..<150).map { _ in generator.condition(3) }
        let first = audiences(written)
        let faults = first.diagnostics.filter { $0.severity == .error }.map(\.message.en)
        #expect(faults == [])
        let conditions = try #require(first.book).tags.audiences.map(\.condition)
        let again = audiences(conditions.dropFirst().map(ConditionWriter.text))
        let second = try #require(again.book).tags.audiences.map(\.condition)
        #expect(conditions.count == 151)
        for (one, other) in zip(conditions, second) { #expect(one == other) }
    }
}
