/// What the book allowed in the time of a run: what its figures are read against.
public struct RunFrame: Hashable, Sendable {
    /// A cap on marketing, in words.
    public struct NamedCap: Hashable, Sendable {
        /// With the pack's version: `aliyun@1/day`.
        public let label: String
        /// `1 per day`.
        public let written: String
        public init(label: String, written: String) {
            self.label = label
            self.written = written
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

    /// In the order in which they are asked.
    public let caps: [NamedCap]
    /// Of all rules that are enabled, in the book's order.
    public let windows: [RuleWindow]
    /// What law and providers say of marketing hours; the law's first, no pack twice.
    public let hours: [PackHours]
    public let blackouts: [BlackoutDays]

    public init(
        caps: [NamedCap], windows: [RuleWindow], hours: [PackHours], blackouts: [BlackoutDays]
    ) {
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
    public init(_ book: RuleBook, from: Timestamp, through: Timestamp) {
        let zone = book.workspace.zone
        let first = zone.day(of: from)
        let end = zone.day(of: through - Span(milliseconds: 1))
        let last = min(end, first + Self.mostDays)
        let days = last < first ? [] : (0...(last - first)).map { first + $0 }
        caps = book.caps.filter { $0.purposes.contains(.marketing) }.map {
            NamedCap(label: $0.label, written: $0.writtenInFull)
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
        blackouts = book.policy.blackouts.compactMap { blackout in
            let covered = days.filter { blackout.covers($0) }
            return covered.isEmpty ? nil : BlackoutDays(name: blackout.name, days: covered)
        }
    }
}
