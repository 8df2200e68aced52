import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM end a command at once; files that it would have removed at its end go first.
///
/// As long as anything is kept here, both signals are; with the last one they are given back.
final class Leftovers {
    private struct Kept {
        var paths: [String]
        var folders: [String]
    }
    // Safe: touched under the lock only.
    private struct State: @unchecked Sendable {
        var kept: [ObjectIdentifier: Kept] = [:]
        var sources: [any DispatchSourceSignal] = []
    }
    private static let state = Mutex(State())

    /// In force until ``forget()``, or as long as it is there.
    /// - Parameter folders: Go with all that is in them.
    init(_ paths: [String], folders: [String] = []) {
        Self.state.withLock { state in
            state.kept[ObjectIdentifier(self)] = Kept(paths: paths, folders: folders)
            if state.sources.isEmpty { state.sources = Self.sources() }
        }
    }

    deinit { forget() }

    func forget() {
        Self.state.withLock { state in
            state.kept[ObjectIdentifier(self)] = nil
            guard state.kept.isEmpty, !state.sources.isEmpty else { return }
            for source in state.sources { source.cancel() }
            state.sources = []
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        }
    }

    private static func sources() -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "hongyan.leftovers")
        return [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { leave(after: number) }
            source.activate()
            return source
        }
    }

    private static func leave(after number: Int32) {
        state.withLock { state in
            for kept in state.kept.values {
                for path in kept.paths { unlink(path) }
                for folder in kept.folders { try? FileManager.default.removeItem(atPath: folder) }
            }
            // The code that a shell gives a death by signal; nobody makes a new file meanwhile.
            _exit(128 + number)
        }
    }
}
