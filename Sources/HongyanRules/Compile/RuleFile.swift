import HongyanCore

/// Reads one rule file. The keys are those of ``RuleFile/keys``; `trigger` is told by
/// ``TriggerReader``.
///
/// ```
/// rule: ID (the file's name)    title: …    purpose: marketing    enabled: true    was: [OLD-ID]
/// trigger: {…}                  audience: CONDITION | NAME
/// once: per occurrence | per 30d | per year | ever     priority: 0–100
/// window: NAME    closed: drop | defer 24h    late: skip 30m | never    limit: 20000/day
/// rollout: 10%    holdout: 5%    budget: 300/day
/// message: TEMPLATE | [{template: T, weight: 1}, …]
/// goal: {event: KIND, within: 3d}    asks_consent: marketing
/// ```
/// `window`, `closed`, `late` and `limit` must be there for marketing, here or in the policy's
/// defaults. Other purposes take no defaults: without a window they leave at any time, without
/// `late` nothing is too late.
struct RuleFile {
    static let keys = [
        "rule", "title", "purpose", "trigger", "audience", "once", "priority", "window", "closed",
        "late", "limit", "budget", "rollout", "holdout", "message", "goal", "was", "enabled",
        "asks_consent",
    ]
    static let required = ["rule", "title", "purpose", "trigger", "message"]

    /// What the other files say.
    struct Surroundings {
        let names: Names
        let schema: TagSchema
        /// nil when policy.yaml could not be read: then nothing of it is missed.
        let policy: PolicyFile?
        /// nil when templates.yaml could not be read.
        let templates: (templates: [Template], declared: Set<String>)?
    }

    /// A rule's ids and where they are written, for checks between files; `rule` is nil when it has
    /// faults.
    struct Answer {
        let reader: FileReader
        let root: YamlNode
        let id: (RuleID, Range<Int>)?
        let was: [(RuleID, Range<Int>)]
        let purpose: (Purpose, Range<Int>)?
        let rule: CompiledRule?
    }

    private let reader: FileReader
    private let root: YamlNode
    private let fields: [String: YamlNode]
    private let around: Surroundings

    static func read(
        _ root: YamlNode, _ reader: FileReader, stem: String, _ around: Surroundings
    ) -> Answer? {
        guard let fields = reader.fields(root, .rule) else { return nil }
        return RuleFile(reader: reader, root: root, fields: fields, around: around).answer(stem)
    }

    private func answer(_ stem: String) -> Answer {
        let id = fields["rule"].flatMap { self.id($0, stem) }
        let was = (fields["was"].flatMap { ids($0) }) ?? []
        let purposeNode = fields["purpose"]
        let purpose: Purpose? = purposeNode.flatMap { reader.choice($0, "用途", "purpose") }
        let read = fields["trigger"].flatMap {
            TriggerReader(reader: reader, names: around.names, schema: around.schema).read($0)
        }
        let audience = self.audience()
        let timing = self.timing(purpose ?? .marketing)
        let message = fields["message"].flatMap { self.message($0, purpose, read) }
        let goal = self.goal()
        let once = fields["once"].flatMap {
            reader.read(
                $0, "per occurrence、per 30d、per year 或 ever",
                "per occurrence, per 30d, per year or ever", TimeForms.once)
        }
        let title = fields["title"].flatMap { reader.text($0) }
        let priority = fields["priority"].flatMap { reader.integer($0, in: 0...100) }
        let rollout = fields["rollout"].flatMap { reader.share($0) }
        let holdout = fields["holdout"].flatMap { reader.share($0) }
        let enabled = fields["enabled"].flatMap { reader.boolean($0) }
        let budget = fields["budget"].flatMap { reader.budget($0) }
        let asked = fields["asks_consent"].flatMap { asksConsent($0, purpose) }
        var rule: CompiledRule?
        if let id, let title, let purpose, let read, let audience, let message {
            let text = ["trigger"] + read.trigger.canonicalText
            rule = CompiledRule(
                id: id.0, title: title, purpose: purpose, trigger: read.trigger,
                triggerFingerprint: Digest(hashing: text), audience: audience, once: once,
                priority: priority ?? around.policy?.defaults.priority ?? 50,
                window: timing.window, closed: timing.closed ?? .drop, late: timing.late,
                limit: timing.limit, pacePerDay: read.pacePerDay,
                rolloutBuckets: rollout ?? 10_000, holdoutBuckets: holdout ?? 0, message: message,
                goal: goal, was: was.map(\.0), isEnabled: enabled ?? true, asksConsent: asked,
                budget: budget)
        }
        return Answer(
            reader: reader, root: root, id: id, was: was,
            purpose: purpose.flatMap { purpose in purposeNode.map { (purpose, $0.range) } },
            rule: rule)
    }

