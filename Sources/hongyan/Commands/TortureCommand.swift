import ArgumentParser
import Dispatch
import Foundation
import HongyanCore
import HongyanTorture
import Synchronization

/// `hongyan torture`: fault runs. The real engine over a real store file, through crashes, power
/// cuts, full disks and bad carriers.
struct TortureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Fault runs: the engine through crashes, power cuts, full disks, bad carriers.",
        discussion: """
            Each seed makes a small world, a random book of rules and a script of faults, and \
            plays them on a virtual clock over a store file of its own; no workspace is needed \
            or touched. After each step invariants are checked (docs/torture.md). --seed plays one \
            seed and tells its story.

            Exit code 0 when all held, 1 otherwise.

            Example:  hongyan torture --seeds 200
                      hongyan torture --seed 17
            """)

    @Option(help: "How many seeds.") var seeds: Int = 200
    @Option(help: "The first seed of them.") var from: UInt64 = 1
    @Option(help: "Play this one seed and tell its story.") var seed: UInt64?
    @Option(help: "Seeds played at once (default: as many as there are cores).") var jobs: Int?
    @Option(help: "Words of the story: zh or en (default: the locale's).") var lang: Language?

    /// Failures that are told; there may be more.
    private static let mostFailures = 5

    func validate() throws {
        guard (1...10_000_000).contains(seeds) else {
            throw ValidationError("--seeds must be between 1 and 10,000,000")
        }
        guard (1...256).contains(jobs ?? 1) else {
            throw ValidationError("--jobs must be between 1 and 256")
        }
    }

    private var language: Language { lang ?? .ofLocale }

    func run() throws {
        let folder = ScratchFolder("torture")
        let leftovers = Leftovers([], folders: [folder.path])
        defer {
            folder.remove()
            leftovers.forget()
        }
        try makeFolder(folder.path)
        if let seed { return try tell(seed, in: folder.path) }
        let results = playAll(in: folder.path)
        let failed = results.filter { $0.failure != nil || $0.error != nil }
            .sorted { $0.seed < $1.seed }
        Terminal.raw(TortureText.summary(results.compactMap(\.outcome), language: language))
        for result in failed.prefix(Self.mostFailures) { Terminal.raw(words(of: result)) }
        guard failed.isEmpty else { throw ExitCode(1) }
    }

    // MARK: One seed

    private func tell(_ seed: UInt64, in folder: String) throws {
        let outcome = try play(seed, in: folder) { Terminal.out($0.words(language)) }
        Terminal.raw(TortureText.summary([outcome], language: language))
        if outcome.failure != nil { throw ExitCode(1) }
    }

    private func play(
        _ seed: UInt64, in folder: String, tell: (TortureMoment) -> Void = { _ in }
    ) throws -> TortureOutcome {
        do {
            return try TortureRun(folder: folder) { unlink($0) }.play(seed: seed, tell: tell)
        } catch let fault as TortureFault {
            throw CommandFailure("seed \(seed): \(fault.message)")
        } catch {
            throw CommandFailure("seed \(seed): \(error)")
        }
    }

    // MARK: Many

    private struct Result {
        let seed: UInt64
        var outcome: TortureOutcome?
        var error: String?
        var failure: TortureOutcome.Failure? { outcome?.failure }
    }

    /// In order of the seeds; ends early once too much has failed.
    private func playAll(in folder: String) -> [Result] {
        struct State {
            var next: UInt64 = 0
            var results: [Result] = []
            var failures = 0
            var progress: Progress
        }
        let state = Mutex(State(progress: Progress(language)))
        let total = seeds
        let unit = language == .zh ? "个种子" : "seeds"
        let workers = min(total, jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        let group = DispatchGroup()
        for _ in 0..<max(1, workers) {
            group.enter()
            let thread = Thread {
                while true {
                    let index = state.withLock { state -> UInt64? in
                        guard state.next < UInt64(total), state.failures < Self.mostFailures else {
                            return nil
                        }
                        defer { state.next += 1 }
                        return state.next
                    }
                    guard let index else { break }
                    let result = self.result(of: from &+ index, in: folder)
                    state.withLock { state in
                        state.results.append(result)
                        if result.failure != nil || result.error != nil { state.failures += 1 }
                        state.progress.show(
                            "torture", done: state.results.count, of: total, unit: unit)
                    }
                }
                group.leave()
            }
            // As much as the main thread has.
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        return state.withLock { state in
            state.progress.end()
            return state.results.sorted { $0.seed < $1.seed }
        }
    }

    private func result(of seed: UInt64, in folder: String) -> Result {
        do {
            return Result(seed: seed, outcome: try play(seed, in: folder))
        } catch {
            return Result(seed: seed, error: "\(error)")
        }
    }

    private func words(of result: Result) -> String {
        if let error = result.error { return error + "\n" }
        return result.outcome.map { TortureText.failure($0, language: language) } ?? ""
    }
}

/// A folder for scratch files of one command, gone afterwards.
struct ScratchFolder {
    let path: String
    init(_ name: String) {
        let unique = "hongyan-\(name)-\(getpid())-\(UInt32.random(in: .min ... .max))"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(unique).path
    }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
