import HongyanCore

/// Puts one rule together with what the policy, the workspace and the program itself add to it.
struct EffectiveReader {
    let source: RuleSource
    let context: CheckContext

    private typealias Setting = EffectiveRule.Setting
    private var rule: CompiledRule { source.rule }
    private var policy: Policy { context.book.policy }

    func read() -> EffectiveRule {
        var settings: [Setting] = []
        for key in Self.order { settings += setting(key) }
        return EffectiveRule(rule: rule.id, settings: settings, bounds: bounds())
    }

    /// Before a reader's eyes: who it is, when, whom, how often, what.
    private static let order = [
        "rule", "title", "purpose", "enabled", "was", "trigger", "audience", "once", "priority",
        "window", "closed", "late", "limit", "budget", "rollout", "holdout", "message", "goal",
        "asks_consent",
    ]

    private func setting(_ key: String) -> [Setting] {
        if let node = source.file.node(key) {
            guard case .mapping(let entries) = node.content, key == "trigger" else {
                return [written([key], node, in: source.file)]
            }
            return entries.map { written([key, $0.key], $0.value, in: source.file) }
                + triggerDefaults(entries.map(\.key))
        }
        if let fallback = inherited(key) { return [fallback] }
        return builtIn(key).map { [plain([key], $0)] } ?? []
    }

    /// What the policy's defaults give to a rule that does not say.
    private func inherited(_ key: String) -> Setting? {
        guard rule.purpose == .marketing || key == "priority",
            let node = context.policy.node("defaults", key)
        else { return nil }
        return written([key], node, in: context.policy, as: ["defaults", key])
    }

    /// nil for keys that may be absent and mean nothing then.
    private func builtIn(_ key: String) -> String? {
        switch key {
        case "enabled": "true"
        case "once": Once.perOccurrence.written
        case "priority": String(rule.priority)
        case "late": rule.late == nil ? "never" : nil
        case "rollout": ShareText.written(buckets: rule.rolloutBuckets)
        case "holdout": ShareText.written(buckets: rule.holdoutBuckets)
        default: nil
        }
    }

    private func triggerDefaults(_ keys: [String]) -> [Setting] {
        var defaults: [(String, String)] = []
        switch rule.trigger {
        case .event: defaults = [("after", "0s")]
        case .date: defaults = [("before", "0d")]
        case .signal(let trigger):
            defaults = [("by", trigger.by.rawValue), ("before", "0d")]
        case .absence, .dormant, .schedule, .enters, .reply: break
        }
        return defaults.filter { !keys.contains($0.0) }.map { plain(["trigger", $0.0], $0.1) }
    }

    // MARK: What binds it beside its own file

    private func bounds() -> [Setting] {
        var bounds: [Setting] = []
        if source.file.node("audience") == nil { bounds.append(plain(["audience"], "everybody")) }
        if let window = rule.window {
            bounds.append(policyBound(["windows", window.name], window.written))
        }
        let gates = GateTable.gates(for: rule.purpose)
        if gates.contains(.blackout) {
            bounds += policy.blackouts.map { policyBound(["blackouts", $0.name], $0.written) }
        }
        if gates.contains(.window) { bounds += hours() }
        bounds += context.book.caps.filter(meets).map(bound)
        if rule.purpose == .marketing, policy.globalHoldoutBuckets > 0 {
            bounds.append(
                policyBound(
                    ["global_holdout"], ShareText.written(buckets: policy.globalHoldoutBuckets)))
        }
        if rule.purpose == .marketing, let budget = context.book.workspace.budget {
            bounds.append(
                Setting(
                    path: ["workspace", "budget"], text: budget.written,
                    origin: origin(["budget"], in: context.workspace)))
        }
        bounds.append(policyBound(["max_parts"], String(policy.maxParts)))
        if gates.contains(.template), !policy.approval.isEmpty {
            bounds.append(policyBound(["approval"], policy.approval.joined(separator: " → ")))
        }
        if gates.contains(.signature) {
            bounds.append(policyBound(["signature"], policy.signature))
        }
        if gates.contains(.optoutWords) {
            bounds.append(policyBound(["opt_out"], policy.optOutWords))
            if policy.optOutScope != .all {
                bounds.append(policyBound(["opt_out_scope"], policy.optOutScope.rawValue))
            }
        }
        bounds += signal() + channels() + settle()
        return bounds
    }

    /// Whether a cap may ever ask this rule's messages: its purpose, through one of its channels.
    private func meets(_ cap: Cap) -> Bool {
        guard cap.purposes.contains(rule.purpose) else { return false }
        guard let id = cap.channel else { return true }
        return context.book.workspace.channel(id)?.purposes.contains(rule.purpose) ?? false
    }

