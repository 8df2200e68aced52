import HongyanCore
import Testing

@testable import HongyanStore

/// What `check --store` and `explain --audience` count.
struct SurveyTests {
    private let now = Shop.at(2026, 11, 21, 12)

    private static let gold = Condition.compare(
        .tag("tier", .enumeration(["gold", "silver"])), .equal,
        .literal(.text("gold"), .enumeration(["gold", "silver"])))
    private static let hello = Template(
        id: "hello", purpose: .marketing,
        runs: [
            .variable(
                Template.Variable(
                    name: "name", source: .tag("name", .text), fallback: nil, maxLength: 8)),
            .fixed("你好"),
        ], version: Digest(high: 0, low: 1))

    private func book(_ rules: [CompiledRule]) -> RuleBook {
        RuleBook(
            hash: Digest(hashing: ["book"]),
            workspace: Workspace(
                storePath: "s", zone: Shop.zone,
                channels: [
                    Channel(
                        id: "main", provider: .simulated(SimulatedProfile()),
                        purposes: [.marketing], pricePerPart: Money(units: 450), partsPerSecond: 1)
                ]),
            tags: TagSchema(
                tags: Shop.schema.tags, events: Shop.schema.events, signals: Shop.schema.signals,
                audiences: [
                    NamedAudience(name: "gold", title: "金卡", condition: Self.gold),
                    NamedAudience(name: "all", title: "", condition: .constant(true)),
                ]),
            policy: Policy(
                windows: [], blackouts: [],
                caps: [Cap(name: "day", count: 1, period: .day)], signature: "云杉商城",
                optOutWords: "拒收请回复R", globalHoldoutBuckets: 0, maxParts: 10),
            templates: [Self.hello], rules: rules)
    }

    private func store() throws -> SQLiteStore {
        let store = try Shop.store()
        _ = try store.importCustomers(
            [
                Shop.customer(
                    "a", phone: "+8613800000001", ["tier": .text("gold"), "name": .text("林")]),
                Shop.customer("b", phone: "+8613800000002", ["tier": .text("gold")]),
                Shop.customer(
                    "c", phone: "+8613800000003", ["tier": .text("silver"), "name": .text("周")]),
                Shop.customer("d", ["tier": .text("gold")]),
            ], schema: Shop.schema, at: now)
        let consent = Consent(
            purpose: .marketing, at: now - .days(9), source: "form", textVersion: "v1")
        _ = try store.importConsents(
            ["a", "b", "c"].map {
                IncomingConsent(customer: $0, consent: consent, evidence: nil)
            }, at: now)
        _ = try store.ingest(
            [
                Shop.event("o1", "a", "order.placed", now - .days(3)),
                Shop.event("o2", "a", "order.placed", now - .days(3)),
                Shop.event("o3", "c", "order.placed", now - .days(5)),
                Shop.event("o4", "a", "order.placed", now - .days(40)),
            ], schema: Shop.schema, at: now)
        return store
    }

    private let orders = Shop.rule(
        "orders", .event(EventTrigger(event: "order.placed")), audience: gold)

