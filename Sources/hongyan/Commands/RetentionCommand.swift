import ArgumentParser
import Foundation
import HongyanCore
import HongyanRules
import HongyanStore
import Logging
import ServiceLifecycle
import Synchronization

/// `hongyan retention`: how long what is kept, and deleting what is due.
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "How long records are kept, and deleting what is due.",
        discussion: """
            policy.yaml says how long (retention: messages, replies, consents, events, signals, \
            ledger); nothing is kept shorter than the law demands. The daemon does this every night.

            Example:  hongyan retention show
                      hongyan retention run
            """,
        subcommands: [RetentionShowCommand.self, RetentionRunCommand.self])
}

/// `hongyan retention show`.
struct RetentionShowCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "What is kept how long, on what ground, and how much is due now.",
        discussion: "Example:  hongyan retention show --lang zh")

    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let order = RetentionOrder(book: book, at: SystemClock().now())
        let counts = try explained { try store.retention(order) }
        let zone = book.workspace.zone
        let zh = options.language == .zh
        if format == .json {
            let rows = counts.map { count in
                "{\"record\":\"\(count.record.rawValue)\",\"days\":\(count.days),"
                    + "\"least\":\(count.record.least),"
                    + "\"through\":\"\(zone.format(count.cutoff))\","
                    + "\"due\":\(count.due),\"rows\":\(count.all)}"
            }
            return Terminal.out("{\"records\":[\(rows.joined(separator: ","))]}")
        }
        for count in counts {
            let day = zone.day(of: count.cutoff)
            Terminal.out(
                zh
                    ? "\(count.record.rawValue)：\(count.days) 天，到期 \(count.due) / \(count.all)"
                        + "（\(day) 及以前）"
                    : "\(count.record.rawValue): \(count.days) days, \(count.due) of \(count.all) "
                        + "due (through \(day))")
            Terminal.out("    " + (zh ? count.record.source.zh : count.record.source.en))
        }
        Terminal.out(
            zh
                ? "optouts：不限期，仅号码的带密钥哈希\n    拒收须长期遵守：消费者权益保护法第29条"
                : "optouts: without end, as the number's keyed hash\n"
                    + "    a refusal binds for good: Consumer Protection Law, art. 29")
    }
}

/// `hongyan retention run`.
struct RetentionRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Delete what is due, in small batches beside whatever runs.",
        discussion: """
            Messages and replies lose number and text; their rows stay for caps and the ledger. \
            Ended proofs of consent, old events and signals go whole, and of the sealed ledger \
            whole days: 'ledger verify' holds without them and tells from when on it reaches.

            Example:  hongyan retention run -w shop
            """)

    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readWrite)
        let now = SystemClock().now()
        let cleared = try RetentionRun(order: RetentionOrder(book: book, at: now))
            .run(on: store, isCancelled: { false })
        let list = RetentionPeriods.Record.allCases.map { "\($0.rawValue) \(cleared[$0] ?? 0)" }
        Terminal.out(
            (options.language == .zh ? "已清除：" : "cleared: ") + list.joined(separator: ", "))
        try explained { try store.saveRetention(book.workspace.zone.day(of: now)) }
    }
}

/// One run through all records.
struct RetentionRun {
    let order: RetentionOrder
    private static let firstBatch = 200

    init(order: RetentionOrder) { self.order = order }

    /// - Returns: Rows cleared of each record.
    func run(
        on store: SQLiteStore, isCancelled: () -> Bool
    ) throws -> [RetentionPeriods.Record: Int] {
        var cleared: [RetentionPeriods.Record: Int] = [:]
        var pacer = Pacer(first: Self.firstBatch)
        var position: RetentionPosition?
        repeat {
            let record = position?.record ?? RetentionPeriods.Record.allCases[0]
            let batch = try pacer.run { limit in
                try explained { try store.retain(order, from: position, limit: limit) }
            }
            cleared[record, default: 0] += batch.cleared
            position = batch.next
        } while position != nil && !isCancelled()
        return cleared
    }
}

/// Once a night, between the daemon's pages.
struct RetentionService: Service {
    let loader: WorkspaceLoader
    let store: SQLiteStore
    /// In force at the start.
    let first: RuleBook
    let logger: Logger
    /// The daemon ends. A class in it, since a run's thread reads what the service's task writes.
    private let ending = Ending()

    init(loader: WorkspaceLoader, store: SQLiteStore, first: RuleBook, logger: Logger) {
        self.loader = loader
        self.store = store
        self.first = first
        self.logger = logger
    }

    private final class Ending: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .relaxed) }
        func set() { flag.store(true, ordering: .relaxed) }
    }

    /// The local hour from which on a night's run may begin.
    private static let hour = 3
    private static let look = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await withTaskCancellationHandler {
                    await onOwnThread()
                } onCancel: {
                    ending.set()
                }
                try? await Task.sleep(for: Self.look)
            }
        }
    }

    /// A run may take minutes, and its calls block.
    private func onOwnThread() async {
        await withCheckedContinuation { done in
            let thread = Thread {
                runIfDue()
                done.resume()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    private func runIfDue() {
        let now = SystemClock().now()
        let zone = first.workspace.zone
        let today = zone.day(of: now)
        guard zone.split(now).millisecondOfDay >= Int64(Self.hour) * 3_600_000 else { return }
        do {
            if let last = try explained({ try store.lastRetention() }), last >= today { return }
            // Rule files may have changed since the start; broken ones leave the first in force.
            let book = (try? loader.compile().compilation.book) ?? first
            let order = RetentionOrder(book: book, at: now)
            let cleared = try RetentionRun(order: order)
                .run(on: store, isCancelled: { ending.isSet })
            guard !ending.isSet else { return }
            try explained { try store.saveRetention(today) }
            let total = cleared.values.reduce(0, +)
            logger.info("retention: \(total) rows cleared")
        } catch {
            logger.warning("retention did not run: \(error)")
        }
    }
}
