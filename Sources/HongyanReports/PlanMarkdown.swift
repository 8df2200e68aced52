public import HongyanCore

/// A plan as a comment under a pull request: the short answer first, the rest folded.
public enum PlanMarkdown {
    /// GitHub's Markdown. Whatever people wrote stands in code spans or is escaped, so that it
    /// makes no markup and calls nobody. Ends with a line end.
    public static func render(_ plan: Plan, language: Language) -> String {
        let words = PlanWords(plan, language)
        var lines = [
            "### \(words.title): \(code(words.sides, isCell: false))", "", words.period, "",
        ]
        for line in words.headlines { lines += [line, ""] }
        if words.hasChanges {
            lines += table(words)
            for rule in words.changed + words.affected { lines += details(rule, words) }
            lines += fields(words.sharedFields, words)
            lines += samples(words)
        }
        for note in plan.notes { lines += ["> ⚠ \(escape(words.note(note)))", ""] }
        let assumptions = plan.assumptions.map {
            "\(words.words.assumption($0.key)): \(code($0.value, isCell: false))"
        }
        lines.append("<sub>\(assumptions.joined(separator: " · "))</sub>")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ words: PlanWords) -> [String] {
        let say = words.words
        let heads = [
            "", say("规则", "rule"), say("发送", "sent"), say("多发", "gained"), say("少发", "lost"),
            say("费用", "cost"),
        ]
        var lines = [
            "| \(heads.joined(separator: " | ")) |", "|---|---|---:|---:|---:|---:|",
        ]
        for rule in words.changed + words.affected {
            let cells = [
                "`\(PlanWords.mark(rule.kind))`",
                "\(code(words.name(of: rule))) \(escape(rule.title))",
                words.change(rule.before?.sent ?? 0, rule.after?.sent ?? 0),
                Figures.count(rule.gained.messages), Figures.count(rule.lost.messages),
                words.change(rule.before?.cost ?? .zero, rule.after?.cost ?? .zero),
            ]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        if words.untouched > 0 {
            let text = say(
                "其余 \(words.untouched) 条不受影响", "\(words.untouched) others come out the same")
            lines.append("| | \(text) | | | | |")
        }
        return lines + [""]
    }

    private static func details(_ rule: RuleChange, _ words: PlanWords) -> [String] {
        var body: [String] = []
        for field in rule.fields { body.append(change(field, words)) }
        if rule.gained.messages > 0 {
            body.append("- **\(words.gains(rule.gained))**")
            body += causes(rule.gained, words)
        }
        if rule.lost.messages > 0 {
            body.append("- **\(words.losses(rule.lost))**")
            body += causes(rule.lost, words)
        }
        body += words.remarks(rule).map { "- \(escape($0))" }
        guard !body.isEmpty else { return [] }
        let open = rule.kind == .unchanged || rule.comesOutOtherwise ? " open" : ""
        let mark = PlanWords.mark(rule.kind)
        let head =
            "<code>\(html(mark)) \(html(words.name(of: rule)))</code> "
            + "\(html(words.kind(rule.kind)))"
        return ["<details\(open)><summary>\(head)</summary>", ""] + body + ["", "</details>", ""]
    }

    private static func change(_ field: FieldChange, _ words: PlanWords) -> String {
        let old = field.old.map { code($0, isCell: false) } ?? "—"
        let new = field.new.map { code($0, isCell: false) } ?? "—"
        return "- \(code(field.name, isCell: false)): \(old) → \(new)"
    }

    private static func causes(
        _ movement: RuleChange.Movement, _ words: PlanWords
    ) -> [String] {
        movement.causes.map { "  - \(Figures.count($0.count)) · \(escape(words.cause($0.cause)))" }
    }

    private static func fields(_ fields: [FieldChange], _ words: PlanWords) -> [String] {
        guard !fields.isEmpty else { return [] }
        let head = words.words("规则之外的改动", "Changes outside the rules")
        return ["**\(head)**", ""] + fields.map { change($0, words) } + [""]
    }

    // MARK: Samples

    private static func samples(_ words: PlanWords) -> [String] {
        let say = words.words
        let plan = words.plan
        var lines: [String] = []
        for (title, samples) in [
            (say("样例：多发", "Samples gained"), plan.gained),
            (say("样例：少发", "Samples lost"), plan.lost),
        ] where !samples.isEmpty {
            let heads = [
                say("时间", "time"), say("规则", "rule"), say("客户", "customer"), say("短信", "message"),
                say("另一版本不发的原因", "why the other version sends none"),
            ]
            lines += fold("\(title) (\(samples.count))", heads: heads) {
                samples.map { sample in
                    [
                        words.time(sample.message.at), code(sample.rule.rawValue),
                        "\(code(sample.customer.rawValue)) \(code("\(sample.message.number)"))",
                        code(sample.message.text), escape(words.cause(sample.cause)),
                    ]
                }
            }
        }
        guard !plan.reworded.isEmpty else { return lines }
        let heads = [
            say("规则", "rule"), say("客户", "customer"), say("此前", "before"), say("此后", "after"),
        ]
        return lines
            + fold(say("样例：内容或时间不同", "Samples with other words or time"), heads: heads) {
                plan.reworded.map { sample in
                    [
                        code(sample.rule.rawValue),
                        "\(code(sample.customer.rawValue)) \(code("\(sample.after.number)"))",
                        "\(words.time(sample.before.at)) \(code(sample.before.text))",
                        "\(words.time(sample.after.at)) \(code(sample.after.text))",
                    ]
                }
            }
    }

    private static func fold(
        _ title: String, heads: [String], _ rows: () -> [[String]]
    ) -> [String] {
        let rule = heads.map { _ in "---" }.joined(separator: "|")
        return [
            "<details><summary>\(title)</summary>", "", "| \(heads.joined(separator: " | ")) |",
            "|\(rule)|",
        ] + rows().map { "| \($0.joined(separator: " | ")) |" } + ["", "</details>", ""]
    }

    // MARK: Escapes

    /// A code span that holds any text.
    /// - Parameter isCell: A bar would end a table's cell, code span or not.
    static func code(_ text: String, isCell: Bool = true) -> String {
        let line = text.oneLine.unicodeScalars.reduce(into: "") { result, scalar in
            if isCell && scalar == "|" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        var longest = 0
        var run = 0
        for scalar in line.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let pad = longest > 0 || line.isEmpty ? " " : ""
        return "\(fence)\(pad)\(line)\(pad)\(fence)"
    }

    /// Text between markup.
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.oneLine.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "@": result += "&#64;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!": result += "\\\(scalar)"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func html(_ text: String) -> String { HTML.escape(text.oneLine) }
}
