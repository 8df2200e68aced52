import HongyanCore
import Testing

struct OpeningGatesTests {
    static let waits = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
    static let drops = Given.rule(window: Given.evening)

    static let moments: [(Timestamp, String)] = [
        (Given.time(17, 59), "hold window 2026-11-21T18:00:00+08:00"),
        (Given.time(18, 0), "send"), (Given.time(19, 59), "send"),
        (Given.time(20, 0), "hold window 2026-11-22T18:00:00+08:00"),
    ]

    @Test("a message waits for the window when the rule defers", arguments: moments)
    func waits(_ moment: Timestamp, _ expected: String) {
        let facts = Given.facts(Given.occurrence(due: moment))
        #expect(
            Given.judge(facts, Self.waits, Given.book(), at: moment).summary == expected)
    }

    @Test("a rule that does not defer drops outside its window")
    func drops() {
        #expect(Given.judge(Given.facts(), Self.drops).summary == "drop closed")
        let facts = Given.facts(Given.occurrence(due: Given.time(18, 0)))
        #expect(
            Given.judge(facts, Self.drops, Given.book(), at: Given.time(18, 0)).summary == "send")
    }

    @Test("an opening at the deadline is in time, one past it is a drop now")
    func deadlines() {
        for (span, expected) in [
            (Span.hours(8), "hold window 2026-11-21T18:00:00+08:00"),
            (Span.hours(8) - Span(milliseconds: 1), "drop closed"),
        ] {
            let rule = Given.rule(window: Given.evening, closed: .defer(span))
            let decision = Given.judge(Given.facts(), rule)
            #expect(decision.summary == expected)
            #expect(decision.deadline == Given.now + span)
        }
    }

    @Test("a service rule without a window is always open; one with a window keeps it")
    func service() {
        let free = Given.rule(purpose: .service)
        #expect(
            Given.judge(Given.facts(), free, Given.book(), at: Given.time(3, 0)).summary == "send")
        let bound = Given.rule(purpose: .service, window: Given.evening)
        #expect(Given.judge(Given.facts(), bound).summary == "drop closed")
    }

    static func blackout(_ from: Int, _ through: Int) -> [Blackout] {
        [
            Blackout(
                name: "gaokao",
                days: .dates(from: Given.today + from, through: Given.today + through))
        ]
    }

    @Test("marketing obeys a blackout even inside its window, and without one")
    func blackouts() {
        let book = Given.book(blackouts: Self.blackout(-1, 1))
        let evening = Given.facts(Given.occurrence(due: Given.time(18, 0)))
        let rule = Given.rule(window: Given.evening, closed: .defer(.days(3)))
        #expect(
            Given.judge(evening, rule, book, at: Given.time(18, 0)).summary
                == "hold blackout 2026-11-23T18:00:00+08:00")
        let free = Given.rule(closed: .defer(.days(3)))
        #expect(
            Given.judge(Given.facts(), free, book).summary
                == "hold blackout 2026-11-23T00:00:00+08:00")
        #expect(Given.judge(Given.facts(), Given.rule(), book).summary == "drop closed")
        let service = Given.rule(purpose: .service)
        #expect(Given.judge(Given.facts(), service, book).summary == "send")
    }

    @Test("an opening that a blackout puts off is held by the blackout")
    func putOff() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.days(3)))
        let late = Given.facts(Given.occurrence(due: Given.time(21, 0)))
        let decision = Given.judge(
            late, rule, Given.book(blackouts: Self.blackout(1, 1)), at: Given.time(21, 0))
        #expect(decision.summary == "hold blackout 2026-11-23T18:00:00+08:00")
        let soon = Given.judge(
            late, Given.rule(window: Given.evening, closed: .defer(.hours(24))),
            Given.book(blackouts: Self.blackout(1, 1)), at: Given.time(21, 0))
        #expect(soon.summary == "drop closed")
    }

    @Test("late skips what is first decided later than due + late")
    func late() {
        let rule = Given.rule(late: .minutes(30))
        for (minute, expected) in [(30, "send"), (31, "drop late")] {
            let decision = Given.judge(
                Given.facts(), rule, Given.book(), at: Given.time(10, minute))
            #expect(decision.summary == expected)
            #expect(decision.seen(.late) == "\(minute)m")
        }
    }

    @Test("a window that never opens drops")
    func never() {
        let rule = Given.rule(
            window: Window(name: "never", weekdays: [], spans: Given.evening.spans),
            closed: .defer(.days(3)))
        #expect(Given.judge(Given.facts(), rule).summary == "drop closed")
    }
}
