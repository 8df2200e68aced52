public import HongyanCore

/// A rule's audience funnel for a terminal and as JSON.
public enum FunnelText {
    /// One line a step with what is left, and why the others went; ends with a line end.
    public static func render(_ funnel: AudienceFunnel, language: Language) -> String {
        let say = ExplanationWords(language: language, zone: funnel.zone)
        let hash = funnel.book.description.prefix(12)
        var lines = [
            "\(funnel.rule) \(funnel.title)",
            say.words(
                "时刻 \(say.time(funnel.at)) · 规则本 \(hash)",
                "at \(say.time(funnel.at)) · book \(hash)"),
            "",
        ]
        let names = funnel.steps.map { name($0.stage, say) }
        let room = names.map(DisplayWidth.of).max() ?? 0
        let total = funnel.steps.first?.count ?? 0
        var before = total
        for (step, name) in zip(funnel.steps, names) {
            let lost = before - step.count
            before = step.count
            lines.append(
                DisplayWidth.left(name, room) + DisplayWidth.right(Figures.count(step.count), 12)
                    + DisplayWidth.right(Figures.share(step.count, of: total), 8)
                    + (lost == 0 ? "" : "  -\(Figures.count(lost))"))
            for reason in step.reasons {
                let words = ReasonWords.words(reason.reason, language)
                lines.append("    \(words) (\(reason.reason)): \(Figures.count(reason.count))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One object: the rule, the moment, and the steps in order.
    public static func json(_ funnel: AudienceFunnel) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("rule", funnel.rule.rawValue)
            json.member("title", funnel.title)
            json.member("at", funnel.zone.format(funnel.at))
            json.member("book", funnel.book.description)
            json.member("steps") { json in
                json.array { json in funnel.steps.forEach { step($0, &json) } }
            }
        }
        return json.text + "\n"
    }

    private static func step(_ step: AudienceFunnel.Step, _ json: inout JSONWriter) {
        json.object { json in
            switch step.stage {
            case .customers: json.member("stage", "customers")
            case .audience(let text):
                json.member("stage", "audience")
                json.member("condition", text)
            case .gate(let gate): json.member("stage", gate.rawValue)
            }
            json.member("customers", step.count)
            json.member("reasons") { json in
                json.object { json in
                    for reason in step.reasons { json.member(reason.reason, reason.count) }
                }
            }
        }
    }

    private static func name(_ stage: AudienceFunnel.Stage, _ say: ExplanationWords) -> String {
        switch stage {
        case .customers: say.words("客户", "customers")
        case .audience(let text): say.words("人群：\(text)", "audience: \(text)")
        case .gate(let gate): say.gate(gate)
        }
    }
}
