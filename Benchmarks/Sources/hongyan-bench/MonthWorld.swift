import Foundation
import HongyanCore
import HongyanImport
import HongyanRules
import HongyanSample
import HongyanStore

/// A shop for the month's dry run: made-up customers with a month of carts, orders and parcels, the
/// shipped rules and four more, so that there are twelve of every trigger kind.
struct MonthWorld {
    static let seed: UInt64 = 7
    static let firstDay = SampleShop.zone.day(of: SampleShop.start)
    /// How far events reach back: about five for each customer.
    static let eventDays = 30

    let book: RuleBook
    let store: SQLiteStore
    let signals: [IncomingSignal]
    /// Of the store's file.
    let path: String
    var start: Timestamp { book.workspace.zone.moment(Self.firstDay) }

    /// - Parameter idle: Customers besides, of whom nothing is known but their number and of whom
    ///   nothing happens.
    init(customers: Int, idle: Int = 0, workspace: WorkspaceFiles, folder: URL) throws {
        book = try Self.book(workspace)
        let schema = book.tags
        let zone = book.workspace.zone
        path = folder.appending(path: "month-\(customers).sqlite").path
        store = try SQLiteStore.open(path: path, schema: schema, zone: zone, mode: .create)
        let data = folder.appending(path: "month-\(customers)")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        var files: [String: FileHandle] = [:]
        for name in RetailSample.fileNames {
            let file = data.appending(path: name).path
            FileManager.default.createFile(atPath: file, contents: nil)
            files[name] = FileHandle(forWritingAtPath: file)
        }
        try RetailSample.generate(
            customers: customers, days: Self.eventDays, seed: Self.seed, end: Self.firstDay,
            zone: zone
        ) { name, bytes in try files[name]?.write(contentsOf: Data(bytes)) }
        for file in files.values { try file.close() }
        let now = zone.moment(Self.firstDay)
        var facts: [IncomingSignal] = []
        try store.prepareImport()
        for (kind, name) in zip(
            [ImportKind.customers, .consents, .suppressions, .events, .signals],
            RetailSample.fileNames)
        {
            var pages = PageGatherer(store: store, schema: schema, now: now)
            try ImportBenchmark.read(
                kind, data.appending(path: name).path, schema: schema, zone: zone, now: now
            ) { page in
                if case .signals(let rows) = page.rows {
                    facts += rows
                } else {
                    try pages.add(page)
                }
            }
            try pages.flush()
        }
        signals = facts
        try Self.add(idle, to: store, schema: schema, at: now)
        try store.log(TemplateEntry.clearing(book, at: now - .days(30)))
        try store.keep(book, at: now)
    }

    private static func add(
        _ idle: Int, to store: SQLiteStore, schema: TagSchema, at now: Timestamp
    ) throws {
        let size = store.importBatchSize
        for first in stride(from: 0, to: idle, by: size) {
            let page = (first..<min(idle, first + size)).map { number in
                let digits = String(String(100_000_000 + number).dropFirst())
                return IncomingCustomer(
                    id: CustomerID("idle-\(digits)"),
                    phone: .number(PhoneNumber(e164: "+86187\(digits)")), tags: [:])
            }
            _ = try store.importCustomers(page, schema: schema, at: now)
        }
    }

    /// The shipped rules and those of `Benchmarks/Month`, without their fuses and the budget: those
    /// are set for a shop of ten thousand.
    private static func book(_ workspace: WorkspaceFiles) throws -> RuleBook {
        let more = try WorkspaceFiles.files(in: "Benchmarks/Month")
        let files = (workspace.shared + workspace.rules + more).map { file in
            let lines = String(decoding: file.bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            let text = lines.filter { !$0.hasPrefix("budget:") }.map { line in
                line.contains("limit: ") && line.contains("/day")
                    ? line.prefix { $0 == " " } + "limit: 100000000/day" : line
            }.joined(separator: "\n")
            return SourceFile(path: file.path, bytes: Array(text.utf8))
        }
        let compilation = RuleCompiler.compile(files, zones: WorkspaceFiles.zone)
        guard let book = compilation.book else {
            throw BenchFailure("the month's rules have errors: \(compilation.diagnostics)")
        }
        return book
    }
}

/// Gathers imported rows to pages of the store's size.
private struct PageGatherer {
    let store: SQLiteStore
    let schema: TagSchema
    let now: Timestamp
    private var customers: [IncomingCustomer] = []
    private var events: [IncomingEvent] = []

    init(store: SQLiteStore, schema: TagSchema, now: Timestamp) {
        self.store = store
        self.schema = schema
        self.now = now
    }

    mutating func add(_ page: ImportPage) throws {
        switch page.rows {
        case .customers(let rows): customers += rows
        case .events(let rows): events += rows
        case .consents(let rows): _ = try store.importConsents(rows, at: now)
        case .suppressions(let rows): _ = try store.importSuppressions(rows, at: now)
        case .signals, .portability: break
        }
        if max(customers.count, events.count) >= store.importBatchSize { try flush() }
    }

    mutating func flush() throws {
        _ = try store.importCustomers(customers, schema: schema, at: now)
        _ = try store.ingest(events, schema: schema, at: now)
        customers = []
        events = []
    }
}
