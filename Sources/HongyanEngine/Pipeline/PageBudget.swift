public import HongyanCore

/// How many candidates make one transaction: as many as take ``time`` by the world's clock.
///
/// Receipts, replies and immediate rules wait no longer than a page. Under a virtual clock a page
/// takes no time, so pages grow to the largest. Where a page ends never changes what is decided.
public struct PageBudget: Sendable {
    /// What a page may take.
    public static let time = Span(milliseconds: 20)
    /// What its size aims at: some pages take longer than the one before.
    private static let aim = Span(milliseconds: 10)
    private static let smallest = 16
    private static let first = 128

    /// Candidates of the next page.
    public private(set) var size: Int
    private let largest: Int
    /// What the pages took since these were last cleared.
    public var times = Times()

    /// What pages took by the world's clock.
    public struct Times: Hashable, Sendable {
        public var pages = 0
        /// Of them, those that took longer than ``PageBudget/time``.
        public var over = 0
        public var longest = Span.zero
        /// Spent on finding the occurrences that the pages then decided.
        public var finding = Span.zero
        public init() {}

        public static func += (left: inout Times, right: Times) {
            left.pages += right.pages
            left.over += right.over
            left.longest = max(left.longest, right.longest)
            left.finding = left.finding + right.finding
        }
    }

    /// - Parameter largest: Candidates of a page at most.
    public init(largest: Int) {
        self.largest = max(1, largest)
        size = min(self.largest, Self.first)
    }

    /// Learns from a page that was committed.
    /// - Parameters:
    ///   - count: Its candidates.
    ///   - span: From its first read to its commit.
    public mutating func note(_ count: Int, took span: Span) {
        guard count > 0 else { return }
        times.pages += 1
        times.longest = max(times.longest, span)
        if span > Self.time { times.over += 1 }
        guard span > .zero else {
            if count == size { size = min(largest, size * 2) }
            return
        }
        let fitting = Int64(count) * Self.aim.milliseconds / span.milliseconds
        if span > Self.aim {
            size = max(min(Self.smallest, largest), min(size, Int(fitting)))
        } else if count == size {
            // Grows by a quarter at a time, so that one quick page does not make a slow one.
            size = min(largest, size + max(1, size / 4), Int(fitting))
        }
    }
}
