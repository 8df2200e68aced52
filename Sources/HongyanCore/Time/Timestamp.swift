/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
// Its arithmetic is inlined everywhere: it is asked more often than anything else.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var milliseconds: Int64
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) { milliseconds = seconds * 1_000 }

    /// Before every moment that can occur in data (year −290,000).
    public static let distantPast = Timestamp(milliseconds: Int64.min / 1_024)
    /// After every moment that can occur in data.
    public static let distantFuture = Timestamp(milliseconds: Int64.max / 1_024)

    @inlinable
    public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds == right.milliseconds
    }
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
    @inlinable
    public static func + (left: Timestamp, right: Span) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds + right.milliseconds)
    }
    @inlinable
    public static func - (left: Timestamp, right: Span) -> Timestamp {
        Timestamp(milliseconds: left.milliseconds - right.milliseconds)
    }
    @inlinable
    public static func - (left: Timestamp, right: Timestamp) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// The start of this moment's minute: the decision time of the one-minute grid.
    public var minuteFloor: Timestamp {
        let minute: Int64 = 60_000
        let rest = milliseconds % minute
        return Timestamp(milliseconds: milliseconds - (rest < 0 ? rest + minute : rest))
    }

    /// This moment when it lies on a whole minute, else the start of the next minute.
    public var minuteCeiling: Timestamp {
        let floor = minuteFloor
        return floor == self ? self : floor + .minutes(1)
    }

    /// The first multiple of a positive span at or after this moment, counted from the epoch.
    public func ceiling(to grid: Span) -> Timestamp {
        let over = milliseconds % grid.milliseconds
        if over == 0 { return self }
        return Timestamp(milliseconds: milliseconds - over + (over > 0 ? grid.milliseconds : 0))
    }
}

/// A length of time in milliseconds; written `90d`, `2h`, `30m`, `60s` in rule files. Days are
/// 24 hours; calendar days are counted by ``CivilDay``.
public struct Span: Hashable, Comparable, Sendable {
    public var milliseconds: Int64
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static let zero = Span(milliseconds: 0)
    public static func seconds(_ count: Int64) -> Span { Span(milliseconds: count * 1_000) }
    public static func minutes(_ count: Int64) -> Span { Span(milliseconds: count * 60_000) }
    public static func hours(_ count: Int64) -> Span { Span(milliseconds: count * 3_600_000) }
    public static func days(_ count: Int64) -> Span { Span(milliseconds: count * 86_400_000) }

    @inlinable
    public static func < (left: Span, right: Span) -> Bool {
        left.milliseconds < right.milliseconds
    }
    @inlinable
    public static func + (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds + right.milliseconds)
    }
    @inlinable
    public static func - (left: Span, right: Span) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
}

extension Span: CustomStringConvertible {
    /// The shortest exact writing in one unit: `90d`, `36h`, `90m`, `45s`, `1500ms`.
    public var description: String {
        let units: [(size: Int64, suffix: String)] = [
            (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"),
        ]
        for unit in units where milliseconds != 0 && milliseconds % unit.size == 0 {
            return "\(milliseconds / unit.size)\(unit.suffix)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }

    /// Reads `90d`, `2h`, `30m`, `60s`; nil for anything else, a negative length, or overflow.
    public init?(text: String) {
        guard let suffix = text.utf8.last, let count = Int64(text.dropLast()), count >= 0,
            text.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true
        else { return nil }
        let size: Int64
        switch suffix {
        case UInt8(ascii: "d"): size = 86_400_000
        case UInt8(ascii: "h"): size = 3_600_000
        case UInt8(ascii: "m"): size = 60_000
        case UInt8(ascii: "s"): size = 1_000
        default: return nil
        }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, product <= Span.longest.milliseconds else { return nil }
        milliseconds = product
    }

    /// No rule may look further than this: 100 years.
    public static let longest = Span.days(36_525)
}
