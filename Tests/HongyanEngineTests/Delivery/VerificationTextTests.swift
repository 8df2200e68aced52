import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Secrets: verification codes are stored masked.
@Suite("Verification codes are stored masked")
struct VerificationTextTests {
    static let clear = "【云杉商城】验证码482916，五分钟内有效"
    static let masked = "【云杉商城】验证码******，五分钟内有效"

    private func stage(_ carrier: ScriptedCarrier) throws -> Stage {
        let rule = RuleText.make(
            "code", "{event: code.requested}", purpose: "verification", message: "code")
        let book = try TestWorkspace.book([rule], templates: RuleText.templates)
        let stage = try Stage(book, from: at("12-03 10:00"), carrier: carrier)
        try stage.customer("c1")
        try stage.event(
            "code.requested", of: "c1", at: at("12-03 10:00"), id: "v", ["code": .text("482916")])
        return stage
    }

    /// What the store keeps of the code's event.
    private func code(_ stage: Stage) throws -> Value? {
        try stage.store.events(from: .distantPast, through: .distantFuture).first?.fields["code"]
    }

    private func text(_ stage: Stage) throws -> String? { try stage.records().last?.text }

    @Test("the text is whole until the provider has answered, and masked from then on")
    func accepted() throws {
        let carrier = ScriptedCarrier()
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:00"))
        #expect(try text(stage) == Self.clear)
        #expect(try code(stage) == .text("482916"))
        try stage.run(to: at("12-03 10:00:01"))
        #expect(try code(stage) == .text("******"))
        #expect(carrier.received.map(\.submission.text) == [Self.clear])
        #expect(try stage.states() == [.accepted: 1])
        #expect(try text(stage) == Self.masked)
        let report = try stage.store.report(
            book: stage.book, from: .distantPast, through: .distantFuture)
        #expect(report.samples.map(\.text) == [Self.masked])
    }

    @Test(
        "so it is when it was refused, stays unknown, or expired",
        arguments: [
            (ProviderEvent.Response.refused(code: "MK:0012"), MessageState.refused),
            (.timedOut, .unknown), (.throttled(code: "8"), .expired),
        ])
    func otherEnds(_ response: ProviderEvent.Response, _ state: MessageState) throws {
        let carrier = ScriptedCarrier { _ in response }
        let stage = try stage(carrier)
        try stage.run(to: at("12-03 10:02"))
        #expect(carrier.received.allSatisfy { $0.submission.text == Self.clear })
        #expect(try stage.states() == [state: 1])
        #expect(try text(stage) == Self.masked)
        #expect(try code(stage) == .text("******"))
    }

    @Test("the event of a verification that is dropped is masked with the decision")
    func dropped() throws {
        let rule = RuleText.make(
            "code", "{event: code.requested}", purpose: "verification", message: "code")
        let book = try TestWorkspace.book([rule], templates: RuleText.templates)
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.event(
            "code.requested", of: "nobody", at: at("12-03 10:00"), id: "v",
            ["code": .text("482916")])
        try stage.run(to: at("12-03 10:02"))
        #expect(try stage.records().last?.decision == "drop")
        #expect(try code(stage) == .text("******"))
    }

    @Test("a restart that leaves it unknown masks it too")
    func restart() throws {
        let stage = try stage(ScriptedCarrier { _ in nil })
        try stage.run(to: at("12-03 10:02"))
        #expect(try text(stage) == Self.clear)
        try stage.restart()
        #expect(try stage.states() == [.unknown: 1])
        #expect(try text(stage) == Self.masked)
        #expect(try code(stage) == .text("******"))
    }

    @Test("other purposes keep their digits")
    func others() throws {
        let rule = RuleText.make(
            "p", "{event: parcel.arrived}", purpose: "service", message: "parcel")
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event(
            "parcel.arrived", of: "c1", at: at("12-03 10:00"), id: "p", ["code": .text("8-1234")])
        try stage.run(to: at("12-03 10:02"))
        #expect(try text(stage)?.contains("8-1234") == true)
    }
}
