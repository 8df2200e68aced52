public import HongyanCore

/// A backtest for a terminal.
public enum BacktestText {
    /// Ends with a line end.
    public static func render(_ test: Backtest, language: Language) -> String {
        let page = BacktestPage(test: test, words: Wording(language: language))
        return page.lines.joined(separator: "\n") + "\n"
    }
}

/// A backtest as one JSON object.
public enum BacktestJSON {
    /// Keys in a fixed order; shares are numbers from 0 to 1; ends with a line end.
    public static func render(_ test: Backtest) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("rule", test.rule.rawValue)
            json.member("title", test.title)
            json.member("from", test.zone.format(test.from))
            json.member("through", test.zone.format(test.through))
            json.member("book", test.book.description)
            json.key("causal")
            json.literal("false")
            json.member("goal") { json in
                json.object { json in
                    json.member("event", test.goal.event.rawValue)
                    json.member("within", test.goal.within.description)
                }
            }
            json.member("occurrences", test.occurrences)
            json.member("customers_undecided", test.undecidedCustomers)
            json.member("really_sent", test.reallySent)
            json.member("groups") { json in
                json.array { json in test.groups.forEach { group($0, &json) } }
            }
            difference(test, &json)
        }
        return json.text + "\n"
    }

    private static func group(_ group: Backtest.Group, _ json: inout JSONWriter) {
        let (name, code) = BacktestPage.code(of: group.kind)
        json.object { json in
            json.member("group", name)
            if let code { json.member("reason", code) }
            json.member("customers", group.customers)
            json.member("reached", group.reached)
            share(ShareInterval(group.reached, of: group.customers), &json)
        }
    }

    private static func difference(_ test: Backtest, _ json: inout JSONWriter) {
        guard let (other, isByChance) = test.comparison else { return }
        json.member("difference") { json in
            json.object { json in
                json.member("against", isByChance ? "kept-out-by-chance" : "turned-away")
                json.member("let_through") { arm(test.letThrough, &$0) }
                json.member("others") { arm(other, &$0) }
                share(BacktestPage.difference(test.letThrough, other), &json)
            }
        }
    }

    private static func arm(_ arm: Backtest.Arm, _ json: inout JSONWriter) {
        json.object { json in
            json.member("customers", arm.customers)
            json.member("reached", arm.reached)
            share(ShareInterval(arm.reached, of: arm.customers), &json)
        }
    }

    private static func share(_ interval: ShareInterval, _ json: inout JSONWriter) {
        for (name, value) in [
            ("share", interval.value), ("low", interval.low), ("high", interval.high),
        ] {
            json.key(name)
            json.literal(ShareInterval.decimal(value))
        }
    }
}

private struct BacktestPage {
    let test: Backtest
    let words: Wording

    var lines: [String] {
        head + table + [""] + comparison + [""] + remarks
    }

    private var head: [String] {
        let last = test.zone.day(of: test.through - Span(milliseconds: 1))
        let period = "\(test.zone.day(of: test.from)) – \(last)"
        return [
            words("鸿雁 · 历史回测", "Hongyan · backtest") + "  \(test.rule)  \(test.title)  \(period)",
            words(
                "仅为观察，不是因果：只说明同时发生了什么，不说明短信起了什么作用。",
                "Observational, not causal: it tells what went together, "
                    + "not what the message did."),
            words(
                "目标：首次判断后 \(test.goal.within) 内发生 \(test.goal.event)。"
                    + "每位客户只计一次，取期间内的第一次触发。",
                "Goal: \(test.goal.event) within \(test.goal.within) of the first decision. "
                    + "Each customer counts once, by the first occurrence."),
            words(
                "共触发 \(Figures.count(test.occurrences)) 次；另有 "
                    + "\(Figures.count(test.undecidedCustomers)) 位客户的目标期尚未结束，未计入。",
                "\(Figures.count(test.occurrences)) occurrences; left out: "
                    + "\(Figures.count(test.undecidedCustomers)) customers whose goal window "
                    + "is still open."),
            "",
        ]
    }

    private static let nameWidth = 48

