public import HongyanCore

/// An explanation for a terminal.
public enum ExplanationText {
    /// Ledger, trigger, audience and gates, in this order; ends with a line end.
    public static func render(_ explanation: Explanation, language: Language) -> String {
        var page = ExplanationPage(explanation, language)
        page.headline()
        page.past()
        page.trigger()
        page.audience()
        page.present()
        return page.lines.joined(separator: "\n") + "\n"
    }
}

private struct ExplanationPage {
    let explanation: Explanation
    let say: ExplanationWords
    let language: Language
    var lines: [String] = []

    init(_ explanation: Explanation, _ language: Language) {
        self.explanation = explanation
        self.language = language
        say = ExplanationWords(language: language, zone: explanation.zone)
    }

    private var words: Wording { say.words }

    mutating func headline() {
        let phone = explanation.phone.map { "\($0)" } ?? words("没有号码", "no number")
        let rule = explanation.rule
        lines.append("\(explanation.customer) · \(rule.id) \(rule.title) · \(phone)")
        if let into = explanation.mergedInto {
            lines.append(words("已并入 \(into)", "merged into \(into)"))
        }
        let hash = explanation.book.description.prefix(12)
        lines.append(
            words(
                "时刻 \(say.time(explanation.at)) · 规则本 \(hash)",
                "at \(say.time(explanation.at)) · book \(hash)"))
    }

    // MARK: The ledger

    mutating func past() {
        lines.append("")
        guard !explanation.past.isEmpty else {
            lines.append(
                words(
                    "台账：没有这条规则对该客户的决定。以下按今天的标签和过去的事件重新推算。",
                    "ledger: no decision of this rule for this customer. "
                        + "What follows is computed again from today's tags and past events."))
            return
        }
        lines.append(words("台账：", "ledger:"))
        if explanation.earlierCount > 0 {
            let count = explanation.earlierCount
            lines.append("  " + words("此前还有 \(count) 次", "\(count) earlier ones are left out"))
        }
        for past in explanation.past { show(past) }
        lines.append(
            words(
                "以下按今天的标签和过去的事件重新推算。",
                "What follows is computed again from today's tags and past events."))
    }

    private mutating func show(_ past: Explanation.Past) {
        let record = past.record
        let reason =
            record.reason.map { " \(ReasonWords.words($0, language)) (\($0))" } ?? ""
        let until = record.until.map { " → \(say.time($0))" } ?? ""
        lines.append(
            "  \(say.time(record.at))  \(record.decision)\(reason)\(until)  [\(record.occurrence)] "
                + words("触发于 \(say.time(record.due))", "due \(say.time(record.due))"))
        if past.isOtherBook {
            let hash = record.book.description.prefix(12)
            lines.append(
                "    "
                    + words("当时的规则本是 \(hash)，与现在不同", "by book \(hash), which is not today's"))
        }
        lines.append("    \(record.verdicts)")
        // When it would have passed is no news any more.
        for note in past.gates { add(note, indent: "    ", showsNext: false) }
        if let text = record.text { lines.append("    \(text)") }
    }

    // MARK: The trigger

    mutating func trigger() {
        let story = explanation.story
        let kind = explanation.rule.trigger.kindName
        lines.append("")
        lines.append(words("触发（\(kind)）：", "trigger (\(kind)):"))
        if let missing = story.missing { lines.append("  " + say.missing(missing)) }
        add(story.condition, indent: "    ")
        for chapter in story.chapters { show(chapter) }
        if let sample = explanation.history.lastSample {
            lines.append(
                "  " + words("最近抽样 \(say.time(sample))", "last sample \(say.time(sample))"))
        }
        if let next = story.next {
            lines.append("  " + words("下次 \(say.time(next))", "next \(say.time(next))"))
        }
        if let from = explanation.history.activeFrom, from > .distantPast {
            lines.append(
                "  "
                    + words("规则自 \(say.time(from)) 生效", "the rule is active from \(say.time(from))")
            )
        }
    }

    private mutating func show(_ chapter: TriggerStory.Chapter) {
        lines.append(
            "  [\(chapter.key)] "
                + words("\(say.time(chapter.due)) 触发", "due \(say.time(chapter.due))")
                + " · \(say.status(chapter.status))\(ledger(chapter))")
        for step in chapter.steps {
            lines.append("    \(say.time(step.at)) \(say.step(step, of: explanation.rule.trigger))")
        }
        add(chapter.condition, indent: "    ")
    }

