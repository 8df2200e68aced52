import HongyanCore
import Testing

/// A text is audited once, and what is remembered is what the audit would say.
struct AuditMemoTests {
    private static func decide(_ name: String, _ memo: AuditMemo?) -> Decision {
        let context = GateContext(
            rule: Given.rule(), book: Given.book(), now: Given.now, memo: memo)
        return GateChain.judge(Given.facts(tags: ["name": .text(name)]), context)
    }

    @Test(
        "with a memo and without one, at the first time and at the second, the verdicts are the same"
    )
    func same() {
        let memo = AuditMemo()
        for name in ["王女士", "全网最低价", "加微信abc123", "王女士", "全网最低价"] {
            #expect(Self.decide(name, memo) == Self.decide(name, nil))
        }
    }
}
