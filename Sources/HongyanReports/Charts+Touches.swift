import HongyanCore

extension Charts {
    /// Customers by how many marketing messages they got, with the caps as lines.
    static func touches(
        _ report: RunReport, _ words: Wording, width: Int, id: String
    ) -> HTML {
        let height = 190
        let (left, right, top, bottom) = (touchesLeft, 8, 26, 28)
        let plot = (width: width - left - right, height: height - top - bottom)
        let caps = binding(report)
        let last = max(report.touches.last?.messages ?? 1, (caps.map(\.count).max() ?? 0) + 1)
        let columns = min(last, mostColumns)
        let slot = Double(plot.width) / Double(columns)
        let most = ceiling(report.touches.map(\.customers).max() ?? 0)
        let told = report.touches.map {
            "\($0.messages)×: \(Figures.count($0.customers))"
        }
        var children: [HTML] = [
            .element(
                "title", [("id", id + "t")],
                [.text(words("客户按收到的条数", "Customers by messages received"))]),
            .element("desc", [("id", id + "d")], [.text(told.joined(separator: words("；", "; ")))]),
        ]
        for step in 0...2 {
            let y = top + plot.height - plot.height * step / 2
            children.append(
                .void(
                    "line",
                    [
                        ("class", step == 0 ? "axis" : "grid"), ("x1", "\(left)"),
                        ("x2", "\(width - right)"), ("y1", "\(y)"), ("y2", "\(y)"),
                    ]))
            children.append(
                label(Figures.count(most * step / 2), x: left - 6, y: y + 4, anchor: "end"))
        }
        for messages in 1...columns {
            let customers =
                report.touches.filter {
                    messages == columns ? $0.messages >= messages : $0.messages == messages
                }.reduce(0) { $0 + $1.customers }
            let x = Double(left) + slot * Double(messages - 1)
            let size = Double(customers) / Double(most) * Double(plot.height)
            let name = "\(messages)×: \(Figures.count(customers))"
            children.append(
                .element(
                    "rect",
                    [
                        ("class", "s0"), ("x", tenths(x + slot * 0.2)),
                        ("y", tenths(Double(top + plot.height) - size)),
                        ("width", tenths(max(slot * 0.6, 0.5))), ("height", tenths(size)),
                    ], [.element("title", [], [.text(name)])]))
            let every = max(1, Int((28 / slot).rounded(.up)))
            if messages % every == 0 || messages == 1 {
                children.append(
                    label(
                        "\(messages)", x: Int(x + slot / 2), y: height - 8, anchor: "middle"))
            }
        }
        children += lines(caps.filter { $0.count < columns }, slot, width: width, top, plot.height)
        return svg(width: width, height: height, id: id, children)
    }

    private static func lines(
        _ caps: [(label: String, written: String, count: Int)], _ slot: Double, width: Int,
        _ top: Int, _ size: Int
    ) -> [HTML] {
        caps.enumerated().flatMap { place, cap -> [HTML] in
            let x = Double(touchesLeft) + slot * Double(cap.count)
            let anchor = x > Double(width) * 0.6 ? "end" : "start"
            let text = "\(cap.label): \(cap.written)"
            return [
                .element(
                    "line",
                    [
                        ("class", "budget-line"), ("x1", tenths(x)), ("x2", tenths(x)),
                        ("y1", "\(top - 6)"), ("y2", "\(top + size)"),
                    ], [.element("title", [], [.text(cap.written)])]),
                label(
                    text, x: Int(x) + (anchor == "end" ? -5 : 5), y: top - 10 + place * 14,
                    anchor: anchor),
            ]
        }
    }

    private static let touchesLeft = 58

    /// Customers with more messages share the last column.
    private static let mostColumns = 40

    /// The caps of periods that are as long as the run, or nearly: over a shorter one a customer
    /// may rightly get more.
    private static func binding(
        _ report: RunReport
    ) -> [(label: String, written: String, count: Int)] {
        let span = report.through - report.from
        let days = Int(span.milliseconds / Span.days(1).milliseconds)
        return report.frame.caps.compactMap { cap in
            guard let count = cap.count, count > 0, let length = cap.days, length + 3 >= days else {
                return nil
            }
            return (cap.label, cap.written, count)
        }
    }
}