    private func ledger(_ chapter: TriggerStory.Chapter) -> String {
        if let last = explanation.past.last(where: { $0.record.occurrence == chapter.key }) {
            return words(" · 台账：\(last.record.decision)", " · ledger: \(last.record.decision)")
        }
        guard chapter.status == .due else { return "" }
        guard let read = explanation.history.throughTime, chapter.due <= read else {
            return words(" · 尚未处理", " · not read yet")
        }
        return words(
            " · 台账里没有：当时不在人群内，或到达太晚",
            " · not in the ledger: outside the audience then, or it came too late")
    }

    private mutating func add(_ trace: [ConditionTrace], indent: String) {
        lines += say.lines(trace, indent: indent)
    }

    // MARK: Audience and gates

    mutating func audience() {
        lines.append("")
        guard !explanation.audience.isEmpty else {
            lines.append(words("人群：所有人", "audience: everybody"))
            return
        }
        lines.append(
            explanation.isInAudience
                ? words("人群：在内", "audience: inside") : words("人群：不在内", "audience: outside"))
        add(explanation.audience, indent: "  ")
    }

    mutating func present() {
        guard let present = explanation.present else { return }
        let decision = present.decision
        let time = say.time(decision.at)
        lines.append("")
        let key = decision.occurrence.key
        if present.isHypothetical {
            lines.append(
                words(
                    "没有待定的触发；若此刻（\(time)）触发一次：",
                    "no occurrence waits; if one fell due now, at \(time):"))
        } else if decision.at > explanation.at {
            lines.append(
                words(
                    "[\(key)] 到 \(time) 触发时，按现在所知：",
                    "[\(key)] when it falls due at \(time), by what is known now:"))
        } else {
            lines.append(
                words("[\(key)] 若在 \(time) 决定：", "[\(key)] if it were decided at \(time):"))
        }
        lines.append("  " + headline(decision))
        for note in present.gates { add(note, indent: "  ") }
        guard decision.outcome != .send else { return }
        lines.append(
            "  "
                + (present.earliest.map {
                    words(
                        "其他不变，最早可发 \(say.time($0))",
                        "would leave at the earliest at \(say.time($0)), if nothing else changes")
                } ?? words("只等时间不会发出", "time alone will not let it leave")))
    }

    private func headline(_ decision: Decision) -> String {
        let reason =
            decision.reason.map { "\(ReasonWords.words($0.code, language)) (\($0.code))" } ?? ""
        switch decision.outcome {
        case .send: return words("发送", "send")
        case .hold(let until):
            return words("暂缓至 \(say.time(until))", "hold until \(say.time(until))") + " · \(reason)"
        case .drop: return words("不发送", "drop") + " · \(reason)"
        }
    }

    private mutating func add(_ note: GateNote, indent: String, showsNext: Bool = true) {
        lines.append(indent + GateText.line(note, say))
        for row in note.evidence { lines.append("\(indent)    \(say.evidence(row))") }
        if showsNext, let next = say.next(note) { lines.append("\(indent)    → \(next)") }
    }
}

/// One gate in one line.
enum GateText {
    /// `✗ cap  month:4/4  frequency cap ‘month’ is full ← birthday  (4 per month,
    /// rules/policy.yaml:27 caps.month)`.
    static func line(_ note: GateNote, _ say: ExplanationWords) -> String {
        let verdict = note.verdict
        let mark: String
        switch verdict.outcome {
        case .pass: mark = "✓"
        case .hold: mark = "~"
        case .drop: mark = "✗"
        }
        var line = "\(mark) \(say.gate(verdict.gate))"
        if !verdict.seen.isEmpty { line += "  \(verdict.seen)" }
        if let reason = verdict.reason {
            line += "  \(ReasonWords.words(reason.code, say.words.language))"
            if let winner = reason.winner { line += " ← \(winner)" }
        }
        var source: [String] = []
        if let threshold = note.threshold { source.append(threshold) }
        if let origin = note.origin {
            source.append(
                origin.place.map { "\($0) \(origin.path)" } ?? say.words("内置", "built in"))
        }
        return source.isEmpty ? line : line + "  (\(source.joined(separator: ", ")))"
    }
}
