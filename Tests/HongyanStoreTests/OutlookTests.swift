import Foundation
import HongyanCore
import HongyanStore
import Testing

/// What a store remembers of the near future must change no answer, whoever writes.
struct OutlookTests {
    private static let rules = [
        Shop.rule("event", .event(EventTrigger(event: "order.placed", after: .hours(1)))),
        Shop.rule(
            "absence",
            .absence(
                AbsenceTrigger(
                    event: "cart.updated", unless: "order.placed", within: .hours(2),
                    key: "cart_id"))),
        Shop.rule(
            "dormant",
            .dormant(
                DormantTrigger(
                    event: "order.placed", tag: "last_order_at", span: .days(2), backlog: .skip))),
        Shop.rule(
            "date",
            .date(
                DateTrigger(
                    tag: "birthday", isAnniversary: true, daysBefore: 1, at: MinuteOfDay(600)))),
    ]

    /// A store that is asked all along, one that another process writes with, and one opened anew
    /// for each question, which remembers nothing.
    @Test("a store that remembers answers as one that does not", arguments: [1, 2, 3] as [UInt64])
    func sameAnswers(_ seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-outlook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/store.db"
        let book = Shop.book(Self.rules)
        let asked = try open(path, .create)
        let other = try open(path, .readWrite)
        var random = RandomStream(seed: seed, purpose: "outlook", id: "test")
        var now = Shop.start
        var cursors: [RuleID: (time: Timestamp, seq: Seq)] = [:]
        var found = 0
        for step in 0..<120 {
            now = now + .minutes(Int64(1 + random.below(240)))
            try write(with: random.below(2) == 0 ? asked : other, step: step, at: now, &random)
            let fresh = try open(path, .readWrite)
            for rule in Self.rules {
                let cursor = cursors[rule.id] ?? (Shop.start, Seq.zero)
                let latest = try asked.latestSeq()
                #expect(try fresh.latestSeq() == latest)
                let interval = Interval(
                    fromTime: cursor.time, toTime: now, fromSeq: cursor.seq, toSeq: latest,
                    activeFrom: .distantPast)
                let mine = try asked.occurrences(
                    of: rule, in: interval, book: book, after: nil, limit: 1_000
                ).occurrences
                let theirs = try fresh.occurrences(
                    of: rule, in: interval, book: book, after: nil, limit: 1_000
                ).occurrences
                #expect(mine == theirs, "rule \(rule.id), step \(step)")
                found += mine.count
                let due = try asked.nextDue(of: rule, after: now, book: book)
                let trueDue = try fresh.nextDue(of: rule, after: now, book: book)
                if let trueDue { #expect(due.map { $0 <= trueDue } == true) }
                try Shop.commit(asked, rule, mine.map { Shop.send($0, at: now) }, at: now)
                cursors[rule.id] = (now, latest)
            }
        }
        #expect(found > 40)
    }

    private func open(_ path: String, _ mode: SQLiteStore.Mode) throws -> SQLiteStore {
        try SQLiteStore.open(path: path, schema: Shop.schema, zone: Shop.zone, mode: mode)
    }

    /// One random row: an event that is fresh or late, or a birthday near the present.
    private func write(
        with store: SQLiteStore, step: Int, at now: Timestamp, _ random: inout RandomStream
    ) throws {
        let customer = CustomerID("c\(random.below(12))")
        switch random.below(4) {
        case 0:
            let day = Shop.zone.day(of: now) + random.below(4)
            let (_, month, date) = day.fields
            let birthday = Anniversary(calendar: .solar, month: month, day: date)
            _ = try store.importCustomers(
                [
                    Shop.customer(
                        customer, phone: "+86138000000\(10 + random.below(80))",
                        ["birthday": .anniversary(birthday)])
                ], schema: Shop.schema, at: now)
        case 1, 2:
            let late = Span.minutes(Int64(random.below(300)))
            _ = try store.ingest(
                [
                    Shop.event(
                        EventID("cart-\(step)"), customer, "cart.updated", now - late,
                        ["cart_id": .text("k\(random.below(5))")])
                ], schema: Shop.schema, at: now)
        default:
            let late = Span.minutes(Int64(random.below(300)))
            _ = try store.ingest(
                [Shop.event(EventID("order-\(step)"), customer, "order.placed", now - late)],
                schema: Shop.schema, at: now)
        }
    }
}
