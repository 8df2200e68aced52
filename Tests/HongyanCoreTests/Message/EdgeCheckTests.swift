import HongyanCore
import Testing

struct EdgeCheckTests {
    static func message(
        _ purpose: Purpose = .marketing, deadline: Timestamp? = nil, isStopped: Bool = false,
        isOptedOut: Bool = false, hasConsent: Bool = true, holdsNumber: Bool = true,
        isTriggerTrue: Bool = true
    ) -> QueuedMessage {
        QueuedMessage(
            id: Digest(high: 1, low: 1), rule: "cart", customer: "c-1", key: "k",
            number: Given.number, text: "x", parts: 1, purpose: purpose, channel: "sim",
            clearedAt: Given.now, deadline: deadline, attempt: 1,
            edge: QueuedMessage.Edge(
                isStopped: isStopped, isOptedOut: isOptedOut, hasConsent: hasConsent,
                holdsNumber: holdsNumber, isTriggerTrue: isTriggerTrue))
    }

    static func judge(
        _ message: QueuedMessage, _ rule: CompiledRule? = Given.rule(),
        blackouts: [Blackout] = [], at now: Timestamp = Given.now
    ) -> EdgeOutcome {
        EdgeCheck.judge(
            message, rule: rule, policy: Given.book(blackouts: blackouts).policy, now: now,
            zone: .china)
    }

    static func withdraw(_ code: String) -> EdgeOutcome { .withdraw(Reason(code)) }

    static let cases: [(QueuedMessage, EdgeOutcome)] = [
        (message(), .go),
        (message(isStopped: true), .wait(until: Given.now + .seconds(5))),
        (message(isOptedOut: true), withdraw("optout")),
        (message(.service, isOptedOut: true), withdraw("optout")),
        (message(.verification, isOptedOut: true), .go),
        (message(hasConsent: false), withdraw("consent.withdrawn")),
        (message(.service, hasConsent: false), .go),
        (message(holdsNumber: false), withdraw("number.changed")),
        (message(.emergency, holdsNumber: false), withdraw("number.changed")),
        (message(isTriggerTrue: false), withdraw("trigger.cancelled")),
        (message(deadline: Given.now), .go),
        (message(deadline: Given.now - Span(milliseconds: 1)), withdraw("closed")),
        (message(isStopped: true, isOptedOut: true), withdraw("optout")),
        (message(.emergency, isStopped: true), .wait(until: Given.now + .seconds(5))),
    ]

    @Test("lets go, waits or withdraws; a withdrawal beats a wait")
    func outcomes() {
        for (index, (message, expected)) in Self.cases.enumerated() {
            #expect(Self.judge(message) == expected, "case \(index)")
        }
    }

    @Test("waits for the window up to the deadline")
    func window() {
        let rule = Given.rule(window: Given.evening, closed: .defer(.hours(24)))
        let kept = Self.message(deadline: Given.time(18, 0))
        #expect(Self.judge(kept, rule) == .wait(until: Given.time(18, 0)))
        let missed = Self.message(deadline: Given.time(17, 59))
        #expect(Self.judge(missed, rule) == Self.withdraw("closed"))
        let impatient = Given.rule(window: Given.evening)
        #expect(Self.judge(Self.message(), impatient) == Self.withdraw("closed"))
        #expect(Self.judge(Self.message(.verification), impatient) == .go)
    }

    @Test("a blackout that began in the queue keeps marketing back")
    func blackout() {
        let days = Blackout.Days.dates(from: Given.today, through: Given.today)
        let blackouts = [Blackout(name: "b", days: days)]
        let rule = Given.rule(closed: .defer(.days(3)))
        let message = Self.message(deadline: Given.now + .days(3))
        #expect(
            Self.judge(message, rule, blackouts: blackouts)
                == .wait(until: Given.time(0, 0, day: 1)))
    }

    @Test("a rule that left the book lets no marketing out; a disabled one keeps it waiting")
    func rules() {
        #expect(Self.judge(Self.message(), nil) == Self.withdraw("rule.removed"))
        #expect(Self.judge(Self.message(.service), nil) == .go)
        #expect(
            Self.judge(Self.message(), Given.rule(isEnabled: false))
                == .wait(until: Given.now + .seconds(5)))
    }
}
