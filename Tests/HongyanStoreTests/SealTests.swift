import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// The sealed ledger: what was written is sealed day by day, and a later change is found.
struct SealTests {
    private static let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
    private static let seed = [UInt8](repeating: 7, count: 32)
    private static let price: DeliveryTerms = ["main": Money(units: 450)]

    /// Two days with rows in every sealed table: decisions of all sorts, messages that were
    /// accepted, refused and lost, receipts, consents with proof, a complaint and a stop.
    static func busy() throws -> SQLiteStore {
        let store = try Shop.store()
        for day in 0..<2 { try fill(store, day: day) }
        return store
    }

    private static func fill(_ store: SQLiteStore, day: Int) throws {
        let now = Shop.start + .days(Int64(day))
        let ids = (0..<4).map { CustomerID("d\(day)c\($0)") }
        _ = try store.importCustomers(
            ids.enumerated().map { Shop.customer($1, phone: "+861380000\(day)00\($0)") },
            schema: Shop.schema, at: now)
        _ = try store.importConsents(ids.map { consent($0, at: now - .days(1)) }, at: now)
        _ = try store.withdrawConsent(of: ids[3], to: .marketing, at: now, told: now)
        _ = try store.ingest(
            ids.map { Shop.event(EventID("e-\($0)"), $0, "order.placed", now) },
            schema: Shop.schema, at: now)
        let book = Shop.book([rule])
        let page = try store.occurrences(
            of: rule, in: Shop.interval(store, from: now - .minutes(1), to: now), book: book,
            after: nil, limit: 10)
        var decisions = page.occurrences.prefix(3).enumerated().map { index, occurrence in
            Shop.send(occurrence, at: now, phone: "+861380000\(day)00\(index)")
        }
        if let last = page.occurrences.dropFirst(3).first {
            decisions.append(Shop.hold(last, at: now, until: now + .hours(9)))
        }
        try Shop.commit(store, rule, decisions, at: now)
        let claimed = try store.claim(
            channel: "main", maxParts: 10, limit: 10, book: book, at: now)
        let written = claimed.map {
            Submission(
                id: Digest(hashing: [$0.id.description, String($0.attempt)]), message: $0.id,
                attempt: $0.attempt, number: $0.number, text: $0.text, parts: $0.parts,
                purpose: $0.purpose)
        }
        try store.settle(ClaimOutcome(written: written), at: now)
        let later = now + .seconds(1)
        let events: [ProviderEvent] = [
            .response(submission: written[0].id, .accepted(providerID: "p\(day)"), at: later),
            .response(submission: written[1].id, .refused(code: "E1"), at: later),
            .response(submission: written[2].id, .timedOut, at: later),
            .receipt(
                Receipt(
                    channel: "main", providerID: "p\(day)", outcome: .delivered, code: "DELIVRD",
                    at: later)),
        ]
        try store.record(
            events.map { ClassifiedEvent(event: $0) }, terms: price,
            retryAt: { _, _ in nil }, at: later)
        try store.log([
            TemplateEntry(
                template: "hello", version: Digest(hashing: ["v1"]), act: .submitted,
                person: "小王", account: "wang", at: later, comment: "秋季"),
            TemplateEntry(
                template: "hello", version: Digest(hashing: ["v1"]), act: .approved(step: "editor"),
                person: "小李", account: "li", at: later),
        ])
        try refuse(store, day: day, at: later)
        try store.addStop(.template("other"), reason: "try", who: "tester", at: later)
        let number = PhoneNumber(e164: "+861380000\(day)000")
        _ = try store.addComplaint(
            about: number, on: Shop.zone.day(of: now), source: .centre,
            message: try store.messages(to: number, on: Shop.zone.day(of: now)).first,
            signature: "云杉商城",
            channels: ["main"], note: "骚扰", who: "tester", at: later)
    }

