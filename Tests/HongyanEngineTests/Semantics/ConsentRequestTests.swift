import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Rules that ask for consent.
@Suite("Consent requests")
struct ConsentRequestTests {
    private static let rule = """
        rule: ask
        title: t
        purpose: service
        trigger: {event: order.placed}
        asks_consent: marketing
        message: invite
        """

    private func stage(
        from start: String, carrier: ScriptedCarrier? = nil
    ) throws -> Stage {
        let book = try TestWorkspace.book(
            [Self.rule],
            templates: TestWorkspace.templates + """

                  invite: {purpose: service, text: "回复1同意每月接收不超过4条优惠信息，一年内有效"}
                """)
        let stage = try Stage(book, from: at(start), carrier: carrier)
        _ = try stage.store.importCustomers(
            [
                IncomingCustomer(
                    id: "c1", phone: .number(Stage.number(of: "c1")), tags: [:])
            ], schema: book.tags, at: at(start))
        return stage
    }

    private func order(_ stage: Stage, _ id: String, at moment: String) throws {
        try stage.run(to: at(moment))
        try stage.event("order.placed", of: "c1", at: at(moment), id: id)
        try stage.run(to: at(moment) + .minutes(1))
    }

    @Test("asks once; while the answer is awaited and after silence it asks no more")
    func silence() throws {
        let stage = try stage(from: "12-03 10:00")
        try order(stage, "o1", at: "12-03 10:00")
        try order(stage, "o2", at: "12-05 10:00")
        try order(stage, "o3", at: "12-12 10:00")
        #expect(
            try stage.records().map { $0.reason ?? $0.decision } == [
                "send", "consent.asked", "consent.silent",
            ])
    }

    @Test("a consent to the purpose is an answer")
    func answered() throws {
        let stage = try stage(from: "12-03 10:00")
        try order(stage, "o1", at: "12-03 10:00")
        _ = try stage.store.importConsents(
            [
                IncomingConsent(
                    customer: "c1",
                    consent: Consent(
                        purpose: .marketing, at: at("12-04 10:00"), source: "reply",
                        textVersion: "ask-1"), evidence: nil)
            ], at: at("12-04 10:00"))
        try order(stage, "o2", at: "12-12 10:00")
        #expect(try stage.records().map(\.decision) == ["send", "send"])
    }

    @Test("whoever opted out or withdrew is not asked")
    func refused() throws {
        let stage = try stage(from: "12-03 10:00")
        _ = try stage.store.importSuppressions(
            [
                IncomingSuppression(
                    customer: "c1", number: nil,
                    optOut: OptOut(at: at("12-01 10:00"), source: "reply", purpose: .marketing))
            ], at: at("12-03 10:00"))
        try order(stage, "o1", at: "12-03 10:00")
        #expect(try stage.records().map(\.reason) == ["consent.refused"])
    }

    @Test("a request that was refused by the provider asked nobody")
    func neverLeft() throws {
        let stage = try stage(
            from: "12-03 10:00", carrier: ScriptedCarrier(answer: { _ in .refused(code: "E") }))
        try order(stage, "o1", at: "12-03 10:00")
        try order(stage, "o2", at: "12-12 10:00")
        #expect(try stage.records().map(\.decision) == ["send", "send"])
    }
}
