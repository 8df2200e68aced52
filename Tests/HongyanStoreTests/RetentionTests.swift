import Foundation
import GRDB
import HongyanCore
import HongyanStore
import Testing

/// What is deleted in time, what a person may ask for, and what stays.
struct RetentionTests {
    private static let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
    private static let year = Shop.start + .days(400)

    private func book(_ periods: [RetentionPeriods.Record: Int] = [:], caps: [Cap] = []) -> RuleBook
    {
        let plain = Shop.book([Self.rule], caps: caps)
        return RuleBook(
            hash: plain.hash, workspace: plain.workspace, tags: plain.tags,
            policy: Policy(
                windows: [], blackouts: [], caps: caps, signature: "云杉商城", optOutWords: "R",
                globalHoldoutBuckets: 0, maxParts: 10, retention: RetentionPeriods(days: periods)),
            templates: [], rules: plain.rules)
    }

    /// Runs to the end in batches of a few rows.
    private func clear(_ store: SQLiteStore, _ book: RuleBook, at now: Timestamp) throws -> Int {
        var total = 0
        var position: RetentionPosition?
        repeat {
            let order = RetentionOrder(book: book, at: now)
            let batch = try store.retain(order, from: position, limit: 3)
            total += batch.cleared
            position = batch.next
        } while position != nil
        return total
    }

    /// Ten customers with an order, a message and a consent each.
    private func stocked(_ store: SQLiteStore) throws {
        let ids = (0..<10).map { CustomerID("c\($0)") }
        _ = try store.importCustomers(
            ids.enumerated().map {
                Shop.customer($1, phone: "+861380000100\($0)", ["name": .text("林小满")])
            }, schema: Shop.schema, at: Shop.start)
        _ = try store.importConsents(
            ids.map {
                IncomingConsent(
                    customer: $0,
                    consent: Consent(
                        purpose: .marketing, at: Shop.start - .days(1), source: "form",
                        textVersion: "v1"), evidence: "sheet 7")
            }, at: Shop.start)
        _ = try store.ingest(
            ids.map { Shop.event(EventID("e-\($0)"), $0, "order.placed", Shop.start) },
            schema: Shop.schema, at: Shop.start)
        let page = try store.occurrences(
            of: Self.rule, in: Shop.interval(store, to: Shop.start), book: book(), after: nil,
            limit: 100)
        try Shop.commit(
            store, Self.rule,
            page.occurrences.enumerated().map {
                Shop.send($1, at: Shop.start, phone: "+861380000100\($0)")
            }, at: Shop.start)
    }

    private func submitAll(_ store: SQLiteStore) throws {
        let all = try store.claim(
            channel: "main", maxParts: 100, limit: 100, book: book(), at: Shop.start)
        try store.settle(
            ClaimOutcome(
                written: all.map {
                    Submission(
                        id: $0.id, message: $0.id, attempt: 1, number: $0.number, text: $0.text,
                        parts: 1, purpose: $0.purpose)
                }), at: Shop.start)
        try store.record(
            all.map {
                ClassifiedEvent(
                    event: .response(
                        submission: $0.id, .accepted(providerID: "p\($0.id)"), at: Shop.start))
            }, terms: [:], retryAt: { _, _ in nil }, at: Shop.start)
    }

    @Test("a period below the law's floor is never in force, and every record has a ground")
    func floors() {
        for record in RetentionPeriods.Record.allCases {
            #expect(record.usual >= record.least)
            #expect(!record.source.zh.isEmpty && !record.source.en.isEmpty)
        }
        #expect(RetentionPeriods.Record.messages.least == 184)
    }

