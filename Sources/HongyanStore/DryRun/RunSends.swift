internal import HongyanCore

/// What a dry run cleared to leave, by customer and time: for caps, `once` and touches.
struct RunSends {
    struct Send {
        let at: Timestamp
        /// The one before it to the same customer; negative for none.
        let previous: Int32
        /// Of the names.
        let rule: UInt16
        let channel: UInt16
        let template: UInt16
        let purpose: Purpose
        fileprivate(set) var takesSlot = true
        /// Where the message stands while it is under way; negative afterwards.
        fileprivate(set) var slot: Int32
    }

    /// When a rule last cleared a message to a customer, and when before: as a row of `once`.
    struct Last {
        var at: Timestamp?
        var before: Timestamp?
    }

    private struct Name: Hashable {
        let rule: UInt16
        let row: Int64
    }

    private(set) var all: [Send] = []
    private var rules = Names<RuleID>()
    private var channels = Names<ChannelID>()
    private var templates = Names<TemplateID>()
    /// By the customer's row: their latest, plus one. Four bytes for each row up to the greatest
    /// that was written to.
    private var latest: [Int32] = []
    /// Stands before the store's own row.
    private var last: [Name: Last] = [:]

    /// - Returns: Its place.
    mutating func add(
        _ draft: Draft, to row: Int64, rule: RuleID, at now: Timestamp, slot: Int
    ) -> Int32 {
        let index = Int(row)
        if index >= latest.count {
            latest.append(
                contentsOf: repeatElement(0, count: max(index + 1, 2 * latest.count) - latest.count)
            )
        }
        let place = Int32(all.count)
        all.append(
            Send(
                at: now, previous: latest[index] - 1, rule: rules.number(of: rule),
                channel: channels.number(of: draft.channel),
                template: templates.number(of: draft.template), purpose: draft.purpose,
                slot: Int32(slot)))
        latest[index] = place + 1
        return place
    }

    /// A message has had its last word; its slot may return.
    mutating func end(_ place: Int32, freesSlot: Bool) {
        guard place >= 0 else { return }
        all[Int(place)].slot = -1
        if freesSlot { all[Int(place)].takesSlot = false }
    }

    func takesSlot(_ place: Int32) -> Bool { place < 0 || all[Int(place)].takesSlot }

    /// A customer's, the latest first.
    func each(of row: Int64, _ body: (Send) -> Bool) {
        let index = Int(row)
        guard index < latest.count else { return }
        var place = latest[index] - 1
        while place >= 0 {
            let send = all[Int(place)]
            guard body(send) else { return }
            place = send.previous
        }
    }

    /// Those after a moment that take a slot, ascending by time.
    func cleared(to row: Int64, after horizon: Timestamp) -> [ClearedSend] {
        var found: [ClearedSend] = []
        each(of: row) { send in
            guard send.at > horizon else { return false }
            if send.takesSlot {
                found.append(
                    ClearedSend(
                        at: send.at, rule: rules[send.rule], purpose: send.purpose,
                        channel: channels[send.channel], template: templates[send.template]))
            }
            return true
        }
        if found.count > 1 { found.reverse() }
        return found
    }

    // MARK: Once

    /// nil: the store's own row stands.
    func last(of rule: RuleID, to row: Int64) -> Last? {
        rules.known(rule).flatMap { last[Name(rule: $0, row: row)] }
    }

    /// - Parameter past: What the store's own row says.
    mutating func noteLast(
        of rule: RuleID, to row: Int64, at now: Timestamp, past: () throws -> Timestamp?
    ) rethrows {
        let name = Name(rule: rules.number(of: rule), row: row)
        if let known = last[name] {
            last[name] = Last(at: now, before: known.at)
        } else {
            last[name] = Last(at: now, before: try past())
        }
    }

    /// `once` forgets a message that certainly was not accepted.
    mutating func forgetLast(of rule: RuleID, to row: Int64, clearedAt: Timestamp) {
        let name = Name(rule: rules.number(of: rule), row: row)
        guard var known = last[name] else { return }
        if known.at == clearedAt {
            known = Last(at: known.before, before: nil)
        } else if known.before == clearedAt {
            known.before = nil
        }
        last[name] = known
    }

    // MARK: Touches

    /// Customers by number of marketing messages cleared in `(from, through]`, ascending.
    func touches(from: Timestamp, through: Timestamp) -> [RunReport.TouchCount] {
        var customers: [Int] = []
        for place in latest where place > 0 {
            var count = 0
            var next = place - 1
            while next >= 0 {
                let send = all[Int(next)]
                if send.purpose == .marketing, send.at > from, send.at <= through { count += 1 }
                next = send.previous
            }
            guard count > 0 else { continue }
            if count >= customers.count {
                customers.append(
                    contentsOf: repeatElement(0, count: count + 1 - customers.count))
            }
            customers[count] += 1
        }
        return customers.enumerated().compactMap { (messages, customers) in
            customers > 0
                ? RunReport.TouchCount(messages: messages, customers: customers) : nil
        }
    }
}
