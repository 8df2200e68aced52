import HongyanCore

/// Server-made SVG. Colours are classes, so that dark mode and print can change them.
enum Charts {
    /// How many rules have a colour of their own; the rest share the last one.
    static let colors = 8

    static func style(_ rule: Int) -> String { "s\(min(rule, colors))" }

    /// The least round number (1, 2, 4, 5, 8 × 10ⁿ) that is not below a value and that four steps
    /// divide, so that each step is labelled with a whole number.
    static func ceiling(_ value: Int) -> Int {
        var power = 1
        while power * 10 <= value { power *= 10 }
        for tenths in [10, 20, 40, 50, 80, 100] {
            let top = power * tenths / 10
            if top >= value, top % 4 == 0 { return top }
        }
        return power * 20
    }

    /// Sends by day, stacked by rule.
    /// - Parameter width: Of the view box; text keeps its size, so phones get a narrow one.
    static func days(
        _ report: RunReport, _ sums: ReportSums, _ words: Wording, width: Int, id: String
    ) -> HTML {
        let height = 260
        let (left, right, top, bottom) = (46, 4, 12, 28)
        let plot = (width: width - left - right, height: height - top - bottom)
        let totals = sums.byDay.map { $0.reduce(0, +) }
        let most = ceiling(totals.max() ?? 0)
        var children: [HTML] = [
            .element(
                "title", [("id", id + "t")],
                [.text(words("每日发送，按规则堆叠", "Sends by day, stacked by rule"))]),
            .element("desc", [("id", id + "d")], [.text(description(sums, totals, words))]),
        ]
        for step in 0...4 {
            let value = most * step / 4
            let y = top + plot.height - plot.height * step / 4
            children.append(
                .void(
                    "line",
                    [
                        ("class", step == 0 ? "axis" : "grid"), ("x1", "\(left)"),
                        ("x2", "\(width - right)"),
                        ("y1", "\(y)"), ("y2", "\(y)"),
                    ]))
            children.append(label(Figures.count(value), x: left - 6, y: y + 4, anchor: "end"))
        }
        let count = sums.days.count
        let slot = Double(plot.width) / Double(count)
        let every = max(1, Int((56 / slot).rounded(.up)))
        children += shades(report, sums, words) { place in
            (Double(left) + slot * Double(place), Double(top), slot, Double(plot.height))
        }
        for (place, day) in sums.days.enumerated() {
            let x = Double(left) + slot * Double(place)
            children.append(
                dayColumn(place, x: x, slot: slot, report, sums, words, (top, plot.height, most)))
            if place % every == 0 && (place + every / 2 < count || place == 0) {
                let name = Figures.monthDay(day)
                children.append(label(name, x: Int(x + slot / 2), y: height - 8, anchor: "middle"))
            }
        }
        return svg(width: width, height: height, id: id, children)
    }

    private static func dayColumn(
        _ place: Int, x: Double, slot: Double, _ report: RunReport, _ sums: ReportSums,
        _ words: Wording,
        _ scale: (top: Int, height: Int, most: Int)
    ) -> HTML {
        let day = sums.days[place]
        var lines = ["\(day) \(words.weekday(day))"]
        var bars: [HTML] = []
        var below = 0
        for (rule, sent) in sums.byDay[place].enumerated() where sent > 0 {
            let low = Double(below) / Double(scale.most) * Double(scale.height)
            below += sent
            let high = Double(below) / Double(scale.most) * Double(scale.height)
            let y = Double(scale.top + scale.height) - high
            bars.append(
                .void(
                    "rect",
                    [
                        ("class", style(rule)), ("x", tenths(x + slot * 0.14)), ("y", tenths(y)),
                        ("width", tenths(max(slot * 0.72, 0.5))),
                        ("height", tenths(max(high - low, 0.4))),
                    ]))
            lines.append("\(report.rules[rule].title) \(Figures.count(sent))")
        }
        if lines.count != 2 { lines.insert(words("合计 ", "total ") + Figures.count(below), at: 1) }
        let title = HTML.element("title", [], [.text(lines.joined(separator: "\n"))])
        return .element("g", [], [title] + bars)
    }

    private static func description(_ sums: ReportSums, _ totals: [Int], _ words: Wording) -> String
    {
        guard let most = totals.max(), most > 0, let place = totals.firstIndex(of: most) else {
            return words("没有发送", "nothing was sent")
        }
        let count = Figures.count(most)
        return words(
            "共 \(sums.days.count) 天，最多的一天是 \(sums.days[place])，\(count) 条",
            "\(sums.days.count) days; the busiest is \(sums.days[place]) with \(count)")
    }

    /// The days of blackouts, behind what is drawn over the days.
    static func shades(
        _ report: RunReport, _ sums: ReportSums, _ words: Wording,
        _ box: (Int) -> (x: Double, y: Double, width: Double, height: Double)
    ) -> [HTML] {
        sums.days.enumerated().compactMap { place, day in
            let names = report.frame.blackouts.filter { $0.days.contains(day) }.map(\.name)
            guard !names.isEmpty else { return nil }
            let (x, y, width, height) = box(place)
            let name = names.joined(separator: words("、", ", "))
            return .element(
                "rect",
                [
                    ("class", "shade"), ("x", tenths(x)), ("y", tenths(y)),
                    ("width", tenths(max(width, 0.5))), ("height", tenths(height)),
                ],
                [
                    .element(
                        "title", [], [.text("\(day) " + words("静默日 \(name)", "blackout \(name)"))])
                ])
        }
    }

