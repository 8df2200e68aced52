import Foundation
import HongyanCore
import HongyanDelivery
import HongyanEngine
import HongyanImport
import HongyanReports
import HongyanStore

/// Takes in direct sends, one or a job of them, or shows what would become of them.
struct DirectSending {
    /// Faults are listed up to here; all are counted.
    static let mostListed = 100

    let loader: WorkspaceLoader
    let book: RuleBook
    let language: Language
    let job: String
    let purpose: Purpose?
    let isJSON: Bool

    /// What was refused, by the line's place in the file.
    private struct Refused {
        let line: Int
        let why: DirectFault
    }

    /// - Returns: Whether every line was accepted.
    func run(_ lines: [DirectJobReader.Line], isDry: Bool) throws -> Bool {
        var good: [(line: Int, send: DirectSend)] = []
        var refused: [Refused] = []
        for line in lines {
            switch line.result {
            case .failure(let fault): refused.append(Refused(line: line.number, why: fault))
            case .success(let send):
                if let fault = Direct.fault(in: send, purpose: purpose, book: book) {
                    refused.append(Refused(line: line.number, why: fault))
                } else {
                    good.append((line.number, send))
                }
            }
        }
        let count: DirectCounts
        var outcomes: [DecisionRecord] = []
        if isDry {
            (count, outcomes) = try rehearse(good.map(\.send))
        } else {
            let store = try loader.openStore(of: book, mode: .readWrite, needsNumbers: true)
            count = try accept(good.map(\.send), store)
        }
        for (line, send) in good {
            if let why = count.faults[send.line] { refused.append(Refused(line: line, why: why)) }
        }
        refused.sort { $0.line < $1.line }
        if isJSON {
            Terminal.raw(
                DirectText.json(
                    job: job, count, refused: refused.map { ($0.line, $0.why) }, outcomes,
                    isDry: isDry, zone: book.workspace.zone))
        } else {
            for entry in refused.prefix(Self.mostListed) {
                Terminal.note(DirectText.line(entry.line, entry.why, language))
            }
            Terminal.raw(
                DirectText.summary(
                    job: job, count, refused: refused.count,
                    unlisted: max(0, refused.count - Self.mostListed), outcomes, isDry: isDry,
                    language))
        }
        return refused.isEmpty
    }

    /// Page by page, each on the disk before the next; beside a daemon the store is left alone for
    /// as long as a page took.
    private func accept(_ sends: [DirectSend], _ store: SQLiteStore) throws -> DirectCounts {
        var sum = DirectCounts()
        let clock = SystemClock()
        var progress = Progress(language)
        var start = 0
        while start < sends.count {
            // A daemon may have started meanwhile.
            let end = min(start + store.importBatchSize, sends.count)
            let page = Array(sends[start..<end])
            let begun = ContinuousClock.now
            let count = try explained {
                try store.accept(page, job: job, book: book, at: clock.now())
            }
            sum.accepted += count.accepted
            sum.known += count.known
            sum.faults.merge(count.faults) { first, _ in first }
            start = end
            progress.show(
                "send", done: end, of: sends.count, unit: language == .zh ? "行" : "lines")
            if store.isRunByDaemon, start < sends.count {
                let spent = (ContinuousClock.now - begun).components
                Thread.sleep(
                    forTimeInterval: Double(spent.seconds) + Double(spent.attoseconds) * 1e-18)
            }
        }
        progress.end()
        return sum
    }

    /// The same acceptance and the same engine over a view of the store that nobody keeps; no
    /// provider gets anything.
    private func rehearse(_ sends: [DirectSend]) throws -> (DirectCounts, [DecisionRecord]) {
        let real = try loader.openStore(of: book, mode: .readOnly, needsNumbers: true)
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-send-\(ProcessInfo.processInfo.globallyUniqueString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let scratch = try explained { try real.scratchView(of: file.path) }
        let now = SystemClock().now()
        // No other rule decides anything meanwhile.
        let alone = RuleBook(
            hash: book.hash, workspace: book.workspace, tags: book.tags, policy: book.policy,
            templates: book.templates, rules: [])
        return try explained {
            let engine = Engine(
                world: World(clock: VirtualClock(at: now), seed: 0, store: scratch, providers: [:]),
                book: alone,
                options: EngineOptions(
                    watches: try real.channelWatches(
                        codes: book.workspace.receiptCodes, at: now), takesDirectSends: true),
                logger: quietLogger())
            // The rules of direct sends have been there for a minute.
            try engine.start(at: now - .minutes(1))
            var sum = DirectCounts()
            for start in stride(from: 0, to: sends.count, by: 1_000) {
                let page = Array(sends[start..<min(start + 1_000, sends.count)])
                let count = try scratch.accept(page, job: job, book: book, at: now)
                sum.accepted += count.accepted
                sum.known += count.known
                sum.faults.merge(count.faults) { first, _ in first }
            }
            let minute = now.minuteFloor + .minutes(1)
            try engine.step(at: minute)
            var outcomes: [DecisionRecord] = []
            let own = Direct.eventID(job: job, line: "").rawValue
            try scratch.forEachDecision(from: now, through: minute) { record in
                if record.occurrence.hasPrefix(own) { outcomes.append(record) }
            }
            return (sum, outcomes)
        }
    }
}
