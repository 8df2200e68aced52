import HongyanCore
import Testing

struct ConsentGatesTests {
    static func consent(
        _ purpose: Purpose = .marketing, daysAgo: Int64 = 30, expires: Timestamp? = nil,
        withdrawn: Timestamp? = nil, version: String? = "v3"
    ) -> Consent {
        Consent(
            purpose: purpose, at: Given.now - .days(daysAgo), expires: expires,
            withdrawn: withdrawn, source: "checkout", textVersion: version)
    }
    static let ms = Span(milliseconds: 1)

    static let cases: [([Consent], String)] = [
        ([], "drop consent.missing"),
        ([consent()], "send"),
        ([consent(daysAgo: 0)], "send"),
        ([consent(daysAgo: -1)], "drop consent.missing"),
        ([consent(.service)], "drop consent.missing"),
        ([consent(expires: Given.now)], "drop consent.expired"),
        ([consent(expires: Given.now + ms)], "send"),
        ([consent(withdrawn: Given.now)], "drop consent.withdrawn"),
        ([consent(withdrawn: Given.now + ms)], "send"),
        ([consent(version: nil)], "drop consent.unproven"),
        ([consent(version: "")], "drop consent.unproven"),
        ([consent(version: nil), consent()], "send"),
        ([consent(expires: Given.now), consent(daysAgo: 5)], "send"),
        ([consent(expires: Given.now), consent(version: nil)], "drop consent.unproven"),
        // A withdrawal ends what was given before it, in any order of rows …
        (
            [consent(daysAgo: 30), consent(daysAgo: 20, withdrawn: Given.now - .days(10))],
            "drop consent.withdrawn"
        ),
        // … and not what was given after it.
        ([consent(daysAgo: 5), consent(daysAgo: 20, withdrawn: Given.now - .days(10))], "send"),
    ]

    @Test("marketing needs a consent that is given, kept, in force and proven")
    func consents() {
        for (index, (consents, expected)) in Self.cases.enumerated() {
            let decision = Given.judge(Given.facts(consents: consents))
            #expect(decision.summary == expected, "case \(index)")
        }
    }

