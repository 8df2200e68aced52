public import HongyanCore

/// When a lost connection is tried again: soon at first, then ever more slowly.
public struct Reconnect: Hashable, Sendable {
    public static let first = Span(milliseconds: 500)
    public static let longest = Span.seconds(60)
    /// After the far side refused the account: trying faster only locks it out.
    public static let afterRefusal = Span.seconds(30)

    private var delay = Span.zero
    /// When to try next; at once in the beginning.
    public private(set) var at = Timestamp.distantPast

    public init() {}

    /// A session stands: the next loss is a first one.
    public mutating func succeeded() { delay = .zero }

    public mutating func failed(isRefused: Bool, at now: Timestamp) {
        delay = delay == .zero ? Self.first : min(delay + delay, Self.longest)
        if isRefused { delay = max(delay, Self.afterRefusal) }
        at = now + delay
    }
}
