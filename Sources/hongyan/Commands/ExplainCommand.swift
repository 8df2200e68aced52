import ArgumentParser
import HongyanCore
import HongyanEngine
import HongyanReports
import HongyanStore

/// `hongyan explain CUSTOMER RULE`: why she got it, or why not.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why a customer got a rule's message, or why not.",
        discussion: """
            The past comes from the ledger. What never happened is computed again from today's \
            tags and past events, and said to be so.

            Example:  hongyan explain c000042 birthday --at 2026-12-03
            """)

    @Argument(help: "The customer's id.") var customer: String
    @Argument(help: "The rule's id.") var rule: String
    @Option(help: "At which moment (default: now); with it, only decisions up to then are shown.")
    var at: String?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let zone = book.workspace.zone
        let now = try at.map { try moment($0, zone: zone, option: "--at") } ?? SystemClock().now()
        let rehearsed = try Rehearsed(
            customer: CustomerID(customer), rule: RuleID(rule), book: book, store: store, at: now)
        let zh = options.language == .zh
        Terminal.out("\(customer) · \(rule) \(rehearsed.rule.title)")
        let past = try explained {
            try store.decisions(of: CustomerID(customer), rule: RuleID(rule))
        }.filter { at == nil || $0.at <= now }
        Terminal.out("")
        if past.isEmpty {
            Terminal.out(
                zh
                    ? "台账：没有这条规则对该客户的决定。以下按今天的标签和过去的事件重新推算。"
                    : "ledger: no decision of this rule for this customer. "
                        + "What follows is computed again from today's tags and past events.")
        } else {
            Terminal.out(zh ? "台账：" : "ledger:")
            for record in past { show(record, zone: zone) }
        }
        Terminal.out("")
        try showTrigger(rehearsed, zone: zone)
        try showAudience(rehearsed, book: book, store: store)
        if let decision = rehearsed.decision {
            Terminal.out("")
            Terminal.out(
                zh ? "若在 \(zone.format(now)) 决定：" : "if it were decided at \(zone.format(now)):")
            for line in DecisionText.lines(decision, zone: zone, language: options.language) {
                Terminal.out("  " + line)
            }
        }
    }

    private func show(_ record: DecisionRecord, zone: Zone) {
        let reason =
            record.reason.map { " \(ReasonWords.words($0, options.language)) (\($0))" } ?? ""
        let until = record.until.map { " → \(zone.format($0))" } ?? ""
        Terminal.out(
            "  \(zone.format(record.at))  \(record.decision)\(reason)\(until)"
                + "  [\(record.occurrence)]"
        )
        Terminal.out("    \(record.verdicts)")
        if let text = record.text { Terminal.out("    \(text)") }
    }

    private func showTrigger(_ rehearsed: Rehearsed, zone: Zone) throws {
        let zh = options.language == .zh
        let kind = rehearsed.rule.trigger.kindName
        guard let occurrence = rehearsed.occurrence, let facts = rehearsed.facts else {
            Terminal.out(
                zh
                    ? "触发（\(kind)）：该客户没有可触发的事件或标签"
                    : "trigger (\(kind)): this customer has no event or tag for it")
            return
        }
        let state: String
        switch facts.trigger {
        case .holds: state = zh ? "成立" : "holds"
        case .cancelled: state = zh ? "已取消" : "cancelled"
        case .unmatched: state = zh ? "条件不符" : "does not match"
        case .stale: state = zh ? "数据过期" : "stale"
        case .restarted: state = zh ? "重新计时" : "restarted"
        }
        Terminal.out(
            (zh ? "触发（\(kind)）：" : "trigger (\(kind)): ")
                + "[\(occurrence.key)] due \(zone.format(occurrence.due)) · \(state)")
    }

    private func showAudience(_ rehearsed: Rehearsed, book: RuleBook, store: SQLiteStore) throws {
        let zh = options.language == .zh
        let audience = rehearsed.rule.audience
        let zone = book.workspace.zone
        let customer = rehearsed.view.id
        var aggregates: [Aggregate: Value] = [:]
        for aggregate in audience.aggregates {
            aggregates[aggregate] = try explained {
                try store.value(of: aggregate, for: customer, at: rehearsed.now)
            }
        }
        let subject = Subject(
            now: rehearsed.now, zone: zone, tag: { rehearsed.view.tags[$0] },
            aggregate: { aggregates[$0] })
        Terminal.out(zh ? "人群：" : "audience:")
        for line in audience.trace(for: subject) {
            let mark = line.isTrue ? "✓" : "✗"
            let seen = line.values.map { value -> String in
                let text =
                    value.value.map { ValueText.format($0, type: value.type, zone: zone) }
                    ?? (zh ? "缺失" : "missing")
                return "\(value.name) = \(text)"
            }.joined(separator: ", ")
            let indent = String(repeating: "  ", count: line.depth + 1)
            Terminal.out("\(indent)\(mark) \(line.text)\(seen.isEmpty ? "" : "    \(seen)")")
        }
    }
}

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
