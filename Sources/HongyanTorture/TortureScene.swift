public import HongyanCore

/// The shop and the book of a seed without its faults, for other tests in which two computations
/// must agree over all kinds of triggers.
public struct TortureScene: Sendable {
    public let book: RuleBook
    /// A local midnight.
    public let start: Timestamp
    public let customers: [IncomingCustomer]
    public let consents: [IncomingConsent]
    /// Events up to the start.
    public let history: [IncomingEvent]
    /// Events after the start, in order of their coming.
    public let events: [IncomingEvent]
    public let signals: [IncomingSignal]

    /// - Parameter text: Changes each file that the book is made of.
    public init(
        seed: UInt64, text: (String) -> String = { $0 }
    ) throws(TortureFault) {
        let world = TortureWorld(seed: seed, isCalm: false)
        book = try TortureBook(seed: seed, start: world.start).compiled(text)
        start = world.start
        customers = world.customers
        consents = world.consents
        history = world.history
        events = world.arrivals.compactMap { arrival in
            guard case .event(let event) = arrival.content else { return nil }
            return event
        }
        signals = world.arrivals.compactMap { arrival in
            guard case .signal(let signal) = arrival.content else { return nil }
            return signal
        }
    }
}
