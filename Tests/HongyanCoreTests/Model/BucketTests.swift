import HongyanCore
import Testing

@Suite("Buckets")
struct BucketTests {
    private static let customers = (0..<20_000).map { CustomerID("C\($0)") }

    @Test("rollout: 50 % contains the 10 %")
    func nested() {
        let buckets = BucketTests.customers.map { Bucket.rollout(rule: "cart", customer: $0) }
        #expect(buckets.allSatisfy { (0..<10_000).contains($0) })
        let tenth = buckets.filter { $0 < 1_000 }.count
        let half = buckets.filter { $0 < 5_000 }.count
        #expect((1_850...2_150).contains(tenth))
        #expect((9_700...10_300).contains(half))
    }

    @Test("rollout, holdout and variants are separate hashes over rule and customer")
    func independent() {
        var both = 0
        var bothRules = 0
        for customer in BucketTests.customers {
            let isRolledOut = Bucket.rollout(rule: "cart", customer: customer) < 5_000
            if isRolledOut, Bucket.holdout(rule: "cart", customer: customer) < 5_000 { both += 1 }
            if isRolledOut, Bucket.rollout(rule: "rain", customer: customer) < 5_000 {
                bothRules += 1
            }
        }
        #expect((4_700...5_300).contains(both))
        #expect((4_700...5_300).contains(bothRules))
    }

    @Test("buckets never move: they have no seed")
    func pinned() {
        let seen = [
            Bucket.rollout(rule: "cart-abandoned", customer: "C1"),
            Bucket.holdout(rule: "cart-abandoned", customer: "C1"),
            Bucket.variant(rule: "cart-abandoned", customer: "C1"),
            Bucket.globalHoldout(customer: "C1"),
        ]
        #expect(seen == [5_346, 5_757, 5_504, 1_534])
    }

    @Test("a renamed rule moves nobody: buckets hang on its oldest id")
    func renamed() {
        let choice = MessageChoice(variants: [
            .init(template: "a", weight: 1), .init(template: "b", weight: 1),
        ])
        func rule(_ id: RuleID, was: [RuleID]) -> CompiledRule {
            CompiledRule(
                id: id, title: "", purpose: .marketing, trigger: .reply(.init(keywords: ["1"])),
                triggerFingerprint: Digest(high: 0, low: 0), message: choice, was: was)
        }
        let old = rule("old", was: [])
        let new = rule("new", was: ["old"])
        for customer in BucketTests.customers.prefix(200) {
            #expect(
                Bucket.rollout(rule: old.stableID, customer: customer)
                    == Bucket.rollout(rule: new.stableID, customer: customer))
        }
    }

    @Test("variants stick and share customers out by weight")
    func variants() {
        let choice = MessageChoice(variants: [
            .init(template: "a", weight: 7), .init(template: "b", weight: 0),
            .init(template: "c", weight: 3),
        ])
        var counts: [TemplateID: Int] = [:]
        for customer in BucketTests.customers {
            let template = choice.choose(rule: "cart", customer: customer)
            #expect(choice.choose(rule: "cart", customer: customer) == template)
            counts[template, default: 0] += 1
        }
        #expect((13_700...14_300).contains(counts["a"] ?? 0))
        #expect(counts["b"] == nil)
        #expect((5_700...6_300).contains(counts["c"] ?? 0))
        #expect(MessageChoice(template: "x").choose(rule: "cart", customer: "C1") == "x")
    }
}
