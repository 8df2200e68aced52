/// Whether there is a way and somebody at its end.
enum RecipientGates {
    /// Without a valid number there is nothing to route; the recipient gate says so.
    static func route(_ candidate: Candidate, _ context: GateContext) -> Verdict {
        let recipient = candidate.facts.recipient
        guard recipient.number != nil, recipient.state == .valid else { return .pass(.route, "-") }
        guard let channel = candidate.channel else {
            return .drop(.route, Reason("route.none"), recipient.carrier.rawValue)
        }
        return .pass(.route, channel.id.rawValue)
    }

    static func recipient(_ candidate: Candidate) -> Verdict {
        let recipient = candidate.facts.recipient
        switch recipient.state {
        case .missing: return .drop(.recipient, Reason("number.missing"), "missing")
        case .wrongClass(let kind): return .drop(.recipient, Reason("number.class"), kind)
        case .dead: return .drop(.recipient, Reason("number.dead"), "dead")
        case .valid:
            guard recipient.number != nil else {
                return .drop(.recipient, Reason("number.missing"), "missing")
            }
            return .pass(.recipient, recipient.carrier.rawValue)
        }
    }

    /// Only one customer may receive marketing on a number.
    static func shared(_ candidate: Candidate) -> Verdict {
        guard candidate.facts.recipient.sharedWith == nil else {
            return .drop(.shared, Reason("number.shared"), "other")
        }
        return .pass(.shared, "own")
    }
}
