import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// A dry run's view of a store: the file where it lies, and what the run changes beside it.
struct SnapshotTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-snapshot-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func open(_ path: String, _ mode: SQLiteStore.Mode) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, schema: Shop.schema, zone: Shop.zone, mode: mode)
    }

    private func fill(_ store: SQLiteStore, _ numbers: Range<Int>) throws {
        _ = try store.importCustomers(
            numbers.map { number in
                Shop.customer(
                    CustomerID("c\(number)"), phone: "+86138\(10_000_000 + number)",
                    ["name": .text("客\(number)"), "tier": .text("gold")])
            }, schema: Shop.schema, at: Shop.start)
        _ = try store.ingest(
            numbers.map { number in
                Shop.event(
                    EventID("e\(number)"), CustomerID("c\(number)"), "order.placed",
                    Shop.start - .minutes(Int64(number)), ["cart_id": .text("k\(number)")])
            }, schema: Shop.schema, at: Shop.start)
    }

    /// All rows of all tables, as text.
    private func contents(_ store: SQLiteStore) throws -> [String] {
        try store.queue.unsafeRead { db in
            let check = try String.fetchOne(db, sql: "PRAGMA integrity_check") ?? ""
            var lines = [check]
            for table in Tables.names {
                for row in try Row.fetchAll(db, sql: "SELECT * FROM \(table)") {
                    lines.append("\(table) \(row)")
                }
            }
            return lines
        }
    }

    private func execute(_ store: SQLiteStore, _ sql: String) throws {
        try store.queue.writeWithoutTransaction { db in _ = try Row.fetchAll(db, sql: sql) }
    }

    private func bytes(_ path: String) throws -> [Data] {
        try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: path + $0)) }
    }

    @Test("shows what a copy shows, with and without a log beside the file")
    func sameAsCopy() throws {
        #expect(SnapshotFiles.isAvailable)
        try withFolder { folder in
            let path = folder + "/store.db"
            let store = try open(path, .create)
            for round in 0..<4 {
                try fill(store, (round * 300)..<(round * 300 + 300))
                if round % 2 == 1 { try execute(store, "PRAGMA wal_checkpoint(TRUNCATE)") }
                if round == 2 { try execute(store, "PRAGMA wal_checkpoint(PASSIVE)") }
                let reader = try open(path, .readOnly)
                let view = try reader.scratchView(of: folder + "/view-\(round)")
                #expect(try contents(view) == contents(try reader.scratchCopy()))
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "store.db", "store.db-shm", "store.db-wal",
                ])
        }
    }

    @Test("stays at its moment while others write, carry the log over and begin it anew")
    func staysAtItsMoment() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let store = try open(path, .create)
            try fill(store, 0..<400)
            for isCarriedOver in [false, true] {
                if isCarriedOver { try execute(store, "PRAGMA wal_checkpoint(TRUNCATE)") }
                let reader = try open(path, .readOnly)
                let before = try contents(try reader.scratchCopy())
                let view = try reader.scratchView(of: folder + "/view")
                let first = isCarriedOver ? 2_000 : 1_000
                for round in 0..<8 {
                    try fill(store, (first + round * 50)..<(first + round * 50 + 50))
                    _ = try store.importCustomers(
                        (0..<400).map {
                            Shop.customer(CustomerID("c\($0)"), ["name": .text("改\(round)")])
                        }, schema: Shop.schema, at: Shop.start)
                    // What is beyond the view's moment cannot be carried over; it tries.
                    try? execute(store, "PRAGMA wal_checkpoint(PASSIVE)")
                }
                #expect(try contents(view) == before)
                #expect(try contents(store) != before)
            }
        }
    }

    @Test("takes all writes itself: the store's bytes stay, and two views do not meet")
    func keepsItsWrites() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            try fill(try open(path, .create), 0..<400)
            let store = try open(path, .create)
            try fill(store, 400..<500)
            let bytes = try bytes(path)
            let reader = try open(path, .readOnly)
            let views = try reader.scratchViews(
                of: [folder + "/one", folder + "/other"], zones: [Shop.zone, Shop.zone])
            let copy = try reader.scratchCopy()
            for target in [views[0], copy] {
                _ = try target.rewind(to: Shop.start - .minutes(250))
                try fill(target, 1_000..<1_800)
                _ = try target.importCustomers(
                    [Shop.customer("c3", ["name": .text(String(repeating: "长", count: 9_000))])],
                    schema: Shop.schema, at: Shop.start)
            }
            #expect(try contents(views[0]) == contents(copy))
            #expect(try contents(views[1]) == contents(try reader.scratchCopy()))
            #expect(try self.bytes(path) == bytes)
            #expect(try contents(views[1]).count < contents(views[0]).count)
        }
    }

    @Test("a log with a torn end counts up to its last commit, and a strange one not at all")
    func tornLog() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let store = try open(path, .create)
            try execute(store, "PRAGMA wal_checkpoint(TRUNCATE)")
            try fill(store, 0..<3)
            let log = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "-wal")))
            func pages(_ log: [UInt8]) throws -> [UInt32: [UInt8]] {
                try WriteAheadLog.pages(pageSize: 4_096) { count, offset in
                    let end = Int(offset) + count
                    return end <= log.count ? Array(log[Int(offset)..<end]) : nil
                }.pages
            }
            let whole = try pages(log)
            #expect(whole.count > 3)
            var torn = log
            torn[log.count - 100] ^= 1
            #expect(try pages(torn) != whole)
            #expect(try pages(Array(log.dropLast(4_120))) != whole)
            #expect(try pages(log + [UInt8](repeating: 7, count: 9_000)) == whole)
            var strange = log
            strange[20] ^= 1
            #expect(try pages(strange).isEmpty)
            #expect(try pages([]).isEmpty)
        }
    }
}
