internal import HongyanCore

/// Parts of rule tests as lines for people: decisions in the form of the test file, so that they
/// can be pasted into it, and how each came about.
struct RuleTestWords {
    let zone: Zone
    let language: Language
    /// Lines leave out a rule that is this one.
    let rule: RuleID

    private var isChinese: Bool { language == .zh }

    // MARK: Decisions

    func line(_ expected: RuleTestExpectation) -> String {
        var items = head(expected.at, expected.customer, expected.rule)
        switch expected.outcome {
        case .send(let template, let texts, let parts):
            items.append("send: \(template?.rawValue ?? "true")")
            if !texts.isEmpty {
                let list = texts.map(quoted).joined(separator: ", ")
                items.append("text: \(texts.count == 1 ? list : "[\(list)]")")
            }
            if let parts { items.append("parts: \(parts)") }
        case .hold(let reason, let until):
            items.append("hold: \(reason)")
            if let until { items.append("until: \(zone.short(until))") }
        case .drop(let reason): items.append("drop: \(reason)")
        }
        return "{\(items.joined(separator: ", "))}"
    }

    func line(_ actual: RuleTestActual) -> String {
        var items = head(actual.at, actual.customer, actual.rule)
        let decision = actual.decision
        let reason = actual.withdrawn ?? decision.reason
        switch decision.outcome {
        case .send where actual.withdrawn == nil:
            items.append("send: \(decision.message?.template.rawValue ?? "true")")
            if let message = decision.message {
                items.append("text: \(quoted(message.text))")
                items.append("parts: \(message.parts)")
            }
        case .hold(let until):
            items.append("hold: \(reason?.code ?? "")")
            items.append("until: \(zone.short(until))")
        case .send, .drop: items.append("drop: \(reason?.code ?? "")")
        }
        return "{\(items.joined(separator: ", "))}"
    }

    func pointless(_ customer: String, _ at: Timestamp) -> String {
        let when = zone.short(at)
        return isChinese
            ? "{at: \(when), customer: \(customer)} 的状态报告没有对象：此前没有短信交给运营商"
            : "{at: \(when), customer: \(customer)}: the receipt is about nothing, no message had "
                + "been handed over"
    }

    private func head(_ at: Timestamp, _ customer: String, _ rule: RuleID) -> [String] {
        ["at: \(zone.short(at))", "customer: \(customer)"]
            + (rule == self.rule ? [] : ["rule: \(rule)"])
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    // MARK: Explanations

    /// - Parameter isWhole: with the gates that passed, too.
    func lines(_ trail: RuleTestTrail, isWhole: Bool) -> [String] {
        let when = zone.short(trail.at)
        switch trail.stage {
        case .noOccurrence:
            return [
                isChinese
                    ? "直到 \(when)，这条规则没有为该客户触发过"
                    : "until \(when) nothing made the rule fire for this customer"
            ]
        case .trigger(let traces):
            return [isChinese ? "\(when) 触发条件：" : "\(when) the trigger asks:"] + lines(traces)
        case .timer(let kind, let key, let due, let end):
            let name = "\(when) \(kind)\(key.map { " [\($0)]" } ?? "")"
            return ["\(name)\(isChinese ? "：" : ": ")\(words(end, due: due))"]
        case .audience(let traces, let key, let due):
            let due = zone.short(due)
            return [
                isChinese
                    ? "\(when) 触发 [\(key)]，到期 \(due)，人群："
                    : "\(when) fired [\(key)], due \(due), audience:"
            ] + lines(traces)
        case .decision(let decision, let state): return lines(decision, state, isWhole: isWhole)
        }
    }

    private func lines(_ traces: [ConditionTrace]) -> [String] {
        ExplanationWords(language: language, zone: zone).lines(traces, indent: "  ")
    }

    private func lines(
        _ decision: Decision, _ state: TriggerState, isWhole: Bool
    ) -> [String] {
        let when = zone.short(decision.at)
        let outcome = DecisionText.outcome(of: decision, language) { zone.short($0) }
        let trigger = isChinese ? "触发\(words(state))" : "trigger \(words(state))"
        let key = decision.occurrence.key
        let verdicts = decision.verdicts.filter { isWhole || $0.outcome != .pass }
        return ["\(when) [\(key)] \(trigger) → \(outcome)"]
            + verdicts.map { "  " + DecisionText.line($0, language) }
    }

    private func words(_ end: RuleTestTrail.TimerEnd, due: Timestamp) -> String {
        switch end {
        case .ran:
            isChinese ? "开始计时，\(zone.short(due)) 到期" : "starts a timer, due \(zone.short(due))"
        case .cancelled(let kind, let at):
            isChinese
                ? "开始计时，\(zone.short(at)) 的 \(kind) 取消了它"
                : "starts a timer, cancelled by \(kind) at \(zone.short(at))"
        case .restarted(let at):
            isChinese
                ? "开始计时，\(zone.short(at)) 又有新动作，重新计时"
                : "starts a timer, started anew at \(zone.short(at))"
        }
    }

    private func words(_ state: TriggerState) -> String {
        switch state {
        case .holds: isChinese ? "成立" : "holds"
        case .cancelled: isChinese ? "已取消" : "cancelled"
        case .unmatched: isChinese ? "条件不符" : "does not match"
        case .stale: isChinese ? "数据过期" : "is stale"
        case .restarted: isChinese ? "重新计时" : "started anew"
        }
    }
}
