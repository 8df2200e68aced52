import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// What `explain` tells from rows must be what the store's queries find.
@Suite("told and found agree")
struct StoryTests {
    static let rules = [
        AbsenceTests.rule, RuleText.make("orders", "{event: order.placed, after: 1h}"),
        RuleText.make("big", "{event: order.placed, where: amount >= 200}"),
        RuleText.make("sleepy", "{dormant: order.placed, for: 30d, backlog: include}"),
        RuleText.make("bday", "{date: birthday, before: 3d, at: 10:00}"),
    ]

    @Test("the last occurrences of a hundred customers, by story and by query", arguments: [1, 2])
    func agree(seed: UInt64) throws {
        let book = try TestWorkspace.book(Self.rules)
        let now = at("12-03 10:00")
        let shop = SmallShop(customers: 100, seed: seed, start: now - .days(30), days: 29)
        let store = try shop.store(for: book, at: now - .days(30))
        _ = try store.ingest(shop.future.filter { $0.at <= now }, schema: book.tags, at: now)
        var compared = 0
        for rule in book.rules {
            let found = try occurrences(of: rule, in: store, book, to: now)
            for customer in shop.customers {
                let view = try #require(try store.customerView(customer.id))
                let story = TriggerTeller(
                    rule: rule, zone: .china, now: now, tags: view.tags,
                    history: try store.history(
                        of: rule, for: customer.id, tags: view.tags, at: now)
                ).story()
                let told = Set(
                    story.chapters.filter { $0.status == .due }.map { Fired($0.key, $0.due) })
                let mine = found[customer.id] ?? []
                // The story tells the last few; a query knows the earlier ones, too.
                let since = story.chapters.first?.due ?? .distantPast
                #expect(told == mine.filter { $0.due >= since }, "\(rule.id) \(customer.id)")
                compared += told.count
            }
        }
        #expect(compared > 100)
    }

    private struct Fired: Hashable {
        let key: String
        let due: Timestamp
        init(_ key: String, _ due: Timestamp) {
            self.key = key
            self.due = due
        }
    }

    private func occurrences(
        of rule: CompiledRule, in store: SQLiteStore, _ book: RuleBook, to now: Timestamp
    ) throws -> [CustomerID: Set<Fired>] {
        let seq = try store.latestSeq()
        let page = try store.occurrences(
            of: rule,
            in: Interval(
                fromTime: .distantPast, toTime: now, fromSeq: seq, toSeq: seq,
                activeFrom: .distantPast), book: book, after: nil, limit: 100_000)
        var found: [CustomerID: Set<Fired>] = [:]
        for occurrence in page.occurrences {
            found[occurrence.customer, default: []].insert(Fired(occurrence.key, occurrence.due))
        }
        return found
    }
}
