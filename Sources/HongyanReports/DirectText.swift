public import HongyanCore

/// What became of direct sends, for a terminal and as JSON.
public enum DirectText {
    /// Each decision by itself up to so many.
    static let mostShown = 20

    /// `line 12: there is no such customer`.
    public static func line(_ number: Int, _ why: DirectFault, _ language: Language) -> String {
        let words = Wording(language: language)
        return words("第 \(number) 行：", "line \(number): ") + why.words(language)
    }

    /// Ends with a line end.
    /// - Parameters:
    ///   - unlisted: Refused lines that were not listed one by one.
    ///   - outcomes: Of a dry run: the decisions.
    public static func summary(
        job: String, _ count: DirectCounts, refused: Int, unlisted: Int,
        _ outcomes: [DecisionRecord], isDry: Bool, _ language: Language
    ) -> String {
        let words = Wording(language: language)
        var text = ""
        if unlisted > 0 {
            text += words("另有 \(unlisted) 行有错", "\(unlisted) more lines are wrong") + "\n"
        }
        if isDry {
            text += decided(outcomes, words, language)
            text += words(
                "试算：作业 \(job) 可接受 \(Figures.count(count.accepted)) 条，已接受过 "
                    + "\(Figures.count(count.known)) 条，有错 \(Figures.count(refused)) 行；"
                    + "什么也没有保存或发出\n",
                "dry run: job \(job): \(Figures.count(count.accepted)) would be accepted, "
                    + "\(Figures.count(count.known)) were before, \(Figures.count(refused)) lines "
                    + "are wrong; nothing was kept or sent\n")
        } else {
            text += words(
                "作业 \(job)：接受 \(Figures.count(count.accepted)) 条，已接受过 "
                    + "\(Figures.count(count.known)) 条，有错 \(Figures.count(refused)) 行\n",
                "job \(job): \(Figures.count(count.accepted)) accepted, "
                    + "\(Figures.count(count.known)) accepted before, \(Figures.count(refused)) "
                    + "lines are wrong\n")
        }
        return text
    }

    private static func decided(
        _ outcomes: [DecisionRecord], _ words: Wording, _ language: Language
    ) -> String {
        var text = ""
        if outcomes.count <= mostShown {
            for record in outcomes {
                let reason = record.reason.map { " " + ReasonWords.words($0, language) } ?? ""
                text += "\(record.occurrence): \(record.decision)\(reason)"
                if let channel = record.channel { text += " · \(channel)" }
                if let body = record.text { text += "\n    \(body)" }
                text += "\n"
            }
            return text
        }
        for (what, number) in tally(outcomes) {
            let reason = what.reason.map { " " + ReasonWords.words($0, language) } ?? ""
            text += "\(what.decision)\(reason): \(Figures.count(number))\n"
        }
        return text
    }

    private struct What: Hashable {
        let decision: String
        let reason: String?
    }

    /// Most frequent first.
    private static func tally(_ outcomes: [DecisionRecord]) -> [(What, Int)] {
        var counts: [What: Int] = [:]
        for record in outcomes {
            counts[What(decision: record.decision, reason: record.reason), default: 0] += 1
        }
        return counts.sorted {
            if $0.value != $1.value { return $0.value > $1.value }
            return ($0.key.decision, $0.key.reason ?? "") < ($1.key.decision, $1.key.reason ?? "")
        }.map { ($0.key, $0.value) }
    }

    /// `{"job","dry_run","accepted","known","rejected":[{"line","reason"}],"decisions":{…}}`; ends
    /// with a line end.
    public static func json(
        job: String, _ count: DirectCounts, refused: [(line: Int, why: DirectFault)],
        _ outcomes: [DecisionRecord], isDry: Bool, zone: Zone
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("job", job)
            json.member("dry_run", flag: isDry)
            json.member("accepted", count.accepted)
            json.member("known", count.known)
            json.member("rejected") { json in
                json.array { json in
                    for entry in refused {
                        json.object { json in
                            json.member("line", entry.line)
                            json.member("reason", entry.why.words(.en))
                        }
                    }
                }
            }
            guard isDry else { return }
            json.member("decisions") { json in
                json.array { json in
                    for (what, number) in tally(outcomes) {
                        json.object { json in
                            json.member("decision", what.decision)
                            json.member("reason", optional: what.reason)
                            json.member("count", number)
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }
}
