/// Which of 10,000 buckets a customer falls into: for gray release, control groups and variants.
///
/// Seedless and stable: a hash over (purpose of the hash, stable rule id, customer), so that 50 %
/// contains the 10 % of yesterday, and rollout, holdout and variants are independent of each other.
public enum Bucket {
    /// How many buckets there are.
    public static let count = 10_000

    /// The rule reaches the customer when this is below `rolloutBuckets`.
    public static func rollout(rule: RuleID, customer: CustomerID) -> Int {
        bucket("rollout", rule.rawValue, customer.rawValue)
    }

    /// The customer is in the rule's control group when this is below `holdoutBuckets`.
    public static func holdout(rule: RuleID, customer: CustomerID) -> Int {
        bucket("holdout", rule.rawValue, customer.rawValue)
    }

    /// The customer gets no marketing at all when this is below `globalHoldoutBuckets`.
    public static func globalHoldout(customer: CustomerID) -> Int {
        bucket("holdout.global", "", customer.rawValue)
    }

    /// Where the customer lies on the line that variants share out.
    public static func variant(rule: RuleID, customer: CustomerID) -> Int {
        bucket("variant", rule.rawValue, customer.rawValue)
    }

    /// Where the customer lies on the line that channels with a weight share out.
    public static func route(customer: CustomerID) -> Int {
        bucket("route", "", customer.rawValue)
    }

    private static func bucket(_ purpose: String, _ rule: String, _ customer: String) -> Int {
        // As Digest(hashing:), without an array for each of a million calls.
        var hasher = SipHash(key: Digest.publicKey)
        hasher.absorb(part: purpose)
        hasher.absorb(part: rule)
        hasher.absorb(part: customer)
        let digest = hasher.finish()
        // The high word of a 64×64 product: unbiased to 1 in 10^15, and no division.
        return Int(digest.low.multipliedFullWidth(by: UInt64(count)).high)
    }
}

extension MessageChoice {
    /// The customer's variant, by weight; the same each time as long as variants and weights stay.
    /// - Parameter rule: The rule's ``CompiledRule/stableID``.
    public func choose(rule: RuleID, customer: CustomerID) -> TemplateID {
        precondition(!variants.isEmpty, "a message names at least one template")
        guard variants.count > 1 else { return variants[0].template }
        let total = variants.reduce(0) { $0 + max(0, $1.weight) }
        let place = Bucket.variant(rule: rule, customer: customer) * total
        var upper = 0
        for variant in variants {
            upper += max(0, variant.weight)
            if place < upper * Bucket.count { return variant.template }
        }
        return variants[variants.count - 1].template
    }
}
