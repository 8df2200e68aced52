import Foundation
import GRDB
import HongyanCore
import HongyanStore
import Testing

/// The log of templates: kept as it was written, and read with each page and claim.
struct TemplateLogTests {
    static let template = Template(
        id: "hello", purpose: .marketing,
        runs: [
            .variable(
                Template.Variable(
                    name: "name", source: .tag("name", .text), fallback: "顾客", maxLength: 8)),
            .fixed("您好"),
        ], version: Digest(hashing: ["v1"]))

    static func book(_ rules: [CompiledRule] = [], filing: FilingDemand = .none) -> RuleBook {
        let plain = Shop.book(rules)
        return RuleBook(
            hash: plain.hash,
            workspace: Workspace(
                storePath: "x", zone: Shop.zone,
                channels: [
                    Channel(
                        id: "main", provider: .simulated(SimulatedProfile()),
                        purposes: [.marketing], pricePerPart: Money(units: 450),
                        partsPerSecond: 100, filing: filing)
                ], people: [Person(id: "li", name: "李雷", number: nil, roles: ["owner"])]),
            tags: plain.tags,
            policy: Policy(
                windows: [], blackouts: [], caps: [], signature: "云杉", optOutWords: "拒收请回复R",
                globalHoldoutBuckets: 0, maxParts: 3, approval: ["owner"]),
            templates: [template], rules: rules)
    }

    static func entry(
        _ act: TemplateEntry.Act, by person: String = "li", at: Timestamp = Shop.start
    ) -> TemplateEntry {
        TemplateEntry(
            template: "hello", version: template.version, act: act, person: person,
            account: "root", at: at, comment: "看过")
    }

    static let approved = [entry(.submitted, by: "han"), entry(.approved(step: "owner"))]

    @Test("gives back every line as it was written, in order")
    func roundTrip() throws {
        let store = try Shop.store()
        let day = CivilDay(number: 20_000)
        func filed(_ state: TemplateFiling.State) -> TemplateEntry.Act {
            .filed(TemplateFiling(channel: "main", carrier: .telecom, state: state))
        }
        let acts: [TemplateEntry.Act] = [
            .submitted, .approved(step: "owner"), .rejected,
            filed(.submitted(on: day, expected: nil)),
            filed(.submitted(on: day, expected: day + 9)),
            filed(.effective(from: day, through: nil)),
            filed(.effective(from: day, through: day + 90)), filed(.refused(on: day)),
            .suspended(nil), .suspended("main"), .resumed(nil), .resumed("main"),
        ]
        try store.log(acts.map { Self.entry($0) })
        #expect(try store.templateLog() == acts.map { Self.entry($0) })
    }

