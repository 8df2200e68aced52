/// All checks. Adding one means adding it here.
enum CheckCatalogue {
    /// Ascending by id.
    static let checks: [any Check.Type] = [
        AudienceAlways.self, AudienceNever.self, AudienceSame.self, CapAudienceNever.self,
        ConditionAlways.self, ConditionAnyValue.self, ConditionBetweenReversed.self,
        ConditionContradiction.self, ConditionDoubleNot.self, ConditionInRepeated.self,
        ConditionNever.self, ConditionPartAlways.self, ConditionPartCovered.self,
        ConditionPartNever.self, TagComputedConstant.self, WindowDeadline.self,
    ]

    static func run(_ context: CheckContext) {
        for check in checks { check.run(context) }
    }
}
