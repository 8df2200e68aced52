import HongyanCore
import HongyanRules
import Testing

struct RuleFileTests {
    /// The good rule with its trigger replaced and lines added.
    private func rule(_ trigger: String, _ more: String = "") throws -> CompiledRule {
        let text = Workspace.rule.split(separator: "\n").map {
            $0.hasPrefix("trigger") ? "trigger: \(trigger)" : String($0)
        }.joined(separator: "\n")
        let compilation = Workspace.compile(["rules/r.yaml": text + "\n" + more])
        #expect(compilation.diagnostics.map(\.message.en) == [])
        return try #require(compilation.book?.rules.first)
    }

    static let triggers: [(String, Trigger)] = [
        (
            "{event: cart.updated, after: 10m}",
            .event(EventTrigger(event: "cart.updated", after: .minutes(10)))
        ),
        (
            "{event: cart.updated, unless: order.placed, within: 2h, key: cart_id, same: cart_id}",
            .absence(
                AbsenceTrigger(
                    event: "cart.updated", unless: "order.placed", within: .hours(2),
                    key: "cart_id", same: "cart_id"))
        ),
        (
            "{dormant: order.placed, for: 90d, backlog: include, pace: 300/day}",
            .dormant(
                DormantTrigger(
                    event: "order.placed", tag: "last_order_at", span: .days(90),
                    backlog: .include))
        ),
        (
            "{date: birthday, before: 3d, at: 10:00}",
            .date(
                DateTrigger(
                    tag: "birthday", isAnniversary: true, daysBefore: 3, at: MinuteOfDay(600)))
        ),
        (
            "{date: coupon_expires, at: 9:30}",
            .date(
                DateTrigger(
                    tag: "coupon_expires", isAnniversary: false, daysBefore: 0,
                    at: MinuteOfDay(570)))
        ),
        (
            "{signal: weather, by: city, when: rain_mm >= 10, before: 1d, at: 17:00}",
            .signal(
                SignalTrigger(
                    signal: "weather", by: "city",
                    when: .compare(
                        .field("rain_mm", .number(scale: 1)), .greaterOrEqual,
                        .literal(.number(100), .number(scale: 1))), daysBefore: 1,
                    at: MinuteOfDay(1_020), freshFor: .hours(12)))
        ),
        (
            "{at: 2026-12-12 10:00}",
            .schedule(.once(Zone.china.moment(CivilDay(text: "2026-12-12")!, MinuteOfDay(600))))
        ),
        (
            "{enters: price_list, every: 1d, at: 03:00}",
            .enters(
                EntersTrigger(
                    condition: .isTrue(.tag("price_list", .boolean)), everyDays: 1,
                    at: MinuteOfDay(180)))
        ),
        ("{reply: [\"1\", 报名]}", .reply(ReplyTrigger(keywords: ["1", "报名"]))),
    ]

    @Test("reads every kind of trigger", arguments: triggers)
    func trigger(_ text: String, _ expected: Trigger) throws {
        #expect(try rule(text).trigger == expected)
    }

    @Test("a cron schedule is parsed")
    func cron() throws {
        guard case .schedule(.cron(let cron)) = try rule("{schedule: \"0 18 * * 5\"}").trigger
        else {
            Issue.record("no cron")
            return
        }
        #expect(cron.text == "0 18 * * 5")
    }

    @Test("pace belongs to the rule, not to what the trigger means")
    func pace() throws {
        let slow = try rule("{dormant: order.placed, for: 90d, backlog: skip, pace: 300/day}")
        let fast = try rule("{dormant: order.placed, for: 90d, backlog: skip, pace: 900/day}")
        let other = try rule("{dormant: order.placed, for: 60d, backlog: skip, pace: 300/day}")
        #expect(slow.pacePerDay == 300)
        #expect(slow.triggerFingerprint == fast.triggerFingerprint)
        #expect(slow.triggerFingerprint != other.triggerFingerprint)
    }

