import Foundation
import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanStore
import Logging
import ServiceLifecycle
import UnixSignals

/// Takes up changed rule files on SIGHUP, and when watching as soon as they rest: the whole book
/// or nothing.
struct Reloader: Service {
    let loader: WorkspaceLoader
    let store: SQLiteStore
    let control: DaemonControl
    let language: Language
    let logger: Logger
    /// Trapped before the store is taken, so that no `hongyan reload` meets a process that would
    /// die of it.
    let hangups: UnixSignalsSequence

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() { reload() }
    }

    func reload() {
        do {
            let (files, compilation) = try loader.compile()
            guard let book = compilation.book else {
                let text = DiagnosticRenderer.text(
                    compilation.diagnostics, sources: files, color: false, language: language)
                logger.error("reload refused, the old book stays:\n\(text)")
                return
            }
            if let missing = store.missingColumns(for: book.tags) {
                logger.error(
                    "reload refused, the old book stays: \(missing); run 'hongyan migrate'")
                return
            }
            logger.info("reload: book \(book.hash)")
            control.reload(book)
        } catch {
            logger.error("reload refused, the old book stays: \(error)")
        }
    }
}

/// Looks at the rule files once a second. What changed is taken up when two looks in a row agree,
/// so that a checkout or an editor is not met half-way.
struct RuleWatcher: Service {
    static let interval = Duration.seconds(1)

    let reloader: Reloader
    /// The files of the book that runs.
    let first: [SourceFile]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var taken = Self.contents(first)
            var seen = taken
            while true {
                do { try await Task.sleep(for: Self.interval) } catch { return }
                // A folder that cannot be read just now is looked at again.
                guard let files = try? reloader.loader.files() else { continue }
                let now = Self.contents(files)
                if now != taken, now == seen {
                    taken = now
                    reloader.reload()
                }
                seen = now
            }
        }
    }

    private static func contents(_ files: [SourceFile]) -> [String: [UInt8]] {
        Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    }
}
