internal import HongyanCore

/// A small shop for one seed: its people, its past, and what is to come in.
struct TortureWorld: Sendable {
    /// Something that comes in from outside, at a moment.
    struct Arrival: Sendable {
        enum Content: Sendable {
            case event(IncomingEvent)
            case signal(IncomingSignal)
            case customer(IncomingCustomer)
            case consent(IncomingConsent)
            case refusal(IncomingSuppression)
            case stop(Stop.Scope)
            case resume(Stop.Scope)
            /// Comes through the carrier.
            case reply(Reply)
        }
        let at: Timestamp
        let content: Content
    }

    static let customerCount = 6
    /// How long things come in.
    static let span = Span.hours(48)

    let seed: UInt64
    /// The midnight at which it begins.
    let start: Timestamp
    let customers: [IncomingCustomer]
    let consents: [IncomingConsent]
    let history: [IncomingEvent]
    /// Ascending by time.
    let arrivals: [Arrival]

    /// - Parameter isCalm: Arrivals of grid rules on whole minutes only, and no stops, so that a
    ///   run with crashes can be held against one without.
    init(seed: UInt64, isCalm: Bool) {
        self.seed = seed
        var random = RandomStream(seed: seed, purpose: "torture", id: "world")
        let day =
            (CivilDay(year: 2026, month: 1, day: 5) ?? CivilDay(number: 0)) + random.below(300)
        start = TortureBook.zone.moment(day)
        var maker = Maker(seed: seed, start: start, isCalm: isCalm, random: random)
        maker.make()
        customers = maker.customers
        consents = maker.consents
        history = maker.history
        arrivals = maker.arrivals.enumerated().sorted {
            $0.element.at == $1.element.at
                ? $0.offset < $1.offset : $0.element.at < $1.element.at
        }.map(\.element)
    }

    /// A number that nobody else has.
    static func number(_ index: Int) -> PhoneNumber {
        let digits = String(index)
        return PhoneNumber(
            e164: "+86138" + String(repeating: "0", count: 8 - digits.count) + digits)
    }

    static func id(_ index: Int) -> CustomerID { CustomerID("c\(index)") }
}

/// Draws a world.
private struct Maker {
    let start: Timestamp
    let isCalm: Bool
    var random: RandomStream
    var customers: [IncomingCustomer] = []
    var consents: [IncomingConsent] = []
    var history: [IncomingEvent] = []
    var arrivals: [TortureWorld.Arrival] = []
    private var events = 0

    init(seed: UInt64, start: Timestamp, isCalm: Bool, random: RandomStream) {
        self.start = start
        self.isCalm = isCalm
        self.random = random
    }

    private mutating func moment(whole: Bool) -> Timestamp {
        let minutes = TortureWorld.span.milliseconds / 60_000
        let at = start + .minutes(Int64(1 + random.below(Int(minutes) - 1)))
        if whole && isCalm { return at }
        return at + Span(milliseconds: Int64(random.below(60)) * 1_000)
    }

    mutating func make() {
        for index in 0..<TortureWorld.customerCount { makeCustomer(index) }
        makeWeather()
        guard !isCalm else { return }
        makeStops()
    }

    private mutating func makeCustomer(_ index: Int) {
        let id = TortureWorld.id(index)
        var tags: [TagName: Value?] = [
            "name": .text("客\(index)"), "city": .text(index % 2 == 0 ? "上海" : "北京"),
        ]
        if random.below(3) > 0 { tags["tier"] = .text(random.below(3) > 0 ? "gold" : "bronze") }
        let near = TortureBook.zone.day(of: start) + 1 + random.below(3)
        if random.below(2) == 0 {
            tags["birthday"] = .anniversary(
                Anniversary(
                    calendar: .solar, month: near.fields.month, day: near.fields.day))
        }
        if random.below(3) == 0 { tags["coupon_expires"] = .date(near) }
        // Two people may share a number.
        let number = index == 1 && random.below(3) == 0 ? 0 : index
        customers.append(
            IncomingCustomer(id: id, phone: .number(TortureWorld.number(number)), tags: tags))
        let agreed = Timestamp(seconds: 1_700_000_000)
        if random.below(8) > 0 { consents.append(consent(id, at: agreed)) }
        for _ in 0..<random.below(3) {
            let ago = Span.hours(Int64(1 + random.below(90 * 24)))
            history.append(event("order.placed", id, at: start - ago))
        }
        for _ in 0..<(2 + random.below(4)) { makeEvent(id) }
        makeWord(id, index)
    }

