internal import HongyanCore
internal import HongyanStore

/// Looks after each step whether the invariants hold, and believes nobody but the carrier's tally
/// and what was fed in.
struct Judge {
    /// A refusal that was taken in.
    struct Refusal {
        let number: PhoneNumber?
        let customer: CustomerID?
        /// nil for everything.
        let purpose: Purpose?
    }
    private struct Agreement: Hashable {
        let customer: CustomerID
        let number: PhoneNumber
    }
    /// What a submission's text says of itself.
    struct Reading {
        let rule: TortureBook.RuleFact
        let customer: CustomerID
    }

    let book: TortureBook
    private(set) var refusals: [Refusal] = []
    private var agreements: Set<Agreement> = []
    private var numbers: [CustomerID: PhoneNumber] = [:]
    private(set) var stops: [Stop.Scope] = []
    /// Decisions that must be in the ledger, whatever comes.
    private var kept: Set<FaultStore.Kept> = []
    /// Those that must be there as long as the power is on.
    private var volatile: Set<FaultStore.Kept> = []
    /// What each text of the tally says, in its order.
    private(set) var readings: [Reading?] = []
    private var repliesKnown = 0

    init(book: TortureBook) { self.book = book }

    // MARK: What was fed in, once it is in

    mutating func note(_ content: TortureWorld.Arrival.Content) {
        switch content {
        case .customer(let customer):
            if case .number(let number) = customer.phone { numbers[customer.id] = number }
        case .consent(let consent):
            guard let number = numbers[consent.customer] else { return }
            agreements.insert(Agreement(customer: consent.customer, number: number))
        case .refusal(let refusal):
            refusals.append(
                Refusal(
                    number: refusal.number, customer: refusal.customer,
                    purpose: refusal.optOut.purpose))
        case .stop(let scope): if !stops.contains(scope) { stops.append(scope) }
        case .resume(let scope): stops.removeAll { $0 == scope }
        case .event, .signal, .reply: break
        }
    }

    /// A decision whose commit returned.
    mutating func committed(_ decision: FaultStore.Kept) { volatile.insert(decision) }

    /// All that was committed so far must be on the disk.
    mutating func synced() {
        kept.formUnion(volatile)
        volatile = []
    }

    /// What was not on the disk may be gone.
    mutating func lostPower() { volatile = [] }

    /// Replies that the daemon was handed and did not lose in a crash.
    private mutating func noteReplies(_ events: [ProviderEvent]) {
        for event in events {
            guard case .reply(let reply) = event, ["TD", "退订"].contains(reply.text) else {
                continue
            }
            let holders = numbers.keys.filter { numbers[$0] == reply.number }
            refusals.append(
                Refusal(
                    number: reply.number, customer: holders.count == 1 ? holders.first : nil,
                    purpose: .marketing))
        }
    }

    // MARK: What left

    /// Judges what was handed over since the last look.
    mutating func handedOver(_ carrier: TortureCarrier) -> [Breach] {
        noteReplies(Array(carrier.acknowledged[repliesKnown...]))
        repliesKnown = carrier.acknowledged.count
        // Of the step that is under way: taken in before anything left.
        let before = refusals.count
        noteReplies(carrier.inFlight)
        var breaches: [Breach] = []
        for index in readings.count..<carrier.tally.count {
            let taken = carrier.tally[index]
            readings.append(read(taken.submission.text))
            breaches += once(taken, before: carrier.tally[..<index])
            guard let reading = readings[index] else {
                breaches.append(Breach(.ledgerComplete, "text of no rule: \(facts(taken))"))
                continue
            }
            breaches += recipient(taken, reading)
            breaches += moment(taken, reading)
        }
        // They may be lost in a crash; until they come again nobody knows them.
        refusals.removeSubrange(before...)
        return breaches
    }

    private func once(
        _ taken: TortureCarrier.Taken, before: ArraySlice<TortureCarrier.Taken>
    ) -> [Breach] {
        let earlier = before.filter { $0.submission.message == taken.submission.message }
        let doubtful = earlier.filter { !$0.isThrottled }
        let purpose = taken.submission.purpose
        let allowed = purpose == .verification || purpose == .emergency ? 1 : 0
        let isSame = earlier.contains { $0.submission.id == taken.submission.id }
        guard doubtful.count > allowed || isSame else { return [] }
        let times = earlier.map { TortureBook.zone.format($0.at) }.joined(separator: ",")
        return [Breach(.submissionOnce, "\(facts(taken)) before=\(times)")]
    }

