import HongyanCore
import Testing

/// What each gate measures by, rests on, and when it would pass.
@Suite("GateExplainer")
struct GateExplainerTests {
    private func notes(
        _ facts: Facts = Given.facts(), _ rule: CompiledRule = Given.rule(),
        _ book: RuleBook = Given.book(), stops: [Stop] = [], at now: Timestamp = Given.now
    ) -> [GateNote] {
        let context = GateContext(rule: rule, book: book, stops: stops, now: now)
        let explainer = GateExplainer(facts, context)
        return GateChain.judge(facts, context).verdicts.map(explainer.note)
    }

    private func note(_ gate: GateID, in notes: [GateNote]) throws -> GateNote {
        try #require(notes.first { $0.verdict.gate == gate })
    }

    private func earliest(
        _ facts: Facts = Given.facts(), _ rule: CompiledRule = Given.rule(),
        _ book: RuleBook = Given.book(), at now: Timestamp = Given.now
    ) -> Timestamp? {
        GateExplainer(facts, GateContext(rule: rule, book: book, now: now)).earliest()
    }

    @Test("a gate that passes says so, with its threshold")
    func passes() throws {
        let all = notes()
        #expect(all.allSatisfy { $0.next == .now })
        #expect(try note(.parts, in: all).threshold == "max 2")
        #expect(try note(.consent, in: all).evidence == [.consent(Given.consent)])
        #expect(earliest() == Given.now)
    }

    /// Each period with when a full cap of one passes again, after a message of 09:00 today.
    static let caps: [(Cap.Period, String, Timestamp)] = [
        (.rolling(.days(7)), "1 per 7d", Given.time(9, 0, day: 7)),
        (.day, "1 per day", Given.time(0, 0, day: 1)),
        (.week, "1 per week", Given.time(0, 0, day: 2)),
        (.month, "1 per month", Given.time(0, 0, day: 10)),
        (.year, "1 per year", Given.time(0, 0, day: 41)),
    ]

    @Test("a full cap names the messages that fill it and when the oldest has left")
    func caps() throws {
        let old = ClearedSend(at: Given.time(9, 0, day: -400), rule: "a", purpose: .marketing)
        let send = ClearedSend(at: Given.time(9, 0), rule: "b", purpose: .marketing)
        for (period, written, passes) in Self.caps {
            let book = Given.book(caps: [Cap(name: "c", count: 1, period: period)])
            let facts = Given.facts(sends: [old, send])
            let cap = try note(.cap, in: notes(facts, Given.rule(), book))
            #expect(cap.threshold == written)
            #expect(cap.evidence == [.sent(send)])
            #expect(cap.next == .at(passes), "\(written)")
            #expect(earliest(facts, Given.rule(), book) == passes)
        }
    }

    @Test("of two messages in a cap of two the first to leave makes room; a cap of none never does")
    func capOrder() throws {
        let sends = [1, 3].map {
            ClearedSend(at: Given.now - .days($0), rule: "b", purpose: .marketing)
        }.reversed().map { $0 }
        func cap(_ count: Int) throws -> GateNote {
            let cap = Cap(name: "c", count: count, period: .rolling(.days(7)))
            return try note(
                .cap, in: notes(Given.facts(sends: sends), Given.rule(), Given.book(caps: [cap])))
        }
        #expect(try cap(2).next == .at(Given.now + .days(4)))
        #expect(try cap(1).next == .at(Given.now + .days(6)))
        #expect(try cap(0).next == .never)
    }

    @Test("once shows the last message and when it is long enough ago")
    func once() throws {
        let last = Given.now - .days(10)
        let cases: [(Once, GateNote.Next)] = [
            (.per(.days(30)), .at(last + .days(30))), (.perYear, .at(Given.time(0, 0, day: 41))),
            (.ever, .never), (.perOccurrence, .now),
        ]
        for (once, next) in cases {
            let found = try note(
                .once, in: notes(Given.facts(lastOfRule: last), Given.rule(once: once)))
            #expect(found.next == next, "\(once.written)")
            #expect(found.threshold == once.written)
            let sent = ClearedSend(at: last, rule: "cart", purpose: .marketing)
            #expect(found.evidence == [.sent(sent)])
        }
    }

    @Test("a closed window passes at its next opening, a blackout when it is over")
    func openings() throws {
        let rule = Given.rule(window: Given.evening, closed: .defer(.days(9)))
        let window = try note(.window, in: notes(Given.facts(), rule))
        #expect(window.threshold == "evening: daily 18:00-20:00")
        #expect(window.next == .at(Given.time(18, 0)))
        let days = Blackout.Days.dates(from: Given.today, through: Given.today + 1)
        let book = Given.book(blackouts: [Blackout(name: "盘点", days: days)])
        let blackout = try note(.blackout, in: notes(Given.facts(), rule, book))
        #expect(blackout.threshold == "盘点: 2026-11-21 .. 2026-11-22")
        #expect(blackout.next == .at(Given.time(18, 0, day: 2)))
        #expect(earliest(Given.facts(), rule, book) == Given.time(18, 0, day: 2))
    }

