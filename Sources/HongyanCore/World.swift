/// The one seam between the engine and its surroundings. Live daemon, dry run, rule test and fault
/// run differ in nothing else.
public struct World: Sendable {
    public let clock: any WallClock
    public let seed: UInt64
    public let store: any Store
    public let providers: [ChannelID: any Provider]
    public init(
        clock: any WallClock, seed: UInt64, store: any Store,
        providers: [ChannelID: any Provider]
    ) {
        self.clock = clock
        self.seed = seed
        self.store = store
        self.providers = providers
    }
}

/// The only source of the present. The engine asks it once a step.
public protocol WallClock: Sendable {
    func now() -> Timestamp
}

/// A channel's far side. Never blocks: a shell around a real socket buffers what arrives.
public protocol Provider: AnyObject, Sendable {
    /// Hands over submissions that the store has committed as `written`.
    func submit(_ batch: [Submission], at now: Timestamp)
    /// What came back up to now, ascending by time; each event once.
    func poll(through now: Timestamp) -> [ProviderEvent]
    /// When the next event is known to come; nil when none is known (a real carrier always says
    /// nil).
    var nextEventAt: Timestamp? { get }
    /// How many parts it would hand over at once: free slots of its window, 0 while it has no
    /// connection. What does not leave stays in the queue, where its deadline and its gates are
    /// asked again.
    func room(at now: Timestamp) -> Int
    /// Parts that may be without an answer at once now, those that already are included: some of
    /// them are kept free for urgent purposes.
    func slots(at now: Timestamp) -> Int
    /// The events of the last ``poll(through:)`` are in the store for good. A carrier is told only
    /// now; what was never confirmed is polled again.
    func confirm(at now: Timestamp)
    /// A connection stands through which messages could leave.
    func isConnected(at now: Timestamp) -> Bool
}

extension Provider {
    public func room(at now: Timestamp) -> Int { Int.max }
    public func slots(at now: Timestamp) -> Int { Int.max }
    public func confirm(at now: Timestamp) {}
    public func isConnected(at now: Timestamp) -> Bool { true }
}

/// What the engine asks of a store. All calls block; the engine runs on a thread of its own.
///
/// The present is always an argument; SQL never asks the machine for it. One call is one
/// transaction of at most a page, unless it says otherwise.
public protocol Store: AnyObject, Sendable {
    // MARK: Reading on

    /// The greatest seq issued.
    func latestSeq() throws(StoreError) -> Seq
    func cursors() throws(StoreError) -> [RuleID: Cursor]
    func saveCursors(_ cursors: [RuleID: Cursor]) throws(StoreError)
    /// `was:` – hands ledger, cursor, once rows, holds, counters and memberships of old ids to the
    /// new one and leaves the old ids as tombstones. Does nothing where that was done before.
    func rename(_ old: [RuleID], to new: RuleID) throws(StoreError)
    /// Whether an id was given up by a `was:`; it is never used again.
    func isTombstone(_ rule: RuleID) throws(StoreError) -> Bool
    /// Rules of the book's absence: drops their holds with `rule.removed`.
    /// - Returns: How many holds were dropped.
    func retireRules(
        keeping rules: Set<RuleID>, book: Digest, at now: Timestamp
    ) throws(StoreError) -> Int

    /// One page of the occurrences that are new in an interval, in order of (due, customer, key).
    ///
    /// Left out: what the ledger knows already, whatever its state, and customers outside the
    /// rule's audience at `interval.toTime`, who are only counted.
    func occurrences(
        of rule: CompiledRule, in interval: Interval, book: RuleBook, after position: Occurrence?,
        limit: Int
    ) throws(StoreError) -> OccurrencePage
    /// How many occurrences the interval holds inside the audience: for the all-or-none fuse.
    ///
    /// - Parameter pause: Called again and again while everybody is looked at, when no transaction
    ///   is open, so that others get their turn.
    func occurrenceCount(
        of rule: CompiledRule, in interval: Interval, book: RuleBook,
        pause: () throws(StoreError) -> Void
    )
        throws(StoreError) -> Int
    /// The earliest due time after a moment that stored rows will cause, for event, absence,
    /// dormant, signal and reply triggers; never later than the truth, perhaps earlier. nil when
    /// there is none.
    func nextDue(
        of rule: CompiledRule, after moment: Timestamp, book: RuleBook
    )
        throws(StoreError) -> Timestamp?
    /// `enters`: takes one sample at a planned instant, unless it was taken before; the first is a
    /// baseline.
    func sample(_ rule: CompiledRule, at instant: Timestamp, book: RuleBook) throws(StoreError)

