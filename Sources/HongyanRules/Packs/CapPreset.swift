import HongyanCore

/// Caps that a trade commonly keeps, for a workspace to begin with: `caps: {preset: retail}`.
///
/// How many are too many is practice, not law: one or two a week for new customers, four a month
/// for active ones, three a week in the four weeks before Spring Festival. Each becomes a cap with
/// a name, `retail/new`.
enum CapPreset: String, CaseIterable {
    case retail, restaurant, business

    static let version = 1

    /// What a customer of the preset is; without a condition a cap binds everybody, which is
    /// stricter.
    struct Audiences {
        var new = Condition.constant(true)
        var active = Condition.constant(true)
    }

    /// The four weeks before Spring Festival.
    private static let beforeSpringFestival = Season.Days.before(
        Anniversary(calendar: .lunar, month: 1, day: 1), days: 28)

    func caps(_ audiences: Audiences) -> [Cap] {
        switch self {
        case .retail:
            [
                cap("new", 2, .rolling(.days(7)), audiences.new, "one or two a week"),
                cap("week", 3, .rolling(.days(7)), .constant(true), "three a week at most"),
                cap(
                    "month", 4, .month, audiences.active, "four a month for active customers",
                    Season(Self.beforeSpringFestival, isOutside: true)),
            ]
        case .restaurant:
            [
                cap("day", 1, .day, .constant(true), "one a day, before a meal"),
                cap("new", 2, .rolling(.days(7)), audiences.new, "one or two a week"),
                cap("week", 3, .rolling(.days(7)), .constant(true), "three a week at most"),
                cap(
                    "month", 4, .month, audiences.active, "four a month for active customers",
                    Season(Self.beforeSpringFestival, isOutside: true)),
            ]
        case .business:
            [
                cap("new", 1, .rolling(.days(7)), audiences.new, "one or two a week"),
                cap("month", 4, .month, audiences.active, "four a month for active customers"),
            ]
        }
    }

    private func cap(
        _ name: String, _ count: Int, _ period: Cap.Period, _ audience: Condition,
        _ practice: String, _ season: Season? = nil
    ) -> Cap {
        Cap(
            name: "\(rawValue)/\(name)", count: count, period: period, purposes: [.marketing],
            audience: audience, season: season,
            source: PolicySource(
                layer: .workspace,
                origin: SettingOrigin(
                    file: RuleCompiler.policyPath, line: 0,
                    path: "caps.preset \(rawValue)@\(Self.version)"),
                kind: .practice, document: "trade practice: \(practice)"))
    }
}
