public import HongyanCore

/// A decision in words: what it came to, and what each gate said.
public enum DecisionText {
    /// What it came to, then a line for each gate; times with their offset.
    public static func lines(_ decision: Decision, zone: Zone, language: Language) -> [String] {
        [outcome(of: decision, language) { zone.format($0) }]
            + decision.verdicts.map { line($0, language) }
    }

    /// `send`, `hold until …` or `drop`, with the reason.
    static func outcome(
        of decision: Decision, _ language: Language, time: (Timestamp) -> String
    ) -> String {
        let zh = language == .zh
        let reason =
            decision.reason.map { "\(ReasonWords.words($0.code, language)) (\($0.code))" } ?? ""
        switch decision.outcome {
        case .send: return zh ? "发送" : "send"
        case .hold(let until):
            return (zh ? "暂缓至 " : "hold until ") + time(until) + " · " + reason
        case .drop: return (zh ? "不发送 · " : "drop · ") + reason
        }
    }

    /// One gate: passed `✓`, holds `~` or drops `✗`, with the value it saw and its reason.
    static func line(_ verdict: Verdict, _ language: Language) -> String {
        let mark =
            switch verdict.outcome {
            case .pass: "✓"
            case .hold: "~"
            case .drop: "✗"
            }
        var line = "\(mark) \(verdict.gate.rawValue)"
        if !verdict.seen.isEmpty { line += "  \(verdict.seen)" }
        if let reason = verdict.reason {
            line += "  \(ReasonWords.words(reason.code, language))"
            if let winner = reason.winner { line += " ← \(winner)" }
        }
        return line
    }
}
