internal import HeapModule
internal import HongyanCore

/// An occurrence that waits for its wake-up.
struct HeldOccurrence {
    let occurrence: Occurrence
    /// The store's own number of the customer.
    let row: Int64
    fileprivate(set) var until: Timestamp
    let deadline: Timestamp?
    let firstDecidedAt: Timestamp
    let reason: Reason
    /// What it was held for in this run, each once.
    let reasons: [String]
    /// It stands in the list of those that woke.
    fileprivate var isWoken = false

    init(
        _ occurrence: Occurrence, row: Int64, until: Timestamp, deadline: Timestamp?,
        firstDecidedAt: Timestamp, reason: Reason, reasons: [String]
    ) {
        self.occurrence = occurrence
        self.row = row
        self.until = until
        self.deadline = deadline
        self.firstDecidedAt = firstDecidedAt
        self.reason = reason
        self.reasons = reasons
    }
}

/// The holds of a dry run, by wake-up.
struct HeldOccurrences {
    private struct Wake: Comparable {
        let until: Timestamp
        let id: Digest
        static func < (left: Wake, right: Wake) -> Bool {
            left.until == right.until ? left.id < right.id : left.until < right.until
        }
    }

    /// One rule's.
    private struct Queue {
        /// Holds that moved since have a second entry; the older one says nothing.
        var wakes = Heap<Wake>()
        /// Awake and not decided again, in order of decision.
        var woken: [(id: Digest, occurrence: Occurrence)] = []
        var start = 0
    }

    private var entries: [Digest: HeldOccurrence] = [:]
    private var queues: [RuleID: Queue] = [:]
    /// Those that have a queue, in the order in which they came.
    private var rules: [RuleID] = []
    /// How many wait for their slot of a day, by rule and wake-up.
    private var paced: [RuleID: [Timestamp: Int]] = [:]

    subscript(_ id: Digest) -> HeldOccurrence? { entries[id] }

    /// In no order.
    var all: Dictionary<Digest, HeldOccurrence>.Values { entries.values }

    mutating func put(_ entry: HeldOccurrence, as id: Digest) {
        let rule = entry.occurrence.rule
        if let old = entries.updateValue(entry, forKey: id) { count(old, by: -1) }
        count(entry, by: 1)
        if queues[rule] == nil {
            queues[rule] = Queue()
            rules.append(rule)
        }
        queues[rule]?.wakes.insert(Wake(until: entry.until, id: id))
    }

    @discardableResult
    mutating func remove(_ id: Digest) -> HeldOccurrence? {
        guard let old = entries.removeValue(forKey: id) else { return nil }
        count(old, by: -1)
        return old
    }

    private mutating func count(_ entry: HeldOccurrence, by step: Int) {
        guard entry.reason.code == "pace" else { return }
        paced[entry.occurrence.rule, default: [:]][entry.until, default: 0] += step
    }

    /// Wake-ups of a rule's holds for `pace`, with how many wake then.
    func paced(of rule: RuleID) -> [Timestamp: Int] { paced[rule] ?? [:] }

    /// Holds that wake at or before now, in order of (due, customer, key).
    mutating func woken(of rule: RuleID, at now: Timestamp, limit: Int) -> [Occurrence] {
        guard var queue = queues.removeValue(forKey: rule) else { return [] }
        defer { queues[rule] = queue }
        if let first = queue.wakes.min, first.until <= now { awake(&queue, at: now) }
        while queue.start < queue.woken.count, !isWoken(queue.woken[queue.start].id) {
            queue.start += 1
        }
        var found: [Occurrence] = []
        var index = queue.start
        while index < queue.woken.count, found.count < limit {
            if isWoken(queue.woken[index].id) { found.append(queue.woken[index].occurrence) }
            index += 1
        }
        if found.isEmpty {
            queue.woken = []
            queue.start = 0
        }
        return found
    }

    private func isWoken(_ id: Digest) -> Bool { entries[id]?.isWoken ?? false }

    private mutating func awake(_ queue: inout Queue, at now: Timestamp) {
        var woken = queue.woken[queue.start...].filter { isWoken($0.id) }
        while let first = queue.wakes.min, first.until <= now {
            queue.wakes.removeMin()
            guard let entry = entries[first.id], entry.until == first.until, !entry.isWoken
            else { continue }
            entries[first.id]?.isWoken = true
            woken.append((first.id, entry.occurrence))
        }
        woken.sort { Occurrence.comesBefore($0.occurrence, $1.occurrence) }
        queue.woken = woken
        queue.start = 0
    }

    /// The earliest wake-up of all; nil when nothing is held.
    mutating func nextWake() -> Timestamp? {
        var next: Timestamp?
        for rule in rules {
            guard var queue = queues.removeValue(forKey: rule) else { continue }
            while let first = queue.wakes.min {
                if let entry = entries[first.id], entry.until == first.until, !entry.isWoken {
                    next = min(next ?? first.until, first.until)
                    break
                }
                queue.wakes.removeMin()
            }
            for waiting in queue.woken[queue.start...] {
                guard let entry = entries[waiting.id], entry.isWoken else { continue }
                next = min(next ?? entry.until, entry.until)
            }
            queues[rule] = queue
        }
        return next
    }

    /// Some wake earlier than they would.
    mutating func wake(at moment: Timestamp, where isMeant: (HeldOccurrence) -> Bool) {
        let meant = entries.filter { $0.value.until > moment && isMeant($0.value) }
        for (id, var entry) in meant {
            entry.until = moment
            entry.isWoken = false
            put(entry, as: id)
        }
    }
}