    private mutating func makeEvent(_ id: CustomerID) {
        let kinds: [EventKind] = [
            "order.placed", "cart.updated", "cart.updated", "cart.updated", "parcel.arrived",
            "code.requested",
        ]
        let kind = kinds[random.below(kinds.count)]
        let isImmediate = kind == "parcel.arrived" || kind == "code.requested"
        let arrives = moment(whole: !isImmediate)
        var at = arrives
        // Some come late.
        if !isImmediate, random.below(5) == 0 { at = at - .minutes(Int64(1 + random.below(180))) }
        let made = event(kind, id, at: at)
        arrivals.append(TortureWorld.Arrival(at: arrives, content: .event(made)))
        // And some twice.
        if random.below(6) == 0 {
            arrivals.append(
                TortureWorld.Arrival(
                    at: arrives + .minutes(Int64(1 + random.below(600))), content: .event(made)))
        }
    }

    /// What a customer says, or has said for them.
    private mutating func makeWord(_ id: CustomerID, _ index: Int) {
        switch random.below(8) {
        case 0: say("TD", index)
        case 1: say("退订", index)
        case 2:
            say("1", index)
            say("好的", index)
        case 3:
            let at = moment(whole: true)
            let purpose: Purpose? = random.below(2) == 0 ? .marketing : nil
            let isByNumber = random.below(2) == 0
            arrivals.append(
                TortureWorld.Arrival(
                    at: at,
                    content: .refusal(
                        IncomingSuppression(
                            customer: isByNumber ? nil : id,
                            number: isByNumber ? TortureWorld.number(index) : nil,
                            optOut: OptOut(at: at, source: "import", purpose: purpose)))))
        case 4:
            // Another number; what they agreed to does not follow.
            arrivals.append(
                TortureWorld.Arrival(
                    at: moment(whole: true),
                    content: .customer(
                        IncomingCustomer(
                            id: id, phone: .number(TortureWorld.number(index + 100)), tags: [:]))))
        case 5 where !consents.contains { $0.customer == id }:
            let at = moment(whole: true)
            arrivals.append(
                TortureWorld.Arrival(at: at, content: .consent(consent(id, at: at))))
        default: break
        }
    }

    private mutating func say(_ text: String, _ index: Int) {
        let at = moment(whole: false)
        let reply = Reply(
            id: "mo-\(index)-\(arrivals.count)", channel: TortureBook.channel,
            number: TortureWorld.number(index), text: text, at: at)
        arrivals.append(TortureWorld.Arrival(at: at, content: .reply(reply)))
    }

    private func consent(_ id: CustomerID, at moment: Timestamp) -> IncomingConsent {
        IncomingConsent(
            customer: id,
            consent: Consent(
                purpose: .marketing, at: moment, source: "form", textVersion: "v1"), evidence: nil)
    }

    private mutating func event(
        _ kind: EventKind, _ customer: CustomerID, at: Timestamp
    ) -> IncomingEvent {
        events += 1
        let fields: [String: Value] =
            switch kind {
            case "parcel.arrived": ["code": .text("8-\(events)")]
            case "code.requested": ["code": .text("\(1_000 + events)")]
            default:
                [
                    "cart_id": .text("k\(customer)-\(random.below(2))"),
                    "amount": .number(Int64(random.below(400_00))),
                ]
            }
        return IncomingEvent(
            id: EventID("e\(events)"), customer: customer, kind: kind, at: at, fields: fields)
    }

    private mutating func makeWeather() {
        let first = TortureBook.zone.day(of: start)
        for day in 0..<3 {
            for city in ["上海", "北京"] where random.below(2) == 0 {
                let at = TortureBook.zone.moment(first + day) + .hours(Int64(7 + random.below(9)))
                arrivals.append(
                    TortureWorld.Arrival(
                        at: at,
                        content: .signal(
                            IncomingSignal(
                                kind: "weather", key: city, day: first + day + 1, fetchedAt: at,
                                fields: ["rain_mm": .number(Int64(50 + random.below(150)))]))))
            }
        }
    }

    private mutating func makeStops() {
        let scopes: [Stop.Scope] = [
            .all, .purpose(.marketing), .channel(TortureBook.channel), .rule("cart"),
            .rule("thanks"),
        ]
        for _ in 0..<random.below(3) {
            let scope = scopes[random.below(scopes.count)]
            let at = moment(whole: false)
            let length = Span.minutes(Int64(5 + random.below(400)))
            arrivals.append(TortureWorld.Arrival(at: at, content: .stop(scope)))
            arrivals.append(TortureWorld.Arrival(at: at + length, content: .resume(scope)))
        }
    }
}
