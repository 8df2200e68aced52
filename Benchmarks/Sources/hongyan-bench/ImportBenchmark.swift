import Foundation
import Glibc
import HongyanCore
import HongyanImport
import HongyanStore

/// Rows a second from a CSV file into the store, beside the sqlite3 shell and the same file in the
/// same run.
struct ImportBenchmark {
    let rows: Int
    let folder: URL

    func run() throws -> [Figure] {
        let store = try SQLiteStore.open(
            path: folder.appending(path: "import.sqlite").path, schema: SampleShop.schema,
            zone: SampleShop.zone, mode: .create)
        let customers = folder.appending(path: "customers.csv").path
        try SampleShop.writeCustomers(rows, to: customers)
        let events = folder.appending(path: "events.csv").path
        try SampleShop.writeEvents(rows, to: events)
        return try figures(.customers, of: customers, into: store)
            + figures(.events, of: events, into: store)
    }

    private func figures(
        _ kind: ImportKind, of csv: String, into store: SQLiteStore
    ) throws -> [Figure] {
        let plain = folder.appending(path: "plain-\(kind.rawValue).sqlite").path
        let reference = try SQLiteShell.importSeconds(of: csv, into: plain)
        guard try SQLiteShell.count(in: plain) == rows else {
            throw BenchFailure("the sqlite3 shell did not take in \(rows) rows")
        }
        let shell = Figure.Reference(name: "sqlite3 .import", value: Double(rows) / reference)
        let read = try Stopwatch.seconds { try Self.read(kind, csv) { _ in } }
        let fresh = try Stopwatch.seconds { try Self.load(kind, csv, into: store) }
        let again = try Stopwatch.seconds { try Self.load(kind, csv, into: store) }
        let name = "\(grouped(Double(rows))) \(kind.rawValue)"
        return [
            Figure("read and check \(name)", Double(rows) / read, "rows/s", against: shell),
            Figure("import \(name)", Double(rows) / fresh, "rows/s", against: shell),
            Figure("import them again", Double(rows) / again, "rows/s", against: shell),
        ]
    }

    /// Takes the file in as `hongyan import` does when no daemon runs.
    static func load(_ kind: ImportKind, _ csv: String, into store: SQLiteStore) throws {
        try store.prepareImport()
        let (size, schema, now) = (store.importBatchSize, SampleShop.schema, SampleShop.start)
        var customers: [IncomingCustomer] = []
        var events: [IncomingEvent] = []
        try read(kind, csv) { page in
            guard page.rejects.isEmpty else {
                throw BenchFailure("the sample has bad rows: \(page.rejects.count)")
            }
            switch page.rows {
            case .customers(let rows): customers += rows
            case .events(let rows): events += rows
            case .consents, .suppressions, .signals, .portability: break
            }
            if customers.count >= size {
                _ = try store.importCustomers(customers, schema: schema, at: now)
                customers = []
            }
            if events.count >= size {
                _ = try store.ingest(events, schema: schema, at: now)
                events = []
            }
        }
        _ = try store.importCustomers(customers, schema: schema, at: now)
        _ = try store.ingest(events, schema: schema, at: now)
    }

    static func read(
        _ kind: ImportKind, _ csv: String, schema: TagSchema = SampleShop.schema,
        zone: Zone = SampleShop.zone, now: Timestamp = SampleShop.start,
        _ body: (ImportPage) throws -> Void
    ) throws {
        let descriptor = open(csv, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchFailure("cannot read \(csv)") }
        defer { close(descriptor) }
        var reader = try ImportReader(
            kind: kind, source: .descriptor(descriptor), format: .csv,
            schema: schema, zone: zone, now: now)
        while let page = try reader.nextPage() { try body(page) }
    }
}
