internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func claim(
        channel: ChannelID, maxParts: LaneRoom, limit: Int, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> [QueuedMessage] {
        guard maxParts.all > 0, limit > 0 else { return [] }
        switch try outlook({ $0.queues[channel] }) {
        case .nothing: return []
        case .until(let moment) where moment > now: return []
        case .until, .ready, nil: break
        }
        return try write(durably: false, noting: { $1.queues[channel] = $0.1 }) { db in
            try db.cachedStatement(sql: ClaimReader.readying).run([channel.db, now.db])
            var reader = try ClaimReader(
                db, channel: channel, book: book, numbers: try self.leavingNumbers(db), now: now)
            // No message has less than one part.
            try reader.readRows(maxParts: maxParts, limit: min(limit, maxParts.all))
            let claimed = try reader.messages()
            let mark = try db.cachedStatement(sql: ClaimReader.marking)
            for message in claimed { try mark.run([now.db, message.id.db]) }
            return (claimed, try Self.waiting(db, channel))
        }.0
    }

    public func nextQueued(channel: ChannelID) throws(StoreError) -> Timestamp? {
        let waiting: Outlook.Waiting
        if let known = try outlook({ $0.queues[channel] }) {
            waiting = known
        } else {
            waiting = try read { db in
                let waiting = try Self.waiting(db, channel)
                self.learn { $0.queues[channel] = waiting }
                return waiting
            }
        }
        switch waiting {
        case .nothing: return nil
        case .until(let moment), .ready(let moment): return moment
        }
    }

    private static func waiting(_ db: Database, _ channel: ChannelID) throws -> Outlook.Waiting {
        let ready = try db.cachedStatement(sql: ClaimReader.nextReady)
        if let at = try ready.firstInt([channel.db]) { return .ready(Timestamp(milliseconds: at)) }
        let waiting = try db.cachedStatement(sql: ClaimReader.nextWaiting)
        let at = try waiting.firstInt([channel.db])
        return at.map { .until(Timestamp(milliseconds: $0)) } ?? .nothing
    }
}

/// Reads what leaves a queue next, with the facts of the edge check.
struct ClaimReader {
    private struct Queued {
        let id: Digest
        let rule: RuleID
        let row: Int64
        let customer: CustomerID
        let key: String
        let number: PhoneNumber
        let text: String
        let parts: Int
        let purpose: Purpose
        let clearedAt: Timestamp
        let deadline: Timestamp?
        let attempt: Int
        let cause: CauseColumns?
        let due: Timestamp
        let holdsNumber: Bool
        let isOptedOut: Bool
        let hasConsent: Bool
        let template: TemplateID
        let version: Digest
        let carrier: Carrier
        let isUnderReview: Bool
    }

    private let db: Database
    private let channel: ChannelID
    private let book: RuleBook
    private let now: Timestamp
    private var edge: ChannelEdge
    /// nil where no digits are needed, since nothing leaves.
    private let numbers: NumberBook?
    private var queued: [Queued] = []

    init(
        _ db: Database, channel: ChannelID, book: RuleBook, numbers: NumberBook?, now: Timestamp
    ) throws {
        self.db = db
        self.channel = channel
        self.book = book
        self.now = now
        self.numbers = numbers
        edge = try ChannelEdge(db, channel: channel, book: book, now: now)
    }

    /// In queue order, until the parts or the rows are used up.
    mutating func readRows(maxParts: LaneRoom, limit: Int) throws {
        var left = maxParts.all
        let statement = try db.cachedStatement(sql: Self.reading)
        var isFull = false
        let isNarrow = (book.policy.optOutScope == .signature ? 1 : 0).db
        let values = [isNarrow, isNarrow, now.db, now.db, channel.db, limit.db]
        try statement.each(values) { row in
            let parts = row.int(7)
            guard !isFull, let purpose = Purpose(rawValue: row.text(8)),
                parts <= maxParts.left(of: left, for: purpose)
            else {
                isFull = true
                return
            }
            left -= parts
            let kind: String? = row[12]
            let number =
                try numbers?.opened(row.text(5), row.digest(23))
                ?? NumberBook.number(row.text(5), row.digest(23))
            queued.append(
                Queued(
                    id: row.digest(0), rule: RuleID(row.text(1)), row: row[2],
                    customer: CustomerID(row.text(3)), key: row.text(4),
                    number: number, text: row.text(6), parts: parts,
                    purpose: purpose, clearedAt: row.time(9), deadline: row.timeIfAny(10),
                    attempt: row.int(11) + 1,
                    cause: kind.map { CauseColumns(kind: $0, number: row[13], key: row[14]) },
                    due: row.timeIfAny(15) ?? row.time(9), holdsNumber: row.int(16) == 1,
                    isOptedOut: row.int(17) == 1, hasConsent: row.int(18) == 1,
                    template: TemplateID(row.text(19)), version: row.digest(20),
                    carrier: Carrier(rawValue: row.text(21)) ?? .unknown,
                    isUnderReview: row.int(22) == 1))
        }
    }

