public import ArgumentParser
import Foundation
import HongyanCore
public import HongyanImport
import HongyanStore

extension ImportKind: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

/// `hongyan import`: a file of customers, events, consents, suppressions or signals into the store.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import customers, events, consents, suppressions or signals from CSV or JSONL.",
        discussion: """
            Goes through the file in pages; the same file twice changes nothing; a run that was \
            killed is simply started again. Bad rows go to the rejects file with line and reason. \
            Exit code 0, or 3 when rows were rejected.

            Example:  hongyan import customers members.csv --map 会员号=id,手机=phone --rejects bad.csv
            """)

    @Argument(help: "customers, events, consents, suppressions or signals.") var kind: ImportKind
    @Argument(help: "The file; .csv or .jsonl.") var file: String
    @Option(help: "Columns under other names: column=tag,column=tag.") var map: String?
    @Option(help: "Where bad rows go (default: FILE.rejects.csv).") var rejects: String?
    @Option(help: "utf-8 or gb18030 (default: found out).") var encoding: TextEncoding?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readWrite)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("cannot read \(file)") }
        defer { close(descriptor) }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue
        {
            throw CommandFailure("\(file) is a folder, not a file")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        let importer = PageImporter(store: store, schema: book.tags, clock: SystemClock())
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
        var progress = ProgressLine()
        do {
            while let page = try reader.nextPage() {
                count += try explained { try importer.write(page.rows) }
                if !page.rejects.isEmpty {
                    if output == nil {
                        output = try OutputFile(path: rejectsPath)
                        try output?.bytes(RejectsWriter.header)
                    }
                    try output?.bytes(writer.lines(page.rejects))
                    rejected += page.rejects.count
                }
                progress.show("import \(kind.rawValue)", done: Int(page.bytesRead), of: size ?? 0)
            }
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

/// Hands a page of checked rows to the store's call for their kind.
struct PageImporter {
    let store: SQLiteStore
    let schema: TagSchema
    let clock: SystemClock

    func write(_ rows: ImportRows) throws -> IngestCount {
        let now = clock.now()
        switch rows {
        case .customers(let rows): return try store.importCustomers(rows, schema: schema, at: now)
        case .events(let rows): return try store.ingest(rows, schema: schema, at: now)
        case .consents(let rows): return try store.importConsents(rows, at: now)
        case .suppressions(let rows): return try store.importSuppressions(rows, at: now)
        case .signals(let rows): return try store.ingest(rows, schema: schema, at: now)
        }
    }
}

extension IngestCount {
    static func += (left: inout IngestCount, right: IngestCount) {
        left.added += right.added
        left.changed += right.changed
        left.unchanged += right.unchanged
    }
}
