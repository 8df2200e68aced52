import HongyanCore
import Testing

@Suite("A year without a notice of its working days")
struct CalendarGatesTests {
    static let office = Window(
        name: "office", days: .workdays,
        spans: [DaySpan(from: MinuteOfDay(540), to: MinuteOfDay(1_080))])
    static let waits = Given.rule(window: office, closed: .defer(.hours(24)))

    static func time(_ text: String) throws -> Timestamp {
        try #require(Timestamp.parse(text, zone: .china))
    }

    static func judge(_ rule: CompiledRule, due: String, at now: String) throws -> Decision {
        let due = try time(due)
        let consent = Consent(
            purpose: .marketing, at: due - .days(1), source: "checkout", textVersion: "v3")
        return Given.judge(
            Given.facts(Given.occurrence(due: due), consents: [consent]), rule, Given.book(),
            at: try time(now))
    }

    static let moments: [(due: String, at: String, summary: String, why: String)] = [
        ("2026-12-31 10:00", "2026-12-31 10:00", "send", "a working day of a known year"),
        (
            "2026-12-31 19:00", "2026-12-31 19:00",
            "hold calendar.missing 2027-01-01T09:00:00+08:00", "until then it is closed anyway"
        ),
        (
            "2026-12-31 19:00", "2027-01-01 09:00",
            "hold calendar.missing 2027-01-01T10:00:00+08:00", "asks again each hour"
        ),
        (
            "2026-12-31 10:20", "2027-01-01 10:00",
            "hold calendar.missing 2027-01-01T10:20:00+08:00", "never past the deadline"
        ),
        ("2026-12-31 10:20", "2027-01-01 10:20", "drop calendar.missing", "the deadline is here"),
        ("2026-12-31 10:20", "2027-01-01 11:00", "drop calendar.missing", "the deadline is over"),
        (
            "2027-01-01 18:30", "2027-01-02 08:00",
            "hold calendar.missing 2027-01-02T09:00:00+08:00", "closed by night"
        ),
    ]

    @Test("a message fails closed, asks again, and is dropped at its deadline", arguments: moments)
    func waits(due: String, at: String, summary: String, why: String) throws {
        let decision = try Self.judge(Self.waits, due: due, at: at)
        #expect(decision.summary == summary, "\(why)")
        if summary.contains("calendar.missing") {
            #expect(decision.verdicts.contains { $0.seen == "2027" }, "the year is named")
        }
    }

