internal import HongyanCore
internal import HongyanStore

/// Counts the engine's calls, dies at one of them, and keeps which decisions it was told are
/// committed.
final class FaultStore: PassingStore, @unchecked Sendable {
    /// Where the process dies.
    struct Death {
        /// Calls from now, from 1.
        var calls: Int
        /// The call is done and committed.
        var isAfter: Bool
    }

    /// What a commit was said to have taken.
    struct Kept: Hashable {
        let at: Timestamp
        let rule: RuleID
        let customer: CustomerID
        let key: String
        let outcome: String
    }

    private let disk: FaultDisk
    private var death: Death?
    private var ahead: (calls: Int, act: () -> Void)?
    private(set) var isDead = false
    /// The call at which it died.
    private(set) var diedAt: StoreCall?
    /// Told what a commit has taken.
    var committed: (Kept) -> Void = { _ in }
    /// Told when all that was committed so far must be on the disk.
    var synced: () -> Void = {}

    init(_ inner: any Store, disk: FaultDisk) {
        self.disk = disk
        super.init(inner)
    }

    func arm(_ death: Death?) { self.death = death }

    /// Something happens to the store before one of the coming calls, from 1; 0 for never.
    func before(_ calls: Int, _ act: @escaping () -> Void) {
        ahead = calls > 0 ? (calls, act) : nil
    }

    override func pass<T>(
        _ call: StoreCall, _ body: () throws(StoreError) -> T
    ) throws(StoreError) -> T {
        guard !isDead else { throw Self.gone }
        death?.calls -= 1
        ahead?.calls -= 1
        if let ahead, ahead.calls == 0 { ahead.act() }
        if let death, death.calls == 0, !death.isAfter { throw dying(call) }
        let before = disk.writes
        let result = try body()
        // A call that found nothing to write has nothing to wait for.
        if Self.isDurable(call), disk.writes > before { synced() }
        if let death, death.calls == 0 { throw dying(call) }
        return result
    }

    override func commit(_ page: DecisionPage) throws(StoreError) {
        try pass(.commit) { () throws(StoreError) in
            try inner.commit(page)
            for decision in page.decisions {
                committed(
                    Kept(
                        at: page.at, rule: page.rule, customer: decision.occurrence.customer,
                        key: decision.occurrence.key, outcome: decision.outcome.word))
            }
        }
    }

    private func dying(_ call: StoreCall) -> StoreError {
        isDead = true
        diedAt = call
        disk.kill()
        return Self.gone
    }

    static let gone = StoreError.failed("the process is gone")

    /// By the contract of ``SQLiteStore``: what comes from outside or leaves waits for the disk,
    /// and with it all that was committed before.
    private static func isDurable(_ call: StoreCall) -> Bool {
        switch call {
        case .settle, .record, .recover, .ingestEvents, .ingestSignals, .importCustomers,
            .importConsents, .importSuppressions:
            true
        default: false
        }
    }
}

extension Decision.Outcome {
    fileprivate var word: String {
        switch self {
        case .send: "send"
        case .hold: "hold"
        case .drop: "drop"
        }
    }
}
