internal import Foundation
internal import HongyanCore
internal import Synchronization

/// Threads that judge a page's candidates together: what the gates say of one customer does not
/// depend on the others, so how many there are changes nothing but the time.
final class JudgeCrew: Sendable {
    /// Candidates below which handing them out takes longer than it saves.
    static let least = 8
    /// Candidates that a thread takes at a time.
    private static let handful = 4

    private let helpers: [Helper]
    /// Of the thread that asks.
    let memo = AuditMemo()

    /// - Parameter threads: with the one that asks; 1 for none besides.
    init(threads: Int) {
        helpers = (1..<max(1, threads)).map { _ in Helper() }
    }

    deinit { for helper in helpers { helper.end() } }

    /// What ``GateChain/judge(_:_:)`` says of each; nil where it is not worth while to ask ahead.
    func judge(_ facts: [Facts], _ context: GateContext) -> [Decision]? {
        guard !helpers.isEmpty, facts.count >= Self.least else { return nil }
        return [Decision](unsafeUninitializedCapacity: facts.count) { decisions, count in
            // Safe: each place is written by one thread, and all have ended before it is read.
            nonisolated(unsafe) let places = decisions
            let next = Atomic(0)
            let work: @Sendable (AuditMemo) -> Void = { memo in
                var context = context
                context.memo = memo
                while true {
                    let first = next.add(Self.handful, ordering: .relaxed).oldValue
                    guard first < facts.count else { return }
                    for index in first..<min(first + Self.handful, facts.count) {
                        places.initializeElement(
                            at: index, to: GateChain.judge(facts[index], context))
                    }
                }
            }
            for helper in helpers { helper.begin(work) }
            work(memo)
            for helper in helpers { helper.wait() }
            count = facts.count
        }
    }

    /// One thread, asleep until there is work.
    private final class Helper: Sendable {
        private let work = Mutex<(@Sendable (AuditMemo) -> Void)?>(nil)
        private let begun = DispatchSemaphore(value: 0)
        private let done = DispatchSemaphore(value: 0)

        init() {
            let memo = AuditMemo()
            let thread = Thread { [weak self, begun, done] in
                while true {
                    begun.wait()
                    guard let body = self?.take() else { return }
                    body(memo)
                    done.signal()
                }
            }
            thread.name = "hongyan-judge"
            thread.stackSize = 8 << 20
            thread.start()
        }

        private func take() -> (@Sendable (AuditMemo) -> Void)? { work.withLock { $0.take() } }

        func begin(_ body: @escaping @Sendable (AuditMemo) -> Void) {
            work.withLock { $0 = body }
            begun.signal()
        }

        func wait() { done.wait() }

        /// Without work the thread ends.
        func end() { begun.signal() }
    }
}
