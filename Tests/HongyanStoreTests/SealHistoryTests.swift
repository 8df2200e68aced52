import Foundation
import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

/// Encryption, erasure, retention and seals together: whatever happens to a store, its ledger
/// verifies, with the key and without; whatever is changed behind its back is found.
struct SealHistoryTests {
    /// A made-up life of a store, drawn from a seed.
    private final class History {
        private(set) var store: SQLiteStore
        private(set) var now = Shop.start
        private(set) var steps: [String] = []
        private var random: RandomStream
        private var secret: NumberSecret?
        private var secrets = 0
        private var customers: [(id: CustomerID, phone: String)] = []
        private var gone: Set<String> = []
        private var orders = 0
        private static let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
        private static let book = Shop.book([rule])
        private static let price: DeliveryTerms = ["main": Money(units: 450)]
        private static let version = Digest(hashing: ["v1"])

        init(seed: UInt64, isSealed: Bool) throws {
            random = RandomStream(seed: seed, purpose: "seal.history", id: "")
            if isSealed { secret = Self.secret(UInt8(1)) }
            store = try SQLiteStore.inMemory(
                schema: Shop.schema, zone: Shop.zone, secret: secret)
        }

        private static func secret(_ byte: UInt8) -> NumberSecret? {
            NumberSecret(bytes: Array(repeating: byte, count: 32))
        }

        /// The same store, opened with another secret or with none.
        func opened(_ secret: NumberSecret?) -> SQLiteStore {
            SQLiteStore(
                queue: store.queue, path: nil, schema: Shop.schema, zone: Shop.zone,
                secret: secret, sharing: .alone)
        }

        private func pick() -> (id: CustomerID, phone: String)? {
            customers.isEmpty ? nil : customers[random.below(customers.count)]
        }

        func step() throws {
            now = now + .minutes(Int64(random.below(90)) + 1)
            let acts: [(String, () throws -> Void)] = [
                ("come", come), ("come", come), ("order", order), ("order", order),
                ("order", order), ("consent", consent), ("consent", consent),
                ("withdraw", withdraw), ("refuse", refuse), ("refuse", refuse), ("lift", lift),
                ("complain", complain), ("erase", erase), ("merge", merge), ("rotate", rotate),
                ("night", night), ("night", night), ("night", night), ("retain", retain),
                ("stop", stop), ("renumber", renumber),
            ]
            let (name, act) =
                random.below(45) == 0 ? ("years", years) : acts[random.below(acts.count)]
            steps.append(name)
            try act()
        }

        // MARK: What happens

        private func come() throws {
            let index = customers.count + gone.count
            let number = random.below(60)
            let phone = "+86138001234\(number < 10 ? "0" : "")\(number)"
            let id = CustomerID("p\(index)-\(orders)")
            _ = try store.importCustomers(
                [Shop.customer(id, phone: random.below(8) == 0 ? nil : phone)],
                schema: Shop.schema, at: now)
            customers.append((id, phone))
        }

        private func renumber() throws {
            guard let who = pick() else { return }
            let phone = "+861390000\(1_000 + random.below(9_000))"
            _ = try store.importCustomers(
                [Shop.customer(who.id, phone: phone)], schema: Shop.schema, at: now)
            for index in customers.indices where customers[index].id == who.id {
                customers[index].phone = phone
            }
        }

        /// Some orders, each with a message that leaves and an answer.
        private func order() throws {
            var ids: [CustomerID] = []
            for _ in 0..<3 { if let who = pick() { ids.append(who.id) } }
            orders += 1
            _ = try store.ingest(
                ids.enumerated().map {
                    Shop.event(EventID("o\(orders)-\($0)"), $1, "order.placed", now)
                }, schema: Shop.schema, at: now)
            let page = try store.occurrences(
                of: Self.rule, in: Shop.interval(store, from: now - .minutes(1), to: now),
                book: Self.book, after: nil, limit: 100)
            let decisions = page.occurrences.map { occurrence -> Decision in
                let who = customers.first { $0.id == occurrence.customer }
                return random.below(6) == 0
                    ? Shop.hold(occurrence, at: now, until: now + .hours(3))
                    : Shop.send(occurrence, at: now, phone: who?.phone ?? "+8613700000000")
            }
            try Shop.commit(store, Self.rule, decisions, at: now)
            let claimed = try store.claim(
                channel: "main", maxParts: 100, limit: 100, book: Self.book, at: now)
            let written = claimed.map {
                Submission(
                    id: Digest(hashing: [$0.id.description, String($0.attempt)]),
                    message: $0.id, attempt: $0.attempt, number: $0.number, text: $0.text,
                    parts: $0.parts, purpose: $0.purpose)
            }
            try store.settle(ClaimOutcome(written: written), at: now)
            let later = now + .seconds(2)
            var events: [ProviderEvent] = []
            for (index, submission) in written.enumerated() {
                let name = "p\(orders)-\(index)"
                switch random.below(5) {
                case 0:
                    events.append(
                        .response(submission: submission.id, .refused(code: "E"), at: later))
                case 1: events.append(.response(submission: submission.id, .timedOut, at: later))
                default:
                    events.append(
                        .response(
                            submission: submission.id, .accepted(providerID: name), at: later))
                    events.append(
                        .receipt(
                            Receipt(
                                channel: "main", providerID: name, outcome: .delivered,
                                code: "DELIVRD", at: later)))
                }
            }
            try store.record(
                events.map { ClassifiedEvent(event: $0) }, terms: Self.price,
                retryAt: { _, _ in nil }, at: later)
            now = later
        }

