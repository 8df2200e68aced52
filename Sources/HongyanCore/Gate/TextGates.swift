/// The final text: who signs it, whether it could be written, how it ends, how long it is.
enum TextGates {
    static func signature(_ candidate: Candidate) -> Verdict {
        guard !candidate.signature.isEmpty else {
            return .drop(.signature, Reason("signature.missing"), "missing")
        }
        return .pass(.signature, candidate.signature)
    }

    /// A missing variable without a fallback and a value over its declared length are drops, never
    /// cuts.
    static func text(_ candidate: Candidate) -> Verdict {
        switch candidate.body {
        case nil:
            return .drop(.text, Reason("text.variable"), "template:\(candidate.templateID)")
        case .failure(let fault):
            return switch fault {
            case .missing(let name): .drop(.text, Reason("text.variable"), name)
            case .tooLong(let name): .drop(.text, Reason("text.length"), name)
            }
        case .success:
            return .pass(.text, candidate.templateID.rawValue)
        }
    }

    static func optOutWords(_ candidate: Candidate) -> Verdict {
        guard let words = candidate.optOutWords, !words.isEmpty else {
            return .drop(.optoutWords, Reason("optout-words.missing"), "missing")
        }
        return .pass(.optoutWords, words)
    }

    /// Not asked of a text that could not be written.
    static func parts(_ candidate: Candidate, _ context: GateContext) -> [Verdict] {
        guard candidate.text != nil else { return [] }
        let most = context.book.policy.maxParts
        let seen = "\(candidate.parts)/\(most)"
        return candidate.parts > most
            ? [.drop(.parts, Reason("parts"), seen)] : [.pass(.parts, seen)]
    }
}
