import HongyanCore
import Testing

struct EdgeCheckTests {
    static func message(
        _ purpose: Purpose = .marketing, deadline: Timestamp? = nil, isStopped: Bool = false,
        isOptedOut: Bool = false, hasConsent: Bool = true, holdsNumber: Bool = true,
        isTriggerTrue: Bool = true, isTemplateCurrent: Bool = true,
        template: TemplateObstacle? = nil
    ) -> QueuedMessage {
        QueuedMessage(
            id: Digest(high: 1, low: 1), rule: "cart", customer: "c-1", key: "k",
            number: Given.number, text: "x", parts: 1, purpose: purpose, channel: "sim",
            clearedAt: Given.now, deadline: deadline, attempt: 1,
            edge: QueuedMessage.Edge(
                isStopped: isStopped, isOptedOut: isOptedOut, hasConsent: hasConsent,
                holdsNumber: holdsNumber, isTriggerTrue: isTriggerTrue,
                isTemplateCurrent: isTemplateCurrent, template: template))
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

    @Test("a template that was suspended, rejected or edited in the meantime keeps its messages")
    func templates() {
        let suspended = TemplateObstacle("template.suspended", "suspended")
        let rejected = TemplateObstacle("template.rejected", "rejected")
        let later = TemplateObstacle(
            "template.filing", "from", until: Given.now + .seconds(20))
        let wait = EdgeOutcome.wait(until: Given.now + .minutes(1))
        #expect(Self.judge(Self.message(template: suspended)) == wait)
        #expect(Self.judge(Self.message(.service, template: suspended)) == wait)
        #expect(Self.judge(Self.message(.emergency, template: suspended)) == .go)
        #expect(
            Self.judge(Self.message(template: later)) == .wait(until: Given.now + .seconds(20)))
        #expect(
            Self.judge(Self.message(template: rejected)) == Self.withdraw("template.rejected"))
        #expect(
            Self.judge(Self.message(isTemplateCurrent: false))
                == Self.withdraw("template.changed"))
        #expect(Self.judge(Self.message(.service, isTemplateCurrent: false)) == .go)
        // A day is the longest that a text without a deadline waits.
        let message = Self.message(template: suspended)
        #expect(
            Self.judge(message, at: Given.now + .hours(24))
                == Self.withdraw("template.suspended"))
        let urgent = Self.message(deadline: Given.now + .minutes(9), template: suspended)
        #expect(
            Self.judge(urgent, at: Given.now + .minutes(9)) == Self.withdraw("template.suspended"))
        #expect(Self.judge(urgent, at: Given.now + .minutes(10)) == Self.withdraw("closed"))
    }
}
