import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// What may go from a sealed ledger: by erasure, by age, and in no other way.
extension SealTests {
    @Test("an erasure keeps the seal; blanking what nobody erased is found")
    func erased() throws {
        let store = try Self.sealed()
        // With the salt the content can be tried; afterwards it cannot.
        #expect(try Self.salts(store, "messages") == 6)
        let report = try store.erase("d0c0", reason: "asked", at: Self.end)
        #expect(report.blankedMessages == 1 && report.keptConsents == 1)
        #expect(try Self.salts(store, "messages") == 5)
        #expect(try Self.salts(store, "complaints") == 1)
        var result = try Self.verify(store)
        #expect(result.findings.isEmpty, "\(result.findings)")
        #expect(result.erased == 2)
        try Self.seal(store, at: Self.end + .days(2))
        result = try store.verifySeals(at: Self.end + .days(2))
        #expect(result.findings.isEmpty && result.erased == 2, "\(result.findings)")
        // Another text in the place of the erased one, and another number behind it.
        try Self.execute(store, "UPDATE messages SET text = '别的内容' WHERE row = 1")
        #expect(try Self.verify(store).findings.map(\.kind) == [.personal])
        try Self.execute(
            store,
            "UPDATE messages SET text = '', number_hash = zeroblob(16) WHERE row = 1")
        #expect(try Self.verify(store).findings.map(\.kind) == [.personal])
    }

    private static func salts(_ store: SQLiteStore, _ table: String) throws -> Int? {
        try store.queue.unsafeRead { db in
            try Int.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM seal_prints WHERE name = ? AND salt IS NOT NULL",
                arguments: [table])
        }
    }

    @Test(
        "what is blanked without an erasure is found, its salt taken along or not",
        arguments: [
            "UPDATE messages SET text = '', number = '' WHERE row = 2",
            """
            UPDATE messages SET text = '', number = '' WHERE row = 2;
            UPDATE seal_prints SET salt = NULL, number_text = NULL WHERE name = 'messages' AND row = 2
            """,
            """
            UPDATE messages SET number = '' WHERE row = 2;
            UPDATE seal_prints SET number_text = NULL WHERE name = 'messages' AND row = 2
            """,
            "UPDATE complaints SET note = NULL WHERE row = 1",
            "DELETE FROM erasures WHERE row = 1",
            "DELETE FROM optouts WHERE row = (SELECT MAX(row) FROM optouts)",
            "UPDATE optouts SET lifted_at = 1 WHERE lifted_at IS NULL",
            "DELETE FROM consents WHERE withdrawn IS NULL",
            "UPDATE consents SET text = NULL",
        ])
    func blanked(_ sql: String) throws {
        let store = try Self.sealed()
        try Self.execute(store, sql)
        #expect(try !Self.verify(store).findings.isEmpty)
    }

    @Test(
        "old days are deleted in batches; the chain holds and says from when on the ledger reaches")
    func retired() throws {
        let store = try Self.sealed()
        let first = Shop.zone.day(of: Shop.start)
        #expect(throws: StoreError.self) {
            try store.retireSealed(table: "decisions", through: first, limit: 3, at: Self.end)
        }
        #expect(throws: StoreError.self) {
            try store.retireSealed(
                table: "optout_events", through: first, limit: 3, at: Self.end + .days(400))
        }
        let now = Self.end + .days(400)
        for table in SQLiteStore.retiredTables {
            var rows = 0
            while true {
                let batch = try store.retireSealed(table: table, through: first, limit: 3, at: now)
                if batch.isDone { break }
                rows += batch.rows
                // Half a day is as sound as a whole one.
                let result = try store.verifySeals(at: now)
                #expect(result.findings.isEmpty, "\(table): \(result.findings)")
            }
            #expect(rows == ["ledger": 7, "decisions": 4, "messages": 3, "complaints": 1][table])
        }
        let result = try store.verifySeals(at: now)
        #expect(result.findings.isEmpty, "\(result.findings)")
        #expect(result.retired == 15 && result.rows == 45)
        #expect(result.reaches == first + 1)
        // What the law does not let go yet is no retirement, nor is a day out of turn.
        #expect(try !store.verifySeals(at: Self.end).findings.isEmpty)
        try Self.execute(
            store,
            """
            UPDATE seal_parts SET retired_at = NULL WHERE name = 'decisions';
            UPDATE seal_parts SET retired_at = 1
                WHERE name = 'decisions' AND day = \((first + 1).number)
            """)
        #expect(try !store.verifySeals(at: now).findings.isEmpty)
    }

    @Test("a message is found by its number by index, for a dossier as for a complaint")
    func byNumber() throws {
        let store = try Self.busy()
        let number = PhoneNumber(e164: "+8613800000000")
        let day = Shop.zone.day(of: Shop.start)
        let plans = try store.queryPlans { _ = try store.messages(to: number, on: day) }
        #expect(plans.flatMap(\.scans).isEmpty, "\(plans)")
        let steps = plans.filter { $0.sql.contains("FROM messages") }.flatMap(\.steps)
        #expect(
            steps.contains {
                $0.contains("messages_number (slot=? AND number_hash=? AND cleared_at>?")
            }, "\(steps)")
        #expect(try store.messages(to: number, on: day).count == 1)
    }
}
