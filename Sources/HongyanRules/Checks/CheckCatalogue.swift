/// All checks. Adding one means adding it here.
enum CheckCatalogue {
    /// Ascending by id.
    static let checks: [any Check.Type] = [
        BlackoutRedundant.self,
        BlackoutWholeYear.self,
        CapNone.self,
        CapRedundant.self,
        CapUnbound.self,
        CapZero.self,
        ChannelCarrierMissing.self,
        ChannelFree.self,
        ChannelNeverChosen.self,
        ClosedPastDate.self,
        DormantBacklogUnpaced.self,
        GoalUnreachable.self,
        HoldoutEverybody.self,
        HoldoutNoGoal.self,
        LimitBelowPace.self,
        MessageNoGoal.self,
        MessageVariantsMoved.self,
        MessageZeroWeight.self,
        OnceAnniversary.self,
        OnceCadence.self,
        OptOutWord.self,
        PriorityTie.self,
        ReplyOptOutWord.self,
        ReplySharedKeyword.self,
        RolloutSaltChanged.self,
        RolloutZero.self,
        RuleIdReused.self,
        RuleKeyIgnored.self,
        RuleRenamed.self,
        RuleReplaced.self,
        RuleShadowed.self,
        RuleTwin.self,
        RuleWasChain.self,
        RuleWasUnknown.self,
        ScheduleClosed.self,
        SignalBeyondForecast.self,
        SignalCity.self,
        SignalStale.self,
        SignatureForm.self,
        TriggerKeyMissing.self,
        TriggerNeverDue.self,
        TriggerSameEvent.self,
        TriggerTooOften.self,
        WindowAcrossMidnight.self,
        WindowBlackout.self,
        WindowDeadline.self,
        WindowEmpty.self,
        WindowOutsideLawHours.self
    ]

    static func run(_ context: CheckContext) {
        for check in checks { check.run(context) }
    }
}
