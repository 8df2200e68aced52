internal import HongyanCore
internal import HongyanEngine
internal import HongyanStore
internal import Logging

/// One run of the real engine over a real store file, with or without faults.
final class TorturePlay {
    let world: TortureWorld
    let facts: TortureBook
    private let engineBook: RuleBook
    let disk: FaultDisk
    private let hooks: TortureHooks
    private let hasFaults: Bool
    let isCalm: Bool
    private let tell: (TortureMoment) -> Void
    let carrier: TortureCarrier
    private let clock: VirtualClock
    private(set) var judge: Judge
    private(set) var outcome: TortureOutcome

    var now: Timestamp
    /// Time that no clock setting moves.
    private var monotonic = Span.zero
    private var clockGuard = ClockGuard()
    private var store: SQLiteStore?
    private var calls: FaultStore?
    private var engine: Engine?
    private var fed = 0
    private var nextStop = 0
    private var deadLineEnds = Timestamp.distantPast
    private var sealedThrough: CivilDay?
    private var power: Int?
    private var lastSeen = -1

    /// A run that does not come to its end is a fault of the generator's.
    private static let mostSteps = 3_000
    private static let quiet = Logger(label: "torture") { _ in SwiftLogNoOpLogHandler() }

    init(
        world: TortureWorld, facts: TortureBook, book: RuleBook, disk: FaultDisk,
        hooks: TortureHooks, hasFaults: Bool, isCalm: Bool,
        tell: @escaping (TortureMoment) -> Void
    ) {
        self.world = world
        self.facts = facts
        engineBook = book
        self.disk = disk
        self.hooks = hooks
        self.hasFaults = hasFaults
        self.isCalm = isCalm
        self.tell = tell
        carrier = TortureCarrier(seed: world.seed, isCalm: isCalm)
        clock = VirtualClock(at: world.start)
        judge = Judge(book: facts)
        outcome = TortureOutcome(seed: world.seed)
        now = world.start
    }

    /// - Returns: The ledger at the end; nil where something did not hold.
    func play() throws -> RawLedger? {
        defer { letGo() }
        try furnish()
        let end = max(
            world.start + TortureWorld.span + .hours(8), world.arrivals.last?.at ?? world.start)
        while now < end || fed < world.arrivals.count {
            let isAgain = try step(isQuiet: false)
            if outcome.failure != nil { return nil }
            guard outcome.steps < Self.mostSteps else {
                throw TortureFault("the run does not come to its end")
            }
            if !isAgain { moveOn(to: try nextMoment(before: end)) }
        }
        return try settleDown()
    }

    // MARK: Beginning and end

    private func furnish() throws {
        try open()
        guard let store else { return }
        let start = world.start - .minutes(1)
        _ = try store.importCustomers(world.customers, schema: engineBook.tags, at: start)
        _ = try store.importConsents(world.consents, at: start)
        _ = try store.ingest(world.history, schema: engineBook.tags, at: start)
        for customer in world.customers { judge.note(.customer(customer)) }
        for consent in world.consents { judge.note(.consent(consent)) }
        try engine?.start(at: start)
    }

    private func open() throws(StoreError) {
        let store = try disk.open(schema: engineBook.tags, zone: TortureBook.zone)
        self.store = store
        let between = hooks.store(store)
        let calls = FaultStore(
            outcome.restarts > 0 ? hooks.storeAfterRestart(between) : between, disk: disk)
        calls.committed = { [unowned self] in judge.committed($0) }
        calls.synced = { [unowned self] in judge.synced() }
        self.calls = calls
        engine = Engine(
            world: World(
                clock: clock, seed: world.seed, store: calls,
                providers: [TortureBook.channel: hooks.provider(carrier)]),
            book: engineBook, options: EngineOptions(pageSize: 3), logger: Self.quiet)
    }

    /// Drops all that a process has.
    private func letGo() {
        disk.letIn()
        engine = nil
        calls = nil
        store = nil
    }

    /// Everything works again: what is under way comes home.
    private func settleDown() throws -> RawLedger? {
        tell(.quiet(at: now))
        disk.clear()
        carrier.isDown = false
        carrier.stormThrough = .distantPast
        for scope in judge.stops { try resume(scope) }
        let end = now + .minutes(40)
        while now < end {
            _ = try step(isQuiet: true)
            if outcome.failure != nil { return nil }
            moveOn(to: try nextMoment(before: end))
        }
        _ = try step(isQuiet: true)
        guard let store, outcome.failure == nil else { return nil }
        let ledger = try store.rawLedger()
        var breaches = judge.audit(ledger, carrier, at: now, isQuiet: true)
        try sealDays(through: now + .days(2))
        let verified = try store.verifySeals(at: now + .days(2))
        breaches += verified.findings.map { finding in
            Breach(.sealClean, "day=\(finding.day) table=\(finding.table) kind=\(finding.kind)")
        }
        outcome.decisions = ledger.decisions.count
        outcome.submissions = carrier.tally.count
        note(breaches)
        return outcome.failure == nil ? ledger : nil
    }

