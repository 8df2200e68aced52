import HongyanCore

/// Reads the decisions that a case wants.
///
/// ```
/// {at: MOMENT, customer: NAME, send: true | TEMPLATE, text: PART | [PART], parts: 1}
/// {at: MOMENT, customer: NAME, hold: REASON, until: MOMENT}
/// {at: MOMENT, customer: NAME, drop: REASON}
/// ```
/// `rule: ID` where it is not the tested one.
struct RuleTestExpectReader {
    let reader: FileReader
    let book: RuleBook
    let clock: RuleTestClock
    let customers: [String]
    let rule: RuleID
    let compared: [RuleID]

    func read(_ node: YamlNode?) -> [RuleTestExpectation] {
        guard let node, let items = reader.items(node) else { return [] }
        return items.compactMap(expectation)
    }

    private func expectation(_ node: YamlNode) -> RuleTestExpectation? {
        guard let fields = reader.fields(node, Keys.testExpect) else { return nil }
        let there = Keys.testDecisions.filter { fields[$0] != nil }
        guard there.count == 1, let kind = there.first else {
            let start = node.range.lowerBound
            reader.error(
                "test/expect", at: start..<start + 1, zh: "要写且只写一个：send、hold、drop",
                en: "an expected decision has exactly one of send, hold, drop")
            return nil
        }
        guard let at = fields["at"].flatMap({ clock.moment($0) }),
            let customer = fields["customer"].flatMap(customer),
            let rule = rule(fields["rule"]), let outcome = outcome(kind, fields)
        else { return nil }
        return RuleTestExpectation(
            at: at, customer: customer, rule: rule, outcome: outcome,
            line: reader.source.lineNumber(node.range.lowerBound))
    }

    private func outcome(
        _ kind: String, _ fields: [String: YamlNode]
    ) -> RuleTestExpectation.Outcome? {
        let allowed = ["send": ["text", "parts"], "hold": ["until"], "drop": []][kind] ?? []
        for key in ["text", "parts", "until"] where !allowed.contains(key) {
            guard let node = fields[key] else { continue }
            reader.error(
                "key/unfit", at: node.range, zh: "\(kind) 不用 \(key)",
                en: "\(kind) has no \(key)")
        }
        guard let node = fields[kind] else { return nil }
        switch kind {
        case "send":
            return send(node).map { template in
                .send(
                    template: template, texts: fields["text"].flatMap { reader.texts($0) } ?? [],
                    parts: fields["parts"].flatMap { reader.integer($0, in: 1...100) })
            }
        case "hold":
            return reason(node).map {
                .hold(reason: $0, until: fields["until"].flatMap { clock.moment($0) })
            }
        default: return reason(node).map { .drop(reason: $0) }
        }
    }

    /// An inner nil: any template.
    private func send(_ node: YamlNode) -> TemplateID?? {
        guard let text = reader.text(node, "true 或模板名", "true or a template") else {
            return nil
        }
        if text == "true" { return .some(nil) }
        if book.template(TemplateID(text)) != nil { return .some(TemplateID(text)) }
        reader.unknown(
            "test/template", text, at: node.range,
            among: ["true"] + book.templates.map(\.id.rawValue), zh: "模板", en: "template")
        return nil
    }

    private func reason(_ node: YamlNode) -> String? {
        guard let text = reader.text(node, "原因", "a reason") else { return nil }
        let known = Reason.codes(caps: book.caps)
        if known.contains(text) { return text }
        reader.unknown("test/reason", text, at: node.range, among: known, zh: "原因", en: "reason")
        return nil
    }

    private func customer(_ node: YamlNode) -> String? {
        guard let name = reader.text(node, "客户名", "a customer's name") else { return nil }
        if customers.contains(name) { return name }
        reader.unknown(
            "test/customer", name, at: node.range, among: customers, zh: "客户", en: "customer")
        return nil
    }

    private func rule(_ node: YamlNode?) -> RuleID? {
        guard let node else { return rule }
        guard let name = reader.text(node, "规则名", "a rule's id") else { return nil }
        if compared.contains(RuleID(name)) { return RuleID(name) }
        if book.rule(RuleID(name)) == nil {
            reader.unknown(
                "test/rule", name, at: node.range, among: compared.map(\.rawValue), zh: "规则",
                en: "rule")
        } else {
            reader.error(
                "test/rule", at: node.range, zh: "规则“\(name)”不参与比较，请写进 rules",
                en: "the rule '\(name)' is not compared: name it under 'rules'")
        }
        return nil
    }
}