    /// One refusal that is lifted again, and one of a person who is erased.
    private static func refuse(_ store: SQLiteStore, day: Int, at now: Timestamp) throws {
        let leaving = CustomerID("d\(day)x")
        _ = try store.importCustomers(
            [Shop.customer(leaving, phone: "+861380000\(day)009")], schema: Shop.schema, at: now)
        _ = try store.importSuppressions(
            [CustomerID("d\(day)c1"), leaving].map {
                IncomingSuppression(
                    customer: $0, number: nil,
                    optOut: OptOut(at: now - .hours(1), source: "hotline", purpose: .marketing))
            }, at: now)
        _ = try store.liftOptOuts(of: CustomerID("d\(day)c1"), at: now, told: now)
        _ = try store.erase(leaving, reason: "asked by phone", at: now)
    }

    private static func consent(_ id: CustomerID, at moment: Timestamp) -> IncomingConsent {
        IncomingConsent(
            customer: id,
            consent: Consent(
                purpose: .marketing, at: moment, source: "checkout", textVersion: "v3",
                proof: ConsentProof(
                    channel: "sms", action: .checkbox, text: "同意接收优惠信息", frequency: "每月4条",
                    term: "一年")), evidence: "9f86d081884c7d65")
    }

    static let end = Shop.start + .days(3)

    @discardableResult
    static func seal(_ store: SQLiteStore, at now: Timestamp = end) throws -> [LedgerSeal] {
        var seals: [LedgerSeal] = []
        while let seal = try store.sealNextDay(at: now, seed: seed) { seals.append(seal) }
        return seals
    }

    static func sealed() throws -> SQLiteStore {
        let store = try busy()
        try seal(store)
        return store
    }

    static func verify(_ store: SQLiteStore) throws -> LedgerVerification {
        try store.verifySeals(at: end)
    }

    static func execute(_ store: SQLiteStore, _ sql: String) throws {
        try store.queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    // MARK: Sealing

    @Test("every day that has ended is sealed once, chained to the day before")
    func chain() throws {
        let store = try Self.busy()
        let first = Shop.zone.day(of: Shop.start)
        #expect(try Self.seal(store, at: Shop.zone.moment(first + 1) + .minutes(9)).isEmpty)
        let seals = try Self.seal(store)
        #expect(seals.map(\.day) == [first, first + 1, first + 2])
        #expect(seals[0].previous == .zero)
        #expect(seals[1].previous == seals[0].hash)
        #expect(seals[2].previous == seals[1].hash)
        #expect(Set(seals.map(\.hash)).count == 3)
        #expect(
            seals[0].parts.map(\.count) == [4, 3, 7, 5, 1, 2, 3, 5, 1], "\(seals[0].parts)")
        #expect(seals[2].parts.allSatisfy { $0.count == 0 })
        #expect(try Self.seal(store).isEmpty)
        #expect(try store.seals() == seals)
        let result = try Self.verify(store)
        #expect(result.findings.isEmpty, "\(result.findings)")
        #expect(result.days == 3)
        #expect(result.rows == 60)
        #expect(result.last == seals[2])
    }

    @Test("a store without a row has nothing to seal, and nothing to verify")
    func empty() throws {
        let store = try Shop.store()
        #expect(try Self.seal(store).isEmpty)
        #expect(try Self.verify(store) == LedgerVerification())
    }