    @Test("counts audiences, past occurrences by day, missing variables and the cost at most")
    func survey() throws {
        let store = try store()
        // What the ledger knows is counted as well.
        let decided = Occurrence(
            rule: "orders", customer: "a", key: "o1", due: now - .days(3), cause: .event(Seq(1)))
        try Shop.commit(store, orders, [Shop.send(decided, at: now - .days(3))], at: now - .days(3))
        let survey = try store.survey(of: book([orders]), at: now)
        #expect(survey.customers == 4)
        #expect(survey.audiences.map(\.customers) == [3, 4])
        let rule = try #require(survey.rules.first)
        #expect(rule.audience == 3)
        #expect(rule.days?.count == StoreSurvey.days)
        #expect(rule.inside == 2 && rule.outside == 1)
        #expect(rule.busiest?.day == Shop.zone.day(of: now) - 3)
        #expect(
            rule.variables == [
                StoreSurvey.Variable(
                    template: "hello", name: "name", hasFallback: false, missing: 2)
            ])
        #expect(rule.costAtMost == Money(units: 900))
    }

    @Test("a schedule counts its instants, and entries only what a sample saw")
    func clocks() throws {
        let store = try store()
        let weekly = Shop.rule(
            "weekly", .schedule(.cron(try Cron(parsing: "0 9 * * 1"))), audience: Self.gold)
        let enters = Shop.rule(
            "enters", .enters(EntersTrigger(condition: Self.gold, everyDays: 1, at: MinuteOfDay(0)))
        )
        let book = book([weekly, enters])
        let first = try store.survey(of: book, at: now).rules
        let byID = Dictionary(uniqueKeysWithValues: first.map { ($0.rule.id, $0) })
        #expect(byID["weekly"]?.inside == 4 * 3 && byID["weekly"]?.outside == 4)
        #expect(byID["enters"]?.days == nil)
        try store.sample(enters, at: now - .days(3), book: book)
        _ = try store.importCustomers(
            [Shop.customer("c", ["tier": .text("gold")])], schema: Shop.schema, at: now)
        try store.sample(enters, at: now - .days(2), book: book)
        let later = try store.survey(of: book, at: now).rules.first { $0.rule.id == "enters" }
        #expect(later?.inside == 1)
    }

    @Test("tells which rule ids were used and which were given up")
    func used() throws {
        let store = try store()
        for (id, customer) in [("orders", "a"), ("orders", "b"), ("other", "a")] {
            let occurrence = Occurrence(
                rule: RuleID(id), customer: CustomerID(customer), key: "k", due: now,
                cause: .instant(now))
            let rule = Shop.rule(RuleID(id), orders.trigger)
            try Shop.commit(store, rule, [Shop.send(occurrence, at: now)], at: now)
        }
        try store.saveCursors([
            "read": HongyanCore.Cursor(
                throughTime: now, throughSeq: .zero, activeFrom: now,
                triggerFingerprint: Digest(high: 0, low: 1))
        ])
        #expect(try store.usedRules() == ["orders", "other", "read"])
        #expect(try store.tombstones() == [])
        try store.rename(["other"], to: "new")
        #expect(try store.usedRules() == ["orders", "new", "read"])
        #expect(try store.tombstones() == ["other"])
        #expect(try Shop.store().usedRules() == [])
    }

    @Test("the funnel narrows all customers by the engine's own gates and by each part")
    func funnel() throws {
        let store = try store()
        _ = try store.importSuppressions(
            [
                IncomingSuppression(
                    customer: "c", number: nil,
                    optOut: OptOut(at: now - .days(1), source: "form", purpose: nil))
            ], at: now)
        let named = Condition.not(.isMissing(.tag("name", .text)))
        let rule = Shop.rule(
            "orders", .event(EventTrigger(event: "order.placed")),
            audience: .all([Self.gold, named]))
        let funnel = try store.funnel(of: rule, book: book([rule]), at: now)
        let counts = funnel.steps.map { step -> String in
            switch step.stage {
            case .customers: "customers \(step.count)"
            case .audience(let text): "\(text) \(step.count)"
            case .gate(let gate): "\(gate.rawValue) \(step.count)"
            }
        }
        #expect(
            counts.prefix(7) == [
                "customers 4", "recipient 3", "shared 3", "optout 2", "consent 2",
                "tier = gold 2", "not name is missing 1",
            ])
        #expect(counts.last == "cap 1")
        let recipient = funnel.steps[1].reasons
        #expect(recipient == [RunReport.ReasonCount(reason: "number.missing", count: 1)])
    }

    @Test("history is read by index")
    func plans() throws {
        let store = try store()
        let cart = AbsenceTrigger(event: "cart.updated", unless: "order.placed", within: .hours(2))
        let weather = SignalTrigger(
            signal: "weather", by: "city", when: .constant(true), daysBefore: 1,
            at: MinuteOfDay(0), freshFor: .hours(12))
        let enters = EntersTrigger(condition: Self.gold, everyDays: 1, at: MinuteOfDay(0))
        let triggers: [Trigger] = [
            .absence(cart), .signal(weather), .enters(enters),
            .reply(ReplyTrigger(keywords: ["1"])),
        ]
        for trigger in triggers {
            let plans = try store.queryPlans {
                _ = try store.history(
                    of: Shop.rule("r", trigger), for: "a", tags: ["city": .text("上海")], at: now)
            }
            #expect(!plans.isEmpty)
            // The few cursors are read whole.
            for plan in plans where !plan.sql.contains("cursors") {
                #expect(plan.scans.isEmpty, "\(plan.sql)\n\(plan.steps)")
            }
        }
    }
}
