import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

@Suite("Rule tests")
struct RuleTestRunnerTests {
    static let cart = """
        rule: cart
        title: t
        purpose: marketing
        trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id, where: amount >= 30}
        audience: tier = gold or spend_365d >= 100
        window: evening
        holdout: 10%
        once: per 7d
        message: [{template: hello, weight: 1}, {template: other, weight: 1}]
        """
    static let bday = """
        rule: bday
        title: t
        purpose: marketing
        trigger: {date: birthday, before: 3d, at: "10:00"}
        priority: 90
        message: other
        """
    static let parcel = """
        rule: parcel
        title: t
        purpose: service
        trigger: {event: parcel.arrived}
        message: parcel
        """

    static func book() throws -> RuleBook {
        try TestWorkspace.book(
            [cart, bday, parcel],
            policy: TestWorkspace.policy.replacing("4 per month", with: "1 per month"))
    }

    /// One case of the cart rule with a gold customer.
    private func cart(_ rest: String) throws -> [String] {
        let text = """
            customers:
              g: {tier: gold, variant: hello}
            cases:
              - name: one
                now: 2026-12-03 10:00

            """ + rest
        return try TestFile("cart", of: try Self.book(), text).story()
    }

    static let left = """
            timeline:
              - {at: 16:00, customer: g, event: cart.updated, cart_id: k1, amount: 50}

        """

    @Test("a send that is named with its template, text and parts passes")
    func passes() throws {
        let story = try cart(
            Self.left + "    expect: [{at: 18:01, customer: g, send: hello, text: 您好, parts: 1}]")
        #expect(story == ["passed", "= 12-03 18:01 g cart send hello"])
    }

    @Test(
        "a send fails by its template, its text, its parts, its moment or its customer's silence",
        arguments: [
            "{at: 18:01, customer: g, send: other}",
            "{at: 18:01, customer: g, send: true, text: 再见}",
            "{at: 18:01, customer: g, send: true, parts: 2}",
            "{at: 18:02, customer: g, send: true}",
            "{at: 18:01, customer: g, drop: once}", "{at: 18:01, customer: g, hold: window}",
        ])
    func fails(_ expected: String) throws {
        let story = try cart(Self.left + "    expect: [\(expected)]")
        #expect(story.first == "failed")
        #expect(story.contains("+ 12-03 18:01 g cart send hello"))
        #expect(story.contains { $0.hasPrefix("- 12-03 18:0") })
    }

    @Test("an empty expectation means that nobody is even held")
    func empty() throws {
        let early = Self.left.replacing("16:00", with: "11:00")
        let story = try cart(early + "    until: 2026-12-03 17:00\n    expect: []")
        #expect(story == ["failed", "+ 12-03 13:01 g cart hold window until 12-03 18:00"])
    }

    @Test("a hold that another decision follows may be left out, or named with its end")
    func passingHold() throws {
        let early = Self.left.replacing("16:00", with: "11:00")
        let send = "{at: 18:00, customer: g, send: true}"
        #expect(try cart(early + "    expect: [\(send)]").first == "passed")
        let hold = "{at: 13:01, customer: g, hold: window, until: 18:00}"
        #expect(try cart(early + "    expect: [\(hold), \(send)]").first == "passed")
        let wrong = "{at: 13:01, customer: g, hold: window, until: 19:00}"
        let story = try cart(early + "    expect: [\(wrong), \(send)]")
        #expect(story.first == "failed" && story.contains("- 12-03 13:01 g"))
    }

    @Test("a known gap must fail, and says so when it no longer does")
    func todo() throws {
        let wrong = Self.left + "    expect: []\n    todo: later"
        #expect(try cart(wrong).first == "knownGap(\"later\")")
        let right =
            Self.left + "    expect: [{at: 18:01, customer: g, send: true}]\n    todo: later"
        #expect(try cart(right).first == "gapClosed(\"later\")")
    }

    @Test("a message that was sent earlier takes the slots of caps and of once")
    func sent() throws {
        let drop = "    expect: [{at: 18:01, customer: g, drop: REASON}]"
        let capped = Self.left + "      - {at: 2026-12-01 10:00, customer: g, sent: bday}\n"
        #expect(try cart(capped + drop.replacing("REASON", with: "cap.month")).first == "passed")
        let once = Self.left + "      - {at: 2026-11-29 10:00, customer: g, sent: cart}\n"
        #expect(try cart(once + drop.replacing("REASON", with: "once")).first == "passed")
        let free = Self.left + "      - {at: 2026-11-20 10:00, customer: g, sent: bday}\n"
        let send = "    expect: [{at: 18:01, customer: g, send: true}]"
        #expect(try cart(free + send).first == "passed")
    }