    @Test("an opening past the deadline is a plain drop, whatever the year")
    func pastDeadline() throws {
        let brief = Given.rule(window: Self.office, closed: .defer(.hours(2)))
        #expect(
            try Self.judge(brief, due: "2026-12-31 19:00", at: "2026-12-31 19:00").summary
                == "drop closed")
    }

    @Test("a rule that does not defer is dropped, and the year named")
    func drops() throws {
        let rule = Given.rule(window: Self.office)
        let decision = try Self.judge(rule, due: "2027-03-10 10:00", at: "2027-03-10 10:00")
        #expect(decision.summary == "drop calendar.missing")
        #expect(decision.seen(.closed) == "2027")
        let night = try Self.judge(rule, due: "2027-03-10 20:00", at: "2027-03-10 20:00")
        #expect(night.summary == "drop closed")
    }

    @Test("daily windows, weekdays and rules without a window do not mind")
    func others() throws {
        let spans = Self.office.spans
        let windows = [
            Window(name: "daily", spans: spans),
            Window(name: "mon-fri", weekdays: Set(1...5), spans: spans),
        ]
        for window in windows {
            let rule = Given.rule(window: window, closed: .defer(.hours(24)))
            let decision = try Self.judge(rule, due: "2027-03-10 10:00", at: "2027-03-10 10:00")
            #expect(decision.summary == "send", "\(window.name)")
        }
        let free = try Self.judge(Given.rule(), due: "2027-03-10 10:00", at: "2027-03-10 10:00")
        #expect(free.summary == "send")
    }

    @Test("behind a blackout that reaches into such a year nobody knows either")
    func blackout() throws {
        let blackout = Blackout(
            name: "eve",
            days: .dates(
                from: try #require(CivilDay(text: "2026-12-30")),
                through: try #require(CivilDay(text: "2026-12-31"))))
        let rule = Given.rule(window: Self.office, closed: .defer(.days(3)))
        let now = try Self.time("2026-12-30 10:00")
        let consent = Consent(
            purpose: .marketing, at: now - .days(1), source: "checkout", textVersion: "v3")
        let decision = Given.judge(
            Given.facts(Given.occurrence(due: now), consents: [consent]), rule,
            Given.book(blackouts: [blackout]), at: now)
        #expect(decision.summary == "hold calendar.missing 2027-01-01T09:00:00+08:00")
        #expect(decision.verdicts(of: .blackout).map(\.seen) == ["2027"])
        #expect(decision.verdicts(of: .window).map(\.outcome) == [.pass])
    }

    @Test("a pace spreads over the unknown days, for a notice may come in time")
    func pace() throws {
        let rule = Given.rule(window: Self.office, closed: .defer(.hours(24)), pace: 1)
        let now = try Self.time("2026-12-31 10:00")
        let context = GateContext(rule: rule, book: Given.book(), now: now)
        var pass = SharedPass(context)
        let consent = Consent(
            purpose: .marketing, at: now - .days(1), source: "checkout", textVersion: "v3")
        let outcomes = (1...3).compactMap { number -> String? in
            let customer = CustomerID("c-\(number)")
            let facts = Given.facts(Given.occurrence(customer, due: now), consents: [consent])
            return pass.settle(facts)?.summary
        }
        #expect(
            outcomes == [
                "send", "hold pace 2027-01-01T09:00:00+08:00",
                "hold pace 2027-01-02T09:00:00+08:00",
            ])
    }

    @Test("what waits in the queue waits or is withdrawn alike")
    func queue() throws {
        func judge(_ deadline: String, _ now: String) throws -> EdgeOutcome {
            EdgeCheckTests.judge(
                EdgeCheckTests.message(deadline: try Self.time(deadline)), Self.waits,
                at: try Self.time(now))
        }
        let hour = try judge("2027-01-02 10:00", "2027-01-01 10:00")
        #expect(hour == .wait(until: try Self.time("2027-01-01 11:00")))
        let soon = try judge("2027-01-01 10:30", "2027-01-01 10:00")
        #expect(soon == .wait(until: try Self.time("2027-01-01 10:30")))
        let over = try judge("2027-01-01 10:00", "2027-01-01 10:00")
        #expect(over == .withdraw(Reason("calendar.missing")))
        let night = try judge("2027-01-01 20:00", "2026-12-31 20:00")
        #expect(night == .wait(until: try Self.time("2027-01-01 09:00")))
    }

    @Test("explain says that only a change of the workspace helps")
    func explained() throws {
        let decision = try Self.judge(Self.waits, due: "2026-12-31 19:00", at: "2027-01-01 09:00")
        let context = GateContext(
            rule: Self.waits, book: Given.book(), now: try Self.time("2027-01-01 09:00"))
        let explainer = GateExplainer(Given.facts(), context)
        let verdict = try #require(decision.verdicts(of: .window).first)
        #expect(explainer.note(verdict).next == .onChange)
    }

    // MARK: Alarms

    private static func book(_ rules: [CompiledRule]) -> RuleBook {
        let plain = Given.book()
        return RuleBook(
            hash: plain.hash, workspace: plain.workspace, tags: plain.tags,
            policy: Policy(
                windows: [office, Given.evening], blackouts: [], caps: [], signature: "云杉商城",
                optOutWords: "拒收请回复R", globalHoldoutBuckets: 0, maxParts: 2),
            templates: plain.templates, rules: rules)
    }

    @Test("an alarm names the year, the windows and the rules, and only where a rule hangs on it")
    func alarms() throws {
        let today = Given.today
        let book = Self.book([Self.waits, Given.rule("b", window: Given.evening)])
        let alarms = book.calendarAlarms(on: today)
        #expect(
            alarms == [
                CalendarAlarm(
                    year: 2027, status: .provisional,
                    from: try #require(CivilDay(text: "2027-01-01")), windows: ["office"],
                    rules: ["cart"])
            ])
        for language in Language.allCases {
            let words = alarms.map { $0.words(language) }.joined()
            #expect(words.contains("2027") && words.contains("office") && words.contains("cart"))
        }
        #expect(Self.book([Given.rule(window: Given.evening)]).calendarAlarms(on: today) == [])
        let off = Given.rule(window: Self.office, isEnabled: false)
        #expect(Self.book([off]).calendarAlarms(on: today) == [])
        // 61 days before the year nobody needs to be told.
        #expect(book.calendarAlarms(on: try #require(CivilDay(text: "2026-11-01"))) == [])
        #expect(book.calendarAlarms(on: try #require(CivilDay(text: "2026-11-02"))).count == 1)
        let later = book.calendarAlarms(
            from: today, through: try #require(CivilDay(text: "2028-02-01")))
        #expect(later.map(\.year) == [2027, 2028])
        #expect(later.map(\.status) == [.provisional, nil])
    }
}
