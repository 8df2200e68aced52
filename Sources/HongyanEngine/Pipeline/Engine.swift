public import HongyanCore
public import Logging

/// The pipeline, one step at a time: what came back, what fell due, what may leave.
///
/// Live daemon, dry run and fault run call the same `step(at:)`; only the world differs. Not
/// thread-safe: it lives on one thread, which its owner provides.
public final class Engine {
    let world: World
    let logger: Logger
    let options: EngineOptions
    var store: any Store { world.store }
    public private(set) var book: RuleBook
    /// As the store has them; moved only together with a committed page.
    var cursors: [RuleID: Cursor] = [:]
    /// The cursors as they stand in the store.
    var savedCursors: [RuleID: Cursor] = [:]
    var lastMinute = Timestamp.distantPast
    /// The greatest seq that the last tick of the grid saw.
    private var tickedSeq = Seq.zero
    /// Nothing new is claimed; what is under way comes home.
    public var isDraining = false
    /// Submissions handed over whose response has not come.
    public var unansweredCount: Int { dispatcher.unanswered.count }
    var dispatcher: Dispatcher
    /// Made anew with each book: what it remembers of texts belongs to one book's lexicons.
    private(set) var crew: JudgeCrew
    /// What is measured of the channels.
    var watches: [ChannelID: ChannelWatch]
    /// What providers handed over, each event once, while the store was busy: taken in with the
    /// next step.
    var unrecorded: [ClassifiedEvent] = []
    /// Runs between pages of the grid when real time has gone on, so that the immediate lane,
    /// receipts and replies do not wait behind a campaign.
    private var isServingBetweenPages = false
    /// What was done there in this step.
    private var betweenPages = StepSummary()
    /// When the immediate lane was last served.
    private var servedAt = Timestamp.distantPast
    var pages: PageBudget
    /// When each rule next has something due, as it was last asked.
    private var dues: [RuleID: (after: Timestamp, seq: Seq, next: Timestamp?)] = [:]
    /// What the current periods of budgets have cost.
    var purse = Purse()

    public init(
        world: World, book: RuleBook, options: EngineOptions = EngineOptions(), logger: Logger
    ) {
        self.world = world
        self.book = book
        self.options = options
        self.logger = logger
        dispatcher = Dispatcher(options: options)
        crew = JudgeCrew(threads: options.threads)
        watches = options.watches
        pages = PageBudget(largest: options.pageSize)
    }

    /// Takes over the cursors of the store and lets the book's rules begin. Call once, before the
    /// first step.
    /// - Returns: What changed against what the store knew.
    ///
    /// - Parameter isRewound: The store was set back to `now`: every cursor stands there, and a
    ///   rule that became active later begins anew.
    @discardableResult
    public func start(
        at now: Timestamp, isRewound: Bool = false
    ) throws(StoreError) -> ActivationReport {
        let unknown = try store.recover(at: now)
        if isRewound { try rewindCursors(to: now) }
        var report = try activate(book, at: now)
        report.becameUnknown = unknown
        return report
    }

    /// Replaces the book between two steps.
    public func reload(_ book: RuleBook, at now: Timestamp) throws(StoreError) -> ActivationReport {
        let report = try activate(book, at: now)
        self.book = book
        dues = [:]
        crew = JudgeCrew(threads: options.threads)
        purse = Purse()
        return report
    }

    /// What is decided here, in the order of decision.
    private var rules: [CompiledRule] {
        options.takesDirectSends ? book.rules + book.directRules : book.rules
    }

    /// Does everything that is due at a moment: intake, immediate rules, the minute grid, dispatch.
    /// - Returns: What was done, for logs and progress.
    @discardableResult
    public func step(at now: Timestamp) throws(StoreError) -> StepSummary {
        var summary = StepSummary()
        servedAt = now
        summary.providerEvents = try intake(at: now)
        summary.decisions += try tickImmediate(at: now)
        let minute = now.minuteFloor
        if minute > lastMinute {
            try noticeResumed()
            tickedSeq = try store.latestSeq()
            for rule in rules where !rule.isImmediate {
                summary.decisions += try tick(rule, at: minute)
            }
            lastMinute = minute
            summary.ticks = 1
        }
        summary.submissions = try dispatch(at: now)
        summary += betweenPages
        betweenPages = StepSummary()
        summary.pageTimes = pages.times
        pages.times = PageBudget.Times()
        return summary
    }

    /// Decides what the rules have that do not wait for the minute.
    private func tickImmediate(at now: Timestamp) throws(StoreError) -> Int {
        let immediate = rules.filter(\.isImmediate)
        guard !immediate.isEmpty else { return 0 }
        let seq = try store.latestSeq()
        let isAwake = try store.nextWake().map { $0 <= now } ?? false
        var decisions = 0
        for rule in immediate {
            if !isAwake, isIdle(rule, seq: seq, at: now) { continue }
            decisions += try tick(rule, at: now)
        }
        return decisions
    }

    /// Nothing was written since the rule was last asked, and what it waits for comes later.
    private func isIdle(_ rule: CompiledRule, seq: Seq, at now: Timestamp) -> Bool {
        guard let cursor = cursors[rule.id], cursor.throughSeq == seq, let known = dues[rule.id],
            known.after == cursor.throughTime, known.seq == seq
        else { return false }
        return known.next.map { $0 > now } ?? true
    }