    /// When messages leave: hour × day.
    /// - Parameter isTall: Days downwards, for phones; else days to the right.
    static func heat(
        _ report: RunReport, _ sums: ReportSums, _ words: Wording, isTall: Bool, id: String
    ) -> HTML {
        let hours = activeHours(sums)
        let most = max(1, sums.heat.flatMap { $0 }.max() ?? 1)
        let days = sums.days.count
        let (left, top) = (46, 20)
        let across = isTall ? hours.count : days
        let width = isTall ? 360 : 960
        let slot = Double(width - left - 4) / Double(across)
        let row = isTall ? 15.0 : 20.0
        let height = top + Int(row * Double(isTall ? days : hours.count)) + 6
        var children: [HTML] = [
            .element(
                "title", [("id", id + "t")],
                [.text(words("发送时段：小时 × 日", "When messages leave: hour by day"))]),
            .element(
                "desc", [("id", id + "d")],
                [
                    .text(
                        words(
                            "颜色越深，发送越多；最多一小时 \(Figures.count(most)) 条",
                            "The darker, the more; at most \(Figures.count(most)) in an hour"))
                ]),
        ]
        children += heatLabels(
            sums, hours, isTall: isTall, left: left, top: top, slot: slot, row: row)
        let all = Double(hours.count)
        let shaded = shades(report, sums, words) { place in
            isTall
                ? (Double(left), Double(top) + row * Double(place), slot * all - 1.5, row - 1.5)
                : (Double(left) + slot * Double(place), Double(top), slot - 1.5, row * all - 1.5)
        }
        for (place, day) in sums.days.enumerated() {
            for (line, hour) in hours.enumerated() {
                let sent = sums.heat[place][hour]
                let x = Double(left) + slot * Double(isTall ? line : place)
                let y = Double(top) + row * Double(isTall ? place : line)
                children.append(
                    cell(
                        sent, of: most, x: x, y: y, width: slot - 1.5, height: row - 1.5,
                        "\(day) \(words.weekday(day)) \(Figures.two(hour)):00  "
                            + Figures.count(sent)
                    ))
            }
        }
        // Over the cells of hours without messages, which would hide it.
        children += shaded
        return svg(width: width, height: height, id: id, children)
    }

    private static func cell(
        _ sent: Int, of most: Int, x: Double, y: Double, width: Double, height: Double,
        _ title: String
    ) -> HTML {
        var attributes: [(String, String)] = [
            ("class", sent == 0 ? "h0" : "h"), ("x", tenths(x)), ("y", tenths(y)),
            ("width", tenths(max(width, 0.5))), ("height", tenths(height)), ("rx", "2"),
        ]
        guard sent > 0 else { return .void("rect", attributes) }
        // Square root: an evening peak must not make the rest look empty.
        let share = (Double(sent) / Double(most)).squareRoot()
        attributes.append(("fill-opacity", hundredths(0.14 + 0.86 * share)))
        return .element("rect", attributes, [.element("title", [], [.text(title)])])
    }

    private static func heatLabels(
        _ sums: ReportSums, _ hours: [Int], isTall: Bool, left: Int, top: Int, slot: Double,
        row: Double
    ) -> [HTML] {
        var labels: [HTML] = []
        let days = sums.days.map { Figures.monthDay($0) }
        let times = hours.map { isTall ? Figures.two($0) : "\(Figures.two($0)):00" }
        let (across, down) = isTall ? (times, days) : (days, times)
        let every = max(1, Int(((isTall ? 24.0 : 48.0) / slot).rounded(.up)))
        for (place, name) in across.enumerated() where place % every == 0 {
            let x = Double(left) + slot * (Double(place) + 0.5)
            labels.append(label(name, x: Int(x), y: top - 7, anchor: "middle"))
        }
        let step = isTall ? 2 : 1
        for (place, name) in down.enumerated() where place % step == 0 {
            let y = Double(top) + row * (Double(place) + 0.5) + 4
            labels.append(label(name, x: left - 6, y: Int(y), anchor: "end"))
        }
        return labels
    }

    /// From the first to the last hour in which anything left; at least six hours.
    private static func activeHours(_ sums: ReportSums) -> [Int] {
        let used = (0..<24).filter { hour in sums.heat.contains { $0[hour] > 0 } }
        guard let first = used.first, let last = used.last else { return Array(9..<21) }
        return Array(first...max(last, min(23, first + 5)))
    }

    // MARK: SVG

    static func svg(width: Int, height: Int, id: String, _ children: [HTML]) -> HTML {
        .element(
            "svg",
            [
                ("viewBox", "0 0 \(width) \(height)"), ("role", "img"),
                ("aria-labelledby", "\(id)t \(id)d"),
            ], children)
    }

    static func label(_ text: String, x: Int, y: Int, anchor: String) -> HTML {
        .element(
            "text", [("x", "\(x)"), ("y", "\(y)"), ("text-anchor", anchor)], [.text(text)])
    }

    static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return scaled % 10 == 0 ? "\(scaled / 10)" : "\(scaled / 10).\(abs(scaled % 10))"
    }

    private static func hundredths(_ value: Double) -> String {
        let scaled = Int((value * 100).rounded())
        return scaled >= 100 ? "1" : "0.\(Figures.two(scaled))"
    }
}