    // MARK: Deciding

    /// Holds of a rule that wake at or before now, in order of (due, customer, key).
    func wokenHolds(
        of rule: RuleID, at now: Timestamp, limit: Int
    ) throws(StoreError) -> [Occurrence]
    /// The earliest wake-up of all holds.
    func nextWake() throws(StoreError) -> Timestamp?
    /// The facts of a page, in the page's order.
    func facts(
        for page: [Occurrence], of rule: CompiledRule, book: RuleBook, at now: Timestamp
    )
        throws(StoreError) -> [Facts]
    /// Messages a rule cleared in `(from, through]`, for its fuse.
    func clearedCount(
        of rule: RuleID, from: Timestamp, through: Timestamp
    ) throws(StoreError) -> Int
    /// What messages cost that were cleared after a moment, later ones than now included: a rule's
    /// for its budget, everybody's for the workspace's.
    func spent(by rule: RuleID?, after moment: Timestamp) throws(StoreError) -> Money
    /// For `pace`: by local day from `day` on, cleared messages of that day plus holds of reason
    /// `pace` that wake on it.
    func paceTaken(
        of rule: RuleID, from day: CivilDay, zone: Zone
    ) throws(StoreError) -> [CivilDay: Int]
    func stops() throws(StoreError) -> [Stop]
    /// Keeps what a book says for the evidence of what it sends: the words of its templates by
    /// version, and the packs it is under. What is kept stays as it is.
    func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError)
    /// Adds lines to the log of templates, and wakes what waits for a template.
    func log(_ entries: [TemplateEntry]) throws(StoreError)
    /// Commits one page: ledger rows, holds, queued messages, once rows, counts, and the cursor
    /// where it moves. An occurrence that already has a final decision is skipped.
    func commit(_ page: DecisionPage) throws(StoreError)

    // MARK: Delivering

    /// Takes queued messages of a channel, lanes first (verification, emergency, service,
    /// marketing), then by (cleared, id); marks them `claimed` and reads their edge facts.
    func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage]
    /// Ends a claim: what goes is `written` (durably, before this returns), the rest withdrawn or
    /// queued again.
    func settle(_ claim: ClaimOutcome, at now: Timestamp) throws(StoreError)
    /// When the channel next has something to send; nil when its queue is empty.
    func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp?
    /// Responses, receipts and replies; each is idempotent, states only move forward, a receipt may
    /// come first. A throttled message goes back to the queue not before `retryAt(attempt)`, or
    /// expires when that is nil.
    func record(
        _ events: [ClassifiedEvent], terms: DeliveryTerms,
        retryAt: (_ attempt: Int, _ now: Timestamp) -> Timestamp?, at now: Timestamp
    ) throws(StoreError)
    /// After a restart: `claimed` is queued again, `written` becomes `unknown`.
    /// - Returns: How many became unknown.
    func recover(at now: Timestamp) throws(StoreError) -> Int

    // MARK: Taking in

    /// Events through the one ingest: ids keep them from counting twice, latest-event tags move,
    /// seqs are issued.
    func ingest(
        _ events: [IncomingEvent], schema: TagSchema, at now: Timestamp
    )
        throws(StoreError) -> IngestCount
    func ingest(
        _ signals: [IncomingSignal], schema: TagSchema, at now: Timestamp
    )
        throws(StoreError) -> IngestCount
    /// Customers; absent columns stay.
    func importCustomers(
        _ page: [IncomingCustomer], schema: TagSchema, at now: Timestamp
    ) throws(StoreError) -> IngestCount
    /// Consents, each bound to the customer and the number they have then.
    func importConsents(
        _ page: [IncomingConsent], at now: Timestamp
    ) throws(StoreError) -> IngestCount
    /// Refusals of numbers, customers, or both.
    func importSuppressions(
        _ page: [IncomingSuppression], at now: Timestamp
    ) throws(StoreError) -> IngestCount
}