    /// A message of the purpose that it asks for would need the consent before it is there.
    private func asksConsent(_ node: YamlNode, _ purpose: Purpose?) -> Purpose? {
        guard let asked: Purpose = reader.choice(node, "用途", "purpose") else { return nil }
        guard asked == .marketing, purpose != .marketing else {
            reader.error(
                "rule/asks-consent", at: node.range,
                zh: "征求同意的规则只能写 asks_consent: marketing，且自身用途不能是 marketing",
                en: "asks_consent takes marketing, in a rule whose own purpose is another")
            return nil
        }
        return asked
    }

    // MARK: Ids

    private func id(_ node: YamlNode, _ stem: String) -> (RuleID, Range<Int>)? {
        guard let text = reader.text(node, "规则名", "the rule's id"),
            reader.checkName(text, at: node.range, extra: [UInt8(ascii: "-")])
        else { return nil }
        if text != stem {
            reader.error(
                "rule/file", at: node.range, zh: "规则名与文件名“\(stem).yaml”不一致",
                en: "the rule's id differs from the file's name '\(stem).yaml'",
                notes: [
                    Diagnostic.Message(
                        zh: "规则名是台账的键：新规则请改名一致；已上线的请改文件名，或加 was: [旧名]",
                        en: "the id is the ledger's key: rename the file of a rule that has run")
                ])
        }
        return (RuleID(text), node.range)
    }

    private func ids(_ node: YamlNode) -> [(RuleID, Range<Int>)]? {
        reader.items(node)?.compactMap { item in
            reader.text(item).map { (RuleID($0), item.range) }
        }
    }

    // MARK: Whom and when

    private func audience() -> Condition? {
        guard let node = fields["audience"] else { return .constant(true) }
        var checker = ConditionChecker(names: around.names)
        return reader.condition(node).flatMap { checker.check($0) }
    }

    private struct Timing {
        var window: Window?
        var closed: Closed?
        var late: Span?
        var limit: Limit?
    }

    private func timing(_ purpose: Purpose) -> Timing {
        let isMarketing = purpose == .marketing
        let defaults = isMarketing ? around.policy?.defaults : nil
        var result = Timing()
        if let node = fields["window"] {
            result.window = around.policy.flatMap {
                reader.window(node, $0.policy.windows, $0.declaredWindows)
            }
        } else {
            result.window = defaults?.window
            miss("rule/window", isMarketing && result.window == nil)
        }
        if let node = fields["closed"] {
            result.closed = reader.closed(node)
        } else {
            result.closed = defaults?.closed
            miss("rule/closed", isMarketing && result.closed == nil)
            if !isMarketing, let window = fields["window"] {
                reader.error(
                    "rule/closed", at: window.range, zh: "写了 window 就要写 closed",
                    en: "a window needs 'closed'")
            }
        }
        if let node = fields["late"] {
            result.late = reader.late(node) ?? nil
        } else {
            result.late = (defaults?.late ?? nil) ?? nil
            miss("rule/late", isMarketing && defaults?.late == nil)
        }
        if let node = fields["limit"] {
            result.limit = reader.limit(node)
        } else {
            result.limit = defaults?.limit
            miss("rule/limit", isMarketing && result.limit == nil)
        }
        return result
    }

