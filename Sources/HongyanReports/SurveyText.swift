public import HongyanCore

/// What `check --store` found, for a terminal.
public enum SurveyText {
    /// Audiences, then rules with what they would have done; ends with a line end.
    public static func render(_ survey: StoreSurvey, language: Language) -> String {
        let words = Wording(language: language)
        let last = survey.zone.day(of: survey.at) - 1
        let first = last - (StoreSurvey.days - 1)
        let count = Figures.count(survey.customers)
        var lines = [
            words(
                "数据：\(count) 位客户；触发按 \(first) 至 \(last) 推算",
                "data: \(count) customers; triggers over \(first) – \(last)"
            )
        ]
        let room = max(
            16,
            (survey.audiences.map { "\($0.name) \($0.title)" }
                + survey.rules.map { "\($0.rule.id) \($0.rule.title)" })
                .map(DisplayWidth.of).max() ?? 0)
        if !survey.audiences.isEmpty {
            lines.append("")
            lines.append(words("人群", "audiences"))
            for audience in survey.audiences {
                lines.append(
                    "  " + DisplayWidth.left("\(audience.name) \(audience.title)", room)
                        + share(audience.customers, of: survey.customers))
            }
        }
        lines.append("")
        lines.append(
            DisplayWidth.left(words("规则", "rules"), room + 2)
                + DisplayWidth.right(words("人群", "audience"), 12) + "        "
                + DisplayWidth.right(words("触发", "fired"), 12)
                + DisplayWidth.right(words("单日最多", "busiest"), 12)
                + DisplayWidth.right(words("费用至多", "cost ≤"), 14))
        for rule in survey.rules { lines += self.lines(of: rule, survey, room: room, words) }
        if !survey.templateWaits.isEmpty {
            lines += ["", words("等待模板", "waiting for templates")]
            lines += TemplateWords(words, survey.zone).waits(survey.templateWaits, indent: "  ")
        }
        if !survey.stops.isEmpty {
            lines += ["", words("停止令", "stops")]
            let say = EvidenceWords(language, survey.zone)
            lines += survey.stops.map { "  " + say.stop($0) }
        }
        lines.append("")
        lines.append(
            words(
                "费用按每次触发都发出、文案取最长、通道取最贵估算；未扣除同意、频控、不重复和对照组。",
                "cost: every occurrence inside the audience sent, at its longest text, by the "
                    + "dearest channel; consent, caps, once and control groups are not taken off"))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func share(_ count: Int, of total: Int) -> String {
        DisplayWidth.right(Figures.count(count), 12)
            + DisplayWidth.right(Figures.share(count, of: total), 8)
    }

    private static func lines(
        of rule: StoreSurvey.Rule, _ survey: StoreSurvey, room: Int, _ words: Wording
    ) -> [String] {
        var line =
            "  " + DisplayWidth.left("\(rule.rule.id) \(rule.rule.title)", room)
            + share(rule.audience, of: survey.customers)
        if rule.days == nil {
            line += DisplayWidth.right(words("未知", "unknown"), 12)
        } else {
            line +=
                DisplayWidth.right(Figures.count(rule.inside), 12)
                + DisplayWidth.right(Figures.count(rule.busiest?.inside ?? 0), 12)
                + DisplayWidth.right(Figures.money(rule.costAtMost), 14)
        }
        var lines = [line]
        if rule.outside > 0 {
            lines.append(
                "      "
                    + words(
                        "另有 \(Figures.count(rule.outside)) 次触发不在人群内",
                        "\(Figures.count(rule.outside)) more occurrences outside the audience"))
        }
        for variable in rule.variables where variable.missing > 0 {
            let share = Figures.share(variable.missing, of: rule.audience)
            let end =
                variable.hasFallback
                ? words("，用替代词", ", who get the fallback") : words("，发不出", ", who get nothing")
            lines.append(
                "      "
                    + words(
                        "\(share) 缺 \(variable.name)（\(variable.template)）",
                        "\(share) without \(variable.name) (\(variable.template))") + end)
        }
        return lines
    }
}
