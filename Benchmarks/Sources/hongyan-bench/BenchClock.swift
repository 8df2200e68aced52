import HongyanCore
import HongyanEngine
import Synchronization

/// A clock that starts where it is moved to, and stands there or runs on.
final class BenchClock: WallClock {
    private struct State {
        var moment: Timestamp
        var movedAt: Double
    }
    private let state: Mutex<State>
    private let isRunning: Bool

    init(at start: Timestamp, isRunning: Bool) {
        state = Mutex(State(moment: start, movedAt: Stopwatch.now()))
        self.isRunning = isRunning
    }

    func now() -> Timestamp {
        state.withLock { state in
            guard isRunning else { return state.moment }
            let gone = (Stopwatch.now() - state.movedAt) * 1_000
            return state.moment + Span(milliseconds: Int64(gone))
        }
    }

    func move(to moment: Timestamp) {
        state.withLock { $0 = State(moment: moment, movedAt: Stopwatch.now()) }
    }
}
