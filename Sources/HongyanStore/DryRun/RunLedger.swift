internal import GRDB
internal import HongyanCore

/// The id of an occurrence inside one run.
enum OccurrenceDigest {
    static func of(rule: RuleID, customer: String, key: String) -> Digest {
        Digest(hashing: "occurrence", rule.rawValue, customer, key)
    }
}

/// Everything that a dry run decides and sends, in memory: as much as there are occurrences, and
/// nothing for customers to whom nothing happens.
///
/// A class, because every call of the store works on this one; it lives on the run's thread.
final class RunLedger {
    /// One occurrence of the page whose facts were read last.
    struct PageEntry {
        let id: Digest
        let occurrence: Occurrence
        let row: Int64
        let numberHash: Digest?
        let isClean: Bool
        /// nil where the edge must be asked.
        let edge: KnownEdge?
    }

    /// What happened up to here is not the run's.
    let from: Timestamp
    /// Occurrences with a final decision of this run.
    var settled: Set<Digest> = []
    var held = HeldOccurrences()
    var queue = RunQueue()
    var sends = RunSends()
    var stamps = RunStamps()
    var tally: RunTally
    /// nil when nobody will ask for them.
    var outcomes: RunOutcomes?
    /// nil when nobody listens.
    var decisions: DecisionStream?
    var page: [PageEntry] = []
    /// The customers in memory; nil while the tables are asked.
    var population: Population?
    /// How far the templates of a rule have come, until somebody writes in their log.
    var standings: [RuleID: (book: Digest, templates: [TemplateStanding])] = [:]
    /// Numbers of which a receipt of the run said that nobody is there.
    var failing: Set<Digest> = []
    /// Messages that asked for consent: by customer, when and where among the sends.
    var asks: [Int64: [(purpose: Purpose, at: Timestamp, send: Int32)]] = [:]

    /// What the store had before the run has been taken along.
    private(set) var isBegun = false
    /// Rules of which the store has occurrences, once rows.
    private var pastRules: [RuleID: Bool] = [:]
    private var onceRules: [RuleID: Bool] = [:]
    private(set) var hasPastMessages = false
    /// Where messages stood that the store had queued; others may stand there since.
    private(set) var storedSlots: [Int] = []

    /// Messages that were handed over before the run will be answered in it.
    private let carriesUnanswered: Bool

    /// - Parameter keptIn: Where outcomes are kept; nil when nobody will ask for them.
    init(from: Timestamp, keptIn heap: TextHeap?, carriesUnanswered: Bool) {
        self.from = from
        self.carriesUnanswered = carriesUnanswered
        tally = RunTally(from: from)
        outcomes = heap.map { RunOutcomes($0) }
    }

    func isKnown(_ rule: RuleID, _ customer: String, _ key: String) -> Bool {
        let id = OccurrenceDigest.of(rule: rule, customer: customer, key: key)
        return settled.contains(id) || held[id] != nil
    }

    func id(of occurrence: Occurrence) -> Digest {
        OccurrenceDigest.of(
            rule: occurrence.rule, customer: occurrence.customer.rawValue, key: occurrence.key)
    }

    /// When a customer was last asked for a consent, by requests that may have left.
    func asked(_ row: Int64, for purpose: Purpose) -> Timestamp? {
        asks[row]?.filter { $0.purpose == purpose && sends.takesSlot($0.send) }.map(\.at).max()
    }

    /// As far as it was asked.
    func knownPast(_ rule: RuleID) -> Bool? { pastRules[rule] }

    /// Whether the store itself has occurrences of a rule, asked once.
    func hasPast(_ rule: RuleID, _ db: Database) throws -> Bool {
        if let known = pastRules[rule] { return known }
        let sql = "SELECT 1 FROM occurrences WHERE slot = 0 AND rule = ? LIMIT 1"
        let isThere = try db.cachedStatement(sql: sql).firstInt([rule.db]) != nil
        pastRules[rule] = isThere
        return isThere
    }

    /// Whether the store itself has once rows of a rule, asked once.
    func hasOnce(_ rule: RuleID, _ db: Database) throws -> Bool {
        if let known = onceRules[rule] { return known }
        let sql = "SELECT 1 FROM once_rows WHERE slot = 0 AND rule = ? LIMIT 1"
        let isThere = try db.cachedStatement(sql: sql).firstInt([rule.db]) != nil
        onceRules[rule] = isThere
        return isThere
    }

    /// A verification is out of our hands: what its event brought is masked.
    func mask(behind occurrence: Occurrence, _ db: Database) throws {
        try SecretText.maskEvent(behind: occurrence, db)
        if case .event(let seq) = occurrence.cause { population?.mask(seq) }
    }

    // MARK: What the store had before

    /// Takes holds and queue along.
    func begin(_ db: Database) throws {
        guard !isBegun else { return }
        isBegun = true
        hasPastMessages = try db.int("SELECT EXISTS (SELECT 1 FROM messages)") == 1
        try db.cachedStatement(sql: Self.readingHeld).each { row in takeHeld(row) }
        guard hasPastMessages else { return }
        for sql in [
            Self.readingQueued("messages_ready", "IS NULL"),
            Self.readingQueued("messages_waiting", "IS NOT NULL"),
        ] {
            try db.cachedStatement(sql: sql).each { row in takeQueued(row) }
        }
        guard carriesUnanswered else { return }
        try db.cachedStatement(sql: Self.readingUnanswered).each { row in takeUnanswered(row) }
    }

