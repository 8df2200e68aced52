import HongyanCore
import HongyanReports

/// A decision in lines: what it came to, then gate by gate.
enum DecisionText {
    static func lines(_ decision: Decision, zone: Zone, language: Language) -> [String] {
        let head: String
        let zh = language == .zh
        let reason =
            decision.reason.map { "\(ReasonWords.words($0.code, language)) (\($0.code))" } ?? ""
        switch decision.outcome {
        case .send: head = zh ? "发送" : "send"
        case .hold(let until):
            head = (zh ? "暂缓至 " : "hold until ") + zone.format(until) + " · " + reason
        case .drop: head = (zh ? "不发送 · " : "drop · ") + reason
        }
        let gates = decision.verdicts.map { verdict -> String in
            let mark: String
            switch verdict.outcome {
            case .pass: mark = "✓"
            case .hold: mark = "~"
            case .drop: mark = "✗"
            }
            var line = "\(mark) \(verdict.gate.rawValue)"
            if !verdict.seen.isEmpty { line += "  \(verdict.seen)" }
            if let reason = verdict.reason {
                line += "  \(ReasonWords.words(reason.code, language))"
                if let winner = reason.winner { line += " ← \(winner)" }
            }
            return line
        }
        return [head] + gates
    }
}
