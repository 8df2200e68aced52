import HongyanCore
import Testing

/// What lets a template leave, and until when it is held otherwise.
struct TemplateGateTests {
    static let version = Given.body.version

    static func book(
        _ approval: [String] = ["owner"], filing: FilingDemand = .none,
        carriers: Set<Carrier> = [.mobile, .unicom]
    ) -> RuleBook {
        let plain = Given.book()
        let channel = Channel(
            id: "sim", provider: .simulated(SimulatedProfile()),
            purposes: Set(Purpose.allCases), carriers: carriers,
            pricePerPart: Money(units: 450), partsPerSecond: 100, filing: filing)
        return RuleBook(
            hash: plain.hash,
            workspace: Workspace(storePath: "x", zone: .china, channels: [channel]),
            tags: .empty,
            policy: Policy(
                windows: [], blackouts: [], caps: [], signature: "云杉商城", optOutWords: "拒收请回复R",
                globalHoldoutBuckets: 0, maxParts: 2, approval: approval),
            templates: plain.templates, rules: [])
    }

    static func entry(
        _ act: TemplateEntry.Act, by person: String = "li", version: Digest = version
    ) -> TemplateEntry {
        TemplateEntry(
            template: "cart", version: version, act: act, person: person,
            at: Given.now - .days(3), comment: "投诉偏高")
    }

    static let approved = [entry(.submitted, by: "han"), entry(.approved(step: "owner"))]

    static func filed(_ carrier: Carrier, _ state: TemplateFiling.State) -> TemplateEntry {
        entry(.filed(TemplateFiling(channel: "sim", carrier: carrier, state: state)))
    }

    static func facts(
        _ entries: [TemplateEntry], _ book: RuleBook, carrier: Carrier = .mobile,
        prior: Facts.Prior = .new
    ) -> Facts {
        Facts(
            occurrence: Given.occurrence(), prior: prior, tags: ["name": .text("王女士")],
            recipient: RecipientFacts(number: Given.number, carrier: carrier),
            consents: [Given.consent],
            templates: [
                TemplateStanding(
                    template: "cart", version: version, steps: book.policy.approval,
                    entries: entries)
            ])
    }

    static func judge(
        _ entries: [TemplateEntry], _ book: RuleBook = book(), carrier: Carrier = .mobile,
        _ rule: CompiledRule = Given.rule(closed: .defer(.days(30)))
    ) -> String {
        let decision = Given.judge(facts(entries, book, carrier: carrier), rule, book)
        return "\(decision.summary) \(decision.seen(.template) ?? "–")"
    }

    /// 2026-11-21 10:00: an hour later somebody may have acted.
    static let nextLook = "2026-11-21T11:00:00+08:00"