    @Test("the pass shows the proof it rests on")
    func proof() {
        let decision = Given.judge(
            Given.facts(consents: [Self.consent(), Self.consent(daysAgo: 2, version: "v4")]))
        #expect(decision.seen(.consent) == "checkout:v4@2026-11-19T10:00:00+08:00#-")
        let hash = "9f86d081884c7d659a2feaa0c55ad015"
        let proven = Consent(
            purpose: .marketing, at: Given.now - .days(1), source: "form", textVersion: "v5",
            proof: ConsentProof(evidence: hash))
        #expect(
            Given.judge(Given.facts(consents: [proven])).seen(.consent)
                == "form:v5@2026-11-20T10:00:00+08:00#9f86d081884c")
    }

    @Test("consent to another purpose never serves marketing, however many there are")
    func otherPurposes() {
        for purposes in [[Purpose.service], [.verification, .emergency], [.service, .service]] {
            let consents = purposes.map { Self.consent($0) }
            #expect(
                Given.judge(Given.facts(consents: consents)).summary == "drop consent.missing")
        }
    }

    static let born = Anniversary(calendar: .solar, month: 11, day: 21, year: 2012)

    /// The birthday, how many days ago consent was given, the guardian's word, and what follows.
    static let children: [(Value?, Int64, String?, String)] = [
        // Fourteen today: what was agreed to yesterday was a child's.
        (.anniversary(born), 1, nil, "drop consent.guardian"),
        (.anniversary(born), 1, "signed form 17", "send"),
        (.anniversary(born), 1, "", "drop consent.guardian"),
        (.anniversary(born), 0, nil, "send"),
        (.date(CivilDay(year: 2012, month: 11, day: 21)!), 1, nil, "drop consent.guardian"),
        (.date(CivilDay(year: 2012, month: 11, day: 20)!), 1, nil, "send"),
        // Born on 29 February: fourteen on 28 February 2026.
        (
            .anniversary(Anniversary(calendar: .solar, month: 2, day: 29, year: 2012)), 266, nil,
            "send"
        ),
        (
            .anniversary(Anniversary(calendar: .solar, month: 2, day: 29, year: 2012)), 267, nil,
            "drop consent.guardian"
        ),
        // Without a year nobody knows; without a birthday neither.
        (.anniversary(Anniversary(calendar: .solar, month: 11, day: 21)), 1, nil, "send"),
        (nil, 1, nil, "send"),
    ]

    @Test("a child's consent is none without a guardian's")
    func guardians() {
        let terms = ConsentTerms(guardian: .age(birthday: "birthday", years: 14))
        for (index, (birthday, daysAgo, guardian, expected)) in Self.children.enumerated() {
            var tags: [TagName: Value] = ["name": .text("王女士")]
            if let birthday { tags["birthday"] = birthday }
            let consent = Consent(
                purpose: .marketing, at: Given.now - .days(daysAgo), source: "form",
                textVersion: "v3", proof: ConsentProof(guardian: guardian))
            let decision = Given.judge(
                Given.facts(tags: tags, consents: [consent]), Given.rule(),
                Given.book(consent: terms))
            #expect(decision.summary == expected, "case \(index)")
        }
    }

    @Test("a boolean tag may tell who is a child")
    func minors() {
        let book = Given.book(consent: ConsentTerms(guardian: .tag("minor")))
        for (value, expected) in [
            (Value.boolean(true), "drop consent.guardian"), (.boolean(false), "send"),
        ] {
            let facts = Given.facts(tags: ["name": .text("小明"), "minor": value])
            #expect(Given.judge(facts, Given.rule(), book).summary == expected)
        }
    }

    /// Consents, the opt-out, how many days ago was asked, and what follows.
    static let requests: [([Consent], OptOut?, Int64?, String)] = [
        ([], nil, nil, "send"),
        // Asked six days ago: the answer is awaited. Seven days: that was the answer.
        ([], nil, 6, "drop consent.asked"),
        ([], nil, 7, "drop consent.silent"),
        ([], nil, 400, "drop consent.silent"),
        // An answer since; an older consent is none.
        ([consent(daysAgo: 5)], nil, 7, "send"),
        ([consent(daysAgo: 30)], nil, 7, "drop consent.silent"),
        ([consent(.service, daysAgo: 5)], nil, 7, "drop consent.silent"),
        // Refused, by reply or by withdrawal, whoever asked.
        (
            [], OptOut(at: Given.now - .days(9), source: "reply", purpose: .marketing), nil,
            "drop consent.refused"
        ),
        (
            [consent(daysAgo: 20, withdrawn: Given.now - .days(10))], nil, nil,
            "drop consent.refused"
        ),
        // Agreed again after a withdrawal.
        (
            [consent(daysAgo: 20, withdrawn: Given.now - .days(10)), consent(daysAgo: 5)], nil, nil,
            "send"
        ),
    ]

    @Test("consent is not asked for again after a refusal or silence")
    func asks() {
        for (index, (consents, optOut, asked, expected)) in Self.requests.enumerated() {
            let decision = Given.judge(
                Given.facts(
                    optOut: optOut, consents: consents,
                    askedAt: asked.map { Given.now - .days($0) }),
                Given.rule(purpose: .service, asksConsent: .marketing))
            #expect(decision.summary == expected, "case \(index)")
        }
    }

    @Test("only a rule that asks meets the gate outside marketing")
    func gateTable() {
        #expect(!GateTable.gates(for: Given.rule(purpose: .service)).contains(.consent))
        let asking = Given.rule(purpose: .service, asksConsent: .marketing)
        #expect(GateTable.gates(for: asking).contains(.consent))
        #expect(GateTable.gates(for: Given.rule()) == GateTable.gates(for: .marketing))
    }

    static let refusals: [(Purpose?, Purpose, String)] = [
        (nil, .marketing, "drop optout"), (nil, .service, "drop optout"),
        (nil, .verification, "send"), (nil, .emergency, "send"),
        (.marketing, .marketing, "drop optout"), (.marketing, .service, "send"),
        (.service, .marketing, "send"), (.service, .service, "drop optout"),
    ]

    @Test("an opt-out from everything blocks service too, one from marketing only marketing")
    func optOuts() {
        for (refused, purpose, expected) in Self.refusals {
            let optOut = OptOut(at: Given.now - .days(1), source: "reply", purpose: refused)
            let decision = Given.judge(Given.facts(optOut: optOut), Given.rule(purpose: purpose))
            #expect(decision.summary == expected, "\(String(describing: refused)) \(purpose)")
        }
    }
}
