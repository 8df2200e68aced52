/// Which gates a purpose meets: the one table of it.
///
/// Urgent messages meet what keeps them correct, service messages also what the rule itself names
/// and a refusal of everything, marketing meets all.
public enum GateTable {
    /// In the order in which they are asked, which is the order of ``GateID``.
    public static func gates(for purpose: Purpose) -> [GateID] {
        switch purpose {
        case .emergency: emergency
        case .verification: verification
        case .service: service
        case .marketing: GateID.allCases
        }
    }

    /// The gates of a rule: one that asks for consent also meets `consent`, whatever its purpose.
    public static func gates(for rule: CompiledRule) -> [GateID] {
        let gates = gates(for: rule.purpose)
        return rule.asksConsent == nil ? gates : ordered(gates + [.consent])
    }

    private static let emergency = ordered([.stop, .trigger, .route, .recipient, .text, .parts])
    private static let verification = ordered(emergency + [.template, .signature, .cap])
    private static let service = ordered(
        verification + [
            .optout, .content, .holdout, .rollout, .once, .late, .closed, .window, .limit, .pace,
            .budget,
        ])

    private static func ordered(_ gates: [GateID]) -> [GateID] {
        GateID.allCases.filter { gates.contains($0) }
    }
}
