internal import HongyanCore
internal import HongyanStore

/// What the judge finds in the ledger's tables.
extension Judge {
    /// - Parameter isQuiet: Everything works again and has had its time.
    func audit(
        _ ledger: RawLedger, _ carrier: TortureCarrier, at now: Timestamp, isQuiet: Bool
    ) -> [Breach] {
        let view = LedgerView(ledger, carrier)
        var breaches = missing(in: ledger)
        let sends = cleared(view)
        breaches += complete(view) + finals(ledger) + caps(sends) + onces(sends)
        breaches += states(view) + receipts(view) + replies(ledger, carrier) + money(view)
        if isQuiet { breaches += queue(ledger, at: now) }
        return breaches
    }

    private func complete(_ view: LedgerView) -> [Breach] {
        view.carrier.tally.compactMap { taken in
            let submission = taken.submission
            guard view.submissions[submission.id]?.message == submission.message,
                let message = view.messages[submission.message],
                let decision = view.sends[submission.message], decision.key == message.key,
                decision.rule == message.rule, decision.customer == message.customer
            else { return Breach(.ledgerComplete, facts(taken, read(submission.text))) }
            return nil
        }
    }

    private func finals(_ ledger: RawLedger) -> [Breach] {
        struct Name: Hashable {
            let rule: RuleID
            let customer: CustomerID
            let key: String
        }
        var done: Set<Name> = []
        var breaches: [Breach] = []
        for row in ledger.decisions {
            let name = Name(rule: row.rule, customer: row.customer, key: row.key)
            let text = "rule=\(row.rule) customer=\(row.customer) key=\(row.key) "
            if done.contains(name) {
                breaches.append(
                    Breach(.ledgerFinal, text + "again=\(TortureBook.zone.format(row.at))"))
            }
            if row.outcome != "hold" { done.insert(name) }
        }
        let messages = Set(ledger.messages.map(\.id))
        for row in ledger.decisions {
            guard let message = row.message, !messages.contains(message) else { continue }
            breaches.append(Breach(.ledgerFinal, "send without message: rule=\(row.rule)"))
        }
        let decided = Set(ledger.decisions.compactMap(\.message))
        for message in ledger.messages where !decided.contains(message.id) {
            breaches.append(Breach(.ledgerFinal, "message without send: rule=\(message.rule)"))
        }
        return breaches
    }

    // MARK: How often

    private typealias Cleared = [CustomerID: [(rule: RuleID, at: Timestamp)]]

    /// Of marketing that the carrier took: by customer, when each was cleared, ascending.
    private func cleared(_ view: LedgerView) -> Cleared {
        var sends: Cleared = [:]
        for (taken, reading) in zip(view.carrier.tally, readings) where taken.isAccepted {
            guard let reading, reading.rule.purpose == .marketing,
                let decision = view.sends[taken.submission.message]
            else { continue }
            sends[reading.customer, default: []].append((reading.rule.id, decision.at))
        }
        return sends.mapValues { $0.sorted { $0.at < $1.at } }
    }

    private func caps(_ sends: Cleared) -> [Breach] {
        var breaches: [Breach] = []
        for customer in sends.keys.sorted() {
            let times = (sends[customer] ?? []).map(\.at)
            for cap in book.caps {
                for (index, last) in times.enumerated() {
                    let counted = times[...index].filter { Self.counts(cap.period, $0, last) }
                    guard counted.count > cap.count else { continue }
                    let list = counted.map { TortureBook.zone.format($0) }
                    breaches.append(
                        Breach(
                            .capHeld,
                            "customer=\(customer) cap=\(cap.count) "
                                + "cleared=\(list.joined(separator: ","))"))
                }
            }
        }
        return breaches
    }

    private static func counts(
        _ period: TortureBook.CapFact.Period, _ at: Timestamp, _ last: Timestamp
    ) -> Bool {
        switch period {
        case .rolling(let span): at > last - span
        case .day:
            (at.milliseconds + 28_800_000) / 86_400_000
                == (last.milliseconds + 28_800_000) / 86_400_000
        }
    }

    private func onces(_ sends: Cleared) -> [Breach] {
        var breaches: [Breach] = []
        for customer in sends.keys.sorted() {
            for rule in book.rules {
                guard let days = rule.onceDays else { continue }
                let times = (sends[customer] ?? []).filter { $0.rule == rule.id }.map(\.at)
                for (first, second) in zip(times, times.dropFirst())
                where second < first + .days(Int64(days)) {
                    breaches.append(
                        Breach(
                            .onceHeld,
                            "customer=\(customer) rule=\(rule.id) "
                                + "cleared=\(TortureBook.zone.format(first)),"
                                + TortureBook.zone.format(second)))
                }
            }
        }
        return breaches
    }

    // MARK: What came back

