import HongyanCore

extension Charts {
    /// Sends by day, two columns a day: before in gray, after in colour.
    static func pairs(_ days: [Plan.Day], _ words: Wording, width: Int, id: String) -> HTML {
        let height = 220
        let (left, right, top, bottom) = (46, 4, 12, 28)
        let plot = (width: width - left - right, height: height - top - bottom)
        let most = ceiling(days.map { max($0.before, $0.after) }.max() ?? 0)
        let title = words("每日发送：此前与此后", "Sends by day: before and after")
        let sums = days.reduce((0, 0)) { ($0.0 + $1.before, $0.1 + $1.after) }
        let sentence = words(
            "共 \(days.count) 天：此前 \(Figures.count(sums.0)) 条，此后 \(Figures.count(sums.1)) 条",
            "\(days.count) days: \(Figures.count(sums.0)) before, \(Figures.count(sums.1)) after")
        var children: [HTML] = [
            .element("title", [("id", id + "t")], [.text(title)]),
            .element("desc", [("id", id + "d")], [.text(sentence)]),
        ]
        for step in 0...4 {
            let y = top + plot.height - plot.height * step / 4
            children.append(
                .void(
                    "line",
                    [
                        ("class", step == 0 ? "axis" : "grid"), ("x1", "\(left)"),
                        ("x2", "\(width - right)"), ("y1", "\(y)"), ("y2", "\(y)"),
                    ]))
            children.append(
                label(Figures.count(most * step / 4), x: left - 6, y: y + 4, anchor: "end"))
        }
        let slot = Double(plot.width) / Double(max(1, days.count))
        let every = max(1, Int((56 / slot).rounded(.up)))
        for (place, day) in days.enumerated() {
            let x = Double(left) + slot * Double(place)
            let name = "\(day.day) \(words.weekday(day.day))"
            let text = "\(name)\n\(Figures.count(day.before)) → \(Figures.count(day.after))"
            var bars = [HTML.element("title", [], [.text(text)])]
            for (side, count) in [day.before, day.after].enumerated() where count > 0 {
                let size = Double(count) / Double(most) * Double(plot.height)
                bars.append(
                    .void(
                        "rect",
                        [
                            ("class", side == 0 ? "s8" : "s0"),
                            ("x", tenths(x + slot * (side == 0 ? 0.12 : 0.5))),
                            ("y", tenths(Double(top + plot.height) - size)),
                            ("width", tenths(max(slot * 0.36, 0.5))),
                            ("height", tenths(max(size, 0.4))),
                        ]))
            }
            children.append(.element("g", [], bars))
            if place % every == 0 && (place + every / 2 < days.count || place == 0) {
                let text = Figures.monthDay(day.day)
                children.append(label(text, x: Int(x + slot / 2), y: height - 8, anchor: "middle"))
            }
        }
        return svg(width: width, height: height, id: id, children)
    }
}
