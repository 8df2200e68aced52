public import HongyanCore
public import HongyanStore

/// What a test may put between the parts of a fault run, to see the invariants speak.
public struct TortureHooks {
    /// Between the engine and its store.
    public var store: (any Store) -> any Store = { $0 }
    /// The same for a store that was opened again.
    public var storeAfterRestart: (any Store) -> any Store = { $0 }
    /// Between the engine and the carrier.
    public var provider: (any Provider) -> any Provider = { $0 }
    /// Changes each file that the engine's book is made of; the judge keeps to the right ones.
    public var text: (String) -> String = { $0 }
    /// The acts of people do not reach the store.
    public var ignoresStops = false
    /// Called after each step.
    public var afterStep: (SQLiteStore, _ step: Int) -> Void = { _, _ in }
    public init() {}
}

/// Plays seeds: each a world, a book, and a script of faults, all from the one number.
public struct TortureRun {
    private let folder: String
    private let hooks: TortureHooks
    private let remove: (String) -> Void

    /// - Parameters:
    ///   - folder: Absolute, there already; store files come into it, and go.
    ///   - remove: Removes a file where it is.
    public init(
        folder: String, hooks: TortureHooks = TortureHooks(),
        remove: @escaping (_ path: String) -> Void
    ) {
        self.folder = folder
        self.hooks = hooks
        self.remove = remove
    }

    /// Plays one seed. The same seed gives the same story, whatever was played before.
    ///
    /// A third of the seeds are calm: their carrier takes everything and answers in time, and only
    /// the daemon's side fails. Such a run must come to the decisions and messages of the same
    /// seed without faults, whatever crashed. It is not promised where time goes on meanwhile (a
    /// daemon that was away decides later), after a power cut (what was not durable is decided
    /// again, later), and where an answer is lost in the crash: such a submission is `unknown`,
    /// and keeps its slot.
    /// - Parameter tell: Given the story as it goes.
    public func play(
        seed: UInt64, tell: (TortureMoment) -> Void = { _ in }
    ) throws -> TortureOutcome {
        var random = RandomStream(seed: seed, purpose: "torture", id: "kind")
        let isCalm = random.below(3) == 0
        let world = TortureWorld(seed: seed, isCalm: isCalm)
        let facts = TortureBook(seed: seed, start: world.start)
        let book = try facts.compiled(hooks.text)
        return try withoutActuallyEscaping(tell) { tell in
            let play = { (hasFaults: Bool, tell: @escaping (TortureMoment) -> Void) throws in
                let path = "\(folder)/seed-\(seed)-\(hasFaults ? "faults" : "calm").sqlite"
                let paths = ["", "-wal", "-shm", "-journal"].map { path + $0 }
                paths.forEach(remove)
                let disk = FaultDisk(path: path)
                let play = TorturePlay(
                    world: world, facts: facts, book: book, disk: disk, hooks: hooks,
                    hasFaults: hasFaults, isCalm: isCalm, tell: tell)
                defer {
                    disk.release()
                    paths.forEach(remove)
                }
                let ledger = try play.play()
                return (ledger, play.outcome)
            }
            var (ledger, outcome) = try play(true, tell)
            guard isCalm, let ledger else { return outcome }
            guard let other = try play(false, { _ in }).0 else { return outcome }
            outcome.isCompared = true
            tell(.compared(decisions: other.decisions.count))
            let breaches = Self.differences(ledger, other)
            guard !breaches.isEmpty else { return outcome }
            let at = world.start + TortureWorld.span
            for breach in breaches { tell(.breach(step: outcome.steps, at: at, breach)) }
            outcome.failure = TortureOutcome.Failure(
                step: outcome.steps, at: at, breaches: breaches)
            return outcome
        }
    }

    /// What two ledgers differ in, apart from what no crash could leave the same.
    private static func differences(_ one: RawLedger, _ other: RawLedger) -> [Breach] {
        var breaches: [Breach] = []
        let lines = (decisions(one), decisions(other))
        if lines.0.count != lines.1.count {
            breaches.append(
                Breach(
                    .restartSame, "decisions with=\(lines.0.count) without=\(lines.1.count)"))
        }
        if let first = zip(lines.0, lines.1).first(where: { $0 != $1 }) {
            breaches.append(Breach(.restartSame, "with: \(first.0) without: \(first.1)"))
        }
        let states = (messages(one), messages(other))
        if let first = zip(states.0, states.1).first(where: { $0 != $1 }) {
            breaches.append(Breach(.restartSame, "with: \(first.0) without: \(first.1)"))
        }
        if one.outside != other.outside {
            breaches.append(
                Breach(
                    .restartSame,
                    "outside the audience with=\(one.outside) without=\(other.outside)"))
        }
        return breaches
    }

    private static func decisions(_ ledger: RawLedger) -> [String] {
        ledger.decisions.map { row in
            let zone = TortureBook.zone
            return "\(zone.format(row.at)) \(row.rule) \(row.customer) \(row.key) "
                + "\(zone.format(row.due)) \(row.outcome) \(row.reason ?? "") "
                + "\(row.until.map { zone.format($0) } ?? "") \(row.verdicts)"
        }.sorted()
    }

    /// What left is one state: an answer that was lost in a crash makes it unknown.
    private static func messages(_ ledger: RawLedger) -> [String] {
        ledger.messages.map { message in
            let left: Set = ["accepted", "delivered", "unknown", "written"]
            let state = left.contains(message.state) ? "left" : message.state
            return "\(message.id) \(message.rule) \(message.customer) \(state)"
        }.sorted()
    }
}
