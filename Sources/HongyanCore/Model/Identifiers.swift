/// A name that stands for one thing: a rule, a customer, a channel.
///
/// Identifiers compare by their UTF-8 bytes, as the store does, so that every total order is the
/// same in memory and in SQL.
public protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Sendable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    init(rawValue: String)
}

extension Identifier {
    public init(_ text: String) { self.init(rawValue: text) }
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// The id of a rule: the ledger key, never reused.
public struct RuleID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The outside id of a customer, as the shop's own systems write it.
public struct CustomerID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a tag in `tags.yaml`.
public struct TagName: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The kind of an event, such as `order.placed`.
public struct EventKind: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The outside id of an event.
public struct EventID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The kind of a signal, such as `weather`.
public struct SignalKind: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a configured channel.
public struct ChannelID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a message template.
public struct TemplateID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The store's count of changes: every row a trigger reads carries the value it had when it last
/// really changed. Opaque but ordered; issued by the store.
public struct Seq: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: Int64
    @inlinable
    public init(_ value: Int64) { self.value = value }
    public static let zero = Seq(0)
    @inlinable
    public static func == (left: Seq, right: Seq) -> Bool { left.value == right.value }
    @inlinable
    public static func < (left: Seq, right: Seq) -> Bool { left.value < right.value }
    public var description: String { String(value) }
}
