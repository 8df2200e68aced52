/// Adds to verdicts what they were measured by and what they rest on.
public struct GateExplainer: Sendable {
    private let context: GateContext
    private let facts: Facts
    private let effective: EffectiveRule?
    /// Messages the rule cleared in the period of its fuse, and since when they count.
    private let cleared: (count: Int, since: Timestamp)?

    private var rule: CompiledRule { context.rule }
    private var policy: Policy { context.book.policy }
    private var zone: Zone { context.zone }
    private var now: Timestamp { context.now }

    /// - Parameters:
    ///   - facts: Those the verdicts were given on.
    ///   - effective: Where thresholds were written, when that is known.
    public init(
        _ facts: Facts, _ context: GateContext, effective: EffectiveRule? = nil,
        cleared: (count: Int, since: Timestamp)? = nil
    ) {
        self.facts = facts
        self.context = context
        self.effective = effective
        self.cleared = cleared
    }

    public func note(_ verdict: Verdict) -> GateNote {
        let (threshold, path) = measure(verdict)
        return GateNote(
            verdict: verdict, threshold: threshold,
            origin: path.flatMap { origin($0) }, evidence: evidence(verdict), next: next(verdict))
    }

    /// The first moment from now on at which all gates of one customer pass, if nothing but time
    /// goes on; nil when a gate never will, or not within ten steps.
    public func earliest() -> Timestamp? {
        var moment = now
        for _ in 0..<10 {
            let later = GateContext(
                rule: rule, book: context.book, stops: context.stops, channels: context.channels,
                now: moment)
            let verdicts = GateChain.ask(facts, later).verdicts.filter { $0.gate != .late }
            let explainer = GateExplainer(facts, later, effective: nil, cleared: nil)
            var wait = moment
            for verdict in verdicts where verdict.outcome != .pass {
                guard case .at(let time) = explainer.next(verdict), time > moment else {
                    return nil
                }
                wait = max(wait, time)
            }
            if wait == moment { return moment }
            moment = wait
        }
        return nil
    }

    // MARK: Thresholds

    private func origin(_ path: [String]) -> SettingOrigin? {
        guard let effective else { return nil }
        return (effective.settings + effective.bounds).first { $0.path == path }?.origin
    }

    /// What a gate measures by, and under which setting it is found.
    private func measure(_ verdict: Verdict) -> (threshold: String?, path: [String]?) {
        switch verdict.gate {
        case .stop, .trigger, .shared, .optout, .consent: (nil, nil)
        case .recipient, .route: (nil, nil)
        case .template: (approval, ["approval"])
        case .signature: (policy.signature, ["signature"])
        case .text: (nil, ["message"])
        case .content: (profileName, ["content_review"])
        case .optoutWords:
            (
                policy.optOutWords(for: Candidate(facts, context).channel), ["opt_out"]
            )
        case .parts: ("max \(policy.maxParts)", ["max_parts"])
        case .holdout:
            verdict.seen.hasPrefix("global:")
                ? (ShareText.written(buckets: policy.globalHoldoutBuckets), ["global_holdout"])
                : (ShareText.written(buckets: rule.holdoutBuckets), ["holdout"])
        case .rollout: (ShareText.written(buckets: rule.rolloutBuckets), ["rollout"])
        case .once: ((rule.once ?? .perOccurrence).written, ["once"])
        case .cap: (cap(verdict)?.writtenInFull, ["caps", cap(verdict)?.name ?? ""])
        case .late: (rule.late.map { "skip \($0)" } ?? "never", ["late"])
        case .closed: (rule.closed.written, ["closed"])
        case .window: (hours(), ["window"])
        case .blackout: blackout()
        case .limit: (rule.limit?.written, ["limit"])
        case .pace: (rule.pacePerDay.map { "\($0)/day" }, ["trigger", "pace"])
        case .budget:
            (
                budget(verdict)?.written,
                verdict.seen.hasPrefix("rule:") ? ["budget"] : ["workspace", "budget"]
            )
        }
    }