    mutating func messages() throws -> [QueuedMessage] {
        let isTrue = try triggers()
        var messages: [QueuedMessage] = []
        for (index, item) in queued.enumerated() {
            let obstacle = try edge.obstacle(item.template, item.version, item.carrier)
            let message = QueuedMessage(
                id: item.id, rule: item.rule, customer: item.customer, key: item.key,
                number: item.number, text: item.text, parts: item.parts, purpose: item.purpose,
                channel: channel, clearedAt: item.clearedAt, deadline: item.deadline,
                attempt: item.attempt,
                edge: QueuedMessage.Edge(
                    isStopped: edge.isStopped(item.rule, item.purpose, item.template),
                    isOptedOut: item.isOptedOut,
                    hasConsent: item.purpose != .marketing || item.hasConsent,
                    holdsNumber: item.holdsNumber, isTriggerTrue: isTrue[index],
                    isTemplateCurrent: book.template(item.template)?.version == item.version,
                    template: obstacle, isUnderReview: item.isUnderReview))
            messages.append(message)
        }
        return messages
    }

    private func triggers() throws -> [Bool] {
        try edge.triggers(
            queued.map { (item: Queued) -> (occurrence: Occurrence, row: Int64?) in
                let occurrence = Occurrence(
                    rule: item.rule, customer: item.customer, key: item.key, due: item.due,
                    cause: item.cause?.cause ?? .instant(item.due))
                return (occurrence, item.row)
            })
    }

    static let readying = """
        UPDATE messages INDEXED BY messages_waiting SET not_before = NULL
        WHERE slot = 0 AND channel = ? AND state = 'queued' AND not_before IS NOT NULL
            AND not_before <= ?
        """
    static let marking = """
        UPDATE messages SET state = 'claimed', attempt = attempt + 1, changed_at = ?
        WHERE slot = 0 AND id = ? AND state = 'queued'
        """
    static let nextReady = """
        SELECT cleared_at FROM messages INDEXED BY messages_ready
        WHERE slot = 0 AND channel = ? AND state = 'queued' AND not_before IS NULL
        ORDER BY lane, cleared_at, id LIMIT 1
        """
    static let nextWaiting = """
        SELECT not_before FROM messages INDEXED BY messages_waiting
        WHERE slot = 0 AND channel = ? AND state = 'queued' AND not_before IS NOT NULL
        ORDER BY not_before LIMIT 1
        """
    static let reading = """
        SELECT m.id, m.rule, m.customer, c.id, m.key, m.number, m.text, m.parts, m.purpose,
            m.cleared_at, m.deadline, m.attempt, o.cause, o.cause_number, o.cause_key, o.due,
            c.number_hash IS m.number_hash
                AND (m.purpose <> 'marketing' OR n.holder IS c.row),
            EXISTS (SELECT 1 FROM optouts x WHERE x.slot = 0 AND x.number_hash = m.number_hash
                    AND x.lifted_at IS NULL AND (x.purpose IS NULL OR x.purpose = m.purpose)
                    AND (? = 0 OR x.signature IS NULL
                        OR instr(m.text, '【' || x.signature || '】') = 1))
                OR EXISTS (SELECT 1 FROM optouts x WHERE x.slot = 0 AND x.customer = m.customer
                    AND x.lifted_at IS NULL AND (x.purpose IS NULL OR x.purpose = m.purpose)
                    AND (? = 0 OR x.signature IS NULL
                        OR instr(m.text, '【' || x.signature || '】') = 1)),
            EXISTS (SELECT 1 FROM consents k WHERE k.slot = 0 AND k.customer = m.customer
                AND k.purpose = m.purpose AND k.number_hash = m.number_hash
                AND (k.withdrawn IS NULL OR k.withdrawn > ?)
                AND (k.expires IS NULL OR k.expires > ?)),
            m.template, m.template_version, m.carrier,
            EXISTS (SELECT 1 FROM reply_reviews v INDEXED BY reply_reviews_number
                    WHERE v.slot = 0 AND v.number_hash = m.number_hash AND v.resolved_at IS NULL)
                OR EXISTS (SELECT 1 FROM reply_reviews v INDEXED BY reply_reviews_customer
                    WHERE v.slot = 0 AND v.customer = m.customer AND v.resolved_at IS NULL),
            m.number_hash
        FROM messages m INDEXED BY messages_ready
        CROSS JOIN customers c ON c.row = m.customer
        LEFT JOIN numbers n ON n.slot = 0 AND n.hash = m.number_hash
        LEFT JOIN occurrences o ON o.slot = 0 AND o.rule = m.rule
            AND o.customer = m.customer AND o.key = m.key
        WHERE m.slot = 0 AND m.channel = ? AND m.state = 'queued' AND m.not_before IS NULL
        ORDER BY m.lane, m.cleared_at, m.id LIMIT ?
        """
}

