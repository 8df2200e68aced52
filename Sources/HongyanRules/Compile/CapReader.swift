import HongyanCore

/// Reads `caps:` of the policy.
struct CapReader {
    let reader: FileReader
    let names: Names

    /// In file order; a preset's stand where it is named.
    func caps(_ node: YamlNode) -> [Cap] {
        (reader.entries(node) ?? []).flatMap { entry -> [Cap] in
            entry.key == "preset" ? preset(entry.value) : [cap(entry)].compactMap { $0 }
        }
    }

    private func cap(_ entry: YamlNode.Entry) -> Cap? {
        let signs = [UInt8(ascii: "_"), UInt8(ascii: "-")]
        guard reader.checkName(entry.key, at: entry.keyRange, extra: signs) else { return nil }
        var count = entry.value
        var purposes: Set<Purpose> = [.marketing]
        var audience = Condition.constant(true)
        var season: Season?
        if case .mapping = entry.value.content {
            guard let fields = reader.fields(entry.value, .cap), let node = fields["count"],
                let named = self.purposes(fields), let whom = condition(fields["audience"]),
                let when = self.season(fields)
            else { return nil }
            (count, purposes, audience, season) = (node, named, whom, when)
        }
        let read = reader.read(
            count, "频控，如 2 per 7d 或 4 per month", "a cap such as 2 per 7d or 4 per month",
            TimeForms.cap)
        guard let read else { return nil }
        return Cap(
            name: entry.key, count: read.count, period: read.period, purposes: purposes,
            audience: audience, season: season)
    }

    /// nil for a fault; everybody when there is no node.
    private func condition(_ node: YamlNode?) -> Condition? {
        guard let node else { return .constant(true) }
        var checker = ConditionChecker(names: names)
        guard let text = reader.condition(node) else { return nil }
        return checker.check(text)
    }

    private func purposes(_ fields: [String: YamlNode]) -> Set<Purpose>? {
        var purposes: Set<Purpose> = []
        if let node = fields["purpose"] {
            guard let one: Purpose = reader.choice(node, "用途", "purpose") else { return nil }
            purposes.insert(one)
        }
        for node in fields["purposes"].map({ reader.items($0) ?? [] }) ?? [] {
            guard let one: Purpose = reader.choice(node, "用途", "purpose") else { return nil }
            purposes.insert(one)
        }
        return purposes.isEmpty ? [.marketing] : purposes
    }

    /// The inner nil for all year, the outer for a fault.
    private func season(_ fields: [String: YamlNode]) -> Season?? {
        let isOutside = fields["season"] == nil
        guard let node = fields["season"] ?? fields["outside"] else { return .some(nil) }
        let days = reader.read(
            node, "一段日子，如 28d before lunar 01-01 或 06-01 .. 06-20",
            "days such as 28d before lunar 01-01 or 06-01 .. 06-20", TimeForms.season)
        guard let days else { return nil }
        return Season(days, isOutside: isOutside)
    }

    // MARK: Presets

    /// `retail`, or `{trade: retail, new: CONDITION, active: CONDITION}`.
    private func preset(_ node: YamlNode) -> [Cap] {
        var trade = node
        var audiences = CapPreset.Audiences()
        if case .mapping = node.content {
            guard let fields = reader.fields(node, .preset), let named = fields["trade"],
                let new = condition(fields["new"]), let active = condition(fields["active"])
            else { return [] }
            trade = named
            audiences = CapPreset.Audiences(new: new, active: active)
        }
        guard let name = reader.text(trade, "行业", "a trade") else { return [] }
        guard let preset = CapPreset(rawValue: name) else {
            reader.unknown(
                "preset/unknown", name, at: trade.range, among: CapPreset.allCases.map(\.rawValue),
                zh: "频控预设", en: "preset")
            return []
        }
        return preset.caps(audiences)
    }
}
