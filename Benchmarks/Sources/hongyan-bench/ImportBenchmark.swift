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
        let csv = folder.appending(path: "customers.csv").path
        try SampleShop.writeCustomers(rows, to: csv)
        let plain = folder.appending(path: "plain.sqlite").path
        let reference = try SQLiteShell.importSeconds(of: csv, into: plain)
        guard try SQLiteShell.count(in: plain) == rows else {
            throw BenchFailure("the sqlite3 shell did not take in \(rows) rows")
        }
        let shell = Figure.Reference(name: "sqlite3 .import", value: Double(rows) / reference)
        let read = try Stopwatch.seconds { try Self.read(csv) { _ in } }
        let store = try SQLiteStore.open(
            path: folder.appending(path: "import.sqlite").path, schema: SampleShop.schema,
            zone: SampleShop.zone, mode: .create)
        let fresh = try Stopwatch.seconds { try Self.load(csv, into: store) }
        let again = try Stopwatch.seconds { try Self.load(csv, into: store) }
        let count = grouped(Double(rows))
        return [
            Figure("read and check \(count) rows", Double(rows) / read, "rows/s", against: shell),
            Figure("import \(count) rows", Double(rows) / fresh, "rows/s", against: shell),
            Figure("import the same file again", Double(rows) / again, "rows/s", against: shell),
        ]
    }

    /// Takes the file's customers in, a page a transaction, as `hongyan import` does.
    static func load(_ csv: String, into store: SQLiteStore) throws {
        try read(csv) { page in
            guard case .customers(let customers) = page.rows, page.rejects.isEmpty else {
                throw BenchFailure("the sample has bad rows: \(page.rejects.count)")
            }
            _ = try store.importCustomers(
                customers, schema: SampleShop.schema, at: SampleShop.start)
        }
    }

    private static func read(_ csv: String, _ body: (ImportPage) throws -> Void) throws {
        let descriptor = open(csv, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchFailure("cannot read \(csv)") }
        defer { close(descriptor) }
        var reader = try ImportReader(
            kind: .customers, source: .descriptor(descriptor), format: .csv,
            schema: SampleShop.schema, zone: SampleShop.zone, now: SampleShop.start)
        while let page = try reader.nextPage() { try body(page) }
    }
}