    private func resume(_ scope: Stop.Scope) throws {
        guard !hooks.ignoresStops else { return judge.note(.resume(scope)) }
        _ = try store?.removeStop(scope, at: now)
        judge.note(.resume(scope))
    }

    // MARK: A step

    /// - Returns: Whether it is to be tried again at once.
    private func step(isQuiet: Bool) throws -> Bool {
        let number = outcome.steps
        outcome.steps += 1
        let fault =
            hasFaults && !isQuiet
            ? Fault.drawn(seed: world.seed, step: number, isCalm: isCalm) : nil
        if let fault {
            tell(.fault(step: number, at: now, fault))
            if try putBefore(fault) { return true }
        }
        if now >= deadLineEnds { carrier.isDown = false }
        clock.move(to: now)
        if try isStoppedByClock() { return true }
        arm(fault)
        do {
            try feed()
            let before = carrier.tally.count
            let summary = try engine?.step(at: now) ?? StepSummary()
            disarm(fault)
            let did = summary.providerEvents + summary.decisions + summary.submissions
            if did > 0 {
                tell(
                    .step(
                        number, at: now, events: summary.providerEvents,
                        decisions: summary.decisions, submissions: summary.submissions))
            }
            for taken in carrier.tally[before...] {
                tell(.submitted(judge.facts(taken, judge.read(taken.submission.text))))
            }
            try look(isFull: true)
            return false
        } catch let error as StoreError {
            try fail(error, fault)
            return true
        }
    }

    /// Faults that are there before the step begins.
    /// - Returns: Whether the step is over.
    private func putBefore(_ fault: Fault) throws -> Bool {
        switch fault {
        case .storm(let span): carrier.stormThrough = now + span
        case .deadLine(let span):
            carrier.disconnect(at: now, isTimedOut: true)
            carrier.isDown = true
            carrier.isKnownDown = span.milliseconds / 60_000 % 2 == 0
            deadLineEnds = now + span
        case .clockStep(let span):
            now = now + span
        case .away(let span, let isCrash):
            count(fault)
            if isCrash { disk.kill() }
            try leave(isCrash: isCrash)
            now = now + span
            monotonic = monotonic + span
            try restart()
            return true
        case .death, .tornWrite, .powerCut, .fullDisk, .busyStore: return false
        }
        count(fault)
        return false
    }

    private func arm(_ fault: Fault?) {
        power = nil
        switch fault {
        case .death(let number, let isAfter):
            calls?.arm(FaultStore.Death(calls: number, isAfter: isAfter))
        case .tornWrite(let writes): disk.arm(.death(afterWrites: writes))
        case .powerCut(let writes, let share):
            power = share
            disk.arm(.death(afterWrites: writes))
        case .fullDisk(let bytes): disk.arm(.full(afterBytes: bytes))
        case .busyStore(let number):
            calls?.before(number) { [disk] in try? disk.lockOut() }
        case .away, .clockStep, .storm, .deadLine, nil: break
        }
    }

    private func disarm(_ fault: Fault?) {
        calls?.arm(nil)
        calls?.before(0) {}
        disk.clear()
        disk.letIn()
    }

    private func count(_ fault: Fault) { outcome.faults[fault.kind, default: 0] += 1 }

    /// As the daemon does it: a clock that jumped stops it until a person says that it is right.
    private func isStoppedByClock() throws -> Bool {
        let verdict = clockGuard.check(wall: now, monotonic: monotonic)
        guard case .stepped(let span) = verdict else { return false }
        tell(.stoppedByClock(by: span))
        try leave(isCrash: false)
        try restart()
        return true
    }

    // MARK: What came of a fault

    private func fail(_ error: StoreError, _ fault: Fault?) throws {
        let isDead = disk.isDead || calls?.isDead == true
        if let fault { count(fault) }
        if isDead {
            tell(.died(call: calls?.diedAt?.rawValue))
            try leave(isCrash: true)
            try look(isFull: false)
            return try restart()
        }
        disarm(fault)
        switch (error, fault?.kind) {
        case (.busy, .busyStore):
            // As the daemon: the same engine tries again.
            tell(.busy)
            try look(isFull: false)
            if !isCalm { moveOn(to: now + .seconds(1)) }
        case (.full, .fullDisk):
            tell(.full)
            try leave(isCrash: false)
            try restart()
        default:
            note([Breach(.stepRuns, "error=\(error)")])
        }
    }