    @Test("a marketing rule takes the policy's defaults, and its own words before them")
    func defaults() throws {
        let plain = try rule("{event: cart.updated}")
        #expect(plain.window?.name == "day")
        #expect(plain.closed == .defer(.hours(24)))
        #expect(plain.late == .minutes(30))
        #expect(plain.limit == Limit(count: 20_000, period: .day))
        #expect(plain.priority == 50)
        let own = try rule(
            "{event: cart.updated}",
            """
            window: evening
            closed: defer 2d
            late: never
            limit: 500/hour
            priority: 70
            once: per 30d
            rollout: 12.5%
            holdout: 5%
            goal: {event: order.placed, within: 3d}
            was: [older, oldest]
            enabled: false
            """)
        #expect(own.window?.name == "evening")
        #expect(own.closed == .defer(.days(2)))
        #expect(own.late == nil)
        #expect(own.limit == Limit(count: 500, period: .hour))
        #expect(own.priority == 70)
        #expect(own.once == .per(.days(30)))
        #expect(own.rolloutBuckets == 1_250)
        #expect(own.holdoutBuckets == 500)
        #expect(own.goal == Goal(event: "order.placed", within: .days(3)))
        #expect(own.stableID == "oldest")
        #expect(!own.isEnabled)
    }

    @Test("a service rule takes no marketing defaults")
    func service() throws {
        let text = """
            rule: r
            title: 例
            purpose: service
            trigger: {event: cart.updated}
            message: code
            """
        let compilation = Workspace.compile(["rules/r.yaml": text])
        let rule = try #require(compilation.book?.rules.first)
        #expect(rule.window == nil)
        #expect(rule.late == nil)
        #expect(rule.limit == nil)
        #expect(rule.isImmediate)
    }

    @Test("rule tests beside the rules are left aside")
    func testFiles() {
        let compilation = Workspace.compile(["rules/r.test.yaml": "not: [a rule"])
        #expect(compilation.diagnostics.isEmpty)
    }

    @Test("windows, blackouts and caps are read as written")
    func policy() throws {
        let text =
            Workspace.policy
            .replacing(
                "evening: \"daily 18:00-20:00\"",
                with: "night: \"fri-sun 22:00-02:00, 09:00-10:00\""
            )
            .replacing("week: \"2 per 7d\"", with: "m: {count: \"4 per month\", audience: rich}")
            + "\nblackouts: {a: \"lunar 12-30 .. lunar 01-03\", b: 2026-12-24}\n"
        let policy = try #require(Workspace.compile(["rules/policy.yaml": text]).book).policy
        #expect(
            policy.windows.last
                == Window(
                    name: "night", weekdays: [5, 6, 7],
                    spans: [
                        DaySpan(from: MinuteOfDay(540), to: MinuteOfDay(600)),
                        DaySpan(from: MinuteOfDay(1_320), to: MinuteOfDay(120)),
                    ]))
        #expect(policy.caps.map(\.name) == ["m"])
        #expect(policy.caps[0].period == .month)
        #expect(policy.caps[0].audience != .constant(true))
        let day = try #require(CivilDay(text: "2026-12-24"))
        #expect(
            policy.blackouts.map(\.days) == [
                .yearly(
                    from: Anniversary(calendar: .lunar, month: 12, day: 30),
                    through: Anniversary(calendar: .lunar, month: 1, day: 3)),
                .dates(from: day, through: day),
            ])
    }

    @Test("templates become runs with sources, fallbacks and maxima")
    func templates() throws {
        let text = """
            templates:
              hello: {purpose: marketing, text: "${name|顾客}：${tier}，${occurrence.date}止", variables: {name: 8}}
            """
        let book = try #require(Workspace.compile(["rules/templates.yaml": text]).book)
        let tiers = ValueType.enumeration(["bronze", "silver", "gold", "platinum"])
        #expect(
            book.templates[0].runs == [
                .variable(
                    Template.Variable(
                        name: "name", source: .tag("name", .text), fallback: "顾客", maxLength: 8)),
                .fixed("："),
                .variable(
                    Template.Variable(
                        name: "tier", source: .tag("tier", tiers), fallback: nil, maxLength: 8)),
                .fixed("，"),
                .variable(
                    Template.Variable(
                        name: "occurrence.date", source: .targetDate, fallback: nil, maxLength: 16)),
                .fixed("止"),
            ])
    }

    @Test("text is brought to normal form C")
    func normalForm() throws {
        let text = Workspace.rule(audience: "name = 'Jose\u{301}'")
        let rule = try #require(Workspace.compile(["rules/r.yaml": text]).book?.rules.first)
        guard case .compare(_, _, .literal(.text(let name), _)) = rule.audience else {
            Issue.record("no literal")
            return
        }
        #expect(Array(name.utf8) == Array("Jos\u{E9}".utf8))
    }
}
