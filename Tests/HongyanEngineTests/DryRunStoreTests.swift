import HongyanCore
import HongyanEngine
import HongyanStore
import HongyanTorture
import Testing

/// A dry run that keeps its own decisions in memory comes to what the tables come to.
@Suite("A dry run in memory")
struct DryRunStoreTests {
    private struct Answer {
        var lines: [String] = []
        let report: RunReport
        var outcomes: [OccurrenceOutcome] = []
        let refusals: [[GateID]]
    }

    private static func line(_ record: DecisionRecord) -> String {
        let zone = Zone.china
        return "\(zone.format(record.at)) \(record.rule) \(record.customer) "
            + "\(record.occurrence) \(zone.format(record.due)) \(record.decision) "
            + "\(record.reason ?? "") \(record.until.map { zone.format($0) } ?? "") "
            + "\(record.text ?? "") \(record.parts ?? 0) \(record.cost?.description ?? "") "
            + "\(record.channel?.rawValue ?? "") \(record.verdicts) \(record.book)"
    }

    private func simulate(
        _ book: RuleBook, _ store: any Store, _ scenario: Scenario, seed: UInt64,
        from start: Timestamp, through end: Timestamp, threads: Int = 1
    ) throws {
        let simulator = Simulator(
            book: book, store: store, providers: SmallShop.providers(book, seed: seed),
            scenario: scenario, seed: seed, from: start,
            options: EngineOptions(threads: threads), logger: Stage.quiet)
        try simulator.run(through: end)
    }

    private func pages(
        _ next: (OccurrenceOutcome.Position?) throws(StoreError) -> [OccurrenceOutcome]
    ) throws -> [OccurrenceOutcome] {
        var all: [OccurrenceOutcome] = []
        while true {
            let page = try next(all.last?.position)
            if page.isEmpty { return all }
            all += page
        }
    }

    private func tables(
        _ book: RuleBook, _ store: SQLiteStore, _ scenario: Scenario, seed: UInt64,
        from start: Timestamp, through end: Timestamp
    ) throws -> Answer {
        try simulate(book, store, scenario, seed: seed, from: start, through: end)
        var lines: [String] = []
        try store.forEachDecision(from: start, through: end) { lines.append(Self.line($0)) }
        var outcomes: [OccurrenceOutcome] = []
        for rule in book.rules {
            outcomes += try pages { position throws(StoreError) in
                try store.outcomes(of: [rule.id], after: position, limit: 7, since: start)
            }
        }
        return Answer(
            lines: lines, report: try store.report(book: book, from: start, through: end),
            outcomes: outcomes, refusals: try store.refusals(of: outcomes))
    }

    private func memory(
        _ book: RuleBook, _ base: SQLiteStore, _ scenario: Scenario, seed: UInt64,
        from start: Timestamp, through end: Timestamp, keepsPopulation: Bool, threads: Int = 1
    ) throws -> Answer {
        var lines: [String] = []
        let store = try DryRunStore(
            over: base, from: start, keepsPopulation: keepsPopulation, keepsOutcomes: true
        ) {
            lines.append(Self.line($0))
        }
        try simulate(
            book, store, scenario, seed: seed, from: start, through: end, threads: threads)
        try store.finish()
        var outcomes: [OccurrenceOutcome] = []
        for rule in book.rules {
            outcomes += try pages { position throws(StoreError) in
                try store.outcomes(of: [rule.id], after: position, limit: 7)
            }
        }
        return Answer(
            lines: lines, report: try store.report(book: book, through: end),
            outcomes: outcomes, refusals: try store.refusals(of: outcomes))
    }

    private func expectSame(
        _ one: Answer, _ other: Answer, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(one.lines.count == other.lines.count, sourceLocation: sourceLocation)
        if let first = zip(one.lines, other.lines).first(where: { $0 != $1 }) {
            Issue.record(
                "first difference:\ntables \(first.0)\nmemory \(first.1)",
                sourceLocation: sourceLocation)
        }
        #expect(one.report == other.report, sourceLocation: sourceLocation)
        #expect(one.outcomes == other.outcomes, sourceLocation: sourceLocation)
        #expect(one.refusals == other.refusals, sourceLocation: sourceLocation)
    }

    /// Rules of all kinds, with randomly drawn keys that do not change what they wait for.
    private static func book(seed: UInt64) throws -> RuleBook {
        var random = RandomStream(seed: seed, purpose: "dry-run", id: "book")
        let keys: [[String]] = [
            ["window: day", "window: evening", "window: always"],
            ["priority: 10", "priority: 60", "priority: 90"],
            ["once: ever", "once: per 30d", "once: per year", "once: per occurrence"],
            ["closed: drop", "closed: defer 12h", "closed: defer 48h"],
            ["holdout: 10%", "rollout: 80%", "late: 2h", "audience: tier = gold"],
            ["budget: 0.2/day", "budget: 0.5/month"],
        ]
        let rules = SameEngineTests.rules.map { (rule: String) -> String in
            var rule = rule
            for choices in keys where random.below(2) == 0 {
                let line = choices[random.below(choices.count)]
                let key = String(line.prefix { $0 != ":" })
                if rule.contains("\n\(key):") || rule.contains("purpose: service") { continue }
                rule += "\n" + line
            }
            return rule
        }
        let caps = ["1 per day", "2 per 7d", "4 per month"]
        return try TestWorkspace.book(
            rules,
            policy: TestWorkspace.policy.replacing(
                "4 per month", with: caps[random.below(caps.count)]),
            settings: TestWorkspace.settings.replacing(
                "opt_out_replies: 0%", with: "opt_out_replies: 6%"
            )
            .replacing("refused: 0%", with: "refused: 4%")
            .replacing("failed: 0%", with: "failed: 10%")
            .replacing("silent: 0%", with: "silent: 5%")
            .replacing("other_replies: 0%", with: "other_replies: 6%")
            .replacing("rate: 1000/s", with: random.below(2) == 0 ? "rate: 1/s" : "rate: 1000/s")
                + (random.below(2) == 0 ? "\nbudget: 1.5/day" : ""))
    }

