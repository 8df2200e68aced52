import HongyanCore

extension Charts {
    /// When each rule may send, over the hours of a day; the hours of law and provider as a band.
    static func windows(
        _ report: RunReport, _ words: Wording, width: Int, id: String
    ) -> HTML {
        let isNarrow = width < 500
        let (left, top, line) = (isNarrow ? 4 : 230, 22, isNarrow ? 40 : 26)
        let plot = width - left - 8
        let rows = report.frame.windows
        let height = top + rows.count * line + 8
        func x(_ minute: Int) -> Double { Double(left) + Double(plot * minute) / 1_440 }
        let described = rows.map { entry in
            "\(title(of: entry.rule, report)) "
                + (entry.window?.written ?? words("全天", "any time"))
        }
        var children: [HTML] = [
            .element(
                "title", [("id", id + "t")],
                [.text(words("规则的可发时段", "Windows of the rules"))]),
            .element(
                "desc", [("id", id + "d")],
                [.text(described.joined(separator: words("；", "; ")))]),
        ]
        for hours in report.frame.hours {
            for span in hours.window.spans {
                children.append(
                    .element(
                        "rect",
                        [
                            ("class", "h0"), ("x", tenths(x(span.from.minutes))), ("y", "\(top)"),
                            ("width", tenths(x(span.to.minutes) - x(span.from.minutes))),
                            ("height", "\(rows.count * line)"),
                        ],
                        [
                            .element(
                                "title", [], [.text("\(hours.pack): \(hours.window.written)")])
                        ]))
            }
        }
        for hour in stride(from: 0, through: 24, by: isNarrow ? 6 : 2) {
            let at = x(hour * 60)
            children.append(
                .void(
                    "line",
                    [
                        ("class", "grid"), ("x1", tenths(at)), ("x2", tenths(at)),
                        ("y1", "\(top)"), ("y2", "\(top + rows.count * line)"),
                    ]))
            let anchor = hour == 0 ? "start" : hour == 24 ? "end" : "middle"
            children.append(label(Figures.two(hour), x: Int(at), y: top - 7, anchor: anchor))
        }
        for (place, entry) in rows.enumerated() {
            let y = top + place * line
            let name = title(of: entry.rule, report)
            children.append(
                isNarrow
                    ? label(name, x: left, y: y + 15, anchor: "start")
                    : label(name, x: left - 12, y: y + line / 2 + 4, anchor: "end"))
            children += bars(
                entry, y: isNarrow ? y + 20 : y + 6, height: isNarrow ? 12 : line - 12,
                style: style(place), words, x)
        }
        return svg(width: width, height: height, id: id, children)
    }

    private static func bars(
        _ entry: RunFrame.RuleWindow, y: Int, height: Int, style: String, _ words: Wording,
        _ x: (Int) -> Double
    ) -> [HTML] {
        let all = [DaySpan(from: MinuteOfDay(0), to: MinuteOfDay(1_440))]
        let words = entry.window?.written ?? words("全天", "any time")
        return (entry.window?.spans ?? all).flatMap { span -> [(Int, Int)] in
            let (from, to) = (span.from.minutes, span.to.minutes)
            return from < to ? [(from, to)] : [(from, 1_440), (0, to)]
        }.map { from, to in
            .element(
                "rect",
                [
                    ("class", style), ("x", tenths(x(from))), ("y", "\(y)"),
                    ("width", tenths(max(x(to) - x(from), 1))), ("height", "\(height)"),
                    ("rx", "2"),
                ], [.element("title", [], [.text(words)])])
        }
    }

    private static func title(of rule: RuleID, _ report: RunReport) -> String {
        report.rules.first { $0.rule == rule }?.title ?? rule.rawValue
    }
}
