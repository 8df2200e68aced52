import Dispatch
import Foundation

/// Ctrl-C and SIGTERM end a command at once; files that it would have removed at its end go first.
final class Leftovers {
    private let sources: [any DispatchSourceSignal]

    /// In force until ``forget()``.
    init(_ paths: [String]) {
        let queue = DispatchQueue(label: "hongyan.leftovers")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                for path in paths { unlink(path) }
                // The code that a shell gives a death by signal.
                _exit(128 + number)
            }
            source.activate()
            return source
        }
    }

    /// Gives both signals back.
    func forget() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
