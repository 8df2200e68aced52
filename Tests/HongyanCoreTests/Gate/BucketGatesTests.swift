import HongyanCore
import Testing

struct BucketGatesTests {
    static let customers = (0..<400).map { CustomerID("c-\($0)") }

    static func reached(_ rule: CompiledRule, _ book: RuleBook = Given.book()) -> Set<CustomerID> {
        Set(
            customers.filter {
                Given.judge(Given.facts(Given.occurrence($0)), rule, book).outcome == .send
            })
    }

    @Test("a rollout reaches the buckets below its share, and says which bucket it saw")
    func rollout() {
        for customer in Self.customers.prefix(50) {
            let bucket = Bucket.rollout(rule: "cart", customer: customer)
            let decision = Given.judge(
                Given.facts(Given.occurrence(customer)), Given.rule(rollout: 5_000))
            #expect(decision.summary == (bucket < 5_000 ? "send" : "drop rollout"))
            #expect(decision.seen(.rollout) == "\(bucket)")
        }
        #expect(Self.reached(Given.rule(rollout: 0)).isEmpty)
        #expect(Self.reached(Given.rule()).count == Self.customers.count)
    }

    @Test("a holdout keeps its buckets out")
    func holdout() {
        let control = Set(
            Self.customers.filter { Bucket.holdout(rule: "cart", customer: $0) < 2_000 })
        #expect(!control.isEmpty)
        #expect(
            Self.reached(Given.rule(holdout: 2_000)) == Set(Self.customers).subtracting(control))
    }

    @Test("the global holdout keeps its buckets from marketing, and from marketing only")
    func global() {
        let control = Set(Self.customers.filter { Bucket.globalHoldout(customer: $0) < 2_000 })
        #expect(!control.isEmpty)
        let book = Given.book(globalHoldout: 2_000)
        #expect(Self.reached(Given.rule(), book) == Set(Self.customers).subtracting(control))
        #expect(Self.reached(Given.rule(purpose: .service), book).count == Self.customers.count)
        let decision = Given.judge(
            Given.facts(Given.occurrence(control.min()!)), Given.rule(), book)
        #expect(decision.summary == "drop holdout.global")
    }
}
