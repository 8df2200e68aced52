public import HongyanCore

/// What fault runs came to, for a terminal.
public enum TortureText {
    /// Counts over all seeds.
    public static func summary(_ outcomes: [TortureOutcome], language: Language) -> String {
        let failed = outcomes.filter { $0.failure != nil }.count
        let steps = outcomes.reduce(0) { $0 + $1.steps }
        let decisions = outcomes.reduce(0) { $0 + $1.decisions }
        let submissions = outcomes.reduce(0) { $0 + $1.submissions }
        let restarts = outcomes.reduce(0) { $0 + $1.restarts }
        let compared = outcomes.filter(\.isCompared).count
        let faults = Fault.Kind.allCases.map { kind in
            let count = outcomes.reduce(0) { $0 + ($1.faults[kind] ?? 0) }
            return "\(kind.words(language)) \(count)"
        }
        if language == .zh {
            return """
                种子 \(outcomes.count) 个：\(failed == 0 ? "全部成立" : "\(failed) 个不成立")
                步 \(steps)，决定 \(decisions)，提交 \(submissions)，重启 \(restarts)，与无故障运行比较 \(compared)
                故障：\(faults.joined(separator: "，"))

                """
        }
        return """
            \(outcomes.count) seeds: \(failed == 0 ? "all held" : "\(failed) did not hold")
            \(steps) steps, \(decisions) decisions, \(submissions) submissions, \(restarts) \
            restarts, \(compared) held against runs without faults
            faults: \(faults.joined(separator: ", "))

            """
    }

    /// What did not hold for a seed, where, and the one command that plays it again.
    public static func failure(_ outcome: TortureOutcome, language: Language) -> String {
        guard let failure = outcome.failure else { return "" }
        let time = TortureBook.zone.format(failure.at)
        var text =
            language == .zh
            ? "\n种子 \(outcome.seed) 在第 \(failure.step) 步（\(time)）不成立：\n"
            : "\nseed \(outcome.seed) does not hold at step \(failure.step) (\(time)):\n"
        for breach in failure.breaches {
            text += "  \(breach.invariant.rawValue)"
            text += language == .zh ? "：" : ": "
            text += "\(breach.invariant.words(language))\n    \(breach.facts)\n"
        }
        text += language == .zh ? "重放：" : "play it again: "
        return text + "hongyan torture --seed \(outcome.seed)\n"
    }
}
