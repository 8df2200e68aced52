import HongyanCore
import Testing

/// What each kind of trigger tells of one customer, at 2026-11-21 10:00.
@Suite("TriggerTeller")
struct TriggerTellerTests {
    typealias Step = TriggerStory.Step

    static let cart = AbsenceTrigger(
        event: "cart.updated", unless: "order.placed", within: .hours(2), key: "cart_id")

    private func event(
        _ kind: EventKind, _ seq: Int64, _ at: Timestamp, cart: String? = nil
    ) -> TriggerHistory.Event {
        TriggerHistory.Event(
            seq: Seq(seq),
            event: IncomingEvent(
                id: EventID("e\(seq)"), customer: Given.customer, kind: kind, at: at,
                fields: cart.map { ["cart_id": .text($0)] } ?? [:]))
    }

    private func tell(
        _ trigger: Trigger, _ history: TriggerHistory = TriggerHistory(),
        tags: [TagName: Value] = [:], standing: [String: TriggerTeller.Standing] = [:],
        at now: Timestamp = Given.now
    ) -> TriggerStory {
        let rule = CompiledRule(
            id: "r", title: "", purpose: .marketing, trigger: trigger,
            triggerFingerprint: Digest(high: 0, low: 1), message: MessageChoice(template: "t"))
        return TriggerTeller(
            rule: rule, zone: .china, now: now, tags: tags, history: history, standing: standing
        ).story()
    }

    private func history(_ events: [TriggerHistory.Event]) -> TriggerHistory {
        var history = TriggerHistory()
        history.events = events
        return history
    }

    /// `key due status`, and the steps behind it.
    private func brief(_ story: TriggerStory) -> [String] {
        story.chapters.map { chapter in
            let steps = chapter.steps.map { "\($0.kind.rawValue) \($0.name)" }
            let due = Zone.china.format(chapter.due).dropFirst(5).prefix(11)
            return "\(chapter.key) \(due) \(chapter.status.rawValue)"
                + (steps.isEmpty ? "" : ": \(steps.joined(separator: ", "))")
        }
    }

