import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanStore
import Logging
import Testing

/// A store, a virtual clock, a carrier and an engine: what each engine test plays on.
final class Stage {
    let store: SQLiteStore
    /// What the engine sees: the tables, and in `run` a dry run's store beside them.
    private let twin: TwinStore
    let clock: VirtualClock
    private(set) var book: RuleBook
    private(set) var engine: Engine
    private let seed: UInt64 = 7
    private let carrier: ScriptedCarrier?
    private let carriers: [ChannelID: ScriptedCarrier]
    private let options: EngineOptions

    /// - Parameters:
    ///   - carrier: takes the place of the simulated one on every channel.
    ///   - carriers: … on these channels.
    init(
        _ book: RuleBook, from start: Timestamp, carrier: ScriptedCarrier? = nil,
        carriers: [ChannelID: ScriptedCarrier] = [:], options: EngineOptions = EngineOptions()
    ) throws {
        self.book = book
        self.carrier = carrier
        self.carriers = carriers
        self.options = options
        store = try SQLiteStore.inMemory(schema: book.tags, zone: book.workspace.zone)
        twin = TwinStore(store)
        clock = VirtualClock(at: start)
        engine = Stage.engine(book, twin, clock, carrier, carriers, options, seed: seed)
        // The rules have been there for a minute; the tick of the start is done.
        try engine.start(at: start - .minutes(1))
        try engine.step(at: start)
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func engine(
        _ book: RuleBook, _ store: any Store, _ clock: VirtualClock,
        _ carrier: ScriptedCarrier?, _ carriers: [ChannelID: ScriptedCarrier],
        _ options: EngineOptions, seed: UInt64
    ) -> Engine {
        var providers: [ChannelID: any Provider] = [:]
        for channel in book.workspace.channels {
            if let carrier = carriers[channel.id] ?? carrier {
                providers[channel.id] = carrier
            } else if case .simulated(let profile) = channel.provider {
                providers[channel.id] = SimulatedCarrier(
                    channel: channel.id, profile: profile, seed: seed)
            }
        }
        return Engine(
            world: World(clock: clock, seed: seed, store: store, providers: providers), book: book,
            options: options, logger: quiet)
    }

    /// Steps through every minute with work up to and including a moment.
    func run(to end: Timestamp) throws {
        var now = clock.now()
        try twin.compare(from: now)
        defer { twin.stopComparing() }
        while true {
            clock.move(to: now)
            try engine.step(at: now)
            guard now < end else { return }
            now = min(try engine.nextWork(after: now) ?? end, end)
        }
    }

    /// The daemon was away: no step until this moment.
    func away(until moment: Timestamp) { clock.move(to: moment) }

    /// A daemon that stopped and came back: a new engine over the same store.
    @discardableResult
    func restart(with book: RuleBook? = nil) throws -> ActivationReport {
        if let book { self.book = book }
        engine = Stage.engine(self.book, twin, clock, carrier, carriers, options, seed: seed)
        return try engine.start(at: clock.now())
    }

    @discardableResult
    func reload(_ book: RuleBook) throws -> ActivationReport {
        self.book = book
        return try engine.reload(book, at: clock.now())
    }

    // MARK: What happens

    /// A customer whom marketing may reach.
    func customer(_ id: String, phone: String? = nil, _ tags: [TagName: Value?] = [:]) throws {
        _ = try store.importCustomers(
            [
                IncomingCustomer(
                    id: CustomerID(id),
                    phone: .number(phone.map { PhoneNumber(e164: $0) } ?? Stage.number(of: id)),
                    tags: tags)
            ], schema: book.tags, at: clock.now())
        _ = try store.importConsents(
            [
                IncomingConsent(
                    customer: CustomerID(id),
                    consent: Consent(
                        purpose: .marketing, at: Timestamp(seconds: 1_000_000_000),
                        source: "test", textVersion: "v1"), evidence: nil)
            ], at: clock.now())
    }

    func tags(_ id: String, _ tags: [TagName: Value?]) throws {
        _ = try store.importCustomers(
            [IncomingCustomer(id: CustomerID(id), phone: .untouched, tags: tags)],
            schema: book.tags, at: clock.now())
    }

    func event(
        _ kind: EventKind, of customer: String, at moment: Timestamp, id: String? = nil,
        _ fields: [String: Value] = [:]
    ) throws {
        _ = try store.ingest(
            [
                IncomingEvent(
                    id: id.map { EventID($0) }, customer: CustomerID(customer), kind: kind,
                    at: moment, fields: fields)
            ], schema: book.tags, at: clock.now())
    }

    func weather(_ city: String, on day: String, rain tenths: Int64, fetched: Timestamp) throws {
        _ = try store.ingest(
            [
                IncomingSignal(
                    kind: "weather", key: city, day: try #require(CivilDay(text: day)),
                    fetchedAt: fetched, fields: ["rain_mm": .number(tenths)])
            ], schema: book.tags, at: clock.now())
    }

    /// The number that a customer gets who is made without one.
    static func number(of id: String) -> PhoneNumber {
        PhoneNumber(e164: "+86138\(eightDigits(id))")
    }

    private static func eightDigits(_ id: String) -> String {
        var number: UInt64 = 0
        for byte in id.utf8 { number = (number &* 131 &+ UInt64(byte)) % 100_000_000 }
        let digits = String(number)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    // MARK: What came of it

    func records() throws -> [DecisionRecord] {
        var records: [DecisionRecord] = []
        try store.forEachDecision(from: .distantPast, through: .distantFuture) {
            records.append($0)
        }
        return records
    }

    /// One line a decision: `12-03 10:05 hello c1 send`, with the reason and the hold's end where
    /// there are any.
    func story() throws -> [String] {
        try records().map { record in
            var line = "\(short(record.at)) \(record.rule) \(record.customer) \(record.decision)"
            if let reason = record.reason { line += " \(reason)" }
            if let until = record.until { line += " until \(short(until))" }
            return line
        }
    }

    /// Compares the story with lines; a difference shows both.
    func expect(
        _ lines: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let story = try story()
        #expect(story == lines, sourceLocation: sourceLocation)
    }

    /// Messages by state.
    func states() throws -> [MessageState: Int] {
        var counts: [MessageState: Int] = [:]
        for count in try store.status().messages { counts[count.state] = count.count }
        return counts
    }

    /// What was charged, in all.
    func charged() throws -> Money {
        try store.report(book: book, from: .distantPast, through: .distantFuture).channels
            .reduce(.zero) { $0 + $1.charged }
    }

    func short(_ moment: Timestamp) -> String {
        String(
            book.workspace.zone.format(moment).dropFirst(5).prefix(11).map { $0 == "T" ? " " : $0 })
    }
}