    /// The process ends; the carrier lives on.
    private func leave(isCrash: Bool) throws {
        letGo()
        carrier.disconnect(at: now, isTimedOut: false)
        guard isCrash else { return }
        guard let share = power else { return disk.revive() }
        power = nil
        judge.lostPower()
        var random = RandomStream(
            seed: world.seed, purpose: "torture.power", id: String(outcome.steps))
        let loss = try disk.cutPower { random.below(100) < share }
        tell(.lostTail(unsynced: loss.unsynced, kept: loss.kept))
    }

    private func restart() throws {
        outcome.restarts += 1
        clock.move(to: now)
        clockGuard = ClockGuard()
        var random = RandomStream(
            seed: world.seed, purpose: "torture.restart", id: String(outcome.steps))
        try open()
        // It may die again while it starts.
        if hasFaults, random.below(5) == 0 { disk.arm(.death(afterWrites: random.below(6))) }
        var error = try start()
        if error != nil, disk.isDead {
            tell(.died(call: nil))
            letGo()
            disk.revive()
            try open()
            error = try start()
        }
        if let error { note([Breach(.stepRuns, "start error=\(error)")]) }
        try look(isFull: true)
    }

    /// - Returns: Why it did not start.
    private func start() throws -> StoreError? {
        guard let engine else { return nil }
        do {
            let report = try engine.start(at: now)
            disk.clear()
            tell(.restarted(at: now, unknown: report.becameUnknown))
            return nil
        } catch {
            return error
        }
    }

    // MARK: What comes in

    private func feed() throws {
        while fed < world.arrivals.count, world.arrivals[fed].at <= now {
            let arrival = world.arrivals[fed]
            try take(arrival.content)
            judge.note(arrival.content)
            tell(.arrival(at: now, arrival.content.words))
            fed += 1
        }
        let today = TortureBook.zone.day(of: now)
        if sealedThrough != today, now >= TortureBook.zone.moment(today) + .minutes(20) {
            try sealDays(through: now)
            sealedThrough = today
        }
    }

    private func take(_ content: TortureWorld.Arrival.Content) throws(StoreError) {
        guard let calls, let store else { return }
        switch content {
        case .event(let event):
            _ = try calls.ingest([event], schema: engineBook.tags, at: now)
        case .signal(let signal):
            _ = try calls.ingest([signal], schema: engineBook.tags, at: now)
        case .customer(let customer):
            _ = try calls.importCustomers([customer], schema: engineBook.tags, at: now)
        case .consent(let consent): _ = try calls.importConsents([consent], at: now)
        case .refusal(let refusal): _ = try calls.importSuppressions([refusal], at: now)
        case .stop(let scope):
            if !hooks.ignoresStops { try store.addStop(scope, reason: "torture", at: now) }
        case .resume(let scope):
            if !hooks.ignoresStops { _ = try store.removeStop(scope, at: now) }
        case .reply(let reply): carrier.deliver(reply)
        }
    }

    private func sealDays(through moment: Timestamp) throws(StoreError) {
        guard let store else { return }
        let salt = (0..<32).map { UInt8(truncatingIfNeeded: world.seed &* 31 &+ UInt64($0)) }
        while try store.sealNextDay(at: moment, seed: salt) != nil {}
    }

    // MARK: Time

    private func nextMoment(before end: Timestamp) throws -> Timestamp {
        var next = try engine?.nextWork(after: now) ?? end
        if fed < world.arrivals.count { next = min(next, max(world.arrivals[fed].at, now)) }
        if carrier.isDown { next = min(next, deadLineEnds) }
        return max(min(next, max(end, now)), now)
    }

    private func moveOn(to moment: Timestamp) {
        guard moment > now else { return }
        monotonic = monotonic + (moment - now)
        now = moment
    }

    // MARK: Judging

    private func look(isFull: Bool) throws {
        if let store { hooks.afterStep(store, outcome.steps) }
        var breaches = judge.handedOver(carrier)
        // Where nothing was written and nothing heard, all is as it was.
        let seen = disk.writes + carrier.acknowledged.count
        if isFull, seen != lastSeen, let store {
            lastSeen = seen
            breaches += judge.audit(try store.rawLedger(), carrier, at: now, isQuiet: false)
        }
        note(breaches)
    }

    private func note(_ breaches: [Breach]) {
        guard !breaches.isEmpty, outcome.failure == nil else { return }
        let step = outcome.steps - 1
        outcome.failure = TortureOutcome.Failure(step: step, at: now, breaches: breaches)
        for breach in breaches { tell(.breach(step: step, at: now, breach)) }
    }
}