public struct OccurrencePage: Sendable {
    public let occurrences: [Occurrence]
    /// Occurrences of this page whose customer was outside the audience.
    public let outsideAudience: Int
    /// Where the next page starts; nil when this was the last.
    public let next: Occurrence?
    public init(occurrences: [Occurrence], outsideAudience: Int, next: Occurrence?) {
        self.occurrences = occurrences
        self.outsideAudience = outsideAudience
        self.next = next
    }
}

/// One transaction of the engine's.
public struct DecisionPage: Sendable {
    public let rule: RuleID
    /// What message ids are hashed over: a rename moves no message's id.
    public let stableID: RuleID
    /// The rule's: what a dropped verification brought is masked at once.
    public let purpose: Purpose
    /// The rule's: each send is noted as a request for that consent.
    public let asksConsent: Purpose?
    public let at: Timestamp
    public let book: Digest
    public let decisions: [Decision]
    /// Counted per rule and hour.
    public let outsideAudience: Int
    /// Planned instants of a schedule that passed unrun: one ledger row of reason `missed` each,
    /// without customer.
    public let missed: [Timestamp]
    /// Moves when this is the last page of the rule's interval.
    public let cursor: Cursor?
    public init(
        rule: RuleID, stableID: RuleID? = nil, purpose: Purpose = .marketing,
        asksConsent: Purpose? = nil, at: Timestamp, book: Digest, decisions: [Decision],
        outsideAudience: Int = 0, missed: [Timestamp] = [],
        cursor: Cursor? = nil
    ) {
        self.rule = rule
        self.stableID = stableID ?? rule
        self.purpose = purpose
        self.asksConsent = asksConsent
        self.at = at
        self.book = book
        self.decisions = decisions
        self.outsideAudience = outsideAudience
        self.missed = missed
        self.cursor = cursor
    }
}

/// A person's order that something shall not leave.
public struct Stop: Hashable, Sendable {
    public enum Scope: Hashable, Sendable {
        case all
        case rule(RuleID)
        case channel(ChannelID)
        case purpose(Purpose)
        /// By a person; complaints suspend a template instead (``TemplateStanding``).
        case template(TemplateID)
        /// By a person, or complaints reached their threshold; holds marketing under it only.
        case signature(String)
    }
    public let scope: Scope
    public let since: Timestamp
    public let reason: String
    public init(scope: Scope, since: Timestamp, reason: String) {
        self.scope = scope
        self.since = since
        self.reason = reason
    }
}

/// How a claim ends.
public struct ClaimOutcome: Sendable {
    public var written: [Submission]
    public var withdrawn: [(message: Digest, reason: Reason)]
    public var postponed: [(message: Digest, until: Timestamp)]
    public init(
        written: [Submission] = [], withdrawn: [(message: Digest, reason: Reason)] = [],
        postponed: [(message: Digest, until: Timestamp)] = []
    ) {
        self.written = written
        self.withdrawn = withdrawn
        self.postponed = postponed
    }
}

/// A provider's event with what Core reads in a reply.
public struct ClassifiedEvent: Sendable {
    public let event: ProviderEvent
    /// For replies only.
    public let reading: ReplyReading?
    /// For replies only: what a refusal binds.
    public let scope: ReplyScope?
    public init(event: ProviderEvent, reading: ReplyReading? = nil, scope: ReplyScope? = nil) {
        self.event = event
        self.reading = reading
        self.scope = scope
    }
}

/// Whose messages a reply answered.
public struct ReplyScope: Hashable, Sendable {
    /// Of the channel; kept with a refusal, whatever the policy says today.
    public let signature: String
    /// The policy binds a refusal to that signature.
    public let isNarrow: Bool
    public init(signature: String, isNarrow: Bool) {
        self.signature = signature
        self.isNarrow = isNarrow
    }
}

/// What can go wrong in a store; never holds personal data.
public enum StoreError: Error, Hashable, Sendable {
    /// Another process held the write lock for longer than the busy timeout.
    case busy
    /// The disk is full.
    case full
    /// The schema does not fit the book; `hongyan migrate` is needed.
    case needsMigration(String)
    /// Another instance owns the store, or a restore, clock or key check failed.
    case refused(String)
    /// Anything else the database says.
    case failed(String)

    /// The same call may succeed later.
    public var isRetryable: Bool { self == .busy }
}