    @Test(
        "decides, reports and remembers line by line what the tables do, over random books",
        arguments: [1, 2, 3, 4, 5, 6])
    func same(seed: UInt64) throws {
        let book = try Self.book(seed: seed)
        let start = at("12-02 00:00")
        let end = at("12-06 12:00")
        let shop = SmallShop(customers: 40, seed: seed, start: start, days: 4)
        let one = try tables(
            book, try shop.store(for: book, at: start), Scenario(events: shop.future), seed: seed,
            from: start,
            through: end)
        #expect(one.lines.count > 40)
        for keepsPopulation in [false, true] {
            let other = try memory(
                book, try shop.store(for: book, at: start), Scenario(events: shop.future),
                seed: seed, from: start, through: end, keepsPopulation: keepsPopulation)
            expectSame(one, other)
        }
    }

    @Test(
        "the same over random books of all trigger kinds, late and doubled events, and signals",
        arguments: [21, 22, 23, 24, 25, 26, 27, 28])
    func sameOfAllKinds(seed: UInt64) throws {
        let scene = try TortureScene(seed: seed) { text in
            text.replacing("opt_out_replies: 0%", with: "opt_out_replies: 6%")
                .replacing("refused: 0%", with: "refused: 6%")
                .replacing("failed: 0%", with: "failed: 10%")
                .replacing("other_replies: 0%", with: "other_replies: 30%")
        }
        let end = scene.start + .days(4)
        func store() throws -> SQLiteStore {
            let store = try SQLiteStore.inMemory(
                schema: scene.book.tags, zone: scene.book.workspace.zone)
            _ = try store.importCustomers(
                scene.customers, schema: scene.book.tags, at: scene.start)
            _ = try store.importConsents(scene.consents, at: scene.start)
            _ = try store.ingest(scene.history, schema: scene.book.tags, at: scene.start)
            return store
        }
        let scenario = Scenario(events: scene.events, signals: scene.signals)
        let one = try tables(
            scene.book, store(), scenario, seed: seed, from: scene.start, through: end)
        #expect(one.lines.count > 3)
        for keepsPopulation in [false, true] {
            let other = try memory(
                scene.book, store(), scenario, seed: seed, from: scene.start, through: end,
                keepsPopulation: keepsPopulation)
            expectSame(one, other)
        }
    }

    @Test(
        "the same where the past comes again twice and more, over random books of all trigger kinds",
        arguments: [31, 32, 33, 34, 35, 36])
    func sameOfRepeatedPast(seed: UInt64) throws {
        let scene = try TortureScene(seed: seed) { text in
            text.replacing("opt_out_replies: 0%", with: "opt_out_replies: 6%")
                .replacing("failed: 0%", with: "failed: 10%")
        }
        // What the scene has for its future is the past here.
        let start = (scene.start + .days(5)).minuteFloor
        let end = start + .days(17)
        func store() throws -> SQLiteStore {
            let store = try SQLiteStore.inMemory(
                schema: scene.book.tags, zone: scene.book.workspace.zone)
            _ = try store.importCustomers(
                scene.customers, schema: scene.book.tags, at: scene.start)
            _ = try store.importConsents(scene.consents, at: scene.start)
            _ = try store.ingest(scene.history, schema: scene.book.tags, at: scene.start)
            _ = try store.ingest(
                scene.events.filter { $0.at <= start }, schema: scene.book.tags, at: start)
            return store
        }
        func scenario(of store: SQLiteStore) -> Scenario {
            Scenario(
                repetition: Scenario.Repetition(days: 6, from: start, books: [scene.book]) {
                    after, through throws(StoreError) in
                    try store.events(from: after, through: through)
                }, signals: scene.signals)
        }
        let base = try store()
        let one = try tables(
            scene.book, base, scenario(of: base), seed: seed, from: start, through: end)
        #expect(one.lines.contains { $0.contains("~2") })
        for (keepsPopulation, threads) in [(false, 1), (true, 1), (true, 2), (true, 3)] {
            let base = try store()
            let other = try memory(
                scene.book, base, scenario(of: base), seed: seed, from: start, through: end,
                keepsPopulation: keepsPopulation, threads: threads)
            expectSame(one, other)
        }
    }

    @Test("takes along what the store decided, held and queued before", arguments: [11, 12])
    func takesAlong(seed: UInt64) throws {
        let book = try Self.book(seed: seed)
        let start = at("12-02 00:00")
        let noon = at("12-03 18:01")
        let end = at("12-06 00:00")
        let shop = SmallShop(customers: 30, seed: seed, start: start, days: 4)
        let used = try shop.store(for: book, at: start)
        try simulate(
            book, used, Scenario(events: shop.future.filter { $0.at <= noon }), seed: 3,
            from: start,
            through: noon)
        let later = shop.future.filter { $0.at > noon }
        for moment in [noon, noon - .hours(5)] {
            let copy = try used.scratchCopy()
            let scenario = Scenario(events: try copy.rewind(to: moment) + later)
            let answer = try tables(
                book, copy, scenario, seed: seed, from: moment, through: end)
            #expect(answer.lines.count > 15)
            for keepsPopulation in [false, true] {
                let copy = try used.scratchCopy()
                _ = try copy.rewind(to: moment)
                let other = try memory(
                    book, copy, scenario, seed: seed, from: moment, through: end,
                    keepsPopulation: keepsPopulation)
                expectSame(answer, other)
            }
        }
    }
}
