import HongyanCore
import Testing

struct FrequencyGatesTests {
    static let ms = Span(milliseconds: 1)

    static let onces: [(Once?, Timestamp?, String)] = [
        (nil, Given.now, "send"), (.perOccurrence, Given.now, "send"),
        (.ever, nil, "send"), (.ever, Given.now - .days(900), "drop once"),
        (.per(.days(30)), nil, "send"),
        (.per(.days(30)), Given.now - .days(30), "send"),
        (.per(.days(30)), Given.now - .days(30) + ms, "drop once"),
        (.perYear, Given.time(0, 0, day: -324), "drop once"),
        (.perYear, Given.time(0, 0, day: -324) - ms, "send"),
    ]

    @Test("once counts from the rule's last message to the customer")
    func once() {
        #expect((Given.today - 324).description == "2026-01-01")
        for (index, (once, last, expected)) in Self.onces.enumerated() {
            let decision = Given.judge(Given.facts(lastOfRule: last), Given.rule(once: once))
            #expect(decision.summary == expected, "case \(index)")
        }
    }

    static func cap(_ period: Cap.Period, _ count: Int = 1) -> Cap {
        Cap(name: "c", count: count, period: period)
    }
    static func send(
        _ at: Timestamp, _ rule: RuleID = "other", _ purpose: Purpose = .marketing
    ) -> ClearedSend {
        ClearedSend(at: at, rule: rule, purpose: purpose)
    }

    /// Each period with the first moment that still counts: Saturday 2026-11-21 10:00.
    static let starts: [(Cap.Period, Timestamp)] = [
        (.rolling(.days(7)), Given.now - .days(7) + ms),
        (.day, Given.time(0, 0)),
        (.week, Given.time(0, 0, day: -5)),
        (.month, Given.time(0, 0, day: -20)),
        (.year, Given.time(0, 0, day: -324)),
    ]

    @Test("a period is (t − span, t] or calendar, and a message on its edge counts")
    func periods() {
        #expect((Given.today - 5).weekday == 1)
        for (period, first) in Self.starts {
            let book = Given.book(caps: [Self.cap(period)])
            let inside = Given.facts(sends: [Self.send(first)])
            #expect(Given.judge(inside, Given.rule(), book).summary == "drop cap.c", "\(period)")
            let outside = Given.facts(sends: [Self.send(first - Self.ms)])
            #expect(Given.judge(outside, Given.rule(), book).summary == "send", "\(period)")
        }
    }

    @Test("a full cap's reason names the rule that took the last slot, and its value both numbers")
    func winner() {
        let book = Given.book(caps: [
            Cap(name: "week", count: 2, period: .week), Cap(name: "year", count: 9, period: .year),
        ])
        let sends = [
            Self.send(Given.time(9, 0, day: -30), "old"), Self.send(Given.time(8, 0), "first"),
            Self.send(Given.time(9, 0), "second"),
        ]
        let decision = Given.judge(Given.facts(sends: sends), Given.rule(), book)
        #expect(decision.reason == Reason("cap.week", winner: "second"))
        #expect(decision.verdicts(of: .cap).map(\.seen) == ["week:2/2", "year:3/9"])
    }

    @Test("a cap counts and binds its own purpose only")
    func purposes() {
        let book = Given.book(caps: [self.marketing, self.service])
        let sends = [Self.send(Given.time(9, 0), "parcel", .service)]
        #expect(Given.judge(Given.facts(sends: sends), Given.rule(), book).summary == "send")
        let service = Given.rule(purpose: .service)
        #expect(Given.judge(Given.facts(sends: sends), service, book).summary == "drop cap.s")
    }
    let marketing = Cap(name: "m", count: 1, period: .day)
    let service = Cap(name: "s", count: 1, period: .day, purpose: .service)

    @Test("a cap whose audience the customer does not match binds nothing")
    func unbound() {
        let book = Given.book(caps: [Self.cap(.day)])
        let facts = Given.facts(sends: [Self.send(Given.now)], capsNotBinding: ["c"])
        let decision = Given.judge(facts, Given.rule(), book)
        #expect(decision.summary == "send")
        #expect(decision.seen(.cap) == "c:unbound")
    }

    @Test("a cap of none lets nothing pass and names no winner")
    func zero() {
        let book = Given.book(caps: [Self.cap(.day, 0)])
        let decision = Given.judge(Given.facts(), Given.rule(), book)
        #expect(decision.reason == Reason("cap.c"))
    }
}
