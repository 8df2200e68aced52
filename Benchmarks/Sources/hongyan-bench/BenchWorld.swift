import Foundation
import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanImport
import HongyanStore
import Logging

/// The engine on a virtual clock over a store file: what `run` does, without waiting.
struct BenchWorld {
    private let clock: BenchClock
    let engine: Engine

    /// Makes a world that stands at ``SampleShop/start``, with the rules begun.
    ///
    /// - Parameter isRunning: The clock goes on while the engine works, as the daemon's does: pages
    ///   keep to their time, and messages leave between them.
    init(store: SQLiteStore, rules: [CompiledRule], isRunning: Bool = false) throws {
        clock = BenchClock(at: SampleShop.start, isRunning: isRunning)
        let carrier = SimulatedCarrier(
            channel: Self.channel.id, profile: SimulatedProfile(), seed: 1, journal: nil)
        let world = World(
            clock: clock, seed: 1, store: store, providers: [Self.channel.id: carrier])
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        engine = Engine(
            world: world, book: Self.book(rules), options: EngineOptions(),
            logger: logger)
        try engine.start(at: SampleShop.start)
        try engine.step(at: SampleShop.start)
    }

    /// Moves the clock to so many minutes after the start and steps; with the seconds it took.
    func step(minute: Int) throws -> (summary: StepSummary, seconds: Double) {
        let now = SampleShop.start + .minutes(Int64(minute))
        clock.move(to: now)
        var summary = StepSummary()
        let seconds = try Stopwatch.seconds { summary = try engine.step(at: now) }
        return (summary, seconds)
    }

    /// A store file with so many customers, every one with a consent to marketing and a past order.
    static func store(customers: Int, folder: URL) throws -> SQLiteStore {
        let csv = folder.appending(path: "customers-\(customers).csv").path
        try SampleShop.writeCustomers(customers, to: csv)
        let path = folder.appending(path: "store-\(customers).sqlite").path
        try fill(path, from: csv, customers: customers)
        let store = try SQLiteStore.open(
            path: path, schema: SampleShop.schema, zone: SampleShop.zone, mode: .readWrite)
        // As the daemon has it.
        try store.claimOwnership(
            instance: "bench", host: "bench", takeOver: true, at: SampleShop.start)
        return store
    }

    private static func fill(_ path: String, from csv: String, customers: Int) throws {
        let store = try SQLiteStore.open(
            path: path, schema: SampleShop.schema, zone: SampleShop.zone, mode: .create)
        try ImportBenchmark.load(.customers, csv, into: store)
        let size = store.importBatchSize
        for page in stride(from: 0, to: customers, by: size) {
            let numbers = page..<min(page + size, customers)
            _ = try store.importConsents(numbers.map(consent), at: SampleShop.start)
            _ = try store.ingest(
                numbers.map(order), schema: SampleShop.schema, at: SampleShop.start)
        }
    }

    private static func consent(_ number: Int) -> IncomingConsent {
        IncomingConsent(
            customer: CustomerID(SampleShop.id(number)),
            consent: Consent(
                purpose: .marketing, at: SampleShop.start - .days(100), source: "checkout",
                textVersion: "2026-01"),
            evidence: nil)
    }

    private static func order(_ number: Int) -> IncomingEvent {
        let ago = Span.days(2) + .seconds(Int64(number % 2_000_000))
        return IncomingEvent(
            id: EventID("o\(number)"), customer: CustomerID(SampleShop.id(number)),
            kind: "order.placed", at: SampleShop.start - ago,
            fields: ["cart_id": .text("k\(number)")])
    }

    static let channel = Channel(
        id: "simulated", provider: .simulated(SimulatedProfile()),
        purposes: Set(Purpose.allCases), pricePerPart: Money(units: 450), partsPerSecond: 1_000)

    static func book(_ rules: [CompiledRule], hash: String = "bench") -> RuleBook {
        let cap = Cap(name: "month", count: 4, period: .month)
        let policy = Policy(
            windows: [BenchRules.allDay], blackouts: [], caps: [cap], signature: "云杉商城",
            optOutWords: "拒收请回复R", globalHoldoutBuckets: 0, maxParts: 4)
        return RuleBook(
            hash: Digest(hashing: [hash]),
            workspace: Workspace(storePath: "", zone: SampleShop.zone, channels: [channel]),
            tags: SampleShop.schema, policy: policy, templates: [BenchRules.template],
            rules: rules)
    }
}