    /// The rule's window, and the hours of law and provider with their packs.
    private func hours() -> String? {
        let own = rule.window.map { ["\($0.name): \($0.written)"] } ?? []
        let candidate = Candidate(facts, context)
        let packs = context.book.packHours(for: rule.purpose, through: candidate.channel).map {
            "\($0.pack): \($0.window.written)"
        }
        let all = own + packs
        return all.isEmpty ? nil : all.joined(separator: "; ")
    }

    private var profileName: String {
        context.book.auditProfile(of: Candidate(facts, context).channel?.id).name
    }

    /// `editor → supervisor → legal`; nil where none is asked.
    private var approval: String? {
        policy.approval.isEmpty ? nil : policy.approval.joined(separator: " → ")
    }

    /// `week:2/3` names its cap.
    private func cap(_ verdict: Verdict) -> Cap? {
        guard let colon = verdict.seen.lastIndex(of: ":") else { return nil }
        let label = verdict.seen[..<colon]
        let candidate = Candidate(facts, context)
        return context.book.caps.first {
            $0.label == label && ($0.channel == nil || $0.channel == candidate.channel?.id)
        }
    }

    /// `rule:12.5+0.045/300` or `all:…` says whose.
    private func budget(_ verdict: Verdict) -> Budget? {
        verdict.seen.hasPrefix("rule:") ? rule.budget : context.book.workspace.budget
    }

    /// The one that covers today.
    private func blackout() -> (String?, [String]?) {
        let today = zone.day(of: now)
        guard let blackout = policy.blackouts.first(where: { $0.covers(today) }) else {
            return (nil, nil)
        }
        return ("\(blackout.name): \(blackout.written)", ["blackouts", blackout.name])
    }

    // MARK: Rows

    private func evidence(_ verdict: Verdict) -> [GateNote.Evidence] {
        switch verdict.gate {
        case .stop:
            verdict.outcome == .pass ? [] : context.stops.filter(binds).map { .stop($0) }
        case .shared: facts.recipient.sharedWith.map { [.holder($0)] } ?? []
        case .optout: facts.optOut.map { [.optOut($0)] } ?? []
        case .consent:
            facts.consents.filter {
                $0.purpose == rule.asksConsent ?? .marketing && $0.at <= now
            }
            .map { .consent($0) }
        case .template: templateEvidence()
        case .once: lastOfRule()
        case .cap: cap(verdict).map { counted($0).map { .sent($0) } } ?? []
        case .limit: cleared.map { [.cleared($0.count, since: $0.since)] } ?? []
        default: []
        }
    }

    private func binds(_ stop: Stop) -> Bool {
        switch stop.scope {
        case .all: true
        case .rule(let id): id == rule.id || rule.was.contains(id)
        case .channel(let id): context.channels.contains { $0.id == id }
        case .purpose(let purpose): purpose == rule.purpose
        case .template(let id): rule.message.variants.contains { $0.template == id }
        case .signature(let name):
            rule.purpose == .marketing
                && (context.channels.compactMap(\.signature) + [policy.signature])
                    .contains(name)
        }
    }

    private func lastOfRule() -> [GateNote.Evidence] {
        facts.lastOfRule.map {
            [.sent(ClearedSend(at: $0, rule: rule.id, purpose: rule.purpose))]
        } ?? []
    }

    /// Ascending by time.
    private func counted(_ cap: Cap) -> [ClearedSend] {
        let after = cap.period.start(at: now, zone: zone)
        let template = rule.message.choose(
            rule: rule.stableID, customer: facts.occurrence.customer)
        return facts.sends.filter { $0.at > after && cap.counts($0, for: template) }
    }

    // MARK: When it would pass

    func next(_ verdict: Verdict) -> GateNote.Next {
        if verdict.outcome == .pass { return .now }
        if verdict.gate == .limit || verdict.gate == .stop { return .onChange }
        if verdict.reason == OpeningGates.missingNotice { return .onChange }
        if verdict.gate == .budget {
            return budget(verdict).map { .at($0.period.next(after: now, zone: zone)) } ?? .onChange
        }
        if verdict.gate == .template { return templateNext() }
        if case .hold(let until) = verdict.outcome { return .at(until) }
        switch verdict.gate {
        case .route, .recipient, .shared, .optout, .consent, .template, .signature, .text, .content,
            .optoutWords, .parts:
            return .onChange
        case .trigger: return facts.trigger == .holds ? .onChange : .never
        case .once: return onceNext()
        case .cap: return cap(verdict).map(capNext) ?? .onChange
        case .stop, .holdout, .rollout, .late, .closed, .window, .blackout, .limit, .pace,
            .budget:
            return .never
        }
    }

