/// Whether what the rule waited for is still so, and the customer still belongs to its audience.
enum TriggerGate {
    /// New occurrences outside the audience never come here: they are counted where they are read.
    static func judge(_ candidate: Candidate) -> Verdict {
        switch candidate.facts.trigger {
        case .cancelled: return .drop(.trigger, Reason("trigger.cancelled"), "cancelled")
        case .unmatched: return .drop(.trigger, Reason("trigger.unmatched"), "unmatched")
        case .stale: return .drop(.trigger, Reason("trigger.stale"), "stale")
        case .restarted:
            return .hold(
                .trigger, until: candidate.facts.occurrence.due, Reason("trigger.restarted"),
                "restarted")
        case .holds: break
        }
        guard candidate.facts.isInAudience else {
            return .drop(.trigger, Reason("trigger.audience"), "outside")
        }
        return .pass(.trigger, "holds")
    }
}
