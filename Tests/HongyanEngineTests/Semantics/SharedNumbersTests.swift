import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// One customer may receive marketing on a number; a refusal binds both.
@Suite("Shared numbers")
struct SharedNumbersTests {
    static let phone = "+8613812345678"

    private func stage() throws -> Stage {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()]), from: at("12-03 10:00"))
        try stage.customer("c1", phone: Self.phone)
        try stage.customer("c2", phone: Self.phone)
        return stage
    }

    private func orders(_ stage: Stage, at time: String) throws {
        try stage.run(to: at(time))
        for id in ["c1", "c2"] {
            try stage.event("order.placed", of: id, at: at(time), id: "\(time) \(id)")
        }
    }

    @Test("the first customer with a number holds it, the other is dropped")
    func holder() throws {
        let stage = try stage()
        try orders(stage, at: "12-03 10:00")
        try stage.run(to: at("12-03 10:05"))
        try stage.expect(["12-03 10:01 a c1 send", "12-03 10:01 a c2 drop number.shared"])
    }

    @Test("three rows with one number, written three ways, are one recipient")
    func threeWays() throws {
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()]), from: at("12-03 10:00"))
        let ways = ["13812345678", "+86 138-1234-5678", "００８６１３８１２３４５６７８"]
        for (index, written) in ways.enumerated() {
            let number = try PhoneNumber.read(written).get()
            try stage.customer("c\(index)", phone: number.e164)
            try stage.event(
                "order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:05"))
        try stage.expect([
            "12-03 10:01 a c0 send", "12-03 10:01 a c1 drop number.shared",
            "12-03 10:01 a c2 drop number.shared",
        ])
    }

    @Test("when the holder moves on, the next one holds it")
    func movesOn() throws {
        let stage = try stage()
        try stage.customer("c1", phone: "+8613712345678")
        try orders(stage, at: "12-03 10:00")
        try stage.run(to: at("12-03 10:05"))
        // The consent of c1 was for the old number; a new one comes with the row.
        try stage.expect(["12-03 10:01 a c1 drop consent.missing", "12-03 10:01 a c2 send"])
    }

    @Test("a refusal by reply binds the number, also for who takes it over, and the person")
    func refusal() throws {
        let carrier = ScriptedCarrier()
        let stage = try Stage(
            try TestWorkspace.book([RuleText.order()]), from: at("12-03 10:00"), carrier: carrier)
        try stage.customer("c1", phone: Self.phone)
        carrier.reply("R", from: PhoneNumber(e164: Self.phone), at: at("12-03 10:00"), id: "mo1")
        try stage.run(to: at("12-03 10:01"))
        try stage.customer("c1", phone: "+8613712345678")
        try stage.customer("c2", phone: Self.phone)
        try orders(stage, at: "12-03 10:02")
        try stage.run(to: at("12-03 10:05"))
        #expect(
            try stage.records().map { "\($0.customer) \($0.reason ?? "")" } == [
                "c1 optout", "c2 optout",
            ])
    }
}
