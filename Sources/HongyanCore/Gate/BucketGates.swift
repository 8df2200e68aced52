/// Control groups and gray release, by stable hashes of 10,000 buckets.
///
/// Buckets are hashed over the rule's oldest id, so that neither an edit nor a rename moves
/// anybody, and growing a rollout keeps those it had.
enum BucketGates {
    /// The rule's own control group, and for marketing the workspace's.
    static func holdout(_ candidate: Candidate, _ context: GateContext) -> [Verdict] {
        let customer = candidate.facts.occurrence.customer
        var verdicts: [Verdict] = []
        if context.rule.holdoutBuckets > 0 {
            let bucket = Bucket.holdout(rule: context.rule.stableID, customer: customer)
            let isHeldOut = bucket < context.rule.holdoutBuckets
            verdicts.append(
                isHeldOut
                    ? .drop(.holdout, Reason("holdout"), "\(bucket)")
                    : .pass(.holdout, "\(bucket)"))
        }
        let globalBuckets = context.book.policy.globalHoldoutBuckets
        if context.rule.purpose == .marketing, globalBuckets > 0 {
            let bucket = Bucket.globalHoldout(customer: customer)
            verdicts.append(
                bucket < globalBuckets
                    ? .drop(.holdout, Reason("holdout.global"), "global:\(bucket)")
                    : .pass(.holdout, "global:\(bucket)"))
        }
        return verdicts.isEmpty ? [.pass(.holdout, "none")] : verdicts
    }

    static func rollout(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        guard context.rule.rolloutBuckets < 10_000 else { return .pass(.rollout, "all") }
        let bucket = Bucket.rollout(
            rule: context.rule.stableID, customer: candidate.facts.occurrence.customer)
        return bucket < context.rule.rolloutBuckets
            ? .pass(.rollout, "\(bucket)") : .drop(.rollout, Reason("rollout"), "\(bucket)")
    }
}
