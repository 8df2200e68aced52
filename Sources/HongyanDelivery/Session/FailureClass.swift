/// What a carrier's "no" means: the one closed set that every protocol's and provider's codes map
/// to.
public enum FailureClass: String, Hashable, Sendable, CaseIterable {
    /// Too fast, or its queue is full: the same message later.
    case throttle
    /// This number cannot be reached, whoever tries.
    case number
    /// This text does not pass.
    case content
    /// The template or the signature is not filed, or does not fit.
    case template
    /// The account has no money left.
    case balance
    /// Account, password, address or rights: nothing passes until a person acts.
    case auth
    /// Not at this hour.
    case window
    /// The number is on the carrier's own list.
    case blacklist
    /// The far side has trouble of its own: the same message later.
    case transient
    /// It may or may not have been taken.
    case ambiguous

    /// Certainly not taken, and worth another try of the same message.
    public var isRetryable: Bool { self == .throttle || self == .transient }
}