    @Test("messages past their period lose number and text; caps, once and the counts keep them")
    func messages() throws {
        let store = try Shop.store()
        try stocked(store)
        try submitAll(store)
        let caps = [Cap(name: "year", count: 5, period: .year)]
        let now = Shop.start + .days(366)
        let counts = try store.retention(RetentionOrder(book: book(caps: caps), at: now))
        #expect(counts.first { $0.record == .messages }?.due == 10)
        #expect(try clear(store, book(caps: caps), at: now) == 10)
        #expect(try clear(store, book(caps: caps), at: now) == 0)
        let view = try #require(try store.customerView("c1"))
        #expect(view.sends.count == 1)
        #expect(view.phone?.description == "138****1001")
        let again = Occurrence(
            rule: "r", customer: "c1", key: "x", due: now, cause: .instant(now))
        let facts = try #require(
            try store.facts(for: [again], of: Self.rule, book: book(caps: caps), at: now).first)
        #expect(facts.lastOfRule == Shop.start)
        #expect(facts.sends.count == 1)
        let text = try #require(try store.personRecord("c1")).tables
            .first { $0.name == "messages" }?.rows.first?.first { $0.column == "text" }?.field
        #expect(text == .text(""))
    }

    @Test("what waits to be sent is never touched, nor what is younger")
    func waiting() throws {
        let store = try Shop.store()
        try stocked(store)
        #expect(try clear(store, book(), at: Shop.start + .days(366)) == 0)
        try submitAll(store)
        #expect(try clear(store, book(), at: Shop.start + .days(364)) == 0)
    }

    @Test("ended proofs go after their period; a withdrawal stays while an older consent stands")
    func consents() throws {
        let store = try Shop.store()
        let early = Shop.start - .days(2_000)
        func consent(_ id: CustomerID, _ at: Timestamp, withdrawn: Timestamp?) -> IncomingConsent {
            IncomingConsent(
                customer: id,
                consent: Consent(
                    purpose: .marketing, at: at, withdrawn: withdrawn, source: "form",
                    textVersion: "v1"), evidence: nil)
        }
        _ = try store.importConsents(
            [
                consent("gone", early, withdrawn: early + .days(1)),
                consent("stands", early, withdrawn: nil),
                consent("both", early, withdrawn: nil),
                consent("both", early + .days(5), withdrawn: early + .days(6)),
                consent("young", early, withdrawn: Shop.start - .days(10)),
            ], at: Shop.start)
        #expect(try clear(store, book(), at: Shop.start) == 1)
        #expect(try store.customerView("gone")?.consents.isEmpty == true)
        #expect(try store.customerView("both")?.consents.count == 2)
        #expect(try store.customerView("young")?.consents.count == 1)
    }

    @Test("old events go, but the last of each kind and what rules look back on stay")
    func events() throws {
        let store = try Shop.store()
        let events = (0..<5).map {
            Shop.event(
                EventID("e\($0)"), "a", "order.placed", Shop.start - .days(Int64($0) * 100))
        }
        _ = try store.ingest(events, schema: Shop.schema, at: Shop.start)
        let order = RetentionOrder(book: book([.events: 150]), at: Shop.start)
        #expect(order.cutoff(of: .events) == Shop.start - .days(150))
        #expect(try clear(store, book([.events: 150]), at: Shop.start) == 3)
        #expect(try clear(store, book([.events: 31]), at: Self.year) == 1)
        #expect(try store.status().events == 1)
        let back = Condition.compare(
            .aggregate(
                Aggregate(
                    function: .count, event: "order.placed", field: nil, span: .days(365),
                    type: .number(scale: 0))), .greater,
            .literal(.number(1), .number(scale: 0)))
        let long = Shop.book([
            Shop.rule("b", .event(EventTrigger(event: "order.placed")), audience: back)
        ])
        #expect(long.lookBack == .days(365))
    }

    @Test("erasure leaves neither name nor number in the file, and keeps what the law demands")
    func erasure() throws {
        for byte in [UInt8?.none, 5] {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "erase-\(ProcessInfo.processInfo.globallyUniqueString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appendingPathComponent("store.db").path
            let secret = byte.flatMap { NumberSecret(bytes: Array(repeating: $0, count: 32)) }
            let store = try SQLiteStore.open(
                path: path, schema: Shop.schema, zone: Shop.zone, mode: .create, secret: secret)
            try erase(store, path: path)
        }
    }

    private func erase(_ store: SQLiteStore, path: String) throws {
        let phone = "+8613912340987"
        _ = try store.importCustomers(
            [Shop.customer("member-4711", phone: phone, ["name": .text("欧阳翠花")])],
            schema: Shop.schema, at: Shop.start)
        try stocked(store)
        _ = try store.importConsents(
            [
                IncomingConsent(
                    customer: "member-4711",
                    consent: Consent(
                        purpose: .marketing, at: Shop.start, source: "form", textVersion: "v1"),
                    evidence: "sheet 9")
            ], at: Shop.start)
        let order = Shop.event(
            "e-4711", "member-4711", "order.placed", Shop.start, ["cart_id": .text("欧阳翠花的车")])
        _ = try store.ingest([order], schema: Shop.schema, at: Shop.start)
        let page = try store.occurrences(
            of: Self.rule, in: Shop.interval(store, to: Shop.start), book: book(), after: nil,
            limit: 100)
        try Shop.commit(
            store, Self.rule,
            page.occurrences.map { Shop.send($0, at: Shop.start, phone: phone) }, at: Shop.start)
        try store.record(
            [
                ClassifiedEvent(
                    event: .reply(
                        Reply(
                            id: "mo", channel: "main", number: PhoneNumber(e164: phone),
                            text: "退订，欧阳翠花", at: Shop.start)),
                    reading: ReplyClassifier.read("退订，欧阳翠花", expecting: []))
            ], terms: [:], retryAt: { _, _ in nil }, at: Shop.start)
        let record = try #require(try store.personRecord("member-4711"))
        #expect(record.phone == phone)
        #expect(
            Set(record.tables.map(\.name)).isSuperset(of: [
                "customers", "consents", "decisions", "events", "messages", "optouts", "replies",
            ]))
        let now = Shop.start + .hours(1)
        let report = try store.erase("member-4711", reason: "asked", at: now)
        // The refusal has withdrawn it already.
        #expect(report.withdrawn == 0 && report.blankedMessages == 1 && report.deletedEvents == 1)
        #expect(report.blankedReplies == 1 && report.keptOptOuts == 1 && report.keptConsents == 1)
        #expect(try store.erase("member-4711", reason: "asked", at: now).wasErased)
        #expect(throws: StoreError.self) { try store.erase("nobody", reason: "x", at: now) }
        #expect(try store.emptyLog())
        for suffix in ["", "-wal"] {
            let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path + suffix))) ?? Data()
            for trace in ["13912340987", "欧阳翠花", "member-4711"] {
                #expect(bytes.range(of: Data(trace.utf8)) == nil, "\(trace) in \(suffix)")
            }
            if suffix.isEmpty { #expect(bytes.range(of: Data("林小满".utf8)) != nil) }
        }
        #expect(try store.customerView("member-4711") == nil)
        // Whoever comes back with the number is still refused, and nothing waits for them.
        _ = try store.importCustomers(
            [Shop.customer("member-4711", phone: phone)], schema: Shop.schema, at: now)
        let back = try #require(try store.customerView("member-4711"))
        #expect(back.optOuts.count == 1 && back.consents.isEmpty && back.sends.isEmpty)
        let left = try store.claim(
            channel: "main", maxParts: 100, limit: 100, book: book(), at: now)
        #expect(left.allSatisfy { $0.number.e164 != phone } && left.count == 10)
    }
}
