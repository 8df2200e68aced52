import HongyanCore
import Testing

struct RecipientGatesTests {
    static let states: [(RecipientFacts, String)] = [
        (RecipientFacts(number: Given.number, carrier: .mobile), "send"),
        (RecipientFacts(number: nil), "drop number.missing"),
        (RecipientFacts(number: nil, state: .missing), "drop number.missing"),
        (
            RecipientFacts(number: Given.number, carrier: .mobile, state: .wrongClass("iot")),
            "drop number.class"
        ),
        (RecipientFacts(number: Given.number, carrier: .mobile, state: .dead), "drop number.dead"),
        (
            RecipientFacts(number: Given.number, carrier: .mobile, sharedWith: "c-0"),
            "drop number.shared"
        ),
    ]

    @Test("the number must be there, of the right class, alive and the customer's own")
    func recipients() {
        for (recipient, expected) in Self.states {
            #expect(Given.judge(Given.facts(recipient: recipient)).summary == expected)
        }
    }

    @Test("a missing number is the reason even where no channel takes unknown carriers")
    func missingBeforeRoute() {
        let book = Given.book(channels: [Given.channel(carriers: [.mobile])])
        let facts = Given.facts(recipient: RecipientFacts(number: nil, state: .missing))
        #expect(Given.judge(facts, Given.rule(), book).summary == "drop number.missing")
    }

    @Test("a carrier that no channel reaches has no route")
    func noRoute() {
        let book = Given.book(channels: [Given.channel(carriers: [.telecom])])
        #expect(Given.judge(Given.facts(), Given.rule(), book).summary == "drop route.none")
    }

    @Test("signature and opt-out words are the routed channel's, where it has its own")
    func channelWords() {
        let book = Given.book(channels: [
            Given.channel("dear", price: 500),
            Given.channel("own", price: 300, signature: "云杉会员", words: "退订回T"),
        ])
        let draft = Given.judge(Given.facts(), Given.rule(), book).message
        #expect(draft?.channel == "own")
        #expect(draft?.text == "【云杉会员】王女士，购物车里的商品还在等您。退订回T")
    }

    static let triggers: [(TriggerState, Bool, String)] = [
        (.holds, true, "send"), (.cancelled, true, "drop trigger.cancelled"),
        (.unmatched, true, "drop trigger.unmatched"), (.stale, true, "drop trigger.stale"),
        (.holds, false, "drop trigger.audience"),
    ]

    @Test("what the rule waited for must still be so", arguments: triggers)
    func trigger(_ state: TriggerState, _ isInAudience: Bool, _ expected: String) {
        let facts = Given.facts(trigger: state, isInAudience: isInAudience)
        #expect(Given.judge(facts).summary == expected)
    }
}
