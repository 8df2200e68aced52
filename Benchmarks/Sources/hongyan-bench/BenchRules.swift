import HongyanCore

/// The rules of the benchmarks, as the compiler would make them.
enum BenchRules {
    static let allDay = Window(
        name: "all-day", spans: [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))])

    static let template = Template(
        id: "bench", purpose: .marketing,
        runs: [
            .variable(
                Template.Variable(
                    name: "name", source: .tag("name", .text), fallback: "顾客", maxLength: 20)),
            .fixed("，云杉生鲜周末满 99 减 20，门店与小程序同享，今日下单明早送达"),
        ],
        version: Digest(hashing: ["bench", "template"]))

    /// Twenty rules of the four kinds that read the most rows; none is due within the hour.
    static let idle: [CompiledRule] = (1...5).flatMap { number -> [CompiledRule] in
        let days = Int64(100 + number)
        let at = MinuteOfDay(720 + number)
        return [
            rule(
                "absence-\(number)",
                .absence(
                    AbsenceTrigger(
                        event: "cart.updated", unless: "order.placed", within: .hours(2),
                        key: "cart_id"))),
            rule(
                "dormant-\(number)",
                .dormant(
                    DormantTrigger(
                        event: "order.placed", tag: "last_order_at", span: .days(days),
                        backlog: .skip))),
            rule(
                "date-\(number)",
                .date(
                    DateTrigger(
                        tag: "birthday", isAnniversary: true, daysBefore: number, at: at))),
            rule("event-\(number)", .event(EventTrigger(event: "cart.updated", after: .hours(1)))),
        ]
    }

    /// One message to everybody, a minute after the start.
    static let campaign = rule(
        "campaign", .schedule(.once(SampleShop.start + .minutes(1))))

    /// The same, a minute later.
    static let secondCampaign = rule(
        "second-campaign", .schedule(.once(SampleShop.start + .minutes(2))))

    /// What a shop runs for a month: thanks after each order, birthdays, silence, a weekly offer to
    /// a quarter of all.
    static let month = monthly(offerPriority: 20, tiers: ["gold"])

    /// The same with the offer raised above the others and sent to half of all.
    static let changedMonth = monthly(offerPriority: 90, tiers: ["gold", "platinum"])

    private static func monthly(offerPriority: Int, tiers: [String]) -> [CompiledRule] {
        let tier = Operand.tag("tier", .enumeration(SampleShop.tiers))
        var rules = [
            rule("thanks", .event(EventTrigger(event: "order.placed", after: .hours(1)))),
            rule(
                "birthday",
                .date(
                    DateTrigger(
                        tag: "birthday", isAnniversary: true, daysBefore: 3,
                        at: MinuteOfDay(600)))),
            rule(
                "silence",
                .dormant(
                    DormantTrigger(
                        event: "order.placed", tag: "last_order_at", span: .days(26),
                        backlog: .skip))),
        ]
        if let cron = try? Cron(parsing: "0 18 * * 5") {
            rules.append(
                rule(
                    "offer", .schedule(.cron(cron)),
                    audience: .isIn(tier, tiers.map { .text($0) }), priority: offerPriority))
        }
        return rules
    }

    private static func rule(
        _ name: String, _ trigger: Trigger, audience: Condition = .constant(true),
        priority: Int = 50
    ) -> CompiledRule {
        CompiledRule(
            id: RuleID(name), title: name, purpose: .marketing, trigger: trigger,
            triggerFingerprint: Digest(hashing: [name]), audience: audience,
            once: .perOccurrence, priority: priority, window: allDay, closed: .drop,
            limit: Limit(count: 100_000_000, period: .day),
            message: MessageChoice(template: template.id))
    }
}
