extension Reason {
    /// A reply that may be a refusal waits for a person.
    public static let optOutPending = Reason("optout.pending")

    /// The codes that a decision of these gates may give, in the order of the gates; those of caps
    /// carry the cap's name, each once.
    public static func codes(caps: [Cap]) -> [String] {
        var names: [String] = []
        for cap in caps where !names.contains(cap.name) { names.append(cap.name) }
        return fixed(caps: names)
    }

    private static func fixed(caps: [String]) -> [String] {
        [
            "stop", "trigger.cancelled", "trigger.unmatched", "trigger.stale", "trigger.audience",
            "trigger.restarted", "route.none", "number.missing", "number.class", "number.dead",
            "number.shared", "number.changed", "optout", "optout.pending", "consent.missing",
            "consent.expired", "consent.withdrawn", "consent.unproven", "consent.guardian",
            "consent.refused", "consent.silent", "consent.asked", "template.draft",
            "template.review",
            "template.rejected", "template.suspended", "template.filing", "template.refused",
            "template.changed", "signature.missing", "text.variable", "text.length",
            "content.block", "content.review", "optout-words.missing", "parts", "holdout",
            "holdout.global",
            "rollout", "once",
        ] + caps.map { "cap.\($0)" } + [
            "late", "closed", "window", "calendar.missing", "blackout", "limit", "pace", "budget",
            "budget.global",
        ]
    }
}
