/// The most that messages may cost in a calendar day or month of the workspace's zone.
///
/// A message costs what it was cleared for: its parts at its channel's price. A message that is
/// refused later keeps its place, so that no more is ever spent than the budget says.
public struct Budget: Hashable, Sendable {
    public enum Period: String, Hashable, Sendable, CaseIterable { case day, month }
    /// More than zero.
    public let amount: Money
    public let period: Period
    public init(amount: Money, period: Period) {
        self.amount = amount
        self.period = period
    }

    /// `5000/month`, in yuan, as a workspace file writes it.
    public var written: String { "\(amount)/\(period.rawValue)" }
}

extension Budget.Period {
    /// The moment after which cleared messages count: the last millisecond before the local
    /// calendar day or month.
    public func start(at now: Timestamp, zone: Zone) -> Timestamp {
        zone.moment(firstDay(of: zone.day(of: now))) - Span(milliseconds: 1)
    }

    /// The first moment of the next local calendar day or month.
    public func next(after now: Timestamp, zone: Zone) -> Timestamp {
        let today = zone.day(of: now)
        switch self {
        case .day: return zone.moment(today + 1)
        case .month:
            let (year, month, day) = today.fields
            return zone.moment(today + (CivilDay.length(ofMonth: month, year: year) - day + 1))
        }
    }

    /// The first local day of the period that a day belongs to.
    public func firstDay(of day: CivilDay) -> CivilDay {
        switch self {
        case .day: day
        case .month: day - (day.fields.day - 1)
        }
    }
}

/// What the current periods of the budgets that bind a rule have cost so far.
public struct Spending: Hashable, Sendable {
    /// Of the rule's own budget; zero without one.
    public var byRule: Money
    /// Of the workspace's; zero without one, and for purposes that it does not hold back.
    public var byAll: Money
    public init(byRule: Money = .zero, byAll: Money = .zero) {
        self.byRule = byRule
        self.byAll = byAll
    }
    public static let zero = Spending()
}
