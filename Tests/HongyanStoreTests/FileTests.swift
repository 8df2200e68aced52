import Foundation
import HongyanCore
import HongyanStore
import Testing

/// Stores on disk, each in a folder of its own.
struct FileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func open(_ path: String, _ mode: SQLiteStore.Mode) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, schema: Shop.schema, zone: Shop.zone, mode: mode)
    }

    @Test("a store is made, reopened and read by a second process while it is written")
    func reopen() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            #expect(throws: StoreError.refused("no store file")) { try open(path, .readWrite) }
            let store = try open(path, .create)
            _ = try store.importCustomers(
                [Shop.customer("a", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
            let reader = try open(path, .readOnly)
            #expect(try reader.status().customers == 1)
            _ = try store.importCustomers(
                [Shop.customer("b")], schema: Shop.schema, at: Shop.start)
            #expect(try reader.status().customers == 2)
            #expect(try open(path, .readWrite).latestSeq() == Seq(2))
            let copy = try reader.scratchCopy()
            _ = try copy.rewind(to: Shop.start)
            #expect(try copy.status().customers == 2)
            try reader.backup(to: folder + "/backup.db")
            #expect(try open(folder + "/backup.db", .readWrite).status().customers == 2)
        }
    }

    @Test("a store whose columns do not fit asks for a migration")
    func misfit() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            _ = try SQLiteStore.open(path: path, schema: .empty, zone: Shop.zone, mode: .create)
            #expect(throws: StoreError.self) { try open(path, .readWrite) }
        }
    }

    @Test("one daemon at a time; its end frees the store")
    func lock() throws {
        try withFolder { folder in
            let path = folder + "/store.db"
            let first = try open(path, .create)
            let second = try open(path, .readWrite)
            try first.claimOwnership(instance: "one", host: "h", takeOver: false, at: Shop.start)
            #expect(throws: StoreError.self) {
                try second.claimOwnership(
                    instance: "one", host: "h", takeOver: true, at: Shop.start)
            }
            first.releaseOwnership()
            try second.claimOwnership(instance: "one", host: "h", takeOver: false, at: Shop.start)
        }
    }
}
