extension Policy {
    /// The words that end a marketing message of a channel: the channel's own, else the policy's,
    /// where the channel's pack takes those; else the pack's first phrase. A pack of the law is
    /// asked where the channel's is silent.
    public func optOutWords(for channel: Channel?) -> String {
        let own = channel?.optOutWords ?? optOutWords
        let phrases = optOutPhrases(for: channel)
        return phrases.contains(own) ? own : phrases.first ?? own
    }

    /// The phrases that the channel's pack takes, else the law's; empty when neither names any.
    public func optOutPhrases(for channel: Channel?) -> [String] {
        let provider = channel?.pack?.optOutPhrases ?? []
        return provider.isEmpty ? law?.optOutPhrases ?? [] : provider
    }
}

extension RuleBook {
    /// What law and the channel's provider say of hours to a purpose; the law's first.
    public func packHours(for purpose: Purpose, through channel: Channel?) -> [PackHours] {
        (policy.law?.hours(for: purpose) ?? []) + (channel?.pack?.hours(for: purpose) ?? [])
    }

    /// How long the filing of a template is expected to take through a channel: its own
    /// `filing_days`, else what the layers say.
    public func filingTerms(of channel: Channel) -> FilingTerms {
        guard channel.filingTerms == .standard,
            let days = layered(.marketing, through: channel).amount(.templateFiling)
        else { return channel.filingTerms }
        let kind = days.source.kind == .press ? "trade press" : days.source.kind.rawValue
        return FilingTerms(
            workingDays: days.value,
            source: "\(days.source.name), \(kind): \(days.source.document)")
    }

    /// When complaints about messages through a channel stop what they are about.
    public func complaintTerms(of channel: ChannelID?) -> ComplaintTerms {
        let layers = layered(.marketing, through: channel.flatMap { workspace.channel($0) })
        guard let suspend = layers.amount(.complaintSuspend),
            let close = layers.amount(.complaintClose)
        else { return .huawei }
        return ComplaintTerms(
            suspendHundredths: suspend.value, closeHundredths: close.value,
            basis: "\(suspend.source.name): \(suspend.source.document)")
    }

    /// How long things are kept: as the policy says, never shorter than a pack asks for.
    public var retention: RetentionPeriods {
        let packs = [policy.law].compactMap { $0 } + workspace.channels.compactMap(\.pack)
        var periods = policy.retention
        for (key, records) in RetentionPeriods.Record.keys {
            let asked = packs.flatMap(\.statements).compactMap { statement -> Int? in
                guard statement.key == key, case .amount(let months) = statement.value else {
                    return nil
                }
                return RetentionPeriods.days(inMonths: months)
            }
            for record in records {
                periods.days[record] = max(periods.days(of: record), asked.max() ?? 0)
            }
        }
        return periods
    }

    /// What holds for a purpose, through a channel and for a rule where these are named.
    public func layered(
        _ purpose: Purpose, through channel: Channel? = nil, for rule: CompiledRule? = nil
    ) -> LayeredPolicy {
        LayeredPolicy(
            statements(purpose, through: channel, for: rule), purpose: purpose)
    }

    /// What every layer says for a purpose.
    public func statements(
        _ purpose: Purpose, through channel: Channel? = nil, for rule: CompiledRule? = nil
    ) -> [PolicyStatement] {
        let packs = [policy.law, channel?.pack].compactMap { $0 }
        var all = packs.flatMap(\.statements).filter { $0.binds(purpose) }
        all += PolicyDefaults.statements + policy.terms
        all += policy.caps.map {
            PolicyStatement(
                key: .caps, value: .caps([$0]), purposes: $0.purposes,
                source: $0.source
                    ?? PolicySource(layer: .workspace, origin: .policy("caps", $0.name)))
        }
        for (key, records) in RetentionPeriods.Record.keys {
            let days = records.map { policy.retention.days(of: $0) }.min() ?? 0
            guard records.contains(where: { policy.retention.days(of: $0) != $0.usual }) else {
                continue
            }
            all.append(
                PolicyStatement(
                    key: key, value: .amount(RetentionPeriods.months(inDays: days)),
                    source: PolicySource(layer: .workspace, origin: .policy("retention"))))
        }
        if purpose == .marketing {
            let words = channel?.optOutWords ?? policy.optOutWords
            all.append(
                PolicyStatement(
                    key: .optOut, value: .words([words]),
                    source: PolicySource(layer: .workspace, origin: .policy("opt_out"))))
        }
        if let rule, let window = rule.window {
            all.append(
                PolicyStatement(
                    key: .hours, value: .hours([window]),
                    source: PolicySource(layer: .rule, origin: .policy("windows", window.name))))
        }
        return all
    }
}

extension SettingOrigin {
    /// A place in the policy whose line is not known here.
    static func policy(_ path: String...) -> SettingOrigin {
        SettingOrigin(
            file: "rules/policy.yaml", line: 0, path: path.joined(separator: "."))
    }
}

/// What this program takes where the workspace is silent.
public enum PolicyDefaults {
    private static func statement(
        _ key: PolicyKey, _ amount: Int, _ kind: SourceKind, _ document: String, _ note: String
    ) -> PolicyStatement {
        PolicyStatement(
            key: key, value: .amount(amount),
            source: PolicySource(layer: .builtIn, kind: kind, document: document, note: note))
    }

    /// Figures of practice, and those that trade articles claim: the latter are settings, for no
    /// law and no provider's page states them.
    public static let statements: [PolicyStatement] = [
        statement(
            .complaintSuspend, ComplaintTerms.huawei.suspendHundredths, .provider,
            ComplaintTerms.huawei.basis, "the only rate that a provider publishes"),
        statement(
            .complaintClose, ComplaintTerms.huawei.closeHundredths, .provider,
            ComplaintTerms.huawei.basis, "the only rate that a provider publishes"),
        statement(
            .optOutWithin, 5, .press, "trade articles: a refusal takes effect in 5 working days",
            "no law says so, the law says at once: this is the day on which an alarm is due"),
        statement(
            .variableShare, 30, .press, "trade articles: at most 30 % of a text is dynamic",
            "no law and no provider page says so; providers limit length, adjacency or number"),
        statement(
            .templateFiling, 7, .press,
            "trade articles: templates are filed 7 working days ahead, since 2023",
            "no law says so; carriers took two hours to three weeks in 2025"),
        statement(
            .retentionMessages, 12, .practice, "twelve months of message records",
            "the law asks for less; complaints and court cases come late"),
        statement(
            .retentionConsent, 36, .practice, "three years after the relation's end",
            "the general limitation of actions (民法典 188)"),
    ]
}
