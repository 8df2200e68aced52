/// Parts that may leave a channel at once: how many in all, and how many of them may be of purposes
/// that wait for others. What is on the wire cannot be taken back, so a little is always kept free
/// for those that cannot wait.
public struct LaneRoom: Hashable, Sendable {
    /// For verification and emergency; the others come out of it too.
    public let all: Int
    /// For service and marketing, at most ``all``.
    public let common: Int

    public init(all: Int, common: Int) {
        self.all = all
        self.common = min(common, all)
    }

    /// Whatever there is.
    public static let max = LaneRoom(all: .max, common: .max)

    /// Parts left for a purpose when so many of ``all`` are.
    public func left(of all: Int, for purpose: Purpose) -> Int {
        purpose.isUrgent ? all : all - (self.all - common)
    }
}

extension LaneRoom: ExpressibleByIntegerLiteral {
    /// The same for every purpose.
    public init(integerLiteral parts: Int) { self.init(all: parts, common: parts) }
}

extension Purpose {
    /// Nobody reads a code or a warning that comes late.
    public var isUrgent: Bool {
        switch self {
        case .verification, .emergency: true
        case .service, .marketing: false
        }
    }
}