    @Test("other rules of the book take part only when they are named")
    func others() throws {
        let text = """
                customers: {b: {tier: gold, birthday: 12-06}}
                timeline:
                  - {at: 16:00, customer: b, event: cart.updated, cart_id: k1, amount: 50}

            """
        let send = "    expect: [{at: 18:01, customer: b, send: true}]"
        #expect(try cart(text + send).first == "passed")
        let drop = "    expect: [{at: 18:01, customer: b, drop: cap.month}]"
        #expect(try cart(text + "    with: [bday]\n" + drop).first == "passed")
        let both =
            "    expect: [{at: 18:01, customer: b, drop: cap.month}, "
            + "{at: 10:00, customer: b, rule: bday, send: other}]"
        #expect(try cart(text + "    rules: [bday]\n" + both).first == "passed")
        #expect(try cart(text + "    rules: [bday]\n" + drop).first == "failed")
    }

    @Test("a reply of T refuses marketing, before the case and inside it")
    func reply() throws {
        for moment in ["2026-12-01 10:00", "17:00"] {
            let text = Self.left + "      - {at: \(moment), customer: g, reply: T}\n"
            let drop = "    expect: [{at: 18:01, customer: g, drop: optout}]"
            #expect(try cart(text + drop).first == "passed")
        }
    }

    @Test("groups are as the customer asks, whatever their name")
    func groups() throws {
        let names = (0..<30).map { "c\($0)" }
        let customers = names.map { "      \($0): {tier: gold}" }.joined(separator: "\n")
        let events = names.map {
            "      - {at: 16:00, customer: \($0), event: cart.updated, cart_id: k, amount: 50}"
        }.joined(separator: "\n")
        let sends = names.map { "      - {at: 18:01, customer: \($0), send: true}" }
            .joined(separator: "\n")
        let text = "    customers:\n\(customers)\n    timeline:\n\(events)\n    expect:\n\(sends)"
        #expect(try cart(text).first == "passed")
        let held = text.replacing("{tier: gold}", with: "{tier: gold, holdout: true}")
            .replacing("send: true", with: "drop: holdout")
        #expect(try cart(held).first == "passed")
        for variant in ["hello", "other"] {
            let chosen = text.replacing("{tier: gold}", with: "{tier: gold, variant: \(variant)}")
                .replacing("send: true", with: "send: \(variant)")
            #expect(try cart(chosen).first == "passed")
        }
    }

    @Test("an immediate rule is decided between the minutes")
    func immediate() throws {
        let text = """
            cases:
              - name: parcel
                now: 2026-12-03 10:00
                customers: {c: {}}
                timeline:
                  - {at: "10:05:30", customer: c, event: parcel.arrived, code: A1}
                expect:
                  - {at: "2026-12-03 10:05:30", customer: c, send: parcel, text: A1}
            """
        let quoted = text.replacing("\"10:05:30\"", with: "\"2026-12-03 10:05:30\"")
        #expect(try TestFile("parcel", of: try Self.book(), quoted).story().first == "passed")
    }

