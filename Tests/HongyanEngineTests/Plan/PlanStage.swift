import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanStore
import Testing

/// Two books over one small shop, as `hongyan plan` runs them.
struct PlanStage {
    let shop: SmallShop
    let start: Timestamp
    let end: Timestamp

    init(customers: Int = 40, seed: UInt64 = 21, days: Int = 3) {
        start = at("12-01 00:00")
        end = start + .days(Int64(days))
        shop = SmallShop(customers: customers, seed: seed, start: start, days: days)
    }

    func plan(_ old: RuleBook, _ new: RuleBook) throws -> Plan {
        let before = try run(old, replacing: nil)
        let after = try run(new, replacing: old)
        return try PlanComparison.compare(before: before, after: after)
    }

    private func run(_ book: RuleBook, replacing old: RuleBook?) throws -> PlanComparison.Run {
        let store = try shop.store(for: old ?? book, at: start)
        _ = try store.migrate(to: book.tags)
        let simulator = Simulator(
            book: book, replacing: old, store: store,
            providers: SmallShop.providers(book, seed: 5),
            scenario: Scenario(events: shop.future), seed: 5, from: start, logger: Stage.quiet)
        try simulator.run(through: end)
        let start = start
        return PlanComparison.Run(
            name: old == nil ? "old" : "new", book: book,
            report: try store.report(book: book, from: start, through: end, samplesPerRule: 0),
            passedOver: simulator.activation.passedOver,
            outcomes: { rules, position, limit throws(StoreError) in
                // Small pages, so that streams are read in many pieces.
                try store.outcomes(
                    of: rules, after: position, limit: limit, since: start)
            },
            isInAudience: { rule, customer, moment throws(StoreError) in
                try store.holds(rule.audience, for: customer, at: moment)
            })
    }
}

extension Plan {
    func rule(_ id: RuleID) throws -> RuleChange { try #require(rules.first { $0.rule == id }) }
}

extension RuleChange.Movement {
    /// `dropped cap.month sleepy: 3`.
    var words: [String] {
        causes.map { count in
            let parts = [
                count.cause.kind.rawValue, count.cause.code, count.cause.winner?.rawValue ?? "",
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }
}