    @Test("what was dropped by time never passes for the same occurrence")
    func tooLate() throws {
        let facts = Given.facts(Given.occurrence(due: Given.now - .hours(2)))
        let late = try note(.late, in: notes(facts, Given.rule(late: .minutes(30))))
        #expect(late.threshold == "skip 30m" && late.next == .never)
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(3)))
        let closed = try note(.closed, in: notes(Given.facts(), rule))
        #expect(closed.threshold == "defer 3h" && closed.next == .never)
        #expect(earliest(Given.facts(), rule) == nil)
    }

    @Test("consent, opt-out and number wait for a change, with the rows that say so")
    func people() throws {
        let optOut = OptOut(at: Given.now - .days(1), source: "hotline", purpose: nil)
        let refused = try note(.optout, in: notes(Given.facts(optOut: optOut)))
        #expect(refused.evidence == [.optOut(optOut)] && refused.next == .onChange)
        let missing = try note(.consent, in: notes(Given.facts(consents: [])))
        #expect(missing.evidence == [] && missing.next == .onChange)
        let shared = RecipientFacts(number: Given.number, carrier: .mobile, sharedWith: "c-2")
        let holder = try note(.shared, in: notes(Given.facts(recipient: shared)))
        #expect(holder.evidence == [.holder("c-2")] && holder.next == .onChange)
        let nameless = try note(.text, in: notes(Given.facts(tags: [:])))
        #expect(nameless.next == .onChange)
    }

    @Test("a stop shows itself and waits for a person; control groups never pass")
    func stopped() throws {
        let stop = Stop(scope: .all, since: Given.now - .hours(1), reason: "盘点")
        let other = Stop(scope: .rule("x"), since: Given.now, reason: "")
        let stopped = try note(.stop, in: notes(stops: [other, stop]))
        #expect(stopped.evidence == [.stop(stop)] && stopped.next == .onChange)
        let held = try note(.holdout, in: notes(Given.facts(), Given.rule(holdout: 10_000)))
        #expect(held.threshold == "100%" && held.next == .never)
        let out = try note(.rollout, in: notes(Given.facts(), Given.rule(rollout: 0)))
        #expect(out.threshold == "0%" && out.next == .never)
    }

    @Test("a blown fuse waits for a person and says what was cleared; pace waits for its day")
    func shared() throws {
        let rule = Given.rule(
            window: Given.evening, closed: .defer(.days(3)), limit: Limit(count: 2, period: .day),
            pace: 1)
        let now = Given.time(18, 30)
        let context = GateContext(rule: rule, book: Given.book(), now: now)
        var pass = SharedPass(context, clearedInPeriod: 2, paceTaken: [Given.today: 1])
        let since = Given.time(0, 0)
        let explainer = GateExplainer(Given.facts(), context, cleared: (2, since))
        let decision = pass.settle(Given.facts())
        let all = try #require(decision).verdicts.map(explainer.note)
        let limit = try note(.limit, in: all)
        #expect(limit.threshold == "2/day" && limit.next == .onChange)
        #expect(limit.evidence == [.cleared(2, since: since)])
        let pace = try note(.pace, in: all)
        #expect(pace.threshold == "1/day" && pace.next == .at(Given.time(18, 0, day: 1)))
    }

    @Test("the earliest time goes from gate to gate until all pass")
    func chain() {
        let send = ClearedSend(at: Given.time(9, 0), rule: "b", purpose: .marketing)
        let book = Given.book(caps: [Cap(name: "c", count: 1, period: .day)])
        let rule = Given.rule(window: Given.evening, closed: .defer(.days(3)))
        // The cap passes at midnight, when the window is closed.
        #expect(earliest(Given.facts(sends: [send]), rule, book) == Given.time(18, 0, day: 1))
    }

    @Test("a moment of the past does not know what came later")
    func asOf() {
        let late = OptOut(at: Given.now, source: "reply", purpose: nil)
        let early = OptOut(at: Given.now - .days(9), source: "form", purpose: .marketing)
        let sends = [-5, -1].map {
            ClearedSend(at: Given.now + .days($0), rule: "cart", purpose: .marketing)
        }
        let facts = Given.facts(optOut: late, sends: sends, lastOfRule: sends[1].at)
        let then = facts.asOf(
            Given.now - .days(2), rule: Given.rule(), optOuts: [early, late], prior: .new)
        #expect(then.sends == [sends[0]])
        #expect(then.lastOfRule == sends[0].at)
        #expect(then.optOut == early)
    }

    @Test("packed verdicts are read back")
    func lines() {
        let entries = VerdictLine.read("stop ~window=10:00 !cap=week:3/3 later=1")
        #expect(
            entries == [
                .init(gate: .stop, mark: .pass, seen: ""),
                .init(gate: .window, mark: .hold, seen: "10:00"),
                .init(gate: .cap, mark: .drop, seen: "week:3/3"),
            ])
    }
}
