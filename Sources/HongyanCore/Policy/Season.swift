/// When in the year a cap binds: inside a stretch of days, or outside it.
public struct Season: Hashable, Sendable {
    public enum Days: Hashable, Sendable {
        /// Like a blackout: both ends included.
        case stretch(Blackout.Days)
        /// So many days before a day that returns each year, that day not included.
        case before(Anniversary, days: Int)
    }
    public let days: Days
    /// It binds on all other days.
    public let isOutside: Bool
    public init(_ days: Days, isOutside: Bool = false) {
        self.days = days
        self.isOutside = isOutside
    }

    /// Whether it binds on a local date.
    public func binds(on day: CivilDay) -> Bool { isInside(day) != isOutside }

    private func isInside(_ day: CivilDay) -> Bool {
        switch days {
        case .stretch(let stretch): return Blackout(name: "", days: stretch).covers(day)
        case .before(let anniversary, let count):
            guard let next = AnniversaryRule.next(of: anniversary, onOrAfter: day + 1) else {
                return false
            }
            return next - day <= count
        }
    }

    /// `28d before lunar 01-01`, `06-01 .. 06-20`; without saying whether inside or outside.
    public var written: String {
        switch days {
        case .stretch(let stretch): Blackout(name: "", days: stretch).written
        case .before(let anniversary, let count): "\(count)d before \(anniversary)"
        }
    }
}
