import HongyanCore

private let plans: [(id: String, title: String, purpose: Purpose, hours: [Int], base: Int)] = [
    ("cart-abandoned", "购物车两小时未付款提醒", .marketing, [10, 11, 12, 18, 19, 20], 34),
    ("dormant-90d", "九十天未下单的老客唤回", .marketing, [10, 11, 15], 26),
    ("birthday", "生日前三天祝福与礼券", .marketing, [10], 22),
    ("rainy-day", "雨天外送优惠", .marketing, [17], 14),
    ("parcel-arrived", "包裹到站取件码", .service, [8, 9, 10, 11, 13, 14, 16, 17, 19, 21], 40),
    ("price-list", "十八点生鲜价目", .marketing, [18], 60),
    ("welcome", "新会员欢迎", .marketing, [9, 12, 13, 20], 9),
    ("high-value", "高价值会员专属服务", .marketing, [10, 15], 5),
]

private let drops: [[(String, Int)]] = [
    [
        ("consent.missing", 402), ("cap.week", 318), ("holdout", 120), ("late", 44),
        ("optout", 31), ("number.shared", 12),
    ],
    [("consent.missing", 260), ("consent.unproven", 41), ("closed", 18)],
    [("consent.missing", 88), ("consent.expired", 20), ("once", 3)],
    [("trigger.stale", 210), ("cap.month", 64)],
    [("number.missing", 17), ("optout", 2)],
    [("cap.week", 530), ("consent.withdrawn", 9)],
    [("consent.missing", 30), ("late", 4)],
    [("holdout.global", 6)],
]

private let samples: [(Int, String)] = [
    (0, "【云杉商城】王秀英，您购物车里的商品还为您留着，今天下单享会员价，库存有限。拒收请回复R"),
    (
        2,
        "【云杉商城】李建国，您的生日快到了，云杉为您备好一张三十元礼券，生日当周到店或在小程序下单均可使用，"
            + "祝您生日快乐，阖家安康，日日都有好心情。拒收请回复R"
    ),
    (4, "【云杉商城】您的包裹已到菜鸟驿站东门店，取件码7-3-4512，请于三日内领取。"),
]

/// A month of a mid-size shop: made-up numbers that add up.
func sampleReport(hostile: Bool = false) -> RunReport {
    let first = CivilDay(number: 20_778)
    var hours: [RunReport.HourCount] = []
    var sent = [Int](repeating: 0, count: plans.count)
    for offset in 0..<30 {
        let day = first + offset
        for hour in 0..<24 {
            for (place, plan) in plans.enumerated() where plan.hours.contains(hour) {
                if plan.id == "price-list" && day.weekday != 5 { continue }
                if plan.id == "rainy-day" && offset % 4 != 1 { continue }
                let wave = (offset * 7 + hour * 13 + place * 5) % 17
                let peak = hour == 12 || hour == 20 ? 2 : 1
                let count = plan.base * peak / plan.hours.count * (10 + wave) / 12
                guard count > 0 else { continue }
                hours.append(
                    .init(
                        day: day, hour: hour, rule: RuleID(plan.id), sent: count,
                        cost: Money(units: 450) * count))
                sent[place] += count
            }
        }
    }
    let funnels = sampleFunnels(sent: sent, hostile: hostile)
    let total = funnels.reduce(0) { $0 + $1.parts }
    let messages = sent.reduce(0, +)
    return RunReport(
        from: Zone.china.moment(first), through: Zone.china.moment(first + 30),
        book: Digest(high: 0x1234_5678_9ABC_DEF0, low: 0x0FED_CBA9_8765_4321), zone: .china,
        rules: funnels, byHour: hours,
        touches: [
            .init(messages: 1, customers: 2_410), .init(messages: 2, customers: 1_212),
            .init(messages: 3, customers: 377), .init(messages: 4, customers: 90),
        ],
        channels: [
            .init(
                channel: "simulated", messages: messages - 60, parts: total - 60,
                charged: Money(units: 450) * (total - 60))
        ],
        states: [
            .init(state: .delivered, count: messages - 200), .init(state: .failed, count: 120),
            .init(state: .refused, count: 60), .init(state: .unknown, count: 20),
        ],
        samples: samples.map { place, text in
            .init(
                rule: RuleID(plans[place].id),
                at: Zone.china.moment(first + 3, MinuteOfDay(plans[place].hours[0] * 60 + 7)),
                number: PhoneNumber(e164: "+8613812345678"),
                text: hostile ? "</p><img src=x onerror=alert(1)>\u{202E}\u{0} & \"" : text,
                parts: place == 2 ? 2 : 1)
        },
        assumptions: [
            .init(key: "events", value: "repeat-last 28d"), .init(key: "seed", value: "7"),
            .init(key: "carrier", value: "profile of channel simulated"),
        ], customers: 10_000, details: sampleDetails(), frame: sampleFrame(first),
        data: DataVersion(
            seq: Seq(48_213), newest: Zone.china.moment(first) - .minutes(1), oldest: nil,
            hash: Digest(high: 7, low: 9)))
}

