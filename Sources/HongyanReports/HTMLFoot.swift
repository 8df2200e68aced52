import HongyanCore

/// The end of the page: texts as customers see them, and what the report rests on.
extension HTMLPage {
    // MARK: Handsets

    func samples() -> HTML {
        guard !report.samples.isEmpty else { return .empty }
        return .element(
            "section", [],
            [
                .element("h2", words("客户看到的样子", "What customers see")),
                .element(
                    "p", class: "note",
                    words(
                        "每条规则的样例，按手机屏宽折行，号码已遮盖；横线处是长短信的下一条。",
                        "Samples of each rule, wrapped as on a phone; numbers are masked, a rule "
                            + "shows where the next part of a long text begins.")),
                .element("div", [("class", "samples")], handsets()),
            ])
    }

    /// On a phone the first of each rule is enough.
    private func handsets() -> [HTML] {
        var last: RuleID?
        return report.samples.map { sample in
            defer { last = sample.rule }
            return handset(sample, isFirst: sample.rule != last)
        }
    }

    private func handset(_ sample: RunReport.Sample, isFirst: Bool) -> HTML {
        let (day, rest) = report.zone.split(sample.at)
        let minutes = Int(rest / 60_000)
        let time = "\(Figures.two(minutes / 60)):\(Figures.two(minutes % 60))"
        let length = sample.text.utf16.count
        let parts = words(
            "\(length) 字 · 计费 \(sample.parts) 条",
            "\(length) characters · \(sample.parts) " + (sample.parts == 1 ? "part" : "parts"))
        return .element(
            "figure", [("class", isFirst ? "sample" : "sample extra")],
            [
                .element("figcaption", title(of: sample.rule)),
                .element(
                    "div", [("class", "phone")],
                    [
                        .element(
                            "p", [("class", "bar")],
                            [
                                .element("span", "\(sample.number)"),
                                .element("span", words("短信", "SMS")),
                            ]),
                        .element("p", class: "to", "\(day) \(words.weekday(day)) \(time)"),
                        .element("p", [("class", "bubble")], bubble(sample)),
                    ]),
                .element("p", class: "parts", parts),
            ])
    }

    /// The text with its signature, and a mark where each further part begins.
    private func bubble(_ sample: RunReport.Sample) -> [HTML] {
        let pieces = PartCount.split(sample.text)
        return pieces.enumerated().flatMap { place, piece -> [HTML] in
            let mark = HTML.element(
                "i",
                [
                    ("class", "cut"),
                    ("title", words("第 \(place + 1) 条从这里开始", "part \(place + 1) begins here")),
                ], [])
            guard place == 0 else { return [mark, .text(piece)] }
            let signature = Self.signature(of: piece)
            return signature.isEmpty
                ? [.text(piece)]
                : [
                    .element("b", signature),
                    .text(String(piece.unicodeScalars.dropFirst(signature.unicodeScalars.count))),
                ]
        }
    }

    /// `【云杉商城】` where the text begins with one.
    private static func signature(of text: String) -> String {
        guard text.hasPrefix("【"), let end = text.unicodeScalars.firstIndex(of: "】") else {
            return ""
        }
        return String(text.unicodeScalars[...end])
    }

    // MARK: Assumptions

    func assumptions() -> HTML {
        var items: [HTML] = []
        for assumption in report.assumptions {
            let letter = marks.letter(of: assumption.key)
            var name: [HTML] = []
            if let letter { name.append(.element("b", class: "letter", letter)) }
            name.append(.text(words.assumption(assumption.key)))
            items.append(.element("dt", [("id", "assumption-\(assumption.key)")], name))
            var value: [HTML] = [.text(assumption.value)]
            if let meaning = words.meaning(of: assumption) {
                value.append(.element("small", meaning))
            }
            items.append(.element("dd", [], value))
        }
        items += version()
        return .element(
            "section", [],
            [
                .element("h2", words("这份报告的前提", "What this report rests on")),
                .element(
                    "p", class: "note",
                    words(
                        "数字旁的小字母指向它所依赖的前提；没有字母的数字只依赖今天的数据。",
                        "A small letter beside a figure leads to the assumption that it hangs on; "
                            + "figures without one hang on today's data alone.")),
                .element("dl", [], items),
            ])
    }

    private func version() -> [HTML] {
        var items: [HTML] = [
            .element("dt", words("规则簿指纹", "Rule book hash")),
            .element("dd", class: "code", report.book.description),
        ]
        guard let data = report.data else { return items }
        items.append(.element("dt", words("数据版本", "Data version")))
        let newest = data.newest.map { words("截至 ", "through ") + report.zone.format($0) + " · " }
        items.append(
            .element(
                "dd", [],
                [
                    .element("span", class: "code", data.hash.description),
                    .element(
                        "small",
                        (newest ?? "") + "seq \(Figures.count(Int(data.seq.value)))"
                            + words(
                                "；两份报告版本相同，就是同一份数据", "; equal versions mean equal data")),
                ]))
        return items
    }
}