    private func takeHeld(_ row: StoredRow) {
        let cause = CauseColumns(kind: row.text(8), number: row[9], key: row[10])
        let occurrence = Occurrence(
            rule: RuleID(row.text(0)), customer: CustomerID(row.text(1)), key: row.text(3),
            due: row.time(4), cause: cause.cause, isBacklog: row.int(11) == 1)
        held.put(
            HeldOccurrence(
                occurrence, row: row[2], until: row.time(5), deadline: row.timeIfAny(6),
                firstDecidedAt: row.time(7), reason: Reason(row.text(12)), reasons: []),
            as: id(of: occurrence))
    }

    private func takeQueued(_ row: StoredRow) {
        guard let message = message(row) else { return }
        storedSlots.append(queue.nextSlot)
        queue.add(message)
    }

    private func takeUnanswered(_ row: StoredRow) {
        guard var message = message(row), let state = MessageState(rawValue: row.text(23))
        else { return }
        message.state = state
        let slot = queue.nextSlot
        storedSlots.append(slot)
        queue.add(message)
        if let provider = row[25] as String? {
            _ = queue.note(provider: ProviderName(channel: message.channel, id: provider), of: slot)
        } else if !row.isNull(24) {
            queue.note(submission: row.digest(24), of: slot)
        }
    }

    private func message(_ row: StoredRow) -> MovingMessage? {
        guard let purpose = Purpose(rawValue: row.text(11)) else { return nil }
        let kind: String? = row[18]
        let cause = kind.map { CauseColumns(kind: $0, number: row[19], key: row[20]).cause }
        let due = row.timeIfAny(21) ?? row.time(15)
        let hash = row.digest(6)
        let draft = Draft(
            text: row.text(7), parts: row.int(8), cost: Money(units: row[9]),
            channel: ChannelID(row.text(10)), template: TemplateID(row.text(12)),
            templateVersion: row.digest(13), number: NumberBook.number(row.text(5), hash),
            carrier: Carrier(rawValue: row.text(14)) ?? .unknown, purpose: purpose)
        var message = MovingMessage(
            id: row.digest(0),
            occurrence: Occurrence(
                rule: RuleID(row.text(1)), customer: CustomerID(row.text(3)), key: row.text(4),
                due: due, cause: cause ?? .instant(due)),
            row: row[2], draft: draft, purpose: purpose, channel: draft.channel,
            numberHash: hash, clearedAt: row.time(15), deadline: row.timeIfAny(16))
        message.notBefore = row.timeIfAny(17)
        message.attempt = row.int(22)
        return message
    }

    private static let readingHeld = """
        SELECT o.rule, c.id, o.customer, o.key, o.due, o.until, o.deadline, o.first_decided_at,
            o.cause, o.cause_number, o.cause_key, o.is_backlog, o.reason
        FROM occurrences o INDEXED BY occurrences_wake
        CROSS JOIN customers c ON c.row = o.customer
        WHERE o.slot = 0 AND o.state = 'held' ORDER BY o.until
        """
    private static let columns = """
        m.id, m.rule, m.customer, c.id, m.key, m.number, m.number_hash, m.text, m.parts,
            m.cost, m.channel, m.purpose, m.template, m.template_version, m.carrier,
            m.cleared_at, m.deadline, m.not_before, o.cause, o.cause_number, o.cause_key, o.due,
            m.attempt
        """
    private static let joined = """
        CROSS JOIN customers c ON c.row = m.customer
        LEFT JOIN occurrences o ON o.slot = 0 AND o.rule = m.rule
            AND o.customer = m.customer AND o.key = m.key
        """
    private static func readingQueued(_ index: String, _ filter: String) -> String {
        """
        SELECT \(columns) FROM messages m INDEXED BY \(index) \(joined)
        WHERE m.slot = 0 AND m.state = 'queued' AND m.not_before \(filter) ORDER BY m.row
        """
    }
    private static let readingUnanswered = """
        SELECT \(columns), m.state, s.id, s.provider_id FROM messages m \(joined)
        LEFT JOIN submissions s ON s.slot = 0 AND s.message = m.id AND s.attempt = m.attempt
        WHERE m.slot = 0 AND m.state IN ('claimed', 'written', 'accepted', 'unknown')
        ORDER BY m.row
        """
}

/// Hands decisions on in order of (time, rule, customer, key), a minute behind the run: no later
/// step decides anything in a minute that is over.
struct DecisionStream {
    private var pending: [DecisionRecord] = []
    private var minute = Timestamp.distantPast
    private let from: Timestamp
    private let body: (DecisionRecord) throws -> Void

    init(from: Timestamp, _ body: @escaping (DecisionRecord) throws -> Void) {
        self.from = from
        self.body = body
    }

    mutating func add(_ record: DecisionRecord) throws {
        guard record.at > from else { return }
        let minute = record.at.minuteFloor
        if minute > self.minute {
            try flush()
            self.minute = minute
        }
        pending.append(record)
    }

    mutating func flush() throws {
        let ordered = pending.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.at != other.at { return one.at < other.at }
            if one.rule != other.rule { return one.rule < other.rule }
            if one.customer != other.customer { return one.customer < other.customer }
            if one.occurrence != other.occurrence {
                return one.occurrence.utf8.lexicographicallyPrecedes(other.occurrence.utf8)
            }
            return left.offset < right.offset
        }
        pending.removeAll(keepingCapacity: true)
        for entry in ordered { try body(entry.element) }
    }
}
