extension MessageState {
    /// Whether a message in this state may move to another. States only move forward; a final state
    /// never moves, and a state does not move to itself.
    ///
    /// `written → queued` is a throttled response, which says that the message certainly was not
    /// accepted, and `claimed → queued` a restart or a postponement; a restart turns `written` into
    /// `unknown`. A receipt may come before the response, and a late response or receipt resolves
    /// `unknown`.
    public func canMove(to next: MessageState) -> Bool {
        switch self {
        case .queued: [.claimed, .withdrawn, .expired].contains(next)
        case .claimed: [.queued, .written, .withdrawn, .expired].contains(next)
        case .written:
            [.queued, .accepted, .refused, .unknown, .delivered, .failed, .expired].contains(next)
        case .unknown: [.accepted, .refused, .delivered, .failed, .expired].contains(next)
        case .accepted: [.delivered, .failed].contains(next)
        case .refused, .delivered, .failed, .expired, .withdrawn: false
        }
    }
}
