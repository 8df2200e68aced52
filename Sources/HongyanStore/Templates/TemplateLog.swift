internal import GRDB
public import HongyanCore

extension SQLiteStore {
    public func keep(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        try write { db in
            try TemplateRows.keep(db, book.templates, at: now)
            try BookRows.keep(db, book, at: now)
        }
    }

    public func log(_ entries: [TemplateEntry]) throws(StoreError) {
        guard !entries.isEmpty else { return }
        try write { db in try TemplateRows.add(db, entries) }
        forgetPages()
    }

    /// Lets a decision be made on the log as it stands and adds its lines, in one transaction: two
    /// people who act at once do not pass each other by.
    ///
    /// - Parameters:
    ///   - templates: Whose words are kept, should the store not have them.
    ///   - decide: Given the whole log; its lines are added all or, when it refuses, none.
    public func act(
        on templates: [Template], at now: Timestamp,
        _ decide: ([TemplateEntry]) throws(TemplateRefusal) -> [TemplateEntry]
    ) throws(StoreError) -> Result<[TemplateEntry], TemplateRefusal> {
        let result: Result<[TemplateEntry], TemplateRefusal> = try write { db in
            let log = try TemplateRows.log(db)
            let entries: [TemplateEntry]
            do throws(TemplateRefusal) {
                entries = try decide(log)
            } catch {
                return .failure(error)
            }
            try TemplateRows.keep(db, templates, at: now)
            try TemplateRows.add(db, entries)
            return .success(entries)
        }
        forgetPages()
        return result
    }

    /// The whole log, in order; a workspace has tens of templates.
    public func templateLog() throws(StoreError) -> [TemplateEntry] {
        try read { db in try TemplateRows.log(db) }
    }

    /// How far the templates of a book have come, in the book's order.
    public func templateStandings(of book: RuleBook) throws(StoreError) -> [TemplateStanding] {
        try read { db in
            try TemplateRows.standings(of: book.templates, steps: book.policy.approval, db)
        }
    }

    /// The words of a version that the store has seen; nil for one it has not.
    public func templateText(
        _ template: TemplateID, _ version: Digest
    ) throws(StoreError) -> String? {
        try read { db in
            try db.cachedStatement(sql: TemplateRows.readingText)
                .firstText([template.rawValue.db, version.db])
        }
    }

    /// Suspends a template in all its versions because a threshold was passed, not a person's word.
    ///
    /// - Parameters:
    ///   - channel: nil for all channels.
    ///   - reason: What was seen and what it was measured by: `complaints 3/1000000 > 0.25`.
    /// - Returns: false when it was suspended there already; nothing is added then.
    public func suspendTemplate(
        _ template: TemplateID, version: Digest, channel: ChannelID? = nil, reason: String,
        at now: Timestamp
    ) throws(StoreError) -> Bool {
        let isNew = try write { db in
            try TemplateRows.suspend(
                db, template, version: version, channel: channel, reason: reason, at: now)
        }
        forgetPages()
        return isNew
    }
}

/// The rows of templates.
enum TemplateRows {
    static func keep(_ db: Database, _ templates: [Template], at now: Timestamp) throws {
        let adding = try db.cachedStatement(sql: addingVersion)
        for template in templates {
            try adding.run([
                template.id.rawValue.db, template.version.db, template.purpose.rawValue.db,
                template.written.db, now.db,
            ])
        }
    }

    /// - Returns: false when it was suspended there already; nothing is added then.
    static func suspend(
        _ db: Database, _ template: TemplateID, version: Digest, channel: ChannelID?,
        reason: String, at now: Timestamp
    ) throws -> Bool {
        let standing = TemplateStanding(
            template: template, version: version, steps: [], entries: try log(db, of: template))
        guard !standing.suspensions.contains(where: { $0.channel == channel }) else { return false }
        let entry = TemplateEntry(
            template: template, version: version, act: .suspended(channel),
            person: TemplateEntry.machine, at: now, comment: reason)
        try add(db, [entry])
        return true
    }

    /// Adds lines and wakes what waits for a template.
    static func add(_ db: Database, _ entries: [TemplateEntry]) throws {
        let adding = try db.cachedStatement(sql: addingEntry)
        var latest: Timestamp?
        for entry in entries {
            let columns = Columns(entry.act)
            try adding.run([
                entry.template.rawValue.db, entry.version.db, columns.act.db, text(columns.step),
                text(columns.channel), text(columns.carrier), day(columns.day),
                day(columns.lastDay), entry.person.db, entry.account.db, entry.at.db,
                entry.comment.db,
            ])
            latest = max(latest ?? entry.at, entry.at)
        }
        if let latest { try db.cachedStatement(sql: waking).run([latest.db]) }
    }

    private static func text(_ text: String?) -> DatabaseValue { text?.db ?? .null }
    private static func day(_ day: CivilDay?) -> DatabaseValue {
        day.map { Int64($0.number).db } ?? .null
    }

