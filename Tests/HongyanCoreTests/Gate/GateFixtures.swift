import HongyanCore

/// A marketing occurrence that every gate lets pass; tests change one thing at a time.
enum Given {
    /// Saturday, 2026-11-21 in Shanghai.
    static let today = CivilDay(year: 2026, month: 11, day: 21)!
    static let now = time(10, 0)
    static let customer: CustomerID = "c-1"
    static let number = PhoneNumber(e164: "+8613812345678")

    /// A local time of that day, or of a day so many days after it.
    static func time(_ hour: Int, _ minute: Int, day: Int = 0) -> Timestamp {
        Zone.china.moment(today + day, MinuteOfDay(hour * 60 + minute))
    }

    static let evening = Window(
        name: "evening", spans: [DaySpan(from: MinuteOfDay(1_080), to: MinuteOfDay(1_200))])
    static let consent = Consent(
        purpose: .marketing, at: now - .days(30), source: "checkout", textVersion: "v3")

    static func rule(
        _ id: RuleID = "cart", purpose: Purpose = .marketing, after: Span = .zero,
        once: Once? = nil, window: Window? = nil, closed: Closed = .drop, late: Span? = nil,
        limit: Limit? = nil, pace: Int? = nil, rollout: Int = 10_000, holdout: Int = 0,
        was: [RuleID] = [], isEnabled: Bool = true, asksConsent: Purpose? = nil,
        budget: Budget? = nil
    ) -> CompiledRule {
        CompiledRule(
            id: id, title: "购物车提醒", purpose: purpose,
            trigger: .event(EventTrigger(event: "cart.updated", after: after)),
            triggerFingerprint: Digest(high: 0, low: 1), once: once, window: window,
            closed: closed, late: late, limit: limit, pacePerDay: pace, rolloutBuckets: rollout,
            holdoutBuckets: holdout, message: MessageChoice(template: "cart"), was: was,
            isEnabled: isEnabled, asksConsent: asksConsent, budget: budget)
    }

    static func channel(
        _ id: ChannelID = "sim", purposes: Set<Purpose> = Set(Purpose.allCases),
        carriers: Set<Carrier> = [], price: Int64 = 450, signature: String? = nil,
        words: String? = nil
    ) -> Channel {
        Channel(
            id: id, provider: .simulated(SimulatedProfile()), purposes: purposes,
            carriers: carriers, pricePerPart: Money(units: price), partsPerSecond: 100,
            signature: signature, optOutWords: words)
    }

    static let body = Template(
        id: "cart", purpose: .marketing,
        runs: [
            .variable(
                Template.Variable(
                    name: "name", source: .tag("name", .text), fallback: nil, maxLength: 8)),
            .fixed("，购物车里的商品还在等您。"),
        ], version: Digest(high: 0, low: 2))

    static func book(
        channels: [Channel] = [channel()], caps: [Cap] = [], blackouts: [Blackout] = [],
        signature: String = "云杉商城", words: String = "拒收请回复R", globalHoldout: Int = 0,
        maxParts: Int = 2, templates: [Template] = [body], consent: ConsentTerms = .standard,
        budget: Budget? = nil
    ) -> RuleBook {
        RuleBook(
            hash: Digest(high: 0, low: 3),
            workspace: Workspace(
                storePath: "store.db", zone: .china, channels: channels, budget: budget),
            tags: .empty,
            policy: Policy(
                windows: [], blackouts: blackouts, caps: caps, signature: signature,
                optOutWords: words, globalHoldoutBuckets: globalHoldout, maxParts: maxParts,
                consent: consent),
            templates: templates, rules: [])
    }

    static func occurrence(
        _ customer: CustomerID = customer, key: String = "k", due: Timestamp = now,
        isBacklog: Bool = false
    ) -> Occurrence {
        Occurrence(
            rule: "cart", customer: customer, key: key, due: due, cause: .event(Seq(1)),
            isBacklog: isBacklog)
    }

    static func facts(
        _ occurrence: Occurrence = occurrence(), prior: Facts.Prior = .new,
        trigger: TriggerState = .holds, isInAudience: Bool = true,
        tags: [TagName: Value] = ["name": .text("王女士")],
        recipient: RecipientFacts = RecipientFacts(number: number, carrier: .mobile),
        optOut: OptOut? = nil, consents: [Consent] = [consent], sends: [ClearedSend] = [],
        lastOfRule: Timestamp? = nil, capsNotBinding: Set<String> = [], hold: Facts.Hold? = nil,
        askedAt: Timestamp? = nil
    ) -> Facts {
        Facts(
            occurrence: occurrence, prior: prior, trigger: trigger, isInAudience: isInAudience,
            tags: tags, recipient: recipient, optOut: optOut, consents: consents, sends: sends,
            lastOfRule: lastOfRule, capsNotBinding: capsNotBinding, hold: hold,
            askedAt: askedAt)
    }

    static func judge(
        _ facts: Facts = facts(), _ rule: CompiledRule = rule(), _ book: RuleBook = book(),
        stops: [Stop] = [], at moment: Timestamp = now
    ) -> Decision {
        GateChain.judge(
            facts, GateContext(rule: rule, book: book, stops: stops, now: moment))
    }
}

extension Decision {
    /// `send`, `drop late`, `hold window 2026-11-21T18:00:00+08:00`.
    var summary: String {
        switch outcome {
        case .send: "send"
        case .drop: "drop \(reason?.code ?? "-")"
        case .hold(let until): "hold \(reason?.code ?? "-") \(Zone.china.format(until))"
        }
    }

    func verdicts(of gate: GateID) -> [Verdict] { verdicts.filter { $0.gate == gate } }
    func seen(_ gate: GateID) -> String? { verdicts(of: gate).first?.seen }
}