/// What the edge check asks of the messages of a channel alike: stops, templates, triggers.
struct ChannelEdge {
    private let db: Database
    private let channel: ChannelID
    private let book: RuleBook
    private let now: Timestamp
    private let stops: [Stop]
    /// How far the versions have come from which the texts were made; read when first asked for.
    private var standings: [TemplateStanding] = []

    init(_ db: Database, channel: ChannelID, book: RuleBook, now: Timestamp) throws {
        self.db = db
        self.channel = channel
        self.book = book
        self.now = now
        stops = try StopRows.all(db)
    }

    /// What stands before the messages of the channel.
    private var signature: String {
        book.workspace.channel(channel)?.signature ?? book.policy.signature
    }

    mutating func obstacle(
        _ template: TemplateID, _ version: Digest, _ carrier: Carrier
    ) throws -> TemplateObstacle? {
        let standing: TemplateStanding
        if let known = standings.first(where: {
            $0.template == template && $0.version == version
        }) {
            standing = known
        } else {
            standing = TemplateStanding(
                template: template, version: version, steps: book.policy.approval,
                entries: try TemplateRows.log(db, of: template))
            standings.append(standing)
        }
        return standing.obstacle(
            channel: book.workspace.channel(channel), carrier: carrier, at: now,
            zone: book.workspace.zone)
    }

    func isStopped(_ rule: RuleID, _ purpose: Purpose, _ template: TemplateID) -> Bool {
        stops.contains { (stop: Stop) in
            switch stop.scope {
            case .all: true
            case .rule(let stopped):
                stopped == rule || book.rule(rule)?.was.contains(stopped) == true
            case .channel(let channel): channel == self.channel
            case .purpose(let stopped): stopped == purpose
            case .template(let stopped): stopped == template
            case .signature(let name): purpose == .marketing && name == signature
            }
        }
    }

    /// Whether each trigger still is true, rule by rule. A rule that is gone is for the edge
    /// check to judge.
    func triggers(_ page: [(occurrence: Occurrence, row: Int64?)]) throws -> [Bool] {
        var isTrue = Array(repeating: true, count: page.count)
        for rule in Set(page.map(\.occurrence.rule)).sorted() {
            guard let compiled = book.rule(rule) else { continue }
            let indexes = page.indices.filter { page[$0].occurrence.rule == rule }
            let facts = TriggerFacts(db, rule: compiled, book: book, now: now)
            let answers = try facts.read(indexes.map { page[$0] }, restarts: .ignore)
            for (answer, index) in zip(answers, indexes) {
                isTrue[index] = answer.state == .holds
            }
        }
        return isTrue
    }
}