    @Test("a sealing that was cut off half-way is made again, to the same seal")
    func interrupted() throws {
        struct Cut: Error {}
        let whole = try Self.seal(try Self.busy())
        let store = try Self.busy()
        var steps = 0
        // The pause is the only moment at which a daemon is stopped.
        try Self.execute(
            store,
            """
            CREATE TEMP TRIGGER cut BEFORE INSERT ON seal_parts
            BEGIN SELECT RAISE(ABORT, 'killed'); END
            """)
        #expect(throws: StoreError.self) {
            try store.sealNextDay(at: Self.end, seed: Self.seed) { steps += 1 }
        }
        #expect(steps > 5)
        #expect(try store.seals().isEmpty)
        try Self.execute(store, "DROP TRIGGER cut")
        #expect(try Self.seal(store).map(\.hash) == whole.map(\.hash))
        #expect(try Self.verify(store).findings.isEmpty)
    }

    @Test("what comes late belongs to the day on which it came")
    func late() throws {
        let store = try Self.busy()
        let first = Shop.zone.day(of: Shop.start)
        try Self.seal(store, at: Shop.zone.moment(first + 1) + .minutes(10))
        let late = Receipt(
            channel: "main", providerID: "p0", outcome: .failed, code: "LATE",
            at: Shop.start + .seconds(2))
        try store.record(
            [ClassifiedEvent(event: .receipt(late))], terms: Self.price,
            retryAt: { _, _ in nil }, at: Shop.start + .days(2))
        let response = ProviderEvent.response(
            submission: try #require(try Self.unknown(store)), .accepted(providerID: "p9"),
            at: Shop.start + .seconds(3))
        try store.record(
            [ClassifiedEvent(event: response)], terms: Self.price,
            retryAt: { _, _ in nil }, at: Shop.start + .days(2))
        let rest = try Self.seal(store)
        #expect(rest.last?.parts.first { $0.table == "ledger" }?.count == 2)
        let result = try Self.verify(store)
        #expect(result.findings.isEmpty, "\(result.findings)")
    }

    private static func unknown(_ store: SQLiteStore) throws -> Digest? {
        guard let message = try store.unknownMessages().first else { return nil }
        return Digest(hashing: [message.id.description, "1"])
    }

    @Test("renaming a rule and merging customers is no change")
    func moved() throws {
        let store = try Self.sealed()
        try store.rename(["r"], to: "newer")
        try store.rename(["newer"], to: "newest")
        try store.merge("d0c0", into: "d0c1", at: Self.end)
        let result = try Self.verify(store)
        #expect(result.findings.isEmpty, "\(result.findings)")
    }

    // MARK: Changes

    struct Column: CustomTestStringConvertible {
        let table: String
        let column: String
        var testDescription: String { "\(table).\(column)" }
    }

    /// Each column of each sealed table, and of the working copies behind the journal.
    static let columns: [Column] =
        SealedTable.all.flatMap { table in
            ([table.arrival] + [table.rule, table.customer].compactMap { $0 } + table.columns)
                .map { Column(table: table.name, column: $0) }
        }
        + [
            (
                "submissions",
                [
                    "message", "attempt", "channel", "parts", "written_at", "state",
                    "provider_id", "responded_at", "code",
                ]
            ),
            ("receipts", ["channel", "provider_id", "at", "outcome", "code"]),
            ("charges", ["channel", "parts", "amount", "at"]),
            (
                "consents",
                [
                    "purpose", "at", "source", "expires", "withdrawn", "text_version",
                    "channel", "action", "text", "evidence", "guardian", "frequency", "term",
                ]
            ),
            ("messages", ["text", "number", "number_hash"]),
            ("complaints", ["note", "number_hash"]),
            ("optout_events", ["number_hash"]),
            (
                "optouts",
                [
                    "number_hash", "customer", "at", "source", "purpose", "lifted_at", "signature",
                ]
            ),
        ].flatMap { table, columns in columns.map { Column(table: table, column: $0) } }

    /// Another value of the same type that the column may hold.
    private static func changed(_ value: DatabaseValue, _ column: Column) -> DatabaseValue {
        let words: [String: [String]] = [
            "decision": ["send", "drop"], "kind": ["submission", "receipt"],
            "act": column.table == "stop_acts"
                ? ["stop", "resume"]
                : column.table == "template_log"
                    ? ["submitted", "approved"]
                    : column.table == "optout_events" ? ["refuse", "lift"] : ["grant", "merge"],
            "purpose": ["marketing", "service"], "source": ["12321", "carrier"],
            "state": ["accepted", "refused"], "outcome": ["delivered", "failed"],
        ]
        switch value.storage {
        case .int64(let number):
            let isLane = column.column == "lane"
            return (isLane ? 0 : number + 1).databaseValue
        case .string(let text):
            if let pair = words[column.column] {
                return (pair[0] == text ? pair[1] : pair[0]).databaseValue
            }
            return (text + "x").databaseValue
        case .blob(let data):
            var bytes = Array(data)
            bytes[0] ^= 1
            return bytes.withUnsafeBytes { Data($0) }.databaseValue
        case .null, .double:
            let blobs = ["message", "submission", "number_hash"]
            if blobs.contains(column.column) { return Data(repeating: 1, count: 16).databaseValue }
            let texts = [
                "reason", "winner", "code", "provider_id", "outcome", "text_version", "channel",
                "action", "guardian", "signature", "template", "step", "carrier", "purpose",
            ]
            return texts.contains(column.column) ? "x".databaseValue : 1.databaseValue
        }
    }

    @Test("a change of any sealed column of any row is found and named", arguments: columns)
    func tampered(_ column: Column) throws {
        let store = try Self.sealed()
        let named = ["receipts", "charges", "submissions", "consents", "messages", "optouts"]
        let total = try store.queue.unsafeRead { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            return try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(column.table)") ?? 0
        }
        #expect(total > 1)
        for name in ["template_log_stays", "template_log_grows", "template_log_keeps"] {
            try Self.execute(store, "DROP TRIGGER \(name)")
        }
        var touched = 0
        for offset in 0..<total {
            let trial = try store.queue.unsafeRead { db in
                try Self.trial(db, column, row: offset)
            }
            guard let findings = trial else { continue }
            touched += 1
            #expect(!findings.isEmpty, "row \(offset)")
            #expect(
                findings.contains { $0.table == column.table } || named.contains(column.table),
                "\(findings)")
        }
        #expect(touched > 0)
    }

    /// Changes one column of one row, verifies as `verifySeals` does, and takes the change back;
    /// nil where the column has no other value.
    private static func trial(
        _ db: Database, _ column: Column, row offset: Int
    ) throws -> [LedgerFinding]? {
        let row = try Row.fetchAll(db, sql: "SELECT * FROM \(column.table)")[offset]
        let old: DatabaseValue = row[column.column]
        let new = changed(old, column)
        guard new != old else { return nil }
        let keys = row.columnNames.map { "\($0) IS ?" }.joined(separator: " AND ")
        let values: [DatabaseValue] = row.columnNames.map { row[$0] }
        try db.execute(sql: "SAVEPOINT trial")
        try db.execute(
            sql: "UPDATE OR IGNORE \(column.table) SET \(column.column) = ? WHERE \(keys)",
            arguments: StatementArguments([new] + values))
        let isChanged = db.changesCount > 0
        let findings = try verify(db)
        try db.execute(sql: "ROLLBACK TO trial")
        try db.execute(sql: "RELEASE trial")
        return isChanged ? findings : nil
    }

    private static func verify(_ db: Database) throws -> [LedgerFinding] {
        let verifier = try Verifier(db, at: end)
        var findings: [LedgerFinding] = []
        var before: LedgerSeal?
        for seal in try SealRows.all(db, from: nil, through: nil) {
            findings += try verifier.chain(seal, after: before, db)
            for table in SealedTable.all {
                var check = try verifier.begin(table, of: seal, db)
                while !check.isDone { try check.nextPage(db, .none) }
                check.finish()
                findings += check.findings
            }
            before = seal
        }
        return findings
    }

    @Test(
        "a row that is deleted, and one put in afterwards, are found",
        arguments: [
            "decisions", "messages", "ledger", "consent_events", "complaints", "stop_acts",
            "optout_events", "erasures",
        ])
    func rows(_ table: String) throws {
        let store = try Self.sealed()
        try Self.execute(store, "PRAGMA foreign_keys = OFF")
        let row = try #require(
            try store.queue.unsafeRead {
                try Int64.fetchOne($0, sql: "SELECT MIN(row) FROM \(table)")
            })
        try Self.execute(store, "CREATE TEMP TABLE kept AS SELECT * FROM \(table)")
        try Self.execute(store, "DELETE FROM \(table) WHERE row = \(row)")
        let gone = try Self.verify(store).findings.filter { $0.table == table }
        #expect(gone.map(\.row) == ["\(row)"])
        #expect(gone.map(\.kind) == [.missing])
        #expect(gone.map(\.day) == [Shop.zone.day(of: Shop.start)])
        try Self.execute(store, "INSERT INTO \(table) SELECT * FROM kept WHERE row = \(row)")
        #expect(try Self.verify(store).findings.isEmpty)
    }

    @Test("a changed seal, and one that is gone, break the chain")
    func seals() throws {
        for sql in [
            "UPDATE seals SET sealed_at = sealed_at + 1 WHERE day = (SELECT MIN(day) FROM seals)",
            "UPDATE seals SET hash = zeroblob(32) WHERE day = (SELECT MIN(day) FROM seals)",
            "UPDATE seal_parts SET count = count + 1 WHERE name = 'decisions' AND count > 0",
            "UPDATE seal_parts SET through = 0 WHERE name = 'decisions' AND count > 0",
            "DELETE FROM seals WHERE day = (SELECT MIN(day) + 1 FROM seals)",
            "DELETE FROM seals WHERE day = (SELECT MIN(day) FROM seals)",
            "UPDATE seal_marks SET marks = zeroblob(length(marks)) WHERE name = 'messages'",
            "DELETE FROM seal_prints WHERE name = 'messages'",
        ] {
            let store = try Self.sealed()
            try Self.execute(store, sql)
            #expect(try !Self.verify(store).findings.isEmpty, "\(sql)")
        }
    }

    @Test("a store of an older build is brought up, with its stops")
    func older() throws {
        let store = try Shop.store()
        try Self.execute(
            store,
            """
            DROP TABLE ledger; DROP TABLE seals; DROP TABLE complaints; DROP TABLE optout_events;
            DROP TABLE consent_events; DROP TABLE erasures;
            CREATE TABLE consent_events (
                row INTEGER PRIMARY KEY, slot INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,
                act TEXT NOT NULL CHECK (act IN ('grant', 'change', 'withdraw', 'merge')),
                customer INTEGER NOT NULL, purpose TEXT NOT NULL, given_at INTEGER NOT NULL,
                source TEXT NOT NULL, expires INTEGER, withdrawn INTEGER, text_version TEXT,
                channel TEXT, action TEXT) STRICT;
            CREATE TABLE erasures (
                slot INTEGER NOT NULL DEFAULT 0, customer INTEGER NOT NULL, at INTEGER NOT NULL,
                reason TEXT NOT NULL, PRIMARY KEY (slot, customer)) STRICT, WITHOUT ROWID;
            INSERT INTO erasures VALUES (0, 99, \(Shop.start.milliseconds), 'before');
            ALTER TABLE seal_prints DROP COLUMN veil;
            ALTER TABLE consents DROP COLUMN term;
            DROP TABLE stops;
            CREATE TABLE stops (
                kind TEXT NOT NULL CHECK (kind IN ('all', 'rule', 'channel', 'purpose')),
                name TEXT NOT NULL, since INTEGER NOT NULL, reason TEXT NOT NULL,
                PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;
            INSERT INTO stops VALUES ('rule', 'r', 1, 'old')
            """)
        #expect(store.missingColumns(for: Shop.schema) != nil)
        let done = try store.migrate(to: Shop.schema)
        #expect(done.contains("add column consents.term"))
        #expect(done.contains("widen table stops"))
        #expect(done.contains("widen table consent_events"))
        #expect(done.contains("widen table erasures"))
        #expect(try store.migrate(to: Shop.schema).isEmpty)
        #expect(try store.stops().map(\.reason) == ["old"])
        for day in 0..<2 { try Self.fill(store, day: day) }
        try Self.seal(store)
        #expect(try Self.verify(store).findings.isEmpty)
        #expect(try store.stops().count == 3)
    }
}