    @Test("why nobody got anything is told: the trigger's question, then the audience")
    func explains() throws {
        let text = """
            cases:
              - name: silver
                now: 2026-12-03 10:00
                customers: {s: {tier: bronze}, idle: {}}
                timeline:
                  - {at: 16:00, customer: s, event: cart.updated, cart_id: k1, amount: 50}
                expect:
                  - {at: 18:01, customer: s, send: true}
                  - {at: 18:01, customer: idle, send: true}
            """
        let result = try #require(
            try TestFile("cart", of: try Self.book(), text).results().first)
        #expect(result.trails.count == 4)
        guard case .timer("cart.updated", "k1", at("12-03 18:01"), .ran) = result.trails[0].stage,
            case .trigger(let asked) = result.trails[1].stage,
            case .audience(let seen, let key, let due) = result.trails[2].stage,
            case .noOccurrence = result.trails[3].stage
        else {
            Issue.record("\(result.trails)")
            return
        }
        #expect(asked.map(\.isTrue) == [true])
        #expect(seen.map(\.isTrue) == [false, false, false])
        #expect(key == "k1" && due == at("12-03 18:01"))
        #expect(result.trails[3].customer == "idle")
    }

    @Test("what ended the timer of an absence is told: the order, or the next event of the cart")
    func timers() throws {
        let text = """
            cases:
              - name: bought
                now: 2026-12-03 10:00
                customers: {g: {tier: gold}}
                timeline:
                  - {at: 11:00, customer: g, event: cart.updated, cart_id: k1, amount: 50}
                  - {at: 12:00, customer: g, event: cart.updated, cart_id: k1, amount: 60}
                  - {at: 13:30, customer: g, event: order.placed, cart_id: k1, amount: 60}
                  - {at: 16:00, customer: g, event: cart.updated, cart_id: k2, amount: 60}
                expect: []
            """
        let result = try #require(
            try TestFile("cart", of: try Self.book(), text).results().first)
        #expect(result.verdict == .failed)
        let ends = result.trails.compactMap { trail -> RuleTestTrail.TimerEnd? in
            if case .timer(_, _, _, let end) = trail.stage { end } else { nil }
        }
        #expect(
            ends == [
                .restarted(at: at("12-03 12:00")),
                .cancelled("order.placed", at: at("12-03 13:30")), .ran,
            ])
    }

    @Test("an event that arrives late is decided then, and not earlier")
    func arrives() throws {
        let late = Self.left.replacing("amount: 50}", with: "amount: 50, arrives: 18:40}")
        let drop = "    expect: [{at: 18:40, customer: g, drop: late}]"
        #expect(try cart(late + drop).first == "passed")
        let soon = Self.left.replacing("amount: 50}", with: "amount: 50, arrives: 18:20}")
        let send = "    expect: [{at: 18:20, customer: g, send: true}]"
        #expect(try cart(soon + send).first == "passed")
    }

    @Test("a disabled rule is tested as if it were enabled")
    func disabled() throws {
        let book = try TestWorkspace.book([Self.cart + "\nenabled: false"])
        let text = """
            cases:
              - name: off
                now: 2026-12-03 10:00
                customers: {g: {tier: gold}}
            """
        let send = "\n    expect: [{at: 18:01, customer: g, send: true}]"
        let file = try TestFile("cart", of: book, text + "\n" + Self.left + send)
        #expect(try file.story().first == "passed")
    }

    @Test("coverage sees each outcome of each node, and only what was asked")
    func coverage() throws {
        let text = """
            customers: {g: {tier: gold, variant: hello}, s: {tier: bronze}}
            cases:
              - name: gold
                now: 2026-12-03 10:00
                timeline:
                  - {at: 16:00, customer: g, event: cart.updated, cart_id: k1, amount: 50}
                expect: [{at: 18:01, customer: g, send: true}]
              - name: silver, small
                now: 2026-12-03 10:00
                timeline:
                  - {at: 16:00, customer: s, event: cart.updated, cart_id: k1, amount: 20}
                expect: []
            """
        let book = try Self.book()
        let results = try TestFile("cart", of: book, text).results()
        var seen = RuleTestCoverage()
        for result in results { seen.formUnion(result.coverage) }
        func node(_ subject: RuleTestCoverage.Subject, _ index: Int) -> RuleTestCoverage.Node {
            RuleTestCoverage.Node(subject: subject, index: index)
        }
        let audience = RuleTestCoverage.Subject.audience("cart")
        #expect(seen.seenTrue == [node(audience, 0), node(audience, 1), node(.trigger("cart"), 0)])
        // The bronze customer's cart was too small to ask for the audience.
        #expect(seen.seenFalse == [node(audience, 2), node(.trigger("cart"), 0)])
        #expect(seen.templates["cart"] == ["hello"])
    }

    @Test("the same case gives the same result each time")
    func repeats() throws {
        let book = try Self.book()
        let text = """
            customers: {g: {tier: gold}, h: {tier: gold}, i: {tier: gold}}
            cases:
              - name: all
                now: 2026-12-03 10:00
                timeline:
                  - {at: 16:00, customer: i, event: cart.updated, cart_id: k1, amount: 50}
                  - {at: 16:00, customer: g, event: cart.updated, cart_id: k1, amount: 50}
                  - {at: 16:00, customer: h, event: cart.updated, cart_id: k1, amount: 50}
                expect: []
            """
        let file = try TestFile("cart", of: book, text)
        let first = try file.story()
        #expect(first.count == 4)
        for _ in 0..<3 { #expect(try file.story() == first) }
    }
}