    static func log(_ db: Database) throws -> [TemplateEntry] {
        var entries: [TemplateEntry] = []
        try db.cachedStatement(sql: readingAll).each { row in
            if let entry = entry(row) { entries.append(entry) }
        }
        return entries
    }

    static func log(_ db: Database, of template: TemplateID) throws -> [TemplateEntry] {
        var entries: [TemplateEntry] = []
        try db.cachedStatement(sql: readingOne).each([template.rawValue.db]) { row in
            if let entry = entry(row) { entries.append(entry) }
        }
        return entries
    }

    /// One short index range for each template.
    static func standings(
        of templates: [Template], steps: [String], _ db: Database
    ) throws -> [TemplateStanding] {
        try templates.map { template in
            TemplateStanding(
                template: template.id, version: template.version, steps: steps,
                entries: try log(db, of: template.id))
        }
    }

    /// What the rules of a book wait for at a moment.
    static func waits(
        of book: RuleBook, at now: Timestamp, _ db: Database
    ) throws -> [TemplateWait] {
        TemplateWait.list(
            in: book,
            standings: try standings(of: book.templates, steps: book.policy.approval, db), at: now)
    }

    /// nil for a line of a newer Hongyan, which says nothing to this one.
    private static func entry(_ row: StoredRow) -> TemplateEntry? {
        let columns = Columns(
            act: row.text(2), step: row[3], channel: row[4], carrier: row[5],
            day: (row[6] as Int64?).map { CivilDay(number: Int32(truncatingIfNeeded: $0)) },
            lastDay: (row[7] as Int64?).map { CivilDay(number: Int32(truncatingIfNeeded: $0)) })
        return columns.value.map {
            TemplateEntry(
                template: TemplateID(row.text(0)), version: row.digest(1), act: $0,
                person: row.text(8), account: row.text(9), at: row.time(10),
                comment: row.text(11))
        }
    }

    private static let columns = """
        template, version, act, step, channel, carrier, day, last_day, person, account, at, comment
        """
    static let readingAll = "SELECT \(columns) FROM template_log ORDER BY row"
    static let readingOne = """
        SELECT \(columns) FROM template_log INDEXED BY template_log_of
        WHERE template = ? ORDER BY row
        """
    static let readingText = """
        SELECT text FROM template_versions WHERE template = ? AND version = ?
        """
    private static let addingEntry = """
        INSERT INTO template_log (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let addingVersion = """
        INSERT INTO template_versions (template, version, purpose, text, first_at)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (template, version) DO NOTHING
        """
    private static let waking = """
        UPDATE occurrences SET until = MIN(until, ?)
        WHERE slot = 0 AND state = 'held' AND reason GLOB 'template.*'
        """
}

/// An act as columns, both ways.
private struct Columns {
    var act: String
    var step: String?
    var channel: String?
    var carrier: String?
    var day: CivilDay?
    var lastDay: CivilDay?

    init(
        act: String, step: String? = nil, channel: String? = nil, carrier: String? = nil,
        day: CivilDay? = nil, lastDay: CivilDay? = nil
    ) {
        self.act = act
        self.step = step
        self.channel = channel
        self.carrier = carrier
        self.day = day
        self.lastDay = lastDay
    }

    init(_ value: TemplateEntry.Act) {
        switch value {
        case .submitted: self.init(act: "submitted")
        case .approved(let step): self.init(act: "approved", step: step)
        case .rejected: self.init(act: "rejected")
        case .suspended(let channel): self.init(act: "suspended", channel: channel?.rawValue)
        case .resumed(let channel): self.init(act: "resumed", channel: channel?.rawValue)
        case .filed(let filing):
            switch filing.state {
            case .submitted(let on, let expected):
                self.init(act: "filed", day: on, lastDay: expected)
            case .effective(let from, let through):
                self.init(act: "effective", day: from, lastDay: through)
            case .refused(let on): self.init(act: "refused", day: on)
            }
            channel = filing.channel.rawValue
            carrier = filing.carrier.rawValue
        }
    }

    var value: TemplateEntry.Act? {
        switch act {
        case "submitted": return .submitted
        case "approved": return step.map { .approved(step: $0) }
        case "rejected": return .rejected
        case "suspended": return .suspended(channel.map { ChannelID($0) })
        case "resumed": return .resumed(channel.map { ChannelID($0) })
        default: break
        }
        guard let day, let channel, let carrier = carrier.flatMap({ Carrier(rawValue: $0) })
        else { return nil }
        let state: TemplateFiling.State
        switch act {
        case "filed": state = .submitted(on: day, expected: lastDay)
        case "effective": state = .effective(from: day, through: lastDay)
        case "refused": state = .refused(on: day)
        default: return nil
        }
        return .filed(
            TemplateFiling(channel: ChannelID(channel), carrier: carrier, state: state))
    }
}