    /// There is no hidden default.
    private func miss(_ id: String, _ isMissing: Bool) {
        let key = String(id.dropFirst("rule/".count))
        guard isMissing, let policy = around.policy, !policy.declaredDefaults.contains(key),
            let node = fields["rule"]
        else { return }
        reader.error(
            id, at: node.range, zh: "缺少 \(key)：规则里没写，policy.yaml 的 defaults 里也没有",
            en: "'\(key)' is missing, here and in the defaults of policy.yaml")
    }

    // MARK: Message and goal

    private func message(
        _ node: YamlNode, _ purpose: Purpose?, _ trigger: TriggerReader.Answer?
    ) -> MessageChoice? {
        if case .scalar = node.content {
            return template(node, purpose, trigger).map { MessageChoice(template: $0) }
        }
        if case .mapping = node.content {
            reader.wrongShape(node, "模板名或变体列表", "a template or a list of variants")
            return nil
        }
        guard let items = reader.items(node) else { return nil }
        var variants: [MessageChoice.Variant] = []
        for item in items {
            guard let fields = reader.fields(item, .variant),
                let template = fields["template"].flatMap({ template($0, purpose, trigger) }),
                let weight = fields["weight"].flatMap({ reader.integer($0, in: 0...10_000) })
            else { continue }
            if variants.contains(where: { $0.template == template }) {
                reader.error(
                    "message/repeated", at: item.range, zh: "模板“\(template)”出现两次",
                    en: "the template '\(template)' is there twice")
            }
            variants.append(MessageChoice.Variant(template: template, weight: weight))
        }
        guard variants.count == items.count else { return nil }
        guard variants.contains(where: { $0.weight > 0 }) else {
            reader.error(
                "message/weight", at: node.range, zh: "权重之和必须大于 0",
                en: "the weights must add up to more than 0")
            return nil
        }
        return MessageChoice(variants: variants)
    }

    private func template(
        _ node: YamlNode, _ purpose: Purpose?, _ trigger: TriggerReader.Answer?
    ) -> TemplateID? {
        guard let name = reader.text(node, "模板名", "a template"), let templates = around.templates
        else { return nil }
        let found = templates.templates.first { $0.id.rawValue == name }
        guard let template = found else {
            if templates.declared.contains(name) { return nil }
            reader.unknown(
                "template/unknown", name, at: node.range,
                among: templates.templates.map(\.id.rawValue),
                zh: "模板", en: "template")
            return nil
        }
        if let purpose, template.purpose != purpose {
            reader.error(
                "template/purpose", at: node.range,
                zh: "模板用途是 \(template.purpose.rawValue)，规则用途是 \(purpose.rawValue)",
                en:
                    "template for \(template.purpose.rawValue), rule for \(purpose.rawValue)"
            )
        }
        if let trigger { checkVariables(of: template, node, trigger) }
        return template.id
    }

    /// A variable of the event or signal needs a trigger that brings it.
    private func checkVariables(
        of template: Template, _ node: YamlNode, _ trigger: TriggerReader.Answer
    ) {
        for run in template.runs {
            guard case .variable(let variable) = run, variable.name != "occurrence.date",
                let dot = variable.name.firstIndex(of: ".")
            else { continue }
            let prefix = String(variable.name[..<dot])
            let field = String(variable.name[variable.name.index(after: dot)...])
            let isBrought =
                trigger.scope?.prefix == prefix
                && (field == "date" || trigger.scope?.fields.contains { $0.name == field } == true)
            guard !isBrought else { continue }
            reader.error(
                "template/field", at: node.range,
                zh: "模板要用 \(variable.name)，而此触发没有它",
                en: "the template uses \(variable.name), which this trigger does not bring")
        }
    }

    private func goal() -> Goal? {
        guard let node = fields["goal"],
            let goal = reader.fields(node, .goal),
            let eventNode = goal["event"], let name = reader.text(eventNode, "事件名", "an event"),
            let within = goal["within"].flatMap({ reader.span($0) })
        else { return nil }
        if around.names.event(name) == nil, around.names.isWhole {
            reader.unknown(
                "event/unknown", name, at: eventNode.range,
                among: around.names.events.map(\.kind.rawValue), zh: "事件", en: "event")
            return nil
        }
        return Goal(event: EventKind(name), within: within)
    }
}
