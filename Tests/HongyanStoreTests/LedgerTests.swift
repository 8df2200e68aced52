import HongyanCore
import HongyanStore
import Testing

struct LedgerTests {
    private let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))

    /// A store with one customer and one due occurrence.
    private func prepared() throws -> (store: SQLiteStore, occurrence: Occurrence) {
        let store = try Shop.store()
        _ = try store.importCustomers(
            [Shop.customer("a", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
        _ = try store.ingest(
            [Shop.event("e1", "a", "order.placed", Shop.start, ["amount": .number(100)])],
            schema: Shop.schema, at: Shop.start)
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, to: Shop.start), book: Shop.book([rule]),
            after: nil, limit: 10)
        return (store, try #require(page.occurrences.first))
    }

    private func facts(_ store: SQLiteStore, _ occurrence: Occurrence) throws -> Facts {
        let all = try store.facts(
            for: [occurrence], of: rule, book: Shop.book([rule]), at: Shop.start + .hours(1))
        return try #require(all.first)
    }

    @Test("an occurrence gets one final decision: a second page changes nothing")
    func oneFinalDecision() throws {
        let (store, occurrence) = try prepared()
        try Shop.commit(store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start)
        try Shop.commit(store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start)
        let later = Shop.start + .hours(1)
        try Shop.commit(store, rule, [Shop.hold(occurrence, at: later, until: later)], at: later)
        #expect(try store.decisions(of: "a", rule: "r").map(\.decision) == ["send"])
        #expect(try store.clearedCount(of: "r", from: .distantPast, through: .distantFuture) == 1)
        #expect(try facts(store, occurrence).prior == .decided)
    }

    @Test(
        "a hold is a wake-up and nothing else: no slot, no once row, the first decision's time kept"
    )
    func hold() throws {
        let (store, occurrence) = try prepared()
        let until = Shop.start + .hours(2)
        try Shop.commit(
            store, rule, [Shop.hold(occurrence, at: Shop.start, until: until)], at: Shop.start)
        #expect(try store.nextWake() == until)
        #expect(try store.wokenHolds(of: "r", at: until - .seconds(1), limit: 10).isEmpty)
        #expect(try store.wokenHolds(of: "r", at: until, limit: 10) == [occurrence])
        let facts = try facts(store, occurrence)
        #expect(facts.prior == .held(firstDecidedAt: Shop.start, deadline: until + .hours(1)))
        #expect(facts.hold == Facts.Hold(until: until, reason: Reason("window")))
        #expect(facts.sends.isEmpty && facts.lastOfRule == nil)
        #expect(facts.fields == ["amount": .number(100)])
        try Shop.commit(store, rule, [Shop.send(occurrence, at: until)], at: until)
        #expect(try store.wokenHolds(of: "r", at: until, limit: 10).isEmpty)
        #expect(try store.decisions(of: "a", rule: "r").map(\.decision) == ["hold", "send"])
    }

    @Test("a send takes a slot, sets once and is in the log with its text and verdicts")
    func send() throws {
        let (store, occurrence) = try prepared()
        try Shop.commit(store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start)
        let facts = try facts(store, occurrence)
        let cleared = ClearedSend(
            at: Shop.start, rule: "r", purpose: .marketing, channel: "main", template: "hello")
        #expect(facts.sends == [cleared])
        #expect(facts.lastOfRule == Shop.start)
        var records: [DecisionRecord] = []
        try store.forEachDecision(from: .distantPast, through: .distantFuture) {
            records.append($0)
        }
        #expect(records.map(\.verdicts) == ["window=09:00 cap=0/4"])
        #expect(records.map(\.cost) == [Money(units: 450)])
        #expect(records.map(\.channel) == ["main"])
    }

    @Test("a rule that left the book drops its holds")
    func retire() throws {
        let (store, occurrence) = try prepared()
        let until = Shop.start + .hours(2)
        try Shop.commit(
            store, rule, [Shop.hold(occurrence, at: Shop.start, until: until)], at: Shop.start)
        let book = Digest(hashing: ["next"])
        #expect(try store.retireRules(keeping: ["r"], book: book, at: until) == 0)
        #expect(try store.retireRules(keeping: ["other"], book: book, at: until) == 1)
        #expect(try store.nextWake() == nil)
        #expect(
            try store.decisions(of: "a", rule: "r").map(\.reason) == ["window", "rule.removed"])
    }

    @Test("a renamed rule takes over ledger, once rows, holds and cursor")
    func rename() throws {
        let (store, occurrence) = try prepared()
        try Shop.commit(store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start)
        let cursor = Cursor(
            throughTime: Shop.start, throughSeq: Seq(3), activeFrom: .distantPast,
            triggerFingerprint: Digest(hashing: ["f"]))
        try store.saveCursors(["r": cursor])
        try store.rename(["r"], to: "s")
        try store.rename(["r"], to: "s")
        #expect(try store.cursors() == ["s": cursor])
        #expect(try store.decisions(of: "a", rule: "s").count == 1)
        let renamed = Shop.rule("s", rule.trigger)
        let page = try store.occurrences(
            of: renamed, in: Shop.interval(store, to: Shop.start), book: Shop.book([renamed]),
            after: nil, limit: 10)
        #expect(page.occurrences.isEmpty)
        #expect(try store.isTombstone("r"))
    }

    @Test("the funnel adds up")
    func report() throws {
        let (store, occurrence) = try prepared()
        try Shop.commit(
            store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start, outside: 4)
        let report = try store.report(
            book: Shop.book([rule]), from: Shop.start - .minutes(1), through: Shop.start)
        let funnel = try #require(report.rules.first)
        #expect(funnel.occurrences == 5)
        #expect(funnel.outsideAudience == 4)
        #expect(funnel.sent == 1)
        #expect(report.byHour.map(\.hour) == [9])
        #expect(report.touches == [RunReport.TouchCount(messages: 1, customers: 1)])
        #expect(report.samples.map(\.number.description) == ["138****0001"])
    }
}

struct FuseTests {
    @Test("a person's resuming outlives the page that was being decided")
    func resume() throws {
        let store = try Shop.store()
        var cursor = Cursor(
            throughTime: Shop.start, throughSeq: .zero, activeFrom: Shop.start,
            triggerFingerprint: Digest(hashing: ["f"]), trippedAt: Shop.start)
        try store.saveCursors(["r": cursor])
        #expect(try store.removeStop(.rule("r"), at: Shop.start + .minutes(5)))
        try store.saveCursors(["r": cursor])
        #expect(try store.cursors()["r"]?.trippedAt == nil)
        #expect(try store.cursors()["r"]?.resumedAt == Shop.start + .minutes(5))
        cursor.trippedAt = Shop.start + .minutes(6)
        try store.saveCursors(["r": cursor])
        #expect(try store.cursors()["r"]?.trippedAt == Shop.start + .minutes(6))
    }

    @Test("a missed instant is one row of the log, without customer, once")
    func missed() throws {
        let store = try Shop.store()
        for _ in 0..<2 {
            try store.commit(
                DecisionPage(
                    rule: "s", at: Shop.start, book: Digest(hashing: ["b"]), decisions: [],
                    missed: [Shop.start - .days(1)]))
        }
        var records: [DecisionRecord] = []
        try store.forEachDecision(from: .distantPast, through: Shop.start) { records.append($0) }
        #expect(records.map(\.reason) == ["missed"])
        #expect(records.map(\.occurrence) == ["2026-11-01T09:00:00+08:00"])
        #expect(records.map(\.customer) == [""])
    }
}