    /// A person may have reset a fuse; the store knows.
    private func noticeResumed() throws(StoreError) {
        guard cursors.values.contains(where: { $0.trippedAt != nil }) else { return }
        for (rule, saved) in try store.cursors() where cursors[rule]?.trippedAt != nil {
            cursors[rule]?.trippedAt = saved.trippedAt
            cursors[rule]?.resumedAt = saved.resumedAt
        }
    }

    /// Called between pages of the grid: at once when a page has used its time up. Under a virtual
    /// clock no time has passed and nothing happens.
    func serveBetweenPages() throws(StoreError) {
        guard !isServingBetweenPages else { return }
        let now = world.clock.now()
        guard now >= servedAt + PageBudget.time else { return }
        isServingBetweenPages = true
        servedAt = now
        defer { isServingBetweenPages = false }
        betweenPages.providerEvents += try intake(at: now)
        betweenPages.decisions += try tickImmediate(at: now)
        betweenPages.submissions += try dispatch(at: now)
    }

    /// The next moment at which a step would find work, strictly after `now`; nil when nothing is
    /// planned.
    ///
    /// Never later than the truth for what the store and the providers know now. Rows that came
    /// since the last tick may say something about the past, so they ask for the next minute's.
    public func nextWork(after now: Timestamp) throws(StoreError) -> Timestamp? {
        var next = Timestamp.distantFuture
        for provider in world.providers.values {
            if let at = provider.nextEventAt {
                next = min(next, max(at.ceiling(to: options.intakeGrid), now))
            }
        }
        for channel in book.workspace.channels {
            guard let slot = nextSlot(of: channel, after: now) else { continue }
            if let queued = try store.nextQueued(channel: channel.id) {
                next = min(next, max(queued, slot))
            }
        }
        if let wake = try store.nextWake() { next = min(next, gridded(wake, after: now)) }
        let seq = try store.latestSeq()
        for rule in rules where rule.isEnabled {
            guard let due = try nextDue(of: rule, seq: seq) else { continue }
            next = min(next, rule.isImmediate ? due : gridded(due, after: now))
        }
        if seq > tickedSeq { next = min(next, gridded(now, after: now)) }
        guard next < .distantFuture else { return nil }
        return next > now ? next : now + Span(milliseconds: 1)
    }

    /// Something could leave now or within the channels' rates.
    func hasQueuedWork(at now: Timestamp) -> Bool {
        for channel in book.workspace.channels where world.providers[channel.id] != nil {
            if let queued = try? store.nextQueued(channel: channel.id), queued <= now + .seconds(10)
            {
                return true
            }
        }
        return false
    }

    /// The first whole minute at or after `moment` whose tick has not run.
    private func gridded(_ moment: Timestamp, after now: Timestamp) -> Timestamp {
        max(moment.minuteCeiling, max(lastMinute, now.minuteFloor) + .minutes(1))
    }

    /// - Parameter seq: The latest. As long as neither it nor the rule's cursor moves, the answer
    ///   stands.
    private func nextDue(of rule: CompiledRule, seq: Seq) throws(StoreError) -> Timestamp? {
        guard let moment = cursors[rule.id]?.throughTime else { return nil }
        if let known = dues[rule.id], known.after == moment, known.seq == seq { return known.next }
        let next: Timestamp?
        switch rule.trigger {
        case .schedule, .enters, .date:
            let zone = book.workspace.zone
            next = TriggerClock.nextInstant(of: rule.trigger, after: moment, zone: zone)
        case .event, .absence, .dormant, .signal, .reply:
            next = try store.nextDue(of: rule, after: moment, book: book)
        }
        dues[rule.id] = (moment, seq, next)
        return next
    }
}

/// How an engine runs; the defaults are the daemon's.
public struct EngineOptions: Sendable {
    /// Candidates of one transaction at most; fewer where they would take longer than
    /// ``PageBudget/time``.
    public var pageSize: Int
    /// When set, every submission goes to this number instead of the customer's.
    public var redirect: PhoneNumber?
    /// What was measured of the channels before.
    public var watches: [ChannelID: ChannelWatch]
    /// Direct sends are decided as well; a dry run of rules leaves them to the daemon.
    public var takesDirectSends: Bool
    /// What providers say is taken in on multiples of this, where no other work comes before. Live
    /// it is taken in at once.
    public var intakeGrid: Span
    /// Threads that judge a page's candidates together. The decisions are the same whatever their
    /// number.
    public var threads: Int
    public init(
        pageSize: Int = 1_000, redirect: PhoneNumber? = nil,
        watches: [ChannelID: ChannelWatch] = [:], takesDirectSends: Bool = false,
        intakeGrid: Span = Span(milliseconds: 1), threads: Int = 1
    ) {
        self.takesDirectSends = takesDirectSends
        self.pageSize = pageSize
        self.redirect = redirect
        self.watches = watches
        self.intakeGrid = intakeGrid
        self.threads = threads
    }
}

/// What one step did.
public struct StepSummary: Hashable, Sendable {
    public var providerEvents = 0
    public var decisions = 0
    public var submissions = 0
    /// 1 when the step ran a tick of the minute grid.
    public var ticks = 0
    public var pageTimes = PageBudget.Times()
    public init() {}

    public static func += (left: inout StepSummary, right: StepSummary) {
        left.providerEvents += right.providerEvents
        left.decisions += right.decisions
        left.submissions += right.submissions
        left.ticks += right.ticks
        left.pageTimes += right.pageTimes
    }
}