    @Test("can be added to and neither changed nor shortened, by any program")
    func appendOnly() throws {
        let store = try TemporaryStore("template-log")
        defer { store.remove() }
        try store.store.log(Self.approved)
        let queue = try DatabaseQueue(path: store.path)
        for sql in [
            "UPDATE template_log SET person = 'wang'", "DELETE FROM template_log",
            "REPLACE INTO template_log SELECT * FROM template_log",
        ] {
            #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        }
        #expect(try store.store.templateLog() == Self.approved)
    }

    @Test("keeps the words of each version once, from when it was first seen")
    func words() throws {
        let store = try Shop.store()
        try store.keep(Self.book(), at: Shop.start)
        try store.keep(Self.book(), at: Shop.start + .days(1))
        #expect(try store.templateText("hello", Self.template.version) == "${name|顾客}您好")
        #expect(try store.templateText("hello", Digest(high: 1, low: 1)) == nil)
    }

    @Test("a refused act adds nothing, not even for the templates before it")
    func allOrNone() throws {
        let store = try Shop.store()
        let result = try store.act(on: [Self.template], at: Shop.start) {
            log throws(TemplateRefusal) in
            #expect(log.isEmpty)
            throw .author
        }
        #expect(result == .failure(.author))
        #expect(try store.templateLog().isEmpty)
        #expect(try store.templateText("hello", Self.template.version) == nil)
    }

    @Test("the facts of a page say how far its template has come, as of that page")
    func facts() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
        let book = Self.book([rule])
        _ = try store.importCustomers(
            [Shop.customer("c1", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
        let occurrence = Occurrence(
            rule: "r", customer: "c1", key: "k", due: Shop.start, cause: .instant(Shop.start))
        func approval() throws -> TemplateStanding.Approval? {
            try store.facts(for: [occurrence], of: rule, book: book, at: Shop.start).first?
                .templates.first?.approval
        }
        #expect(try approval() == .draft)
        try store.log([Self.entry(.submitted, by: "han")])
        #expect(try approval() == .review(step: "owner"))
        try store.log([Self.entry(.approved(step: "owner"))])
        #expect(try approval() == .approved)
    }

    @Test("what waits for a template wakes when something is done with one; nothing else does")
    func wakes() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
        _ = try store.importCustomers(
            [Shop.customer("c1", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
        func hold(_ key: String, _ code: String) -> Decision {
            let until = Shop.start + .hours(8)
            return Decision(
                occurrence: Occurrence(
                    rule: "r", customer: "c1", key: key, due: Shop.start,
                    cause: .instant(Shop.start)),
                at: Shop.start, outcome: .hold(until: until), reason: Reason(code), verdicts: [],
                deadline: nil, firstDecidedAt: Shop.start, message: nil)
        }
        try Shop.commit(
            store, rule,
            [hold("a", "template.draft"), hold("b", "window"), hold("c", "template.filing")],
            at: Shop.start)
        let later = Shop.start + .minutes(5)
        #expect(try store.wokenHolds(of: "r", at: later, limit: 9).isEmpty)
        try store.log([Self.entry(.submitted, at: later)])
        #expect(try store.wokenHolds(of: "r", at: later, limit: 9).map(\.key) == ["a", "c"])
        #expect(try store.nextWake() == later)
    }

    @Test("a claim asks again about the version that a text was made from")
    func edge() throws {
        let store = try Shop.store()
        let rule = Shop.rule("r", .event(EventTrigger(event: "order.placed")))
        let book = Self.book([rule])
        _ = try store.importCustomers(
            [Shop.customer("c1", phone: "+8613800000001")], schema: Shop.schema, at: Shop.start)
        try store.log(Self.approved)
        let occurrence = Occurrence(
            rule: "r", customer: "c1", key: "k", due: Shop.start, cause: .instant(Shop.start))
        try Shop.commit(store, rule, [Shop.send(occurrence, at: Shop.start)], at: Shop.start)
        func claimed(_ book: RuleBook) throws -> QueuedMessage.Edge? {
            let messages = try store.claim(
                channel: "main", maxParts: 9, limit: 9, book: book, at: Shop.start)
            try store.settle(
                ClaimOutcome(postponed: messages.map { ($0.id, Shop.start) }), at: Shop.start)
            return messages.first?.edge
        }
        #expect(try claimed(book)?.template == nil)
        #expect(try claimed(book)?.isTemplateCurrent == true)
        #expect(try claimed(Shop.book([rule], templates: []))?.isTemplateCurrent == false)
        #expect(
            try claimed(Self.book([rule], filing: .required))?.template
                == TemplateObstacle("template.filing", "unfiled:mobile"))
        try store.log([Self.entry(.suspended(nil))])
        #expect(try claimed(book)?.template == TemplateObstacle("template.suspended", "suspended"))
    }

    @Test("a threshold suspends once, in the name of the machine, until a person resumes it")
    func threshold() throws {
        let store = try Shop.store()
        func trip() throws -> Bool {
            try store.suspendTemplate(
                "hello", version: Self.template.version, channel: "main",
                reason: "complaints 3 per million", at: Shop.start)
        }
        #expect(try trip())
        #expect(try !trip())
        let standing = try #require(try store.templateStandings(of: Self.book()).first)
        #expect(standing.suspensions.map(\.person) == [TemplateEntry.machine])
        #expect(standing.suspensions.map(\.reason) == ["complaints 3 per million"])
        try store.log([Self.entry(.resumed("main"))])
        #expect(try trip())
    }

    @Test("a store from before there were templates opens after migrate, not before")
    func olderStore() throws {
        let store = try TemporaryStore("template-older")
        defer { store.remove() }
        let queue = try DatabaseQueue(path: store.path)
        try queue.write { db in
            try db.execute(sql: "DROP TABLE template_log")
            try db.execute(sql: "DROP TABLE template_versions")
        }
        func open(_ mode: SQLiteStore.Mode) throws -> SQLiteStore {
            try SQLiteStore.open(
                path: store.path, schema: Shop.schema, zone: Shop.zone, mode: mode)
        }
        #expect(throws: StoreError.needsMigration("create table template_versions")) {
            try open(.readWrite)
        }
        let steps = try open(.create)
        #expect(try steps.templateLog().isEmpty)
        #expect(try open(.readOnly).templateLog().isEmpty)
    }
}

/// A store in a folder of its own.
private struct TemporaryStore {
    let folder: URL
    let store: SQLiteStore
    var path: String { folder.path + "/store.db" }

    init(_ name: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore.open(
            path: folder.path + "/store.db", schema: Shop.schema, zone: Shop.zone, mode: .create)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