    private var table: [String] {
        let heads = [
            words("客户", "customers"), words("达成", "reached"), words("占比", "share"),
            words("95% 区间", "95% interval"),
        ]
        var lines = [row(words("分组", "group"), heads)]
        for group in test.groups {
            let interval = ShareInterval(group.reached, of: group.customers)
            lines.append(
                row(
                    name(of: group.kind),
                    [
                        Figures.count(group.customers), Figures.count(group.reached),
                        ShareInterval.percent(interval.value),
                        "\(ShareInterval.percent(interval.low)) – "
                            + ShareInterval.percent(interval.high),
                    ]))
        }
        if test.groups.isEmpty { lines.append(words("（没有可以计入的客户）", "(no customer to count)")) }
        return lines
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        let widths = [11, 10, 9, 19]
        return DisplayWidth.left(name, Self.nameWidth)
            + zip(cells, widths).map { DisplayWidth.right($0, $1) }.joined()
    }

    private func name(of kind: Backtest.Kind) -> String {
        switch kind {
        case .sent: return words("会发送", "would have been sent")
        case .keptOutByChance:
            return words("仅因对照或灰度未发（随机）", "kept out by chance (holdout, rollout)")
        case .dropped(let code):
            return "\(ReasonWords.words(code, words.language)) (\(code))"
        case .held(let code):
            return words("期末仍在等待：", "still held: ")
                + "\(ReasonWords.words(code, words.language)) (\(code))"
        case .outsideAudience: return words("不在人群内", "outside the audience")
        }
    }

    private var comparison: [String] {
        guard let (other, isByChance) = test.comparison else {
            return [words("没有可以对比的两组。", "There are no two groups to compare.")]
        }
        let interval = Self.difference(test.letThrough, other)
        let points = ShareInterval.points(interval.value)
        let span =
            "\(ShareInterval.points(interval.low)) … \(ShareInterval.points(interval.high))"
        var lines = [
            words(
                "对比（按首次判断分组，都从首次判断起算）：",
                "Compared (by the first decision, and counted from it):"),
            "  " + arm(words("放行", "let through"), test.letThrough),
            "  "
                + arm(
                    isByChance
                        ? words("仅因对照或灰度未放行", "kept out by chance alone")
                        : words("被其他闸门拦下", "turned away by gates"), other),
            "  "
                + words(
                    "相差 \(points) 个百分点，95% 区间 \(span)",
                    "difference \(points) points, 95% interval \(span)"),
            isByChance
                ? words(
                    "  两组只由随机分出，人群相同。",
                    "  Chance alone parted them: the same kind of customers.")
                : words(
                    "  没有随机对照组，两组人群并不相同，差别不能归因于短信。",
                    "  There is no group by chance: these are not the same kind of customers."),
        ]
        if !interval.excludesZero {
            lines.append(words("  区间包含 0：看不出差别。", "  The interval holds 0: no difference shows."))
        }
        return lines
    }

    private func arm(_ name: String, _ arm: Backtest.Arm) -> String {
        let share = ShareInterval.percent(ShareInterval(arm.reached, of: arm.customers).value)
        return DisplayWidth.left(name, Self.nameWidth - 2)
            + DisplayWidth.right(Figures.count(arm.customers), 11)
            + DisplayWidth.right(Figures.count(arm.reached), 10) + DisplayWidth.right(share, 9)
    }

    private var remarks: [String] {
        let really =
            test.reallySent == 0
            ? words(
                "这段时间里该规则没有真正发送过，所以这是客户在没有收到短信时的表现。",
                "In these days the rule really sent nothing, so this is what customers "
                    + "did without it."
            )
            : words(
                "这段时间里该规则真正发送过 \(Figures.count(test.reallySent)) 条，其作用已混在其中。",
                "In these days the rule really sent \(Figures.count(test.reallySent)) messages; "
                    + "what they did is mixed into this.")
        return [
            really,
            words(
                "标签按今天的取值，事件按当时。",
                "Tags are today's, events as they were."),
        ]
    }

    // MARK: For both forms

    static func difference(_ one: Backtest.Arm, _ other: Backtest.Arm) -> ShareInterval {
        ShareInterval(
            difference: ShareInterval(one.reached, of: one.customers),
            ShareInterval(other.reached, of: other.customers))
    }

    static func code(of kind: Backtest.Kind) -> (name: String, reason: String?) {
        switch kind {
        case .sent: ("sent", nil)
        case .keptOutByChance: ("kept-out-by-chance", nil)
        case .dropped(let code): ("dropped", code)
        case .held(let code): ("held", code)
        case .outsideAudience: ("outside-audience", nil)
        }
    }
}
