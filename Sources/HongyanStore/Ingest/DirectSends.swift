internal import GRDB
public import HongyanCore

extension SQLiteStore {
    /// Accepts direct sends: when this returns they are on the disk, and a daemon, now or later,
    /// decides them. What names an unknown customer is left out. A number that no customer holds
    /// gets one of its own (`to-…`), without any consent.
    /// - Parameter page: Checked by ``Direct/fault(in:purpose:book:)``; at most a page.
    public func accept(
        _ page: [DirectSend], job: String, book: RuleBook, at now: Timestamp
    ) throws(StoreError) -> DirectCounts {
        var count = DirectCounts()
        let found = try recipients(of: page)
        let strangers = found.compactMap { (entry: Found) -> IncomingCustomer? in
            guard case .stranger(let id, let number) = entry else { return nil }
            return IncomingCustomer(id: id, phone: .number(number), tags: [:])
        }
        if !strangers.isEmpty {
            _ = try importCustomers(strangers, schema: schema, at: now)
        }
        var events: [IncomingEvent] = []
        for (send, entry) in zip(page, found) {
            guard let template = book.template(send.template) else {
                count.faults[send.line] = .unknownTemplate(nearest: nil)
                continue
            }
            switch entry {
            case .nobody: count.faults[send.line] = .unknownCustomer
            case .known(let customer), .stranger(let customer, _):
                events.append(
                    Direct.event(
                        send, job: job, customer: customer, purpose: template.purpose, at: now))
            }
        }
        try begin(book, at: now)
        let taken = try take(events, schema: schema).count
        count.accepted = taken.added
        count.known = taken.unchanged
        return count
    }

    private enum Found {
        case known(CustomerID)
        case stranger(CustomerID, PhoneNumber)
        case nobody
    }

    /// Whom each is to, in the page's order.
    private func recipients(of page: [DirectSend]) throws(StoreError) -> [Found] {
        try read { db in
            let numbers = try self.numberBook(db)
            let holder = try db.cachedStatement(sql: DirectSQL.holder)
            let customer = try db.cachedStatement(sql: CustomerIndex.finding)
            return try page.map { send in
                switch send.recipient {
                case .customer(let id):
                    return try customer.firstInt([id.db]) == nil ? .nobody : .known(id)
                case .number(let number):
                    let hash = try numbers.hash(number)
                    if let id = try holder.firstText([hash.db]) { return .known(CustomerID(id)) }
                    return .stranger(CustomerID("to-\(hash)"), number)
                }
            }
        }
    }

    /// The rules of direct sends begin before the first of them, so that a daemon that starts
    /// later finds it.
    private func begin(_ book: RuleBook, at now: Timestamp) throws(StoreError) {
        let known = try cursors()
        guard book.directRules.contains(where: { known[$0.id] == nil }) else { return }
        try write { db in
            let put = try db.cachedStatement(sql: DirectSQL.beginning)
            let seq = try Meta.int(db, .seq) ?? 0
            let start = now - .minutes(1)
            for rule in book.directRules {
                try put.run([
                    rule.id.db, start.db, seq.db, start.db, rule.triggerFingerprint.db,
                ])
            }
        }
    }
}

enum DirectSQL {
    static let holder = """
        SELECT c.id FROM numbers n JOIN customers c ON c.row = n.holder
        WHERE n.slot = 0 AND n.hash = ?
        """
    static let beginning = """
        INSERT INTO cursors (slot, rule, through_time, through_seq, active_from, fingerprint)
        VALUES (0, ?, ?, ?, ?, ?) ON CONFLICT (slot, rule) DO NOTHING
        """
}