    @Test("holds what was not approved and looks again within the hour")
    func approval() {
        #expect(Self.judge([]) == "hold template.draft \(Self.nextLook) draft")
        #expect(
            Self.judge([Self.entry(.submitted)])
                == "hold template.review \(Self.nextLook) review:owner")
        #expect(
            Self.judge([Self.entry(.submitted), Self.entry(.rejected)])
                == "hold template.rejected \(Self.nextLook) rejected")
        #expect(Self.judge(Self.approved) == "send approved")
        #expect(Self.judge([], Self.book([])) == "send unasked")
    }

    @Test("an edit of an approved template is a draft")
    func edit() {
        let old = [
            Self.entry(.submitted, by: "han", version: Digest(high: 9, low: 9)),
            Self.entry(.approved(step: "owner"), version: Digest(high: 9, low: 9)),
        ]
        #expect(Self.judge(old) == "hold template.draft \(Self.nextLook) draft:edited")
    }

    @Test("a version that the store never saw is a draft, and a missing template the text gate's")
    func unknown() {
        let plain = Given.facts()
        #expect(
            Given.judge(plain, Given.rule(closed: .defer(.days(1))), Self.book()).summary
                == "hold template.draft \(Self.nextLook)")
        let bare = Self.book()
        let without = RuleBook(
            hash: bare.hash, workspace: bare.workspace, tags: bare.tags, policy: bare.policy,
            templates: [], rules: [])
        #expect(Given.judge(plain, Given.rule(), without).summary == "drop text.variable")
    }

    @Test("a suspension holds, on its channel only, an edit or not")
    func suspension() {
        let here = Self.approved + [Self.entry(.suspended("sim"))]
        let other = Self.approved + [Self.entry(.suspended("other"))]
        let all = [Self.entry(.suspended(nil), version: Digest(high: 9, low: 9))] + Self.approved
        #expect(Self.judge(here) == "hold template.suspended \(Self.nextLook) suspended:sim")
        #expect(Self.judge(other) == "send approved")
        #expect(Self.judge(all) == "hold template.suspended \(Self.nextLook) suspended")
        #expect(Self.judge(all + [Self.entry(.resumed(nil))]) == "send approved")
    }

    @Test("where the channel asks for it, holds until the filing with the number's carrier works")
    func filing() {
        let book = Self.book(filing: .required)
        let soon =
            Self.approved + [
                Self.filed(.mobile, .submitted(on: Given.today, expected: Given.today + 9)),
                Self.filed(.unicom, .effective(from: Given.today + 3, through: Given.today + 5)),
            ]
        #expect(
            Self.judge(Self.approved, book)
                == "hold template.filing \(Self.nextLook) unfiled:mobile")
        #expect(Self.judge(soon, book) == "hold template.filing \(Self.nextLook) submitted:mobile")
        #expect(
            Self.judge(soon, book, carrier: .unicom)
                == "hold template.filing 2026-11-24T00:00:00+08:00 from:unicom:2026-11-24")
        let works =
            soon + [
                Self.filed(.mobile, .effective(from: Given.today, through: nil)),
                Self.filed(.unicom, .effective(from: Given.today - 9, through: Given.today - 1)),
            ]
        #expect(Self.judge(works, book) == "send approved")
        #expect(
            Self.judge(works, book, carrier: .unicom)
                == "hold template.filing \(Self.nextLook) ended:unicom:2026-11-20")
        let refused = works + [Self.filed(.mobile, .refused(on: Given.today))]
        #expect(
            Self.judge(refused, book) == "hold template.refused \(Self.nextLook) refused:mobile")
    }

    @Test("an unknown carrier needs a filing with every carrier that the channel reaches")
    func unknownCarrier() {
        let book = Self.book(filing: .required, carriers: [])
        func filed(_ carriers: [Carrier]) -> [TemplateEntry] {
            Self.approved
                + carriers.map { Self.filed($0, .effective(from: Given.today, through: nil)) }
        }
        let three = filed([.mobile, .telecom, .broadnet])
        let hold = "hold template.filing \(Self.nextLook) unfiled:unicom"
        #expect(Self.judge(three, book, carrier: .unknown) == hold)
        #expect(
            Self.judge(filed([.mobile, .unicom, .telecom, .broadnet]), book, carrier: .unknown)
                == "send approved")
        // Who has to act comes before what time alone will mend.
        let later =
            three + [
                Self.filed(.mobile, .effective(from: Given.today + 3, through: nil))
            ]
        #expect(Self.judge(later, book, carrier: .unknown) == hold)
    }

    @Test("waits no longer than the deadline, and a day where there is none")
    func deadline() {
        let rule = Given.rule(closed: .defer(.minutes(30)))
        #expect(
            Self.judge([], Self.book(), rule)
                == "hold template.draft 2026-11-21T10:30:00+08:00 draft")
        func at(_ moment: Timestamp, _ rule: CompiledRule, _ deadline: Timestamp?) -> String {
            let prior = Facts.Prior.held(firstDecidedAt: Given.now, deadline: deadline)
            let book = Self.book()
            return Given.judge(Self.facts([], book, prior: prior), rule, book, at: moment).summary
        }
        #expect(
            at(Given.now + .minutes(30), rule, Given.now + .minutes(30))
                == "drop template.draft")
        let impatient = Given.rule()
        #expect(
            at(Given.now + .hours(23), impatient, nil)
                == "hold template.draft 2026-11-22T10:00:00+08:00")
        #expect(at(Given.now + .hours(24), impatient, nil) == "drop template.draft")
    }

    @Test("is asked of everything but emergencies")
    func purposes() {
        for purpose in Purpose.allCases {
            let rule = Given.rule(purpose: purpose, closed: .defer(.days(1)))
            let outcome = Self.judge([], Self.book(), rule)
            #expect(
                outcome
                    == (purpose == .emergency
                        ? "send –" : "hold template.draft \(Self.nextLook) draft"))
        }
    }

    @Test("says what keeps which rule waiting, carrier by carrier")
    func waits() {
        let plain = Self.book(filing: .required)
        let book = RuleBook(
            hash: plain.hash, workspace: plain.workspace, tags: plain.tags, policy: plain.policy,
            templates: plain.templates,
            rules: [
                Given.rule("a"), Given.rule("b", isEnabled: false),
                Given.rule("c", purpose: .emergency),
            ])
        func waits(_ entries: [TemplateEntry]) -> [TemplateWait] {
            TemplateWait.list(
                in: book,
                standings: [
                    TemplateStanding(
                        template: "cart", version: Self.version, steps: ["owner"],
                        entries: entries)
                ], at: Given.now)
        }
        #expect(
            waits([Self.entry(.submitted)]) == [
                TemplateWait(
                    rule: "a", template: "cart", reason: Reason("template.review"), step: "owner")
            ])
        #expect(
            waits(Self.approved) == [
                TemplateWait(
                    rule: "a", template: "cart", channel: "sim",
                    reason: Reason("template.filing"))
            ])
        let half =
            Self.approved + [
                Self.filed(.mobile, .effective(from: Given.today, through: nil)),
                Self.filed(.unicom, .effective(from: Given.today + 3, through: nil)),
            ]
        #expect(
            waits(half) == [
                TemplateWait(
                    rule: "a", template: "cart", channel: "sim", carriers: [.unicom],
                    reason: Reason("template.filing"), until: Given.time(0, 0, day: 3))
            ])
    }
}
