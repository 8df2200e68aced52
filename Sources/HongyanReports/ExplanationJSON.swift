public import HongyanCore

/// An explanation as one JSON object: everything the text shows, exact.
public enum ExplanationJSON {
    /// Keys in a fixed order; times are ISO 8601 in the workspace zone, absent values left out;
    /// ends with a line end.
    public static func render(_ explanation: Explanation) -> String {
        var writer = ExplanationWriter(explanation)
        return writer.render()
    }
}

private struct ExplanationWriter {
    let explanation: Explanation
    let say: ExplanationWords
    var zone: Zone { explanation.zone }

    init(_ explanation: Explanation) {
        self.explanation = explanation
        say = ExplanationWords(language: .en, zone: explanation.zone)
    }

    mutating func render() -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("customer", explanation.customer.rawValue)
            if let into = explanation.mergedInto { json.member("merged_into", into.rawValue) }
            if let phone = explanation.phone { json.member("phone", phone.description) }
            json.member("rule", explanation.rule.id.rawValue)
            json.member("title", explanation.rule.title)
            json.member("at", zone.format(explanation.at))
            json.member("book", explanation.book.description)
            json.member("earlier_decisions", explanation.earlierCount)
            json.member("ledger") {
                $0.array { json in explanation.past.forEach { past($0, &json) } }
            }
            json.member("trigger") { story(&$0) }
            json.member("in_audience", flag: explanation.isInAudience)
            json.member("audience") { trace(explanation.audience, &$0) }
            if let present = explanation.present {
                json.member("present") { self.present(present, &$0) }
            }
        }
        return json.text + "\n"
    }

    private func past(_ past: Explanation.Past, _ json: inout JSONWriter) {
        let record = past.record
        json.object { json in
            json.member("at", zone.format(record.at))
            json.member("occurrence", record.occurrence)
            json.member("due", zone.format(record.due))
            json.member("decision", record.decision)
            if let reason = record.reason { json.member("reason", reason) }
            if let until = record.until { json.member("until", zone.format(until)) }
            if let text = record.text { json.member("text", text) }
            json.member("verdicts", record.verdicts)
            json.member("book", record.book.description)
            json.member("is_other_book", flag: past.isOtherBook)
            json.member("gates") { gates(past.gates, &$0, showsNext: false) }
        }
    }

    private func story(_ json: inout JSONWriter) {
        let story = explanation.story
        json.object { json in
            json.member("kind", explanation.rule.trigger.kindName)
            if let missing = story.missing { json.member("missing", say.missing(missing)) }
            if let next = story.next { json.member("next", zone.format(next)) }
            let history = explanation.history
            if let from = history.activeFrom { json.member("active_from", zone.format(from)) }
            if let read = history.throughTime { json.member("read_through", zone.format(read)) }
            if let sample = history.lastSample { json.member("last_sample", zone.format(sample)) }
            json.member("condition") { trace(story.condition, &$0) }
            json.member("occurrences") { json in
                json.array { json in story.chapters.forEach { chapter($0, &json) } }
            }
        }
    }

    private func chapter(_ chapter: TriggerStory.Chapter, _ json: inout JSONWriter) {
        json.object { json in
            json.member("key", chapter.key)
            json.member("due", zone.format(chapter.due))
            json.member("status", chapter.status.rawValue)
            json.member("steps") { json in
                json.array { json in
                    for step in chapter.steps {
                        json.object { json in
                            json.member("at", zone.format(step.at))
                            json.member("kind", step.kind.rawValue)
                            json.member("name", step.name)
                            if !step.id.isEmpty { json.member("id", step.id) }
                        }
                    }
                }
            }
            json.member("condition") { trace(chapter.condition, &$0) }
        }
    }

    private func trace(_ trace: [ConditionTrace], _ json: inout JSONWriter) {
        json.array { json in
            for line in trace {
                json.object { json in
                    json.member("depth", line.depth)
                    json.member("text", line.text)
                    json.member("is_true", flag: line.isTrue)
                    json.member("values") { json in
                        json.object { json in
                            for seen in line.values {
                                json.key(seen.name)
                                if let value = seen.value {
                                    json.value(say.value(value, seen.type))
                                } else {
                                    json.literal("null")
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func present(_ present: Explanation.Present, _ json: inout JSONWriter) {
        let decision = present.decision
        json.object { json in
            json.member("occurrence", decision.occurrence.key)
            json.member("is_hypothetical", flag: present.isHypothetical)
            json.member("decision", DecisionWord.of(decision.outcome))
            if let reason = decision.reason { json.member("reason", reason.code) }
            if case .hold(let until) = decision.outcome { json.member("until", zone.format(until)) }
            if let earliest = present.earliest { json.member("earliest", zone.format(earliest)) }
            json.member("gates") { gates(present.gates, &$0) }
        }
    }

    private func gates(
        _ notes: [GateNote], _ json: inout JSONWriter, showsNext: Bool = true
    ) {
        json.array { json in
            for note in notes {
                json.object { json in
                    json.member("gate", note.verdict.gate.rawValue)
                    json.member("outcome", DecisionWord.of(note.verdict.outcome))
                    json.member("seen", note.verdict.seen)
                    if let reason = note.verdict.reason { json.member("reason", reason.code) }
                    if let winner = note.verdict.reason?.winner {
                        json.member("winner", winner.rawValue)
                    }
                    if let threshold = note.threshold { json.member("threshold", threshold) }
                    if let origin = note.origin {
                        json.member(
                            "origin", origin.place.map { "\($0) \(origin.path)" } ?? "built in")
                    }
                    json.member("evidence") { json in
                        json.array { json in
                            for row in note.evidence { json.value(say.evidence(row)) }
                        }
                    }
                    guard showsNext else { return }
                    switch note.next {
                    case .now: json.member("next", "now")
                    case .at(let moment): json.member("next", zone.format(moment))
                    case .never: json.member("next", "never")
                    case .onChange: json.member("next", "on change")
                    }
                }
            }
        }
    }
}

/// `send`, `hold`, `drop`; a gate's `pass`.
enum DecisionWord {
    static func of(_ outcome: Decision.Outcome) -> String {
        switch outcome {
        case .send: "send"
        case .hold: "hold"
        case .drop: "drop"
        }
    }

    static func of(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .pass: "pass"
        case .hold: "hold"
        case .drop: "drop"
        }
    }
}
