/// The kill switch: what a person stopped does not leave.
enum StopGate {
    /// How soon a stopped occurrence asks again whether the stop is gone.
    static let retryAfter = Span.minutes(5)
    /// How long a stop or a blown fuse holds what has no deadline of its own (`closed: drop`): a
    /// code or an offer that leaves days after its moment helps nobody.
    static let longestWait = Span.hours(24)

    /// A stop of everything, the rule (under any of its ids), the routed channel or the purpose; a
    /// disabled rule counts as stopped. Held until the deadline, then dropped.
    static func judge(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        guard let seen = cause(candidate, context) else { return .pass(.stop) }
        let deadline = candidate.deadline ?? candidate.firstDecidedAt + longestWait
        return waitOrDrop(.stop, Reason("stop"), seen, for: retryAfter, deadline, context)
    }

    /// A hold for a while that never reaches past the deadline; a drop once the deadline is here.
    static func waitOrDrop(
        _ gate: GateID, _ reason: Reason, _ seen: String, for span: Span, _ deadline: Timestamp,
        _ context: GateContext
    ) -> Verdict {
        let until = context.now + span
        if context.now >= deadline { return .drop(gate, reason, seen) }
        return .hold(gate, until: min(until, deadline), reason, seen)
    }

    private static func cause(_ candidate: Candidate, _ context: GateContext) -> String? {
        for stop in context.stops {
            switch stop.scope {
            case .all: return "all"
            case .rule(let id):
                if id == context.rule.id || context.rule.was.contains(id) { return "rule" }
            case .channel(let id):
                if id == candidate.channel?.id { return "channel:\(id)" }
            case .purpose(let purpose):
                if purpose == context.rule.purpose { return "purpose" }
            case .template(let id):
                if id == candidate.templateID { return "template:\(id)" }
            case .signature(let name):
                // What complaints about marketing stopped must not stop a code.
                if context.rule.purpose == .marketing, name == candidate.signature {
                    return "signature:\(name)"
                }
            }
        }
        return context.rule.isEnabled ? nil : "disabled"
    }
}
