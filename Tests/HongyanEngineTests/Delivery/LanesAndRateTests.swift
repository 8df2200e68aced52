import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Lanes by purpose, a rate counted in parts, one retry policy.
@Suite("Lanes, rate and retries")
struct LanesAndRateTests {
    static let rules = [
        RuleText.order("ad"),
        RuleText.make(
            "note", "{event: parcel.arrived}", purpose: "service", message: "note"),
        RuleText.make(
            "alarm", "{event: parcel.arrived}", purpose: "emergency", message: "alarm"),
        RuleText.make(
            "code", "{event: code.requested}", purpose: "verification", message: "code"),
    ]

    private func stage(
        _ rules: [String] = rules, rate: Int, customers: Int, carrier: ScriptedCarrier
    ) throws -> Stage {
        let book = try TestWorkspace.book(
            rules, templates: RuleText.templates, settings: RuleText.settings(rate: rate))
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...customers {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        return stage
    }

    @Test("verification, emergency and service overtake a full queue of marketing, in this order")
    func lanes() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(rate: 1, customers: 60, carrier: carrier)
        try stage.run(to: at("12-03 10:01:10"))
        let before = carrier.received.count
        #expect(before < 20)
        try stage.event(
            "parcel.arrived", of: "c1", at: at("12-03 10:01:10"), id: "p", ["code": .text("8-1")])
        try stage.event(
            "code.requested", of: "c1", at: at("12-03 10:01:10"), id: "v", ["code": .text("123456")]
        )
        try stage.run(to: at("12-03 10:01:20"))
        let next = carrier.received.dropFirst(before).prefix(4).map(\.submission.purpose)
        #expect(next == [.verification, .emergency, .service, .marketing])
        try stage.run(to: at("12-03 10:03"))
        #expect(carrier.received.count == 63)
    }

    @Test("a code leaves at once behind a full queue: a share of each second's rate is kept for it")
    func reservedRate() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(rate: 20, customers: 200, carrier: carrier)
        // Whole seconds refill the rate; half a second later all that is common has gone.
        let now = at("12-03 10:01:05") + Span(milliseconds: 500)
        try stage.run(to: now)
        let before = carrier.received.count
        #expect(before == 18 * 6, "\(before)")
        try stage.event("code.requested", of: "c1", at: now, id: "v", ["code": .text("123456")])
        try stage.run(to: now + Span(milliseconds: 1))
        let next = carrier.received.dropFirst(before)
        #expect(next.map(\.submission.purpose) == [.verification])
        #expect(next.first?.at == now)
        // No second has more than its rate, urgent or not.
        try stage.run(to: at("12-03 10:02"))
        let seconds = Dictionary(grouping: carrier.received) { $0.at.milliseconds / 1_000 }
        #expect(seconds.values.allSatisfy { $0.count <= 20 })
        #expect(carrier.received.count == 201)
    }

    @Test(
        "a code leaves at once although the window is full: slots are kept for it, and only for it")
    func reservedSlots() throws {
        // Nobody ever answers.
        let carrier = ScriptedCarrier { _ in nil }
        carrier.setWindow(10)
        let stage = try stage(rate: 1_000, customers: 100, carrier: carrier)
        try stage.run(to: at("12-03 10:01:05"))
        #expect(carrier.received.count == 8)
        let now = at("12-03 10:01:05")
        try stage.event(
            "parcel.arrived", of: "c1", at: now, id: "p", ["code": .text("8-1")])
        try stage.event("code.requested", of: "c1", at: now, id: "v", ["code": .text("123456")])
        try stage.run(to: at("12-03 10:01:10"))
        // A notice of service stands behind with marketing.
        #expect(
            carrier.received.dropFirst(8).map(\.submission.purpose) == [.verification, .emergency])
    }

    @Test("a channel of one purpose keeps nothing back")
    func notMixed() throws {
        let carrier = ScriptedCarrier { _ in nil }
        carrier.setWindow(10)
        let settings = RuleText.settings(rate: 1_000).replacing(
            "purposes: [marketing, service, verification, emergency]", with: "purposes: [marketing]"
        )
        let book = try TestWorkspace.book([RuleText.order()], settings: settings)
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        for index in 1...30 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:05"))
        #expect(carrier.received.count == 10)
    }

    @Test("the rate counts parts: messages of two parts go half as fast")
    func parts() throws {
        let rule = RuleText.make("a", "{event: order.placed}", message: "long")
        let carrier = ScriptedCarrier()
        let stage = try stage([rule], rate: 2, customers: 20, carrier: carrier)
        try stage.run(to: at("12-03 10:01:09"))
        #expect(carrier.received.allSatisfy { $0.submission.parts == 2 })
        #expect(carrier.received.count == 10)
        try stage.run(to: at("12-03 10:02"))
        #expect(carrier.received.count == 20)
        let seconds = Dictionary(grouping: carrier.received) { $0.at.milliseconds / 1_000 }
        #expect(seconds.values.allSatisfy { $0.count == 1 })
    }

    @Test("a throttled message goes again after 2, 4, 8 and 16 seconds and then expires")
    func throttled() throws {
        let carrier = ScriptedCarrier { _ in .throttled(code: "8") }
        let stage = try stage([RuleText.order()], rate: 100, customers: 1, carrier: carrier)
        try stage.run(to: at("12-03 10:10"))
        #expect(carrier.received.map(\.submission.attempt) == [1, 2, 3, 4, 5])
        let times = carrier.received.map(\.at)
        let waits = zip(times, times.dropFirst()).map { ($1 - $0).milliseconds }
        #expect(waits == [2_100, 4_100, 8_100, 16_100])
        #expect(try stage.states() == [.expired: 1])
        #expect(try stage.charged() == .zero)
    }

    @Test("a message that was throttled once leaves with the second attempt, charged once")
    func throttledOnce() throws {
        let carrier = ScriptedCarrier {
            $0.attempt == 1
                ? .throttled(code: "8") : .accepted(providerID: ScriptedCarrier.providerID(of: $0))
        }
        let stage = try stage([RuleText.order()], rate: 100, customers: 3, carrier: carrier)
        try stage.run(to: at("12-03 10:10"))
        #expect(carrier.received.count == 6)
        #expect(try stage.states() == [.accepted: 3])
        #expect(try stage.charged() == Money(units: 450 * 3))
    }

    @Test("an expired or refused message gives its slot back, so that the next may go")
    func slot() throws {
        let policy = TestWorkspace.policy.replacing("4 per month", with: "1 per month")
        for response in [
            ProviderEvent.Response.throttled(code: "8"), .refused(code: "MK:0012"),
        ] {
            let carrier = ScriptedCarrier { _ in response }
            let stage = try Stage(
                try TestWorkspace.book([RuleText.order()], policy: policy),
                from: at("12-03 10:00"), carrier: carrier)
            try stage.customer("c1")
            try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
            try stage.run(to: at("12-03 10:10"))
            try stage.event("order.placed", of: "c1", at: at("12-03 10:10"), id: "o2")
            try stage.run(to: at("12-03 10:20"))
            try stage.expect(["12-03 10:01 a c1 send", "12-03 10:11 a c1 send"])
        }
    }
}
