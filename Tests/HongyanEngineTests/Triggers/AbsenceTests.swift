import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Absence: timers, keys and cancellers.
@Suite("Absence")
struct AbsenceTests {
    static let rule = """
        rule: cart
        title: 购物车
        purpose: marketing
        trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id}
        message: hello
        """

    private func stage() throws -> Stage {
        let stage = try Stage(try TestWorkspace.book([Self.rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        return stage
    }

    private func cart(_ id: String) -> [String: Value] { ["cart_id": .text(id)] }

    @Test("falls due two hours and a settling minute after the cart was left")
    func due() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send"])
        #expect(try stage.records().first?.occurrence == "k1")
    }

    @Test("each event of the same cart restarts the timer")
    func restart() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("cart.updated", of: "c1", at: at("12-03 11:30"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 13:31 cart c1 send"])
    }

    @Test("another cart has a timer of its own")
    func otherCart() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:30"), id: "e2", cart("k2"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send", "12-03 12:31 cart c1 send"])
    }

    @Test(
        "an order cancels, at both ends of the two hours too",
        arguments: ["10:00", "11:00", "12:00"])
    func cancelled(_ time: String) throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("order.placed", of: "c1", at: at("12-03 \(time)"), id: "o1")
        try stage.run(to: at("12-03 18:00"))
        try stage.expect([])
    }

    @Test("an order after the two hours cancels until the message has left, and then no more")
    func lateOrder() throws {
        for (order, outcome) in [("12:00:01", "drop trigger.cancelled"), ("12:02", "send")] {
            let stage = try stage()
            try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
            try stage.run(to: at("12-03 12:00:30"))
            if order < "12:01" {
                try stage.event("order.placed", of: "c1", at: at("12-03 \(order)"), id: "o1")
            }
            try stage.run(to: at("12-03 12:01:30"))
            if order > "12:01" {
                try stage.event("order.placed", of: "c1", at: at("12-03 \(order)"), id: "o1")
            }
            try stage.run(to: at("12-03 18:00"))
            try stage.expect(["12-03 12:01 cart c1 \(outcome)"])
        }
    }

    @Test("of events with equal times the later arrival restarts: still one message")
    func equalTimes() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send"])
    }

    @Test("a canceller that arrives late cancels while the message is held")
    func lateCanceller() throws {
        let rule = Self.rule + "\nwindow: evening"
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.run(to: at("12-03 13:00"))
        try stage.expect(["12-03 12:01 cart c1 hold window until 12-03 18:00"])
        try stage.event("order.placed", of: "c1", at: at("12-03 11:00"), id: "o1")
        try stage.run(to: at("12-03 19:00"))
        #expect(try stage.story().last == "12-03 18:00 cart c1 drop trigger.cancelled")
    }

    private func heldStage(_ keys: String = "") throws -> Stage {
        let rule = Self.rule + "\nwindow: evening\n" + keys
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.run(to: at("12-03 13:00"))
        try stage.expect(["12-03 12:01 cart c1 hold window until 12-03 18:00"])
        return stage
    }

    @Test("an order that is placed while the message is held cancels it")
    func orderWhileHeld() throws {
        let stage = try heldStage()
        try stage.event("order.placed", of: "c1", at: at("12-03 15:00"), id: "o1")
        try stage.run(to: at("12-03 19:00"))
        #expect(try stage.story().last == "12-03 18:00 cart c1 drop trigger.cancelled")
    }

    @Test("an event of the same cart restarts the timer while the message is held")
    func restartWhileHeld() throws {
        let stage = try heldStage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 17:00"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 22:00"))
        try stage.expect([
            "12-03 12:01 cart c1 hold window until 12-03 18:00",
            "12-03 18:00 cart c1 hold trigger.restarted until 12-03 19:01",
            "12-03 19:01 cart c1 send",
        ])
    }

    @Test("after a restart an order between the two events no longer cancels, a later one does")
    func orderAfterRestart() throws {
        for (order, outcome) in [("16:00", "send"), ("18:30", "drop trigger.cancelled")] {
            let stage = try heldStage()
            try stage.event("cart.updated", of: "c1", at: at("12-03 17:00"), id: "e2", cart("k1"))
            try stage.run(to: at("12-03 18:20"))
            try stage.event("order.placed", of: "c1", at: at("12-03 \(order)"), id: "o1")
            try stage.run(to: at("12-03 22:00"))
            #expect(try stage.story().last == "12-03 19:01 cart c1 \(outcome)")
        }
    }

    @Test("an event of another cart leaves a held message alone")
    func otherCartWhileHeld() throws {
        let stage = try heldStage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 17:00"), id: "e2", cart("k2"))
        try stage.run(to: at("12-03 18:30"))
        #expect(try stage.story().last == "12-03 18:00 cart c1 send")
    }

    @Test("a restart that is over when the hold wakes is decided then, about the later event")
    func restartOver() throws {
        let stage = try heldStage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 15:00"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 18:30"))
        #expect(try stage.story().last == "12-03 18:00 cart c1 send")
        #expect(try stage.records().last?.due == at("12-03 17:01"))
    }

    @Test("a restart moves the deadline: 'closed: defer 6h' counts from the later event")
    func restartMovesDeadline() throws {
        let stage = try heldStage("closed: defer 6h")
        try stage.event("cart.updated", of: "c1", at: at("12-03 17:58"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 23:00"))
        // The first deadline was 18:01, before the timer had run again.
        #expect(try stage.story().last == "12-03 19:59 cart c1 send")
    }

    @Test("after downtime a cart that was touched since is not reminded of at once")
    func restartInDowntime() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("cart.updated", of: "c1", at: at("12-03 13:30"), id: "e2", cart("k1"))
        try stage.engine.step(at: at("12-03 14:00"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect([
            "12-03 14:00 cart c1 hold trigger.restarted until 12-03 15:31",
            "12-03 15:31 cart c1 send",
        ])
    }

    @Test("one cart gets one message, whatever happens to it afterwards")
    func once() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.run(to: at("12-03 13:00"))
        try stage.event("cart.updated", of: "c1", at: at("12-03 13:00"), id: "e2", cart("k1"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send"])
    }

    @Test("'same' narrows what cancels to events of the same cart")
    func same() throws {
        let rule = Self.rule.replacing("key: cart_id", with: "key: cart_id, same: cart_id")
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 10:00"))
        try stage.customer("c1")
        for id in ["k1", "k2"] {
            try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: id, cart(id))
        }
        try stage.event("order.placed", of: "c1", at: at("12-03 10:30"), id: "o1", cart("k2"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send"])
        #expect(try stage.records().map(\.occurrence) == ["k1"])
    }

    @Test("an order of somebody else cancels nothing")
    func somebodyElse() throws {
        let stage = try stage()
        try stage.customer("c2")
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.event("order.placed", of: "c2", at: at("12-03 10:30"), id: "o1", cart("k1"))
        try stage.run(to: at("12-03 18:00"))
        try stage.expect(["12-03 12:01 cart c1 send"])
    }

    @Test("a canceller that arrives within the settling minute is seen")
    func settling() throws {
        let stage = try stage()
        try stage.event("cart.updated", of: "c1", at: at("12-03 10:00"), id: "e1", cart("k1"))
        try stage.run(to: at("12-03 12:00:50"))
        try stage.event("order.placed", of: "c1", at: at("12-03 12:00"), id: "o1")
        try stage.run(to: at("12-03 18:00"))
        try stage.expect([])
    }
}
