import HongyanCore
import Testing

/// What is decided in Core, each with a test of its name.
struct GateSemanticsTests {
    static func held(
        _ occurrence: Occurrence = Given.occurrence(), deadline: Timestamp?
    ) -> Facts {
        Given.facts(occurrence, prior: .held(firstDecidedAt: Given.now, deadline: deadline))
    }

    @Test("Audience is tested at the decision: a woken hold outside it is dropped")
    func audience() {
        let facts = Given.facts(
            prior: .held(firstDecidedAt: Given.now, deadline: nil), isInAudience: false)
        #expect(Given.judge(facts).summary == "drop trigger.audience")
    }

    @Test("Absence: a canceller that arrives later cancels the hold")
    func cancelled() {
        let facts = Given.facts(
            prior: .held(firstDecidedAt: Given.now, deadline: nil), trigger: .cancelled)
        #expect(Given.judge(facts).summary == "drop trigger.cancelled")
    }

    @Test("Caps and once: whoever clears first gets the slot, the loser's reason names the winner")
    func caps() {
        let book = Given.book(caps: [Cap(name: "month", count: 1, period: .month)])
        var high = SharedPass(GateContext(rule: Given.rule("high"), book: book, now: Given.now))
        #expect(high.settle(Given.facts())?.summary == "send")
        // The next rule of the minute reads the first one's send with its facts.
        let sends = [ClearedSend(at: Given.now, rule: "high", purpose: .marketing)]
        var low = SharedPass(GateContext(rule: Given.rule("low"), book: book, now: Given.now))
        let loser = low.settle(Given.facts(sends: sends))
        #expect(loser?.reason == Reason("cap.month", winner: "high"))
    }

    @Test("A hold takes no cap slot")
    func holdTakesNoSlot() {
        let book = Given.book(caps: [Cap(name: "day", count: 1, period: .day)])
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        var pass = SharedPass(GateContext(rule: rule, book: book, now: Given.now))
        for key in ["a", "b"] {
            let facts = Given.facts(Given.occurrence(key: key))
            #expect(pass.settle(facts)?.summary == "hold window 2026-11-21T18:00:00+08:00")
        }
        #expect(pass.clearedInPeriod == 0)
    }

    @Test("late is asked once, at the first decision")
    func late() {
        let rule = Given.rule(closed: .defer(.hours(24)), late: .minutes(30))
        let hour = Given.time(11, 0)
        #expect(Given.judge(Given.facts(), rule, Given.book(), at: hour).summary == "drop late")
        let woken = Self.held(deadline: Given.now + .hours(24))
        #expect(Given.judge(woken, rule, Given.book(), at: hour).summary == "send")
    }

    @Test("late does not ask backlog, which is late by nature")
    func lateBacklog() {
        let old = Given.occurrence(due: Given.now - .days(200), isBacklog: true)
        #expect(Given.judge(Given.facts(old), Given.rule(late: .minutes(30))).summary == "send")
    }

    @Test("closed sets one deadline, due + that long, which a later decision keeps")
    func closed() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        let first = Given.judge(Given.facts(), rule)
        #expect(first.deadline == Given.now + .hours(24))
        let woken = Self.held(deadline: first.deadline)
        let second = Given.judge(woken, rule, Given.book(), at: Given.time(18, 0))
        #expect(second.summary == "send")
        #expect(second.deadline == first.deadline)
        #expect(second.firstDecidedAt == first.firstDecidedAt)
        let tooLate = Given.judge(woken, rule, Given.book(), at: Given.time(18, 0, day: 1))
        #expect(tooLate.summary == "drop closed")
    }

    @Test("closed counts backlog's deadline from its first decision")
    func closedBacklog() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        let old = Given.occurrence(due: Given.now - .days(200), isBacklog: true)
        let decision = Given.judge(Given.facts(old), rule)
        #expect(decision.summary == "hold window 2026-11-21T18:00:00+08:00")
        #expect(decision.deadline == Given.now + .hours(24))
    }

    @Test("limit is a fuse: the first N in decision order go, then the rule is tripped and holds")
    func limit() {
        let rule = Given.rule(limit: Limit(count: 3, period: .day))
        var pass = SharedPass(
            GateContext(rule: rule, book: Given.book(), now: Given.now), clearedInPeriod: 1)
        let outcomes = (0..<4).compactMap { customer in
            pass.settle(Given.facts(Given.occurrence(CustomerID("c-\(customer)"))))?.outcome
        }
        let hold = Decision.Outcome.hold(until: Given.time(11, 0))
        #expect(outcomes == [.send, .send, hold, hold])
        #expect(pass.isTripped)
    }

    @Test("limit stays tripped in the next period, until a person resumes the rule")
    func tripped() {
        let rule = Given.rule(limit: Limit(count: 3, period: .day))
        let tomorrow = GateContext(
            rule: rule, book: Given.book(), now: Given.time(10, 0, day: 1))
        var pass = SharedPass(tomorrow, clearedInPeriod: 0, isTripped: true)
        #expect(pass.settle(Given.facts())?.reason?.code == "limit")
        var resumed = SharedPass(tomorrow)
        #expect(resumed.settle(Given.facts())?.summary == "send")
    }

    @Test("limit is all or none where the size is known before")
    func allOrNone() {
        let limit = Limit(count: 100, period: .day)
        #expect(limit.admits(100, cleared: 0))
        #expect(!limit.admits(101, cleared: 0))
        #expect(!limit.admits(60, cleared: 41))
        #expect(limit.admits(5_000, cleared: 0, pacePerDay: 100))
        #expect(!limit.admits(5_000, cleared: 0, pacePerDay: 101))
    }

    @Test("pace is the other thing: so many a day, the rest later")
    func pace() {
        let rule = Given.rule(closed: .defer(.hours(1)), pace: 2)
        var pass = SharedPass(GateContext(rule: rule, book: Given.book(), now: Given.now))
        let summaries = (0..<5).compactMap { customer in
            pass.settle(Given.facts(Given.occurrence(CustomerID("c-\(customer)"))))?.summary
        }
        #expect(
            summaries == [
                "send", "send", "hold pace 2026-11-22T00:00:00+08:00",
                "hold pace 2026-11-22T00:00:00+08:00", "hold pace 2026-11-23T00:00:00+08:00",
            ])
        #expect(!pass.isTripped)
    }

    @Test("While a rule is disabled or stopped its holds stay until their deadline")
    func disabled() {
        let rule = Given.rule(closed: .defer(.hours(24)), isEnabled: false)
        let woken = Self.held(deadline: Given.time(12, 0))
        #expect(
            Given.judge(woken, rule).summary == "hold stop 2026-11-21T10:05:00+08:00")
        #expect(
            Given.judge(woken, rule, Given.book(), at: Given.time(12, 0)).summary == "drop stop")
    }

    @Test("Rollout: 50 % contains the 10 %")
    func rollout() {
        let ten = BucketGatesTests.reached(Given.rule(rollout: 1_000))
        let fifty = BucketGatesTests.reached(Given.rule(rollout: 5_000))
        #expect(!ten.isEmpty && ten.isStrictSubset(of: fifty))
    }

    @Test("was: hands the hashes to a new id")
    func was() {
        let old = BucketGatesTests.reached(Given.rule(rollout: 5_000, holdout: 1_000))
        let new = Given.rule("cart-2", rollout: 5_000, holdout: 1_000, was: ["cart"])
        #expect(BucketGatesTests.reached(new) == old)
    }
}
