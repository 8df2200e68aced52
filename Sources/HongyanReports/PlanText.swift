public import HongyanCore

/// A plan for a terminal.
public enum PlanText {
    /// Ends with a line end. Phone numbers are masked.
    public static func render(
        _ plan: Plan, language: Language, width: Int = 80, color: Bool = false
    ) -> String {
        var page = PlanPage(
            words: PlanWords(plan, language), width: max(60, width), isColored: color)
        page.head()
        if page.words.hasChanges { page.body() }
        page.foot()
        return page.lines.joined(separator: "\n") + "\n"
    }

    /// The first sentences only.
    public static func summary(_ plan: Plan, language: Language) -> String {
        PlanWords(plan, language).headlines.joined(separator: "\n")
    }
}

private struct PlanPage {
    let words: PlanWords
    let width: Int
    let isColored: Bool
    var lines: [String] = []

    private var plan: Plan { words.plan }

    private enum Style: String {
        case bold = "1", dim = "2", green = "32", red = "31", yellow = "33"
    }

    private func paint(_ text: String, _ style: Style) -> String {
        isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    mutating func head() {
        lines.append("\(paint(words.title, .bold))  \(words.sides)  \(words.period)")
        lines += words.headlines
    }

    mutating func body() {
        let words = words
        section(words.words("改动", "Changes"))
        for rule in words.changed { show(rule) }
        for field in words.sharedFields { show(field, indent: "") }
        if !words.affected.isEmpty {
            section(words.words("未改动却受影响的规则", "Rules that did not change and are affected"))
            for rule in words.affected { show(rule) }
        }
        if words.untouched > 0 {
            lines.append("")
            lines.append(
                paint(
                    words.words(
                        "其余 \(words.untouched) 条规则不受影响",
                        "\(words.untouched) other rules come out the same"), .dim))
        }
        samples(words.words("样例：多发", "Samples gained"), plan.gained)
        samples(words.words("样例：少发", "Samples lost"), plan.lost)
        rewordings()
    }

    mutating func foot() {
        lines.append("")
        for note in plan.notes { lines.append("! \(words.note(note))") }
        for assumption in plan.assumptions {
            lines.append(
                paint("\(words.words.assumption(assumption.key)): \(assumption.value)", .dim))
        }
    }

    // MARK: Rules

    private mutating func show(_ rule: RuleChange) {
        let style: Style =
            switch rule.kind {
            case .added: .green
            case .removed: .red
            case .changed, .unchanged: .yellow
            }
        let head = "\(PlanWords.mark(rule.kind)) \(words.name(of: rule))"
        lines.append("\(paint(head.oneLine, style))  \(rule.title.oneLine)")
        let sent = words.change(rule.before?.sent ?? 0, rule.after?.sent ?? 0)
        let parts = words.change(rule.before?.parts ?? 0, rule.after?.parts ?? 0)
        let cost = words.change(rule.before?.cost ?? .zero, rule.after?.cost ?? .zero)
        lines.append(
            "    "
                + words.words(
                    "发送 \(sent)，计费条数 \(parts)，费用 \(cost)",
                    "sent \(sent), parts \(parts), cost \(cost)"))
        for field in rule.fields { show(field, indent: "    ") }
        if rule.gained.messages > 0 {
            lines.append("    " + paint("+ " + words.gains(rule.gained), .green))
            causes(rule.gained)
        }
        if rule.lost.messages > 0 {
            lines.append("    " + paint("- " + words.losses(rule.lost), .red))
            causes(rule.lost)
        }
        for remark in words.remarks(rule) { lines.append("    · " + remark) }
    }

    private mutating func causes(_ movement: RuleChange.Movement) {
        for cause in movement.causes {
            lines.append(
                DisplayWidth.right(Figures.count(cause.count), 14) + "  "
                    + words.cause(cause.cause))
        }
    }

    private mutating func show(_ field: FieldChange, indent: String) {
        let (old, new) = (words.value(field.old).oneLine, words.value(field.new).oneLine)
        let line = "\(indent)\(field.name): \(old) → \(new)"
        guard DisplayWidth.of(line) > width else { return lines.append(line) }
        lines.append("\(indent)\(field.name):")
        lines.append("\(indent)  \(paint("- " + old, .red))")
        lines.append("\(indent)  \(paint("+ " + new, .green))")
    }

    // MARK: Samples

    private mutating func samples(_ title: String, _ samples: [Plan.Sample]) {
        guard !samples.isEmpty else { return }
        section("\(title) (\(samples.count))")
        for sample in samples {
            lines.append(
                "\(words.time(sample.message.at))  \(sample.rule)  \(sample.customer)  "
                    + "\(sample.message.number)  \(words.cause(sample.cause))")
            lines.append("    \(sample.message.text.oneLine)")
        }
    }

    private mutating func rewordings() {
        guard !plan.reworded.isEmpty else { return }
        section(words.words("样例：内容或时间不同", "Samples with other words or time"))
        for sample in plan.reworded {
            let (old, new) = (sample.before, sample.after)
            lines.append("\(sample.rule)  \(sample.customer)  \(new.number)")
            lines.append("    - \(words.time(old.at))  \(old.text.oneLine)  (\(old.parts))")
            lines.append("    + \(words.time(new.at))  \(new.text.oneLine)  (\(new.parts))")
        }
    }

    private mutating func section(_ title: String) {
        lines.append("")
        lines.append(paint(title, .bold))
    }
}

extension String {
    /// Line breaks and control characters as spaces: nothing that steers a terminal gets through.
    var oneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
                }))
    }
}
