import HongyanCore
import Testing

/// Money: the rule's own budget and the workspace's. A part costs 0.045.
struct BudgetGateTests {
    private static func budget(_ units: Int64, _ period: Budget.Period = .day) -> Budget {
        Budget(amount: Money(units: units), period: period)
    }

    private static func pass(
        own: Budget? = nil, all: Budget? = nil, purpose: Purpose = .marketing,
        limit: Limit? = nil, pace: Int? = nil, spending: Spending = .zero
    ) -> SharedPass {
        let rule = Given.rule(purpose: purpose, limit: limit, pace: pace, budget: own)
        return SharedPass(
            GateContext(rule: rule, book: Given.book(budget: all), now: Given.now),
            spending: spending)
    }

    private static func facts(_ customer: Int) -> Facts {
        Given.facts(Given.occurrence(CustomerID("c-\(customer)")))
    }

    @Test("what no longer fits is dropped, and says how much was spent")
    func ownBudget() {
        var pass = Self.pass(own: Self.budget(1_000))
        let settled = (0..<3).compactMap { pass.settle(Self.facts($0)) }
        #expect(settled.map(\.summary) == ["send", "send", "drop budget"])
        #expect(
            settled.map { $0.seen(.budget) } == [
                "rule:0+0.045/0.1", "rule:0.045+0.045/0.1", "rule:0.09+0.045/0.1",
            ])
        #expect(settled[2].message == nil)
        #expect(pass.spending == Spending(byRule: Money(units: 900), byAll: Money(units: 900)))
    }

    @Test("the last fen may be spent")
    func exactly() {
        var pass = Self.pass(own: Self.budget(900))
        let settled = (0..<3).compactMap { pass.settle(Self.facts($0)) }
        #expect(settled.map(\.summary) == ["send", "send", "drop budget"])
    }

    @Test("the workspace's budget counts what others spent")
    func workspaceBudget() {
        let spent = Spending(byRule: .zero, byAll: Money(units: 9_600))
        var pass = Self.pass(own: Self.budget(10_000), all: Self.budget(10_000), spending: spent)
        let decision = pass.settle(Self.facts(1))
        #expect(decision?.summary == "drop budget.global")
        #expect(
            decision?.verdicts(of: .budget).map(\.seen) == ["rule:0+0.045/1", "all:0.96+0.045/1"])
        pass.beginPage(spending: .zero)
        #expect(pass.settle(Self.facts(1))?.summary == "send")
    }

    @Test("the workspace's holds back marketing only; a service rule's own binds it")
    func purposes() {
        let all = Self.budget(1)
        #expect(Self.send(.marketing, all: all) == "drop budget.global")
        for purpose in [Purpose.service, .verification, .emergency] {
            #expect(Self.send(purpose, all: all) == "send")
        }
        #expect(Self.send(.service, own: all) == "drop budget")
        #expect(Self.send(.verification, own: all) == "send")
    }

    private static func send(
        _ purpose: Purpose, own: Budget? = nil, all: Budget? = nil
    ) -> String? {
        let template = Template(
            id: "cart", purpose: purpose, runs: [.fixed("您的包裹到了。")],
            version: Digest(high: 0, low: 9))
        let rule = Given.rule(purpose: purpose, budget: own)
        let book = Given.book(templates: [template], budget: all)
        var pass = SharedPass(GateContext(rule: rule, book: book, now: Given.now))
        return pass.settle(Given.facts())?.summary
    }

    @Test("without a budget nothing is asked")
    func none() {
        var pass = Self.pass()
        #expect(pass.settle(Self.facts(1))?.verdicts(of: .budget) == [])
    }

    @Test("what waits takes no money and is not dropped for it")
    func waits() {
        var pass = Self.pass(own: Self.budget(450), pace: 1)
        #expect(pass.settle(Self.facts(1))?.summary == "send")
        let waiting = pass.settle(Self.facts(2))
        #expect(waiting?.reason?.code == "pace")
        #expect(waiting?.seen(.budget) == "rule:0.045/0.045")
        #expect(pass.spending.byRule == Money(units: 450))
    }

    @Test("what the money keeps back does not blow the fuse")
    func fuse() {
        var pass = Self.pass(own: Self.budget(450), limit: Limit(count: 1, period: .day))
        let settled = (0..<3).compactMap { pass.settle(Self.facts($0)) }
        #expect(settled.map(\.summary).first == "send")
        #expect(!pass.isTripped)
    }

    @Test("a refused occurrence is judged without money")
    func refused() {
        var pass = Self.pass(own: Self.budget(450))
        let refused = Given.facts(Given.occurrence("c-9"), consents: [])
        #expect(pass.settle(refused)?.summary == "drop consent.missing")
        #expect(pass.spending == .zero)
    }

    @Test("periods are calendar days and months of the zone")
    func periods() {
        let ms = Span(milliseconds: 1)
        let now = Given.time(10, 59)
        #expect(Budget.Period.day.start(at: now, zone: .china) == Given.time(0, 0) - ms)
        #expect(
            Budget.Period.month.start(at: now, zone: .china) == Given.time(0, 0, day: -20) - ms)
        #expect(Budget.Period.day.next(after: now, zone: .china) == Given.time(0, 0, day: 1))
        #expect(Budget.Period.month.next(after: now, zone: .china) == Given.time(0, 0, day: 10))
        #expect(Self.budget(995_000, .month).written == "99.5/month")
    }

    @Test(
        "never more is spent than a budget, whatever comes in which order",
        arguments: 1...40 as ClosedRange<UInt64>)
    func never(seed: UInt64) {
        var random = RandomStream(seed: seed, purpose: "budget", id: "gate")
        let own = random.below(3) == 0 ? nil : Self.budget(Int64(1 + random.below(20_000)))
        let all = Self.budget(Int64(1 + random.below(20_000)))
        let before = Spending(byAll: Money(units: Int64(random.below(12_000))))
        let channels = [
            Given.channel("a", carriers: [.mobile], price: Int64(1 + random.below(900))),
            Given.channel("b", price: Int64(901 + random.below(900))),
        ]
        let book = Given.book(channels: channels, maxParts: 9, budget: all)
        var pass = SharedPass(
            GateContext(rule: Given.rule(budget: own), book: book, now: Given.now),
            spending: before)
        var spent = Money.zero
        var kept = 0
        for customer in 0..<60 {
            let carrier: Carrier = random.below(2) == 0 ? .mobile : .telecom
            let facts = Given.facts(
                Given.occurrence(CustomerID("c-\(customer)")),
                recipient: RecipientFacts(number: Given.number, carrier: carrier))
            guard let decision = pass.settle(facts) else { continue }
            if let message = decision.message { spent = spent + message.cost } else { kept += 1 }
            if random.below(10) == 0 { pass.beginPage(spending: pass.spending) }
        }
        #expect(spent <= own?.amount ?? spent)
        #expect(spent == .zero || before.byAll + spent <= all.amount)
        #expect(pass.spending.byAll == before.byAll + spent)
        #expect(spent > .zero || kept == 60)
    }
}
