public import HongyanCore

/// What taking up a book changed, for the reload log and `plan`.
public struct ActivationReport: Hashable, Sendable {
    public var added: [RuleID] = []
    public var removed: [RuleID] = []
    /// Their trigger means something else now; what fell due earlier is backlog.
    public var triggerChanged: [RuleID] = []
    public var renamed: [RuleID] = []
    /// Of those whose trigger changed: what fell due earlier under the new meaning and is passed
    /// over.
    public var passedOver: [RuleID: Int] = [:]
    /// Holds dropped because their rule is gone.
    public var droppedHolds = 0
    /// Submissions that a crash left without an answer.
    public var becameUnknown = 0

    public var isEmpty: Bool { self == ActivationReport() }
}

extension Engine {
    /// Gives each rule of the book its cursor: carried over, renamed, begun, or begun again.
    ///
    /// - Throws: ``StoreError/refused(_:)`` when a rule takes an id that was given up by a rename;
    ///   nothing is changed then.
    func activate(_ book: RuleBook, at now: Timestamp) throws(StoreError) -> ActivationReport {
        var report = ActivationReport()
        var known = try store.cursors()
        for rule in book.rules where known[rule.id] == nil {
            guard try store.isTombstone(rule.id) else { continue }
            throw .refused(
                "the rule id '\(rule.id)' was given up by a rename; a new rule needs a new id")
        }
        for rule in book.rules where !rule.was.isEmpty && known[rule.id] == nil {
            guard rule.was.contains(where: { known[$0] != nil }) else { continue }
            try store.rename(rule.was, to: rule.id)
            report.renamed.append(rule.id)
        }
        if !report.renamed.isEmpty { known = try store.cursors() }
        let seq = try store.latestSeq()
        var current: [RuleID: Cursor] = [:]
        for rule in options.takesDirectSends ? book.rules + book.directRules : book.rules {
            let beginning = Cursor(
                throughTime: rule.backlog == .include ? .distantPast : now, throughSeq: seq,
                activeFrom: now, triggerFingerprint: rule.triggerFingerprint)
            guard var cursor = known[rule.id], cursor.activeFrom <= now else {
                current[rule.id] = beginning
                if !book.directRules.contains(where: { $0.id == rule.id }) {
                    report.added.append(rule.id)
                }
                continue
            }
            if cursor.triggerFingerprint != rule.triggerFingerprint {
                cursor.triggerFingerprint = rule.triggerFingerprint
                cursor.activeFrom = now
                cursor.throughTime = beginning.throughTime
                report.triggerChanged.append(rule.id)
                let backlog = try backlogCount(of: rule, book: book, through: seq, at: now)
                if backlog > 0 { report.passedOver[rule.id] = backlog }
            }
            current[rule.id] = cursor
        }
        try store.keep(book, at: now)
        try store.saveCursors(current)
        cursors = current
        savedCursors = current
        let ids = Set((book.rules + book.directRules).map(\.id))
        report.removed = known.keys.filter { !ids.contains($0) }.sorted()
        report.droppedHolds = try store.retireRules(keeping: ids, book: book.hash, at: now)
        return report
    }
}

extension Engine {
    /// As a dry run asks: all cursors at a moment. A rule that became active later than it is begun
    /// anew by `activate`.
    func rewindCursors(to moment: Timestamp) throws(StoreError) {
        let seq = try store.latestSeq()
        var cursors = try store.cursors()
        for (rule, cursor) in cursors {
            var cursor = cursor
            cursor.throughTime = moment
            cursor.throughSeq = seq
            if let tripped = cursor.trippedAt, tripped > moment { cursor.trippedAt = nil }
            if let resumed = cursor.resumedAt, resumed > moment { cursor.resumedAt = nil }
            cursors[rule] = cursor
        }
        try store.saveCursors(cursors)
    }

    /// What a rule's trigger, as it reads now, made due before it was active; 0 where it is
    /// included.
    private func backlogCount(
        of rule: CompiledRule, book: RuleBook, through seq: Seq, at now: Timestamp
    ) throws(StoreError) -> Int {
        guard rule.backlog == .skip else { return 0 }
        let past = Interval(
            fromTime: .distantPast, toTime: now, fromSeq: seq, toSeq: seq,
            activeFrom: .distantPast)
        return try store.occurrenceCount(of: rule, in: past, book: book, pause: {})
    }
}

extension CompiledRule {
    /// Only dormancy has a backlog that may be included.
    var backlog: Backlog {
        if case .dormant(let dormant) = trigger { dormant.backlog } else { .skip }
    }
}