    /// The chosen template as the gate saw it; nil when there is none.
    private var standing: TemplateStanding? {
        let candidate = Candidate(facts, context)
        return candidate.template.map { facts.standing(of: $0, steps: policy.approval) }
    }

    /// Nothing where nothing is asked and nothing was done.
    private func templateEvidence() -> [GateNote.Evidence] {
        guard let standing, standing.approval != .notAsked || !standing.suspensions.isEmpty
        else { return [] }
        return [.template(standing)]
    }

    /// A filing takes effect by itself; all else waits for somebody.
    private func templateNext() -> GateNote.Next {
        let candidate = Candidate(facts, context)
        let obstacle = standing?.obstacle(
            channel: candidate.channel, carrier: facts.recipient.carrier, at: now, zone: zone)
        return obstacle?.until.map { .at($0) } ?? .onChange
    }

    private func onceNext() -> GateNote.Next {
        guard let last = facts.lastOfRule else { return .now }
        switch rule.once {
        case .per(let span)?: return .at(last + span)
        case .perYear?:
            let year = max(zone.day(of: now).fields.year, zone.day(of: last).fields.year) + 1
            return CivilDay(year: year, month: 1, day: 1).map { .at(zone.moment($0)) } ?? .never
        case .ever?: return .never
        case .perOccurrence?, nil: return .now
        }
    }

    /// When enough of the counted messages have left the period.
    private func capNext(_ cap: Cap) -> GateNote.Next {
        let counted = counted(cap)
        guard cap.count > 0, counted.count >= cap.count else { return .never }
        let last = counted[counted.count - cap.count]
        if case .rolling(let span) = cap.period { return .at(last.at + span) }
        let today = zone.day(of: max(now, last.at))
        let (year, month, date) = today.fields
        let first: CivilDay?
        switch cap.period {
        case .rolling: return .never
        case .minute, .hour:
            let length: Int64 = cap.period == .minute ? 60_000 : 3_600_000
            let start = cap.period.start(at: max(now, last.at), zone: zone)
            return .at(start + Span(milliseconds: length + 1))
        case .day: first = today + 1
        case .week: first = today + (8 - today.weekday)
        case .month: first = today + (CivilDay.length(ofMonth: month, year: year) - date + 1)
        case .year: first = CivilDay(year: year + 1, month: 1, day: 1)
        }
        return first.map { .at(zone.moment($0)) } ?? .never
    }
}

extension Facts {
    /// The facts as they stood at an earlier moment, as far as the store can tell: without what was
    /// sent and refused since.
    /// - Parameters:
    ///   - optOuts: All in force, by person and number, ascending by time.
    ///   - allSends: For moments long ago: what was sent before the longest cap began.
    public func asOf(
        _ moment: Timestamp, rule: CompiledRule, optOuts: [OptOut], prior: Prior? = nil,
        allSends: [ClearedSend]? = nil
    ) -> Facts {
        let before = (allSends ?? sends).filter { $0.at <= moment }
        var last = lastOfRule
        if let time = last, time > moment { last = before.last { $0.rule == rule.id }?.at }
        var refusal = optOut
        if let known = refusal, known.at > moment {
            let binding = optOuts.filter {
                $0.at <= moment && ($0.purpose == nil || $0.purpose == rule.purpose)
            }
            refusal = binding.last { $0.purpose == nil } ?? binding.last
        }
        return Facts(
            occurrence: occurrence, prior: prior ?? self.prior, trigger: trigger,
            isInAudience: isInAudience, tags: tags, fields: fields, recipient: recipient,
            optOut: refusal, consents: consents, sends: before, lastOfRule: last,
            capsNotBinding: capsNotBinding, templates: templates,
            hold: prior == nil ? hold : nil,
            askedAt: askedAt.flatMap { $0 <= moment ? $0 : nil },
            narrowOptOuts: narrowOptOuts.filter { $0.at <= moment },
            reviewSince: reviewSince.flatMap { $0 <= moment ? $0 : nil })
    }
}
