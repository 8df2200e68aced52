import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanStore
import Testing

/// A seeded shop of a hundred customers with a past and a future, for tests in which two
/// computations must agree.
struct SmallShop {
    let customers: [IncomingCustomer]
    let consents: [IncomingConsent]
    /// Up to the start.
    let history: [IncomingEvent]
    /// After the start, ascending.
    let future: [IncomingEvent]

    init(customers count: Int, seed: UInt64, start: Timestamp, days: Int) {
        var random = RandomStream(seed: seed, purpose: "shop", id: "data")
        var customers: [IncomingCustomer] = []
        var consents: [IncomingConsent] = []
        var history: [IncomingEvent] = []
        var future: [IncomingEvent] = []
        for index in 0..<count {
            let id = CustomerID("c\(index)")
            let near = Zone.china.day(of: start) + 3 + random.below(days)
            customers.append(
                SmallShop.customer(id, index: index, near: near, random: &random))
            if random.below(10) > 0 {
                consents.append(
                    IncomingConsent(
                        customer: id,
                        consent: Consent(
                            purpose: .marketing, at: Timestamp(seconds: 1_600_000_000),
                            source: "form", textVersion: "v1"), evidence: nil))
            }
            for _ in 0..<random.below(4) {
                let ago = Span.minutes(Int64(random.below(120 * 1_440)))
                history.append(
                    SmallShop.event("order.placed", id, start - ago, history.count, &random))
            }
            for _ in 0..<(2 + random.below(6)) {
                let later = Span(milliseconds: Int64(1 + random.below(days * 86_400)) * 1_000)
                let kind: EventKind = random.below(3) == 0 ? "order.placed" : "cart.updated"
                future.append(
                    SmallShop.event(kind, id, start + later, 100_000 + future.count, &random))
            }
            if random.below(3) == 0 {
                let later = Span(milliseconds: Int64(1 + random.below(days * 86_400)) * 1_000)
                future.append(
                    IncomingEvent(
                        id: EventID("p\(index)"), customer: id, kind: "parcel.arrived",
                        at: start + later, fields: ["code": .text("8-\(index)")]))
            }
        }
        self.customers = customers
        self.consents = consents
        self.history = history
        self.future = Scenario(events: future).events
    }

    private static func customer(
        _ id: CustomerID, index: Int, near: CivilDay, random: inout RandomStream
    ) -> IncomingCustomer {
        let digits = String(index)
        let number = "+86138" + String(repeating: "0", count: 8 - digits.count) + digits
        var tags: [TagName: Value?] = [:]
        if random.below(4) > 0 { tags["tier"] = .text(random.below(2) == 0 ? "gold" : "bronze") }
        if random.below(5) > 0 {
            let isLunar = random.below(3) == 0
            let isNear = random.below(4) == 0
            let month = 1 + random.below(12)
            let day = 1 + random.below(isLunar ? 30 : CivilDay.length(ofMonth: month, year: 2024))
            tags["birthday"] = .anniversary(
                isNear && !isLunar
                    ? Anniversary(
                        calendar: .solar, month: near.fields.month, day: near.fields.day)
                    : Anniversary(calendar: isLunar ? .lunar : .solar, month: month, day: day))
        }
        if random.below(2) == 0 { tags["name"] = .text("王\(index)") }
        return IncomingCustomer(id: id, phone: .number(PhoneNumber(e164: number)), tags: tags)
    }

    private static func event(
        _ kind: EventKind, _ customer: CustomerID, _ at: Timestamp, _ index: Int,
        _ random: inout RandomStream
    ) -> IncomingEvent {
        IncomingEvent(
            id: EventID("e\(index)"), customer: customer, kind: kind, at: at,
            fields: [
                "cart_id": .text("k\(customer)-\(random.below(3))"),
                "amount": .number(Int64(random.below(500_00))),
            ])
    }

    /// A store that holds the customers and the past.
    func store(for book: RuleBook, at start: Timestamp) throws -> SQLiteStore {
        let store = try SQLiteStore.inMemory(schema: book.tags, zone: book.workspace.zone)
        _ = try store.importCustomers(customers, schema: book.tags, at: start)
        _ = try store.importConsents(consents, at: start)
        _ = try store.ingest(history, schema: book.tags, at: start)
        return store
    }

    static func providers(_ book: RuleBook, seed: UInt64) -> [ChannelID: any Provider] {
        var providers: [ChannelID: any Provider] = [:]
        for channel in book.workspace.channels {
            if case .simulated(let profile) = channel.provider {
                providers[channel.id] = SimulatedCarrier(
                    channel: channel.id, profile: profile, seed: seed)
            }
        }
        return providers
    }

    static func lines(_ store: SQLiteStore, zone: Zone) throws -> [String] {
        var lines: [String] = []
        try store.forEachDecision(from: .distantPast, through: .distantFuture) { record in
            let until = record.until.map { zone.format($0) } ?? ""
            lines.append(
                "\(zone.format(record.at)) \(record.rule) \(record.customer) "
                    + "\(record.occurrence) \(zone.format(record.due)) "
                    + "\(record.decision) \(record.reason ?? "") \(until) "
                    + "\(record.text ?? "") \(record.verdicts)")
        }
        return lines
    }
}