    private func states(_ view: LedgerView) -> [Breach] {
        view.ledger.messages.compactMap { message in
            let tally = view.tally[message.id] ?? []
            let isAccepted = tally.contains(where: \.isAccepted)
            let isTrue =
                switch message.state {
                case "queued", "claimed", "withdrawn", "refused", "expired": !isAccepted
                case "accepted", "delivered", "failed": isAccepted
                // Perhaps the bytes never left.
                default: true
                }
            guard !isTrue || message.takesSlot == Self.free.contains(message.state) else {
                return nil
            }
            return Breach(
                .stateTrue,
                "message=\(message.id.description.prefix(12)) rule=\(message.rule) "
                    + "state=\(message.state) accepted=\(isAccepted) slot=\(message.takesSlot)")
        }
    }

    private static let free: Set<String> = ["refused", "expired", "withdrawn"]

    private func receipts(_ view: LedgerView) -> [Breach] {
        view.carrier.tally.compactMap { taken in
            guard taken.isAccepted, view.heardAccepted.contains(taken.submission.id),
                let outcomes = view.receipts[taken.providerID],
                let state = view.messages[taken.submission.message]?.state
            else { return nil }
            if outcomes.count == 1, outcomes.contains(where: { $0.rawValue == state }) {
                return nil
            }
            if outcomes.count > 1, state == "delivered" || state == "failed" { return nil }
            let list = outcomes.map(\.rawValue).sorted().joined(separator: ",")
            return Breach(.receiptKept, "\(facts(taken)) state=\(state) receipts=\(list)")
        }
    }

    private func replies(_ ledger: RawLedger, _ carrier: TortureCarrier) -> [Breach] {
        carrier.acknowledged.compactMap { event in
            guard case .reply(let reply) = event, !ledger.replies.contains(reply.id) else {
                return nil
            }
            return Breach(
                .replyKept,
                "reply=\(reply.id) text=\(reply.text) at=\(TortureBook.zone.format(reply.at))")
        }
    }

    private func money(_ view: LedgerView) -> [Breach] {
        var breaches: [Breach] = []
        for taken in view.carrier.tally {
            let id = taken.submission.id
            let charge = view.charges[id]
            let units = taken.submission.text.utf16.count
            let parts = units <= 70 ? 1 : (units + 66) / 67
            let due = Money(units: book.price.units * Int64(parts))
            let isHeard = view.heardAccepted.contains(id)
            let isWrong =
                if let charge {
                    !taken.isAccepted || charge.parts != parts || charge.amount != due
                } else { isHeard }
            guard isWrong else { continue }
            breaches.append(
                Breach(
                    .moneyAdds,
                    "\(facts(taken)) charged=\(charge?.amount.description ?? "nothing") "
                        + "due=\(taken.isAccepted ? due.description : "0")"))
        }
        let known = Set(view.carrier.tally.map(\.submission.id))
        for charge in view.ledger.charges where !known.contains(charge.submission) {
            breaches.append(Breach(.moneyAdds, "charge for nothing: \(charge.amount)"))
        }
        return breaches
    }

    private func queue(_ ledger: RawLedger, at now: Timestamp) -> [Breach] {
        ledger.messages.compactMap { message in
            let isStuck =
                switch message.state {
                case "claimed", "written": true
                case "queued": message.notBefore.map { $0 <= now } ?? true
                default: false
                }
            guard isStuck else { return nil }
            return Breach(
                .queueMoves,
                "message=\(message.id.description.prefix(12)) rule=\(message.rule) "
                    + "customer=\(message.customer) state=\(message.state)")
        }
    }
}

/// The ledger and the carrier's tally, by id.
private struct LedgerView {
    let ledger: RawLedger
    let carrier: TortureCarrier
    let messages: [Digest: RawLedger.Message]
    let submissions: [Digest: RawLedger.Submission]
    let charges: [Digest: RawLedger.Charge]
    /// The sending decision of each message.
    let sends: [Digest: RawLedger.Decision]
    let tally: [Digest: [TortureCarrier.Taken]]
    /// Submissions of which the daemon took in that they were accepted.
    var heardAccepted: Set<Digest> = []
    /// What receipts that were taken in say, by the carrier's id.
    var receipts: [String: Set<Receipt.Outcome>] = [:]

    init(_ ledger: RawLedger, _ carrier: TortureCarrier) {
        self.ledger = ledger
        self.carrier = carrier
        messages = Dictionary(ledger.messages.map { ($0.id, $0) }) { first, _ in first }
        submissions = Dictionary(ledger.submissions.map { ($0.id, $0) }) { first, _ in first }
        charges = Dictionary(ledger.charges.map { ($0.submission, $0) }) { first, _ in first }
        sends = Dictionary(
            ledger.decisions.compactMap { row in row.message.map { ($0, row) } }
        ) { first, _ in first }
        tally = Dictionary(grouping: carrier.tally, by: \.submission.message)
        for event in carrier.acknowledged {
            switch event {
            case .response(let submission, .accepted, _): heardAccepted.insert(submission)
            case .receipt(let receipt):
                receipts[receipt.providerID, default: []].insert(receipt.outcome)
            case .response, .reply: break
            }
        }
    }
}
