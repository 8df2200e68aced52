public import HongyanCore
internal import Synchronization

/// A clock that stands still until it is moved.
public final class VirtualClock: WallClock {
    private let moment: Mutex<Timestamp>

    public init(at start: Timestamp) { moment = Mutex(start) }

    public func now() -> Timestamp { moment.withLock { $0 } }

    /// May go back: fault runs and clock tests do that.
    public func move(to moment: Timestamp) { self.moment.withLock { $0 = moment } }
}