private func sampleDetails() -> RunDetails {
    var tally = RunDetailsTally()
    tally.sent(parts: 1, messages: 5_000)
    tally.sent(parts: 2, messages: 660)
    tally.displaced("cart-abandoned", by: "price-list", cap: "cap.week", count: 318)
    tally.displaced("rainy-day", by: "cart-abandoned", cap: "cap.month", count: 64)
    tally.ended("cart-abandoned", after: .minutes(40), isSent: true, count: 210)
    tally.ended("cart-abandoned", after: .hours(9), isSent: false, count: 31)
    tally.ended("dormant-90d", after: .days(2), isSent: true, count: 77)
    return RunDetails(tally)
}

private func sampleFrame(_ first: CivilDay) -> RunFrame {
    let evening = Window(
        name: "evening",
        spans: [DaySpan(from: MinuteOfDay(18 * 60), to: MinuteOfDay(20 * 60 + 30))])
    return RunFrame(
        caps: [
            .init(label: "day", written: "1 per day", count: 1, days: 1),
            .init(label: "month", written: "4 per month", count: 4, days: 31),
        ],
        windows: plans.map {
            .init(rule: RuleID($0.id), window: $0.purpose == .marketing ? evening : nil)
        },
        hours: [
            PackHours(
                window: Window(
                    name: "hours",
                    spans: [DaySpan(from: MinuteOfDay(8 * 60), to: MinuteOfDay(22 * 60))]),
                pack: PackVersion(id: "cn-2026", version: 1))
        ], blackouts: [.init(name: "高考", days: [first + 3, first + 4])],
        budgets: [
            .init(
                rule: nil, budget: Budget(amount: Money(units: 3_000_000), period: .month),
                spentBefore: Money(units: 1_000_000)),
            .init(
                rule: "price-list", budget: Budget(amount: Money(units: 50_000), period: .day)),
        ],
        grounds: [
            .init(rule: "cart-abandoned", ground: .events),
            .init(rule: "rainy-day", ground: .signals),
        ])
}

private func sampleFunnels(sent: [Int], hostile: Bool) -> [RunReport.RuleFunnel] {
    var funnels: [RunReport.RuleFunnel] = []
    for (place, plan) in plans.enumerated() {
        let dropped = drops[place].map { RunReport.ReasonCount(reason: $0.0, count: $0.1) }
        let lost = dropped.reduce(0) { $0 + $1.count }
        let outside = plan.purpose == .marketing ? sent[place] * 2 : 0
        let held = place == 0 ? 14 : 0
        let parts = sent[place] + (place == 2 ? sent[place] : 0)
        let evil = hostile && place == 0
        funnels.append(
            .init(
                rule: RuleID(plan.id),
                title: evil ? "<script>alert(1)</script>\" onload='x' & ]]> -->" : plan.title,
                purpose: plan.purpose, occurrences: sent[place] + outside + lost + held,
                outsideAudience: outside, sent: sent[place], parts: parts,
                cost: Money(units: 450) * parts, dropped: dropped,
                held: place < 4
                    ? [
                        .init(reason: "window", count: 640 / (place + 1)),
                        .init(reason: "pace", count: 20),
                    ] : [],
                stillHeld: held))
    }
    return funnels
}
