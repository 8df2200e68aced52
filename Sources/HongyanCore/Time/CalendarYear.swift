/// What is known of one year's days off in mainland China.
public struct CalendarYear: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// By the year's notice of the General Office of the State Council.
        case official
        /// Only the days that the law itself names; which weekends are worked is not known.
        case provisional
    }

    /// A run of days off with its name, both ends included: `春节`, 2026-02-15 … 2026-02-23.
    public struct Holiday: Hashable, Sendable {
        public let name: String
        public let from: CivilDay
        public let through: CivilDay
        public init(name: String, from: CivilDay, through: CivilDay) {
            self.name = name
            self.from = from
            self.through = through
        }

        public func covers(_ day: CivilDay) -> Bool { from <= day && day <= through }
    }

    public let year: Int
    public let status: Status
    /// The notice's number, `国办发明电〔2025〕7号`; of a provisional year the law.
    public let notice: String
    /// Where it can be read: an address, or the workspace's file; empty when nobody said.
    public let source: String
    /// Ascending; ordinary weekends beside a holiday need not be in it. May begin in the December
    /// before.
    public let off: [Holiday]
    /// Saturdays and Sundays on which one works, ascending; may lie in the December before.
    public let work: [CivilDay]

    public init(
        year: Int, status: Status, notice: String, source: String, off: [Holiday],
        work: [CivilDay]
    ) {
        self.year = year
        self.status = status
        self.notice = notice
        self.source = source
        self.off = off.sorted { $0.from < $1.from }
        self.work = work.sorted()
    }
}
