public import HongyanCore

/// What a session wants done; the socket's shell does it in order.
public enum LinkAction: Hashable, Sendable {
    case connect
    case send([UInt8])
    /// Once everything before it is written.
    case close
    /// Something arrived that ``Provider/poll(through:)`` will tell.
    case wake
}

/// Where a session stands, for operators.
public enum LinkStanding: Hashable, Sendable {
    /// Not wanted, or ended by us.
    case idle
    case connecting
    case binding
    case bound
    /// Waits to try again.
    case waiting(reason: String, until: Timestamp)

    public var isBound: Bool { self == .bound }
}