        private func consent() throws {
            guard let who = pick() else { return }
            let day = (now - .days(Int64(random.below(3)))).milliseconds / 86_400_000
            let proof = ConsentProof(
                action: .checkbox, text: random.below(2) == 0 ? "同意接收优惠信息" : nil,
                term: "一年")
            _ = try store.importConsents(
                [
                    IncomingConsent(
                        customer: who.id,
                        consent: Consent(
                            purpose: .marketing, at: Timestamp(seconds: day * 86_400),
                            expires: random.below(3) == 0 ? now + .days(30) : nil,
                            source: "form", textVersion: "v\(random.below(3))", proof: proof),
                        evidence: "e\(random.below(9))")
                ], at: now)
        }

        private func withdraw() throws {
            guard let who = pick() else { return }
            _ = try store.withdrawConsent(of: who.id, to: .marketing, at: now, told: now)
        }

        private func refuse() throws {
            guard let who = pick() else { return }
            let kind = random.below(3)
            _ = try store.importSuppressions(
                [
                    IncomingSuppression(
                        customer: kind == 0 ? nil : who.id,
                        number: kind == 1 ? nil : PhoneNumber(e164: who.phone),
                        optOut: OptOut(
                            at: now - .minutes(Int64(random.below(3))), source: "hotline",
                            purpose: random.below(2) == 0 ? .marketing : nil))
                ], at: now)
        }

        private func lift() throws {
            guard let who = pick() else { return }
            _ = try store.liftOptOuts(of: who.id, at: now - .minutes(1), told: now)
        }

        private func complain() throws {
            guard let who = pick() else { return }
            let number = PhoneNumber(e164: who.phone)
            let day = Shop.zone.day(of: now)
            let message = try store.messages(to: number, on: day).first
            _ = try store.addComplaint(
                about: number, on: day, source: random.below(2) == 0 ? .centre : .carrier,
                message: message, signature: message == nil ? nil : "云杉商城",
                channels: ["main"], note: random.below(3) == 0 ? nil : "没有订过 \(orders)",
                who: "tester", at: now)
        }

        private func stop() throws {
            try store.addStop(.rule("r"), reason: "try", who: "tester", at: now)
            _ = try store.removeStop(.rule("r"), reason: "done", who: "tester", at: now)
        }

        private func erase() throws {
            guard customers.count > 2, let who = pick() else { return }
            _ = try store.erase(who.id, reason: "asked", at: now)
            forget(who.id)
        }

        private func merge() throws {
            guard let one = pick(), let other = pick(), one.id != other.id else { return }
            try store.merge(one.id, into: other.id, at: now)
            forget(one.id)
        }

        private func forget(_ id: CustomerID) {
            gone.insert(id.rawValue)
            customers.removeAll { $0.id == id }
        }

        /// The first key, or another one.
        private func rotate() throws {
            secrets += 1
            guard let next = Self.secret(UInt8(1 + secrets % 200)), next != secret else { return }
            if secret == nil {
                store = opened(next)
                _ = try store.encryptNumbers(with: next)
            } else {
                guard try store.beginRotation(to: next) else { return }
                var position: RotationPosition?
                var batches = 0
                repeat {
                    position = try store.rotateBatch(from: position, limit: 7).next
                    batches += 1
                    // Half-way it is as sound as before and after.
                    if batches == 2 { try expectClean("while keys change") }
                } while position != nil
                #expect(try store.endRotation(to: next))
                store = opened(next)
            }
            secret = next
        }

        private func night() throws {
            now = Shop.zone.moment(Shop.zone.day(of: now) + 1) + .minutes(11)
            try seal()
        }

        private func years() throws {
            now = now + .days(Int64(190 + random.below(100)))
            try seal()
            try retain()
        }

