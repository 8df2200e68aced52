import HongyanCore
import HongyanStore
import Testing

@testable import HongyanEngine

struct RecordingStoreTests {
    @Test("what is recorded on the way changes no decision")
    func changesNothing() throws {
        let book = try SameEngineTests.book()
        let start = at("12-02 00:00")
        let end = at("12-05 12:00")
        let shop = SmallShop(customers: 50, seed: 11, start: start, days: 3)
        func lines(_ wrap: (SQLiteStore) -> any Store) throws -> [String] {
            let store = try shop.store(for: book, at: start)
            let simulator = Simulator(
                book: book, store: wrap(store), providers: SmallShop.providers(book, seed: 5),
                scenario: Scenario(events: shop.future), seed: 5, from: start, logger: Stage.quiet)
            try simulator.run(through: end)
            return try SmallShop.lines(store, zone: .china)
        }
        var recorder: RecordingStore?
        let plain = try lines { $0 }
        let recorded = try lines {
            let store = RecordingStore($0)
            recorder = store
            return store
        }
        #expect(plain.count > 100)
        #expect(plain == recorded)
        let seen = try #require(recorder)
        #expect(seen.judged.count == plain.count)
        let outside = Set(seen.firings.filter { $0.rule == "bday" }.map(\.occurrence.customer))
        let inside = Set(
            seen.judged.map(\.decision.occurrence).filter { $0.rule == "bday" }.map(\.customer))
        #expect(outside.count > inside.count && outside.isSuperset(of: inside))
    }
}
