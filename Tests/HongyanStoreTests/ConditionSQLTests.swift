import ConditionSamples
import HongyanCore
import HongyanStore
import Testing

/// The same answer from SQL, from the interpreter and from a dry run's columns, on random
/// conditions and customers with gaps.
struct ConditionSQLTests {
    @Test(
        "SQL, interpreter and columns agree on 3,000 random conditions over 40 customers",
        arguments: 0..<4)
    func differential(part: Int) throws {
        var conditions = SampleConditions(seed: 20_261_121 + UInt64(part))
        try compare((0..<750).map { _ in conditions.condition(depth: 3) }) {
            SampleCustomer.spread(&$0)
        }
    }

    @Test("and on conditions whose parts clash, over customers on the edge of them")
    func clashing() throws {
        var conditions = ClashingConditions(seed: 20_261_122)
        for _ in 0..<5 {
            let some = (0..<60).map { _ in conditions.condition() }
            let literals = SampleLiterals(of: .any(some))
            try compare(some) {
                var customer = SampleCustomer.near(literals, &$0)
                // One question is asked at one time, and an audience has no event.
                customer.now = SampleConditions.now
                customer.fields = [:]
                return customer
            }
        }
    }

    private func compare(
        _ conditions: [Condition], _ customer: (inout SampleRandom) -> SampleCustomer
    ) throws {
        let now = SampleConditions.now
        var random = SampleRandom(seed: 42)
        let store = try Shop.store()
        var people: [(id: CustomerID, customer: SampleCustomer)] = []
        for index in 0..<40 {
            people.append((CustomerID("c\(10 + index)"), customer(&random)))
        }
        _ = try store.importCustomers(
            people.map { person in
                Shop.customer(person.id, person.customer.tags.mapValues { $0 as Value? })
            }, schema: Shop.schema, at: now)
        let events = people.flatMap { person in
            person.customer.orders.enumerated().map { (index, order) in
                Shop.event(
                    EventID("\(person.id)-\(index)"), person.id, "order.placed", order.at,
                    order.fields)
            }
        }
        _ = try store.ingest(events, schema: Shop.schema, at: now)
        let interval = try Shop.interval(store, from: now - .days(1), to: now)
        for condition in conditions {
            let rule = Shop.rule("r", .schedule(.once(now)), audience: condition)
            let page = try store.occurrences(
                of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 100)
            let expected = people.filter { condition.holds(for: $0.customer.subject) }
            #expect(page.occurrences.map(\.customer) == expected.map(\.id), "\(condition)")
            let dryRun = try DryRunStore(over: store, from: now, keepsPopulation: true)
            let planned = try dryRun.occurrences(
                of: rule, in: interval, book: Shop.book([rule]), after: nil, limit: 100)
            #expect(planned.occurrences.map(\.customer) == expected.map(\.id), "\(condition)")
        }
    }
}