    private func bound(_ cap: Cap) -> Setting {
        var text = cap.written
        if cap.isPerTemplate { text += " and template" }
        if let season = cap.season {
            text += ", \(season.isOutside ? "outside" : "in") \(season.written)"
        }
        if cap.audience != .constant(true) { text += " (\(cap.audience))" }
        if let channel = cap.channel { text += ", channel \(channel)" }
        guard let source = cap.source else { return policyBound(["caps", cap.name], text) }
        if let pack = source.pack { return packBound(["caps", cap.name], text, pack) }
        return Setting(
            path: ["caps", cap.name], text: text,
            origin: origin(["caps", "preset"], in: context.policy))
    }

    /// The hours of law and providers, which bind beside the rule's own window.
    private func hours() -> [Setting] {
        let law = context.book.packHours(for: rule.purpose, through: nil).map {
            packBound(["hours", $0.pack.id.rawValue], $0.window.written, $0.pack)
        }
        let channels = context.book.workspace.channels.filter { $0.purposes.contains(rule.purpose) }
        return law
            + channels.flatMap { channel in
                (channel.pack?.hours(for: rule.purpose) ?? []).map {
                    packBound(
                        ["hours", $0.pack.id.rawValue],
                        "\($0.window.written), channel \(channel.id)", $0.pack)
                }
            }
    }

    private func packBound(_ path: [String], _ text: String, _ pack: PackVersion) -> Setting {
        Setting(
            path: path, text: text,
            origin: SettingOrigin(
                file: nil, line: 0, path: path.joined(separator: "."), pack: pack))
    }

    private func signal() -> [Setting] {
        guard case .signal(let trigger) = rule.trigger else { return [] }
        let path = ["signals", trigger.signal.rawValue, "fresh"]
        return [
            Setting(
                path: path, text: trigger.freshFor.description,
                origin: origin(path, in: context.tags))
        ]
    }

    private func channels() -> [Setting] {
        context.book.workspace.channels.filter { $0.purposes.contains(rule.purpose) }.map {
            let path = ["channels", $0.id.rawValue]
            return Setting(
                path: path, text: "\($0.pricePerPart)/part, \($0.partsPerSecond)/s",
                origin: origin(path, in: context.workspace))
        }
    }

    private func settle() -> [Setting] {
        guard case .absence = rule.trigger else { return [] }
        return [plain(["trigger", "settle"], AbsenceTrigger.settle.description)]
    }

    private func policyBound(_ path: [String], _ text: String) -> Setting {
        Setting(path: path, text: text, origin: origin(path, in: context.policy))
    }

    // MARK: Origins and texts

    private func plain(_ path: [String], _ text: String) -> Setting {
        Setting(
            path: path, text: text,
            origin: SettingOrigin(file: nil, line: 0, path: path.joined(separator: ".")))
    }

    private func written(
        _ path: [String], _ node: YamlNode, in file: FileSource, as keys: [String]? = nil
    ) -> Setting {
        Setting(
            path: path, text: text(node, in: file), origin: origin(keys ?? path, in: file))
    }

    private func origin(_ path: [String], in file: FileSource) -> SettingOrigin {
        guard let node = file.node(path) else {
            return SettingOrigin(file: nil, line: 0, path: path.joined(separator: "."))
        }
        return SettingOrigin(
            file: file.reader.source.path,
            line: file.reader.source.lineNumber(node.range.lowerBound),
            path: path.joined(separator: "."))
    }

    /// The node in one line of YAML: as it stands where it takes one line, else in flow form.
    private func text(
        _ node: YamlNode, in file: FileSource, isInFlow: Bool = false
    ) -> String {
        if isInFlow, case .scalar(let scalar) = node.content,
            scalar.text.contains(where: { ",[]{}#:".contains($0) })
        {
            return Self.quoted(scalar.text)
        }
        let lines = file.reader.source
        let range = node.range
        if lines.lineNumber(range.lowerBound)
            == lines.lineNumber(max(range.lowerBound, range.upperBound - 1))
        {
            return TimeForms.trimmed(String(decoding: lines.bytes[range], as: UTF8.self))
        }
        switch node.content {
        case .mapping(let entries):
            let inner = entries.map { "\($0.key): \(text($0.value, in: file, isInFlow: true))" }
            return "{\(inner.joined(separator: ", "))}"
        case .sequence(let items):
            let inner = items.map { text($0, in: file, isInFlow: true) }
            return "[\(inner.joined(separator: ", "))]"
        case .scalar(let scalar): return Self.quoted(scalar.text)
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
