import GRDB
import HongyanCore
import Testing

@testable import HongyanStore

extension SQLiteStore {
    /// What the journal says was accepted, and what the charges of failed messages come to: read
    /// without the statement's queries.
    fileprivate func money() throws -> (accepted: Int64, failed: Int64) {
        try queue.unsafeRead { db in
            let accepted = "SELECT TOTAL(amount) FROM ledger WHERE outcome = 'accepted'"
            let failed = """
                SELECT TOTAL(c.amount) FROM charges c JOIN submissions s ON s.id = c.submission
                JOIN messages m ON m.id = s.message WHERE m.state = 'failed'
                """
            return (
                Int64(try Double.fetchOne(db, sql: accepted) ?? 0),
                Int64(try Double.fetchOne(db, sql: failed) ?? 0)
            )
        }
    }
}

/// Statements against the ledger, over random histories.
struct BillTests {
    private static let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))

    private static func channel(
        _ terms: ChannelTerms, id: ChannelID = "main", price: Int64 = 450
    ) -> Channel {
        Channel(
            id: id, provider: .simulated(SimulatedProfile()), purposes: [.marketing],
            pricePerPart: Money(units: price), partsPerSecond: 100, terms: terms)
    }

    private static func terms(_ channel: Channel) -> DeliveryTerms {
        DeliveryTerms(Workspace(storePath: "", zone: Shop.zone, channels: [channel]))
    }

    /// A life of messages: accepted, refused, lost and answered twice, with receipts early, late,
    /// doubled and contradicting.
    private struct History {
        let store: SQLiteStore
        let terms: DeliveryTerms
        let book: RuleBook
        var random: RandomStream
        var now = Shop.start
        var orders = 0
        var open: [(submission: Submission, provider: String)] = []

        init(seed: UInt64, _ channel: Channel) throws {
            store = try Shop.store()
            terms = BillTests.terms(channel)
            book = Shop.book([BillTests.rule])
            random = RandomStream(seed: seed, purpose: "bill", id: "")
            _ = try store.importCustomers(
                (0..<8).map { Shop.customer(CustomerID("c\($0)"), phone: "+861380000000\($0)") },
                schema: Shop.schema, at: now)
        }

        mutating func step() throws {
            now = now + .minutes(Int64(random.below(700)) + 1)
            orders += 1
            let ids = (0..<3).map { _ in CustomerID("c\(random.below(8))") }
            _ = try store.ingest(
                ids.enumerated().map {
                    Shop.event(EventID("o\(orders)-\($0)"), $1, "order.placed", now)
                }, schema: Shop.schema, at: now)
            let page = try store.occurrences(
                of: BillTests.rule, in: Shop.interval(store, from: now - .minutes(1), to: now),
                book: book, after: nil, limit: 100)
            try Shop.commit(
                store, BillTests.rule,
                page.occurrences.map { Shop.send($0, at: now, phone: "+8613800000000") }, at: now)
            let claimed = try store.claim(
                channel: "main", maxParts: 100, limit: 100, book: book, at: now)
            let written = claimed.map {
                Submission(
                    id: Submission.id(of: $0.id, attempt: $0.attempt), message: $0.id,
                    attempt: $0.attempt, number: $0.number, text: $0.text, parts: $0.parts,
                    purpose: $0.purpose)
            }
            try store.settle(ClaimOutcome(written: written), at: now)
            var events: [ProviderEvent] = []
            for (place, submission) in written.enumerated() {
                let name = "p\(orders)-\(place)"
                open.append((submission, name))
                if random.below(4) == 0 { events.append(receipt(name)) }
                events.append(response(submission, name))
                if random.below(4) == 0 { events.append(response(submission, name)) }
            }
            for _ in 0..<3 where !open.isEmpty {
                let (submission, name) = open[random.below(open.count)]
                events.append(random.below(5) == 0 ? response(submission, name) : receipt(name))
            }
            let moment = now
            try store.record(
                events.map { ClassifiedEvent(event: $0) }, terms: terms,
                retryAt: { attempt, _ in attempt < 3 ? moment + .seconds(5) : nil }, at: now)
        }

        private mutating func response(_ submission: Submission, _ name: String) -> ProviderEvent {
            let answer: ProviderEvent.Response =
                switch random.below(8) {
                case 0: .refused(code: "E")
                case 1: .timedOut
                case 2: .throttled(code: "T")
                case 3: .acceptedInParts(providerIDs: ["\(name)-1", "\(name)-2", "\(name)-3"])
                default: .accepted(providerID: name)
                }
            return .response(submission: submission.id, answer, at: now)
        }

        private mutating func receipt(_ name: String) -> ProviderEvent {
            let part = random.below(3) == 0 ? "-\(random.below(3) + 1)" : ""
            return .receipt(
                Receipt(
                    channel: "main", providerID: name + part,
                    outcome: random.below(2) == 0 ? .delivered : .failed,
                    code: random.below(2) == 0 ? "MK:0001" : "MA:0054",
                    at: now + .seconds(Int64(random.below(3)))))
        }
    }

    @Test("daily statements add up to the month's, and to the journal, over random histories")
    func sums() throws {
        for seed: UInt64 in 1...25 {
            let refund: RefundRule = seed % 3 == 0 ? .none : .failed
            let day = try #require(CivilDay(text: "2026-11-07"))
            let rows = [PriceRow(from: day, pricePerPart: Money(units: 390))]
            var history = try History(
                seed: seed, Self.channel(ChannelTerms(prices: rows, refund: refund)))
            for _ in 0..<40 { try history.step() }
            let store = history.store
            let first = Shop.zone.day(of: Shop.start)
            let last = Shop.zone.day(of: history.now)
            let whole = try store.bill(from: first, through: last)
            var charged: Int64 = 0
            var refunded: Int64 = 0
            var parts = 0
            for offset in 0...(last - first) {
                let daily = try store.bill(from: first + offset, through: first + offset)
                charged += daily.total.charged.units
                refunded += daily.total.refunded.units
                parts += daily.total.parts
            }
            #expect(Money(units: charged) == whole.total.charged, "seed \(seed)")
            #expect(Money(units: refunded) == whole.total.refunded, "seed \(seed)")
            #expect(parts == whole.total.parts, "seed \(seed)")
            let raw = try store.money()
            #expect(raw.accepted == charged, "the journal's acceptances, seed \(seed)")
            // What was accepted and failed, each once, at what it cost.
            #expect(refunded == (refund == .none ? 0 : raw.failed), "seed \(seed)")
            #expect(charged > 0 && (refund == .none || refunded > 0), "seed \(seed)")
        }
    }

    @Test("a failure of several parts is given back once, and not again when it is said twice")
    func partsOnce() throws {
        let channel = Self.channel(ChannelTerms(refund: .failed))
        var history = try History(seed: 1, channel)
        try history.step()
        let store = history.store
        for code in ["MK:0001", "MA:0054", "MK:0001"] {
            for part in 1...3 {
                try store.record(
                    history.open.map {
                        ClassifiedEvent(
                            event: .receipt(
                                Receipt(
                                    channel: "main", providerID: "\($0.provider)-\(part)",
                                    outcome: .failed, code: code, at: history.now)))
                    }, terms: history.terms, retryAt: { _, _ in nil }, at: history.now)
            }
        }
        let raw = try store.money()
        let after = try store.bill(
            from: Shop.zone.day(of: Shop.start), through: Shop.zone.day(of: history.now) + 1)
        #expect(after.total.refunded.units == raw.failed)
        #expect(after.total.refunded.units <= after.total.charged.units)
    }

    @Test("a balance is what was there, less charges since, more what came back")
    func balance() throws {
        let day = Shop.zone.day(of: Shop.start)
        let settings = ChannelBalance(
            amount: Money(units: 100_000), on: day, alarm: Money(units: 99_999))
        let channel = Self.channel(ChannelTerms(refund: .failed, balance: settings))
        var history = try History(seed: 4, channel)
        #expect(try history.store.balances(of: [channel]).map(\.isLow) == [false])
        for _ in 0..<10 { try history.step() }
        let total = try history.store.bill(from: day, through: day + 40).total
        let left = try #require(try history.store.balances(of: [channel]).first)
        #expect(left.left.units == 100_000 - total.net.units)
        #expect(left.isLow == (total.net.units > 1))
        #expect(try history.store.balances(of: [Self.channel(.standard)]).isEmpty)
    }
}
