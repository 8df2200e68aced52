public import ArgumentParser
import Foundation
import HongyanCore
public import HongyanImport
import HongyanStore

extension ImportKind: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

/// `hongyan import`: a file of customers, events, consents, suppressions, signals or portability
/// into the store.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Import customers, events, consents, suppressions, signals, portability: CSV, JSONL.",
        discussion: """
            Goes through the file in pages; the same file twice changes nothing; a run that was \
            killed is simply started again. Bad rows go to the rejects file with line and reason. \
            Exit code 0, or 3 when rows were rejected.

            Example:  hongyan import customers members.csv --map 会员号=id,手机=phone --rejects bad.csv
            """)

    @Argument(help: "customers, events, consents, suppressions, signals or portability.")
    var kind: ImportKind
    @Argument(help: "The file; .csv or .jsonl.") var file: String
    @Option(help: "Columns under other names: column=tag,column=tag.") var map: String?
    @Option(help: "Where bad rows go (default: FILE.rejects.csv).") var rejects: String?
    @Option(help: "utf-8 or gb18030 (default: found out).") var encoding: TextEncoding?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(
            of: book, mode: .readWrite, needsNumbers: kind == .customers || kind == .suppressions)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(file)") }
        defer { close(descriptor) }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue
        {
            throw CommandFailure("\(file) is a folder, not a file")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        try explained { try store.prepareImport() }
        var importer = PageImporter(store: store, schema: book.tags, clock: SystemClock())
        var reader: ImportReader
        do {
            reader = try ImportReader(
                kind: kind, source: .descriptor(descriptor),
                format: file.hasSuffix(".jsonl") ? .jsonl : .csv, schema: book.tags,
                zone: book.workspace.zone, mapping: try mapping(), now: SystemClock().now(),
                encoding: encoding)
        } catch let fault as ImportFault {
            throw CommandFailure("\(file): \(fault.words(options.language))")
        }
        var rejected = 0
        var count = IngestCount()
        var output: OutputFile?
        let writer = RejectsWriter(language: options.language)
        var progress = Progress(options.language)
        do {
            while let page = try reader.nextPage() {
                count += try explained { try importer.take(page.rows) }
                if !page.rejects.isEmpty {
                    if output == nil {
                        // It holds rows as they came, numbers and all.
                        output = try OutputFile(path: rejectsPath, isPrivate: true)
                        try output?.bytes(RejectsWriter.header)
                    }
                    try output?.bytes(writer.lines(page.rejects))
                    rejected += page.rejects.count
                }
                progress.show(
                    "import \(kind.rawValue)", done: Int(page.bytesRead), of: size,
                    unit: options.language == .zh ? "字节" : "bytes")
            }
            count += try explained { try importer.finish() }
        } catch let fault as ImportFault {
            progress.end()
            throw CommandFailure("\(file): \(fault.words(options.language))")
        }
        progress.end()
        try output?.close()
        Terminal.out(summary(count, rejected: rejected))
        if rejected > 0 { throw ExitCode(3) }
    }

    private var rejectsPath: String { rejects ?? file + ".rejects.csv" }

    private func mapping() throws -> [String: String] {
        var mapping: [String: String] = [:]
        for pair in (map ?? "").split(separator: ",") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else {
                throw CommandFailure("--map takes column=tag pairs, not '\(pair)'", code: 64)
            }
            mapping[String(sides[0])] = String(sides[1])
        }
        return mapping
    }

    private func summary(_ count: IngestCount, rejected: Int) -> String {
        let base =
            options.language == .zh
            ? "\(kind.rawValue)：新增 \(count.added)，更新 \(count.changed)，未变 \(count.unchanged)"
            : "\(kind.rawValue): \(count.added) added, \(count.changed) changed, "
                + "\(count.unchanged) unchanged"
        guard rejected > 0 else { return base }
        return options.language == .zh
            ? base + "，拒收 \(rejected) 行，见 \(rejectsPath)"
            : base + ", \(rejected) rejected, see \(rejectsPath)"
    }
}

/// Hands checked rows to the store's call for their kind, in batches as large as the store's use
/// allows. Beside a daemon each write is followed by a pause as long as the write.
struct PageImporter {
    let store: SQLiteStore
    let schema: TagSchema
    let clock: SystemClock
    private var customers: [IncomingCustomer] = []
    private var events: [IncomingEvent] = []

    init(store: SQLiteStore, schema: TagSchema, clock: SystemClock) {
        self.store = store
        self.schema = schema
        self.clock = clock
    }

    mutating func take(_ rows: ImportRows) throws -> IngestCount {
        switch rows {
        case .customers(let rows): customers += rows
        case .events(let rows): events += rows
        case .consents(let rows):
            return try paced { try store.importConsents(rows, at: clock.now()) }
        case .suppressions(let rows):
            return try paced { try store.importSuppressions(rows, at: clock.now()) }
        case .signals(let rows):
            return try paced { try store.ingest(rows, schema: schema, at: clock.now()) }
        case .portability(let rows): return try paced { try store.importPortability(rows) }
        }
        guard customers.count + events.count >= store.importBatchSize else { return IngestCount() }
        return try finish()
    }

    /// Writes what was gathered.
    mutating func finish() throws -> IngestCount {
        var count = IngestCount()
        // A daemon may have started since the rows were gathered.
        let size = store.importBatchSize
        for start in stride(from: 0, to: customers.count, by: size) {
            let page = Array(customers[start..<min(start + size, customers.count)])
            count += try paced {
                try store.importCustomers(page, schema: schema, at: clock.now())
            }
        }
        for start in stride(from: 0, to: events.count, by: size) {
            let page = Array(events[start..<min(start + size, events.count)])
            count += try paced { try store.ingest(page, schema: schema, at: clock.now()) }
        }
        customers = []
        events = []
        return count
    }

    private func paced(_ write: () throws -> IngestCount) throws -> IngestCount {
        guard store.isRunByDaemon else { return try write() }
        let begun = ContinuousClock.now
        let count = try write()
        let spent = (ContinuousClock.now - begun).components
        let seconds = Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
        Thread.sleep(forTimeInterval: seconds)
        return count
    }
}

extension IngestCount {
    static func += (left: inout IngestCount, right: IngestCount) {
        left.added += right.added
        left.changed += right.changed
        left.unchanged += right.unchanged
    }
}