        private func seal() throws {
            let seed = (0..<4).flatMap { _ in
                withUnsafeBytes(of: random.next()) { Array($0) }
            }
            while try store.sealNextDay(at: now, seed: seed) != nil {}
        }

        /// Some batches, not always all.
        private func retain() throws {
            let periods = RetentionPeriods(days: [
                .messages: 184, .replies: 184, .consents: 184, .ledger: 400,
            ])
            let plain = Self.book
            let book = RuleBook(
                hash: plain.hash, workspace: plain.workspace, tags: plain.tags,
                policy: Policy(
                    windows: [], blackouts: [], caps: [], signature: "云杉商城", optOutWords: "R",
                    globalHoldoutBuckets: 0, maxParts: 10, retention: periods),
                templates: [], rules: plain.rules)
            let order = RetentionOrder(book: book, at: now)
            var position: RetentionPosition?
            var left = random.below(3) == 0 ? 10 : Int.max
            repeat {
                position = try store.retain(order, from: position, limit: 5).next
                left -= 1
            } while position != nil && left > 0
        }

        // MARK: What is asked

        func verified(_ store: SQLiteStore) throws -> LedgerVerification {
            try store.verifySeals(at: now + .seconds(1))
        }

        func expectClean(_ when: String) throws {
            let result = try verified(store)
            #expect(result.findings.isEmpty, "\(when): \(result.findings.prefix(3)) after \(steps)")
            #expect(result.unopened == 0)
            let locked = try verified(opened(nil))
            #expect(
                locked.findings.isEmpty,
                "\(when), no key: \(locked.findings.prefix(3)) after \(steps)")
            #expect(locked.rows == result.rows && locked.erased == result.erased)
        }

        /// Changes one field of one sealed row, looks, and takes the change back.
        /// - Returns: nil when the field cannot be changed.
        func tamper() throws -> (what: String, day: Int32, keyed: [Int32], locked: [Int32])? {
            let table = SealedTable.all[random.below(SealedTable.all.count)]
            let columns =
                [table.arrival] + [table.rule, table.customer].compactMap { $0 }
                + table.columns + table.personal.columns.filter { $0 != "purpose" }
            let column = columns[random.below(columns.count)]
            let place = random.below(1 << 30)
            return try store.queue.unsafeRead { db in
                guard
                    let row = try Row.fetchOne(
                        db,
                        sql: """
                            SELECT t.row, t.\(column) AS value, s.day FROM \(table.name) t
                            JOIN seal_parts s ON s.name = ? AND t.row > s.after
                                AND t.row <= s.through
                            ORDER BY (t.row * 7919 + ?) % 104729 LIMIT 1
                            """, arguments: [table.name, place])
                else { return nil }
                let old: DatabaseValue = row["value"]
                let new = self.changed(old, column)
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
                try db.execute(sql: "PRAGMA foreign_keys = OFF")
                try db.execute(sql: "SAVEPOINT tampering")
                defer {
                    try? db.execute(sql: "ROLLBACK TO tampering")
                    try? db.execute(sql: "RELEASE tampering")
                }
                for name in ["template_log_stays", "template_log_grows", "template_log_keeps"] {
                    try db.execute(sql: "DROP TRIGGER \(name)")
                }
                try db.execute(
                    sql: "UPDATE OR IGNORE \(table.name) SET \(column) = ? WHERE row = ?",
                    arguments: [new, row["row"] as Int64])
                guard db.changesCount > 0 else { return nil }
                let what = "\(table.name).\(column) \(row["row"] as Int64): \(old) → \(new)"
                let day = CivilDay(number: row["day"])
                return (
                    what, day.number, try self.days(db, day, self.store),
                    try self.days(db, day, self.opened(nil))
                )
            }
        }

        private func changed(_ value: DatabaseValue, _ column: String) -> DatabaseValue {
            switch value.storage {
            // A customer that nobody was merged with.
            case .int64(let number): return (number + 1_000_003).databaseValue
            case .string(let text):
                guard !text.isEmpty, random.below(2) == 0 else {
                    return (text + "x").databaseValue
                }
                var bytes = Array(text.utf8)
                let place = random.below(bytes.count)
                bytes[place] = bytes[place] == 0x41 ? 0x42 : 0x41
                return String(decoding: bytes, as: UTF8.self).databaseValue
            case .blob(let data):
                var bytes = Array(data)
                bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
                return Data(bytes).databaseValue
            case .null, .double:
                let blobs = ["message", "submission", "number_hash"]
                let numbers = [
                    "until", "deadline", "attempt", "parts", "amount", "expires", "withdrawn",
                    "lifted_at", "customer", "day", "last_day",
                ]
                if blobs.contains(column) { return Data(repeating: 9, count: 16).databaseValue }
                return numbers.contains(column) ? 77.databaseValue : "x".databaseValue
            }
        }