    @Test("an event falls due after its delay, and not when its condition does not hold")
    func events() {
        let amount = Operand.field("cart_id", .text)
        let trigger = EventTrigger(
            event: "cart.updated",
            where: .compare(amount, .equal, .literal(.text("a"), .text)), after: .hours(1))
        let story = tell(
            .event(trigger),
            history([
                event("cart.updated", 1, Given.time(8, 0), cart: "a"),
                event("cart.updated", 2, Given.time(8, 30), cart: "b"),
                event("cart.updated", 3, Given.time(9, 30), cart: "a"),
            ]))
        #expect(
            brief(story) == [
                "e1 11-21T09:00 due: started cart.updated",
                "e2 11-21T09:30 unmatched: started cart.updated",
                "e3 11-21T10:30 waiting: started cart.updated",
            ])
        #expect(story.chapters[1].condition.map(\.isTrue) == [false])
        #expect(story.next == Given.time(10, 30))
        #expect(tell(.event(trigger)).missing == .event("cart.updated"))
    }

    @Test("a cart: restarted, cancelled by an order, and another that fell due")
    func absence() {
        let story = tell(
            .absence(Self.cart),
            history([
                event("cart.updated", 1, Given.time(5, 0), cart: "c7"),
                event("cart.updated", 2, Given.time(5, 40), cart: "c7"),
                event("cart.updated", 3, Given.time(6, 0), cart: "c8"),
                event("order.placed", 4, Given.time(7, 20)),
                event("cart.updated", 5, Given.time(7, 30), cart: "c9"),
                event("cart.updated", 6, Given.time(9, 0), cart: "c10"),
            ]))
        #expect(
            brief(story) == [
                "c7 11-21T07:41 cancelled: started cart.updated, restarted cart.updated, "
                    + "cancelled order.placed",
                "c8 11-21T08:01 cancelled: started cart.updated, cancelled order.placed",
                "c9 11-21T09:31 due: started cart.updated",
                "c10 11-21T11:01 waiting: started cart.updated",
            ])
    }

    @Test("while a cart is held a later order cancels and a later event restarts; afterwards not")
    func absenceWhileHeld() {
        let rows = [
            event("cart.updated", 1, Given.time(5, 0), cart: "c7"),
            event("cart.updated", 2, Given.time(8, 0), cart: "c7"),
            event("order.placed", 3, Given.time(9, 0)),
        ]
        let held = tell(.absence(Self.cart), history(rows), standing: ["c7": .held])
        #expect(
            brief(held) == [
                "c7 11-21T10:01 cancelled: started cart.updated, restarted cart.updated, "
                    + "cancelled order.placed"
            ])
        let final = tell(
            .absence(Self.cart), history([rows[0], rows[2]]), standing: ["c7": .final])
        #expect(brief(final) == ["c7 11-21T07:01 due: started cart.updated"])
    }

    @Test("dormant: when the silence crosses, and a silence that ended before")
    func dormant() {
        let trigger = Trigger.dormant(
            DormantTrigger(
                event: "order.placed", tag: "last", span: .days(90), backlog: .skip))
        let last = Given.time(9, 0, day: -10)
        let rows = history([
            event("order.placed", 1, Given.time(9, 0, day: -200)),
            event("order.placed", 2, last),
        ])
        let story = tell(trigger, rows, tags: ["last": .time(last)])
        #expect(
            brief(story) == [
                "2026-05-05 08-03T09:00 cancelled: started order.placed, cancelled order.placed",
                "2026-11-11 02-09T09:00 waiting: started order.placed",
            ])
        #expect(story.next == last + .days(90))
        #expect(tell(trigger).missing == .event("order.placed"))
    }

    @Test("a date tells its last return and the next; a rule that came later skips the last")
    func dates() {
        let trigger = Trigger.date(
            DateTrigger(
                tag: "birthday", isAnniversary: true, daysBefore: 3, at: MinuteOfDay(600)))
        let tags: [TagName: Value] = [
            "birthday": .anniversary(Anniversary(calendar: .solar, month: 5, day: 1))
        ]
        #expect(
            brief(tell(trigger, tags: tags)) == [
                "2026 04-28T10:00 due", "2027 04-28T10:00 waiting",
            ])
        var active = TriggerHistory()
        active.activeFrom = Given.now
        #expect(tell(trigger, active, tags: tags).chapters[0].status == .backlog)
        #expect(tell(trigger).missing == .tag("birthday"))
    }

    @Test("a signal says what it was fetched with, and when that is too old")
    func signals() {
        let rain = Operand.field("rain_mm", .number(scale: 0))
        let trigger = SignalTrigger(
            signal: "weather", by: "city",
            when: .compare(rain, .greaterOrEqual, .literal(.number(10), .number(scale: 0))),
            daysBefore: 1, at: MinuteOfDay(1_020), freshFor: .hours(12))
        var history = TriggerHistory()
        history.signals = [(0, 20, 3), (1, 20, 5), (2, 3, 5)].map { day, rain, ago in
            TriggerHistory.Signal(
                key: "上海", day: Given.today + day, fetchedAt: Given.now - .hours(ago == 3 ? 40 : 1),
                fields: ["rain_mm": .number(Int64(rain))])
        }
        let story = tell(.signal(trigger), history, tags: ["city": .text("上海")])
        #expect(
            brief(story) == [
                "2026-11-21 11-20T17:00 stale: fetched 上海",
                "2026-11-22 11-21T17:00 waiting: fetched 上海",
                "2026-11-23 11-22T17:00 unmatched: fetched 上海",
            ])
        #expect(story.next == Given.time(17, 0))
        let dry = tell(.signal(trigger), tags: ["city": .text("上海")])
        #expect(dry.missing == .signal(key: "上海", day: Given.today + 1))
        #expect(tell(.signal(trigger)).missing == .tag("city"))
    }

    @Test("a schedule tells the instant that struck last and the next")
    func schedules() throws {
        let cron = try Cron(parsing: "0 18 * * 5")
        let story = tell(.schedule(.cron(cron)))
        #expect(story.chapters.map(\.status) == [.due, .waiting])
        #expect(story.chapters.map(\.key).first == "2026-11-20T18:00:00+08:00")
        #expect(story.next == Given.time(18, 0, day: 6))
        let once = tell(.schedule(.once(Given.time(9, 0))))
        #expect(brief(once) == ["2026-11-21T09:00:00+08:00 11-21T09:00 due"])
        #expect(once.next == nil)
    }

    @Test("enters: the entry that a sample saw, or why there is none")
    func entries() {
        let gold = Condition.compare(
            .tag("tier", .text), .equal, .literal(.text("gold"), .text))
        let trigger = Trigger.enters(
            EntersTrigger(condition: gold, everyDays: 1, at: MinuteOfDay(180)))
        var history = TriggerHistory()
        history.membership = TriggerHistory.Membership(isInside: true, entered: Given.time(3, 0))
        let story = tell(trigger, history, tags: ["tier": .text("gold")])
        #expect(brief(story) == ["2026-11-21 11-21T03:00 due: entered "])
        #expect(story.next == Given.time(3, 0, day: 1))
        #expect(tell(trigger, history).chapters.map(\.status) == [.unmatched])
        history.membership = TriggerHistory.Membership(isInside: true, entered: nil)
        #expect(tell(trigger, history).missing == .entry(isInside: true))
        let never = tell(trigger)
        #expect(never.missing == .entry(isInside: false))
        #expect(never.condition.map(\.isTrue) == [false])
    }

    @Test("a reply counts when it is one of the keywords, whatever its width and case")
    func replies() {
        var history = TriggerHistory()
        history.replies = [("r1", " ok！"), ("r2", "报名了吗")].map { id, text in
            TriggerHistory.Reply(seq: Seq(1), id: id, at: Given.time(9, 0), text: text)
        }
        let trigger = Trigger.reply(ReplyTrigger(keywords: ["OK", "报名"]))
        #expect(brief(tell(trigger, history)) == ["r1 11-21T09:00 due: replied OK"])
        #expect(tell(trigger).missing == .reply)
    }
}
