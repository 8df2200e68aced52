import HongyanCore
import HongyanEngine
import HongyanStore

/// One customer before one rule, read from the store: what `render` and `explain` show.
struct Rehearsed {
    let rule: CompiledRule
    let view: CustomerView
    let occurrence: Occurrence?
    let facts: Facts?
    let decision: Decision?
    let now: Timestamp

    init(
        customer: CustomerID, rule id: RuleID, book: RuleBook, store: SQLiteStore, at now: Timestamp
    ) throws {
        guard let rule = book.rule(id) else {
            let known = book.rules.map(\.id.rawValue).joined(separator: ", ")
            throw CommandFailure("there is no rule '\(id)' (known: \(known))")
        }
        guard let view = try explained({ try store.customerView(customer) }) else {
            throw CommandFailure("there is no customer '\(customer)'")
        }
        self.rule = rule
        self.view = view
        self.now = now
        var latest: (seq: Seq, event: IncomingEvent)?
        if let kind = rule.trigger.startingEvent {
            latest = try explained { try store.latestEvent(of: kind, for: customer, through: now) }
        }
        occurrence = Rehearsal.occurrence(
            of: rule, customer: customer, tags: view.tags, latestEvent: latest, now: now,
            zone: book.workspace.zone)
        // Without an occurrence of its own the gates are still shown, for one that were due now.
        let shown =
            occurrence
            ?? Occurrence(
                rule: id, customer: customer, key: "rehearsal", due: now, cause: .instant(now))
        facts = try explained { try store.facts(for: [shown], of: rule, book: book, at: now).first }
        let stops = try explained { try store.stops() }
        decision = facts.flatMap {
            Rehearsal.decision(on: $0, of: rule, book: book, stops: stops, now: now)
        }
    }
}
