/// What the book allowed in the time of a run: what its figures are read against.
public struct RunFrame: Hashable, Sendable {
    /// A cap on marketing, in words.
    public struct NamedCap: Hashable, Sendable {
        /// With the pack's version: `aliyun@1/day`.
        public let label: String
        /// `1 per day`.
        public let written: String
        /// How many messages a customer may get in a period; nil where the cap binds some
        /// customers or some days only.
        public let count: Int?
        /// The days of its period; nil where it is shorter than a day.
        public let days: Int?
        public init(label: String, written: String, count: Int? = nil, days: Int? = nil) {
            self.label = label
            self.written = written
            self.count = count
            self.days = days
        }
    }

    /// When a rule may send by its own window.
    public struct RuleWindow: Hashable, Sendable {
        public let rule: RuleID
        /// nil: at any time.
        public let window: Window?
        public init(rule: RuleID, window: Window?) {
            self.rule = rule
            self.window = window
        }
    }

    /// The days of a blackout inside the run.
    public struct BlackoutDays: Hashable, Sendable {
        public let name: String
        /// Ascending; never empty.
        public let days: [CivilDay]
        public init(name: String, days: [CivilDay]) {
            self.name = name
            self.days = days
        }
    }

    /// A budget, and what of it was spent before the run in the period in which the run begins.
    public struct BudgetLine: Hashable, Sendable {
        /// nil: the workspace's.
        public let rule: RuleID?
        public let budget: Budget
        public let spentBefore: Money
        public init(rule: RuleID?, budget: Budget, spentBefore: Money = .zero) {
            self.rule = rule
            self.budget = budget
            self.spentBefore = spentBefore
        }
    }

    /// What the occurrences of a rule hang on beside the tags of today.
    public enum Ground: String, Hashable, Sendable, CaseIterable {
        /// Events that are yet to come.
        case events
        /// Forecasts that are yet to come.
        case signals
        /// What customers will answer.
        case carrier
    }
    public struct RuleGround: Hashable, Sendable {
        public let rule: RuleID
        public let ground: Ground
        public init(rule: RuleID, ground: Ground) {
            self.rule = rule
            self.ground = ground
        }
    }

    /// In the order in which they are asked.
    public let caps: [NamedCap]
    /// Of all rules that are enabled, in the book's order.
    public let windows: [RuleWindow]
    /// What law and providers say of marketing hours; the law's first, no pack twice.
    public let hours: [PackHours]
    public let blackouts: [BlackoutDays]
    /// The workspace's first, then those of rules in the book's order.
    public let budgets: [BudgetLine]
    /// Of all rules that are enabled, in the book's order; those of dates and schedules have none.
    public let grounds: [RuleGround]

    public init(
        caps: [NamedCap], windows: [RuleWindow], hours: [PackHours], blackouts: [BlackoutDays],
        budgets: [BudgetLine] = [], grounds: [RuleGround] = []
    ) {
        self.budgets = budgets
        self.grounds = grounds
        self.caps = caps
        self.windows = windows
        self.hours = hours
        self.blackouts = blackouts
    }

    /// A report over all times must not ask each day of the calendar.
    static let mostDays = 400

    public static let none = RunFrame(caps: [], windows: [], hours: [], blackouts: [])

    /// - Parameters:
    ///   - from: Days are told in the book's zone.
    ///   - through: Exclusive where it is a midnight. Blackouts are listed for the first
    ///     ``mostDays`` only.
    ///   - spentBefore: What a rule, or all, spent up to `from` in the period of a budget.
    public init(
        _ book: RuleBook, from: Timestamp, through: Timestamp,
        spentBefore: (RuleID?, Budget.Period) throws(StoreError) -> Money = { _, _ in .zero }
    ) throws(StoreError) {
        let zone = book.workspace.zone
        let first = zone.day(of: from)
        let end = zone.day(of: through - Span(milliseconds: 1))
        let last = min(end, first + Self.mostDays)
        let days = last < first ? [] : (0...(last - first)).map { first + $0 }
        caps = book.caps.filter { $0.purposes.contains(.marketing) }.map {
            NamedCap($0)
        }
        windows = book.rules.filter(\.isEnabled).map {
            let meets = GateTable.gates(for: $0).contains(.window)
            return RuleWindow(rule: $0.id, window: meets ? $0.window : nil)
        }
        var hours: [PackHours] = []
        for channel in [nil] + book.workspace.channels.map({ Optional($0) }) {
            for pack in book.packHours(for: .marketing, through: channel)
            where !hours.contains(pack) {
                hours.append(pack)
            }
        }
        self.hours = hours
        let enabled = book.rules.filter(\.isEnabled)
        var lines: [BudgetLine] = []
        let named = [(nil, book.workspace.budget)] + enabled.map { (Optional($0.id), $0.budget) }
        for (rule, budget) in named {
            guard let budget else { continue }
            let spent = try spentBefore(rule, budget.period)
            lines.append(BudgetLine(rule: rule, budget: budget, spentBefore: spent))
        }
        budgets = lines
        grounds = enabled.compactMap { rule in
            Ground(rule.trigger).map { RuleGround(rule: rule.id, ground: $0) }
        }
        blackouts = book.policy.blackouts.compactMap { blackout in
            let covered = days.filter { blackout.covers($0) }
            return covered.isEmpty ? nil : BlackoutDays(name: blackout.name, days: covered)
        }
    }
}

extension RunFrame.NamedCap {
    init(_ cap: Cap) {
        let bindsAll =
            cap.season == nil && cap.audience == .constant(true) && !cap.isPerTemplate
            && cap.channel == nil
        self.init(
            label: cap.label, written: cap.writtenInFull, count: bindsAll ? cap.count : nil,
            days: cap.period.days)
    }
}

extension Cap.Period {
    /// The days of the period, the longest where they differ; nil for what is shorter than a day.
    fileprivate var days: Int? {
        switch self {
        case .rolling(let span):
            span < .days(1) ? nil : Int(span.milliseconds / Span.days(1).milliseconds)
        case .minute, .hour: nil
        case .day: 1
        case .week: 7
        case .month: 31
        case .year: 366
        }
    }
}

extension RunFrame.Ground {
    /// nil for what today's tags and the calendar tell.
    init?(_ trigger: Trigger) {
        switch trigger {
        case .event, .absence, .dormant, .enters: self = .events
        case .signal: self = .signals
        case .reply: self = .carrier
        case .date, .schedule: return nil
        }
    }
}