    private func recipient(_ taken: TortureCarrier.Taken, _ reading: Reading) -> [Breach] {
        var breaches: [Breach] = []
        let number = taken.submission.number
        if numbers[reading.customer] != number {
            breaches.append(Breach(.numberHeld, facts(taken, reading)))
        }
        let purpose = reading.rule.purpose
        let isRefused = refusals.contains { refusal in
            (refusal.number == number || refusal.customer == reading.customer)
                && (purpose == .marketing
                    ? refusal.purpose == nil || refusal.purpose == .marketing
                    : purpose == .service && refusal.purpose == nil)
        }
        if isRefused { breaches.append(Breach(.optOutRespected, facts(taken, reading))) }
        let agreement = Agreement(customer: reading.customer, number: number)
        if purpose == .marketing, !agreements.contains(agreement) {
            breaches.append(Breach(.consentPresent, facts(taken, reading)))
        }
        return breaches
    }

    private func moment(_ taken: TortureCarrier.Taken, _ reading: Reading) -> [Breach] {
        var breaches: [Breach] = []
        if stops.contains(where: { stops($0, reading.rule) }) {
            breaches.append(Breach(.stopHeld, facts(taken, reading)))
        }
        guard reading.rule.purpose == .marketing else { return breaches }
        let local = taken.at.milliseconds + 8 * 3_600_000
        let minute = Int(local / 60_000 % 1_440)
        let day = CivilDay(number: Int32(local / 86_400_000))
        let isOpen = reading.rule.window.map { $0.contains(minute) } ?? true
        if !isOpen || day == book.blackout {
            breaches.append(Breach(.windowOpen, facts(taken, reading)))
        }
        return breaches
    }

    private func stops(_ scope: Stop.Scope, _ rule: TortureBook.RuleFact) -> Bool {
        switch scope {
        case .all, .channel: true
        case .rule(let stopped): stopped == rule.id
        case .purpose(let purpose): purpose == rule.purpose
        case .template, .signature: false
        }
    }

    /// Texts carry a mark of their rule and the name of their customer.
    func read(_ text: String) -> Reading? {
        let scalars = Array(text.unicodeScalars)
        guard let name = scalars.firstIndex(of: "客") else { return nil }
        let digits = scalars[(name + 1)...].prefix { ("0"..."9").contains($0) }
        // `客7，甲字号`: the mark comes after the comma.
        let place = name + 1 + digits.count + 1
        guard !digits.isEmpty, place + 1 < scalars.count, scalars[place + 1] == "字",
            let rule = book.rules.first(where: { $0.mark == Character(scalars[place]) })
        else { return nil }
        let number = String(String.UnicodeScalarView(digits))
        return Reading(rule: rule, customer: CustomerID("c\(number)"))
    }

    func facts(_ taken: TortureCarrier.Taken, _ reading: Reading? = nil) -> String {
        var text = "message=\(taken.submission.message.description.prefix(12))"
        text += " attempt=\(taken.submission.attempt)"
        if let reading { text += " rule=\(reading.rule.id) customer=\(reading.customer)" }
        return text + " at=\(TortureBook.zone.format(taken.at))"
    }

    // MARK: What must be there

    func missing(in ledger: RawLedger) -> [Breach] {
        struct Name: Hashable {
            let rule: RuleID
            let customer: CustomerID
            let key: String
        }
        var finals: Set<Name> = []
        var rows: Set<FaultStore.Kept> = []
        for row in ledger.decisions {
            if row.outcome != "hold" {
                finals.insert(Name(rule: row.rule, customer: row.customer, key: row.key))
            }
            rows.insert(
                FaultStore.Kept(
                    at: row.at, rule: row.rule, customer: row.customer, key: row.key,
                    outcome: row.outcome))
        }
        return kept.union(volatile).filter { kept in
            !rows.contains(kept)
                && !finals.contains(
                    Name(rule: kept.rule, customer: kept.customer, key: kept.key))
        }.map { kept in
            "rule=\(kept.rule) customer=\(kept.customer) key=\(kept.key) \(kept.outcome) "
                + "at=\(TortureBook.zone.format(kept.at))"
        }.sorted().map { Breach(.decisionKept, $0) }
    }
}
