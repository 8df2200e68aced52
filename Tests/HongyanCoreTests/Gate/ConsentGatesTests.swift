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
        #expect(decision.seen(.consent) == "checkout:v4")
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
