import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Occurrence keys.
@Suite("Occurrence keys")
struct OccurrenceKeysTests {
    @Test("each trigger kind has its own stable key")
    func keys() throws {
        let rules = [
            "rule: a-event\ntitle: t\npurpose: marketing\ntrigger: {event: order.placed}\n"
                + "message: hello",
            "rule: b-absence\ntitle: t\npurpose: marketing\n"
                + "trigger: {event: cart.updated, unless: order.placed, within: 1h, "
                + "key: cart_id}\nmessage: hello",
            "rule: c-dormant\ntitle: t\npurpose: marketing\n"
                + "trigger: {dormant: order.placed, for: 2d, backlog: skip}\nmessage: hello",
            "rule: d-birthday\ntitle: t\npurpose: marketing\n"
                + "trigger: {date: birthday, before: 1d, at: \"10:00\"}\nmessage: hello",
            "rule: e-coupon\ntitle: t\npurpose: marketing\n"
                + "trigger: {date: coupon_expires, before: 1d, at: \"10:00\"}\nmessage: hello",
            "rule: f-rain\ntitle: t\npurpose: marketing\ntrigger: {signal: weather, by: city, "
                + "when: rain_mm >= 10, before: 1d, at: \"17:00\"}\nmessage: hello",
            "rule: g-clock\ntitle: t\npurpose: marketing\ntrigger: {schedule: \"0 8 * * *\"}\n"
                + "audience: tier = gold\nmessage: hello",
            "rule: h-enters\ntitle: t\npurpose: marketing\ntrigger: {enters: tier = gold, "
                + "every: 1d, at: \"03:00\"}\nmessage: hello",
        ]
        let book = try TestWorkspace.book(
            rules, policy: TestWorkspace.policy.replacing("4 per month", with: "100 per month"))
        let stage = try Stage(book, from: at("12-01 00:00"))
        try stage.customer(
            "c1",
            [
                "city": .text("上海"), "tier": .text("bronze"),
                "birthday": .anniversary(Anniversary(calendar: .lunar, month: 10, day: 28)),
                "coupon_expires": .date(try #require(CivilDay(text: "2026-12-07"))),
            ])
        try stage.run(to: at("12-02 04:00"))
        try stage.tags("c1", ["tier": .text("gold")])
        try stage.event("order.placed", of: "c1", at: at("12-02 09:00"), id: "o1")
        try stage.event(
            "cart.updated", of: "c1", at: at("12-02 10:00"), id: "e1", ["cart_id": .text("k1")])
        try stage.weather("上海", on: "2026-12-04", rain: 120, fetched: at("12-03 09:00"))
        try stage.run(to: at("12-07 00:00"))
        var first: [RuleID: String] = [:]
        for record in try stage.records() where first[record.rule] == nil {
            first[record.rule] = record.occurrence
        }
        #expect(first["a-event"] == "o1")
        #expect(first["b-absence"] == "k1")
        #expect(first["c-dormant"] == "2026-12-02")
        #expect(first["d-birthday"] == "lunar 2026")
        #expect(first["e-coupon"] == "2026-12-07")
        #expect(first["f-rain"] == "2026-12-04")
        #expect(first["g-clock"] == "2026-12-02T08:00:00+08:00")
        #expect(first["h-enters"] == "2026-12-03")
    }

    @Test("an occurrence gets one final decision; a drop never comes back")
    func oneDecision() throws {
        let rule = """
            rule: hi
            title: t
            purpose: marketing
            trigger: {date: birthday, before: 1d, at: "10:00"}
            late: 5d
            message: hello
            """
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-01 00:00"))
        let birthday = Value.anniversary(Anniversary(calendar: .solar, month: 12, day: 3))
        // Without consent the first decision is a drop.
        _ = try stage.store.importCustomers(
            [
                IncomingCustomer(
                    id: "c1", phone: .number(PhoneNumber(e164: "+8613812345678")),
                    tags: ["birthday": birthday])
            ], schema: stage.book.tags, at: at("12-01 00:00"))
        try stage.run(to: at("12-02 12:00"))
        try stage.expect(["12-02 10:00 hi c1 drop consent.missing"])
        // The tag is corrected and set again, and consent comes: the occurrence of 2026 stays
        // decided.
        try stage.customer("c1", ["birthday": nil])
        try stage.customer("c1", ["birthday": birthday])
        try stage.run(to: at("12-04 12:00"))
        try stage.expect(["12-02 10:00 hi c1 drop consent.missing"])
    }

    @Test("a key holds no rule version: an edited hour does not send the birthday again")
    func noVersion() throws {
        func rule(_ hour: String) -> String {
            RuleText.make("b", "{date: birthday, at: \"\(hour)\"}")
        }
        let stage = try Stage(try TestWorkspace.book([rule("10:00")]), from: at("12-03 00:00"))
        try stage.customer(
            "c1", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 12, day: 3))])
        try stage.run(to: at("12-03 10:30"))
        try stage.reload(try TestWorkspace.book([rule("11:00")]))
        try stage.run(to: at("12-03 23:00"))
        try stage.expect(["12-03 10:00 b c1 send"])
    }

    @Test("a key holds nothing that corrections change: a birthday moved in the year fires once")
    func corrected() throws {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.make("b", "{date: birthday, at: \"10:00\"}")]),
            from: at("12-03 00:00"))
        for day in [3, 5] {
            try stage.customer(
                "c1", ["birthday": .anniversary(Anniversary(calendar: .solar, month: 12, day: day))]
            )
            try stage.run(to: at("12-0\(day) 12:00"))
        }
        try stage.expect(["12-03 10:00 b c1 send"])
    }
}
