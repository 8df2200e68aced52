import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// What waits for the disk, and how the write-ahead log is kept short while a daemon works.
struct DurabilityTests {
    private let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
    private var book: RuleBook { Shop.book([rule]) }

    /// A store file that a daemon runs, with so many customers who ordered.
    private func withStore(
        customers: Int, _ body: (SQLiteStore, String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-durability-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/store.db"
        let store = try SQLiteStore.open(
            path: path, schema: Shop.schema, zone: Shop.zone, mode: .create)
        try store.claimOwnership(instance: "i", host: "h", takeOver: false, at: Shop.start)
        let ids = (0..<customers).map { (index: Int) in CustomerID("c\(index)") }
        _ = try store.importCustomers(
            ids.enumerated().map { Shop.customer($1, phone: "+86138\(10_000_000 + $0)") },
            schema: Shop.schema, at: Shop.start)
        _ = try store.ingest(
            ids.map { Shop.event(EventID("e-\($0)"), $0, "order.placed", Shop.start) },
            schema: Shop.schema, at: Shop.start)
        try body(store, path)
    }

    private func decideAll(_ store: SQLiteStore) throws {
        var position: Occurrence?
        repeat {
            let page = try store.occurrences(
                of: rule, in: Shop.interval(store, to: Shop.start), book: book, after: position,
                limit: 20)
            try Shop.commit(
                store, rule,
                page.occurrences.map { Shop.send($0, at: Shop.start) }, at: Shop.start)
            position = page.next
        } while position != nil
    }

    /// Whether the last commit waited for the disk, by what SQLite says of itself.
    private func waited(_ store: SQLiteStore) throws -> Bool {
        try store.read { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") } == 2
    }

    @Test("decisions do not wait for the disk; what leaves does, and so all that led to it")
    func waiting() throws {
        try withStore(customers: 3) { store, _ in
            #expect(try waited(store), "an import was acknowledged")
            try decideAll(store)
            #expect(try !waited(store))
            let claimed = try store.claim(
                channel: "main", maxParts: 9, limit: 9, book: book, at: Shop.start)
            #expect(try !waited(store))
            let written = claimed.map { message in
                Submission(
                    id: message.id, message: message.id, attempt: message.attempt,
                    number: message.number, text: message.text, parts: message.parts,
                    purpose: message.purpose)
            }
            #expect(written.count == 3)
            try store.settle(ClaimOutcome(written: written), at: Shop.start)
            #expect(try waited(store))
        }
    }

    @Test("an import that runs alone never waits for the disk, the daemon's does")
    func imports() throws {
        try withStore(customers: 1) { store, _ in
            try store.prepareImport()
            _ = try store.importCustomers(
                [Shop.customer("x")], schema: Shop.schema, at: Shop.start)
            #expect(try waited(store))
            store.releaseOwnership()
            try store.prepareImport()
            _ = try store.importCustomers(
                [Shop.customer("y")], schema: Shop.schema, at: Shop.start)
            #expect(try !waited(store))
        }
    }

    @Test("beside a campaign the log is carried into the file, and starts again from its beginning")
    func checkpoints() throws {
        try withStore(customers: 2_000) { store, path in
            let before = try size(of: path)
            try decideAll(store)
            // The copier works through its queue before it answers.
            let copier = try #require(store.withMemory { $0.checkpointer })
            copier.finish()
            #expect(try size(of: path) > before)
            #expect(try size(of: path + "-wal") < 80 << 20)
            #expect(try store.status().messages.map(\.count).reduce(0, +) == 2_000)
        }
    }

    private func size(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.size] as? Int)
    }
}