        private func days(
            _ db: Database, _ day: CivilDay, _ store: SQLiteStore
        ) throws -> [Int32] {
            let verifier = try Verifier(db, at: now + .seconds(1))
            let lock = try store.numberLock(db)
            let before = try SealRows.all(db, from: day - 1, through: day - 1).last
            var days: [Int32] = []
            for seal in try SealRows.all(db, from: day, through: day) {
                days += try verifier.chain(seal, after: before, db).map(\.day.number)
                for table in SealedTable.all {
                    var check = try verifier.begin(table, of: seal, db)
                    while !check.isDone { try check.nextPage(db, lock) }
                    check.finish()
                    days += check.findings.map(\.day.number)
                }
            }
            return days
        }
    }

    @Test(
        "random histories verify with and without the key; any later change names its day",
        arguments: 0..<4)
    func histories(seed: Int) throws {
        let history = try History(seed: UInt64(seed), isSealed: seed % 3 == 0)
        for step in 0..<60 {
            try history.step()
            if step % 15 == 14 { try history.expectClean("step \(step)") }
        }
        try history.expectClean("in the end")
        var tried = 0
        for _ in 0..<25 {
            guard let found = try history.tamper() else { continue }
            tried += 1
            #expect(found.keyed.contains(found.day), "\(found.what) after \(history.steps)")
            #expect(
                found.locked.contains(found.day), "no key: \(found.what) after \(history.steps)")
        }
        #expect(tried > 10)
        try history.expectClean("afterwards")
    }

    /// Two sealed days of a store that then gets its first key.
    private func encrypted() throws -> (store: SQLiteStore, locked: SQLiteStore) {
        let plain = try SealTests.sealed()
        let secret = try #require(NumberSecret(bytes: Array(repeating: 3, count: 32)))
        func opened(_ secret: NumberSecret?) -> SQLiteStore {
            SQLiteStore(
                queue: plain.queue, path: nil, schema: Shop.schema, zone: Shop.zone,
                secret: secret, sharing: .alone)
        }
        let store = opened(secret)
        _ = try store.encryptNumbers(with: secret)
        return (store, opened(nil))
    }

    private static let end = Shop.start + .days(3)

    @Test("what was sealed before the first key still holds, and no number can be tried on it")
    func firstKey() throws {
        let (store, locked) = try encrypted()
        for each in [store, locked] {
            let result = try each.verifySeals(at: Self.end)
            #expect(result.findings.isEmpty, "\(result.findings)")
        }
        #expect(try locked.verifySeals(at: Self.end).unopened == 6)
        let phones = (0..<2).flatMap { day in
            (0..<10).map { "+861380000\(day)00\($0)" }
        }
        let hashes = phones.map { Digest(keyed: SQLiteStore.plainNumberKey, hashing: [$0]) }
        var prints = 0
        try store.queue.unsafeRead { db in
            let sql = "SELECT \(SealRows.columns) FROM seal_prints p WHERE p.number IS NOT NULL"
            try db.makeStatement(sql: sql).each { row in
                guard let print = SealRows.prints(row, from: 0).number else { return }
                prints += 1
                for hash in hashes {
                    #expect(NumberPrint.of(hash, print.salt) != print.sealed)
                    #expect(NumberPrint.of(hash, print.veil ?? []) != print.sealed)
                }
            }
        }
        #expect(prints == 12)
    }

    @Test("a number that is forged with all of its open prints is found by the key")
    func forged() throws {
        let (store, locked) = try encrypted()
        try store.queue.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    UPDATE messages SET (number, number_hash) = (
                        SELECT number, number_hash FROM messages WHERE row = 2) WHERE row = 1
                    """)
            var forged: (text: String, hash: Digest) = ("", Digest(high: 0, low: 0))
            let reading = "SELECT number, number_hash FROM messages WHERE row = 1"
            try db.makeStatement(sql: reading).each { row in
                forged = (row.text(0), row.digest(1))
            }
            var prints = try #require(try SealRows.prints(db, "messages", 1))
            let salt = [UInt8](repeating: 5, count: 16)
            prints.number?.salt = salt
            prints.number?.renewed = NumberPrint.of(forged.hash, salt)
            prints.number?.text = Prints.of(forged.text, salt)
            try SealRows.put(db, prints, "messages", 1)
        }
        #expect(try locked.verifySeals(at: Self.end).findings.isEmpty)
        let findings = try store.verifySeals(at: Self.end).findings
        #expect(findings.map(\.table) == ["messages"] && findings.map(\.kind) == [.personal])
    }
}
