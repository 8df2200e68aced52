import HongyanCore
import Testing

struct SubmissionRulesTests {
    @Test(
        "retries after 2, 4, 8 and 16 seconds, then no more",
        arguments: [(1, 2), (2, 4), (3, 8), (4, 16), (5, nil), (9, nil)] as [(Int, Int64?)])
    func retries(_ attempt: Int, _ seconds: Int64?) {
        let at = RetryPolicy.retryAt(attempt: attempt, now: Given.now)
        #expect(at == seconds.map { Given.now + .seconds($0) })
    }

    @Test(
        "a final state never moves, and no state moves to itself", arguments: MessageState.allCases)
    func monotone(_ state: MessageState) {
        #expect(!state.canMove(to: state))
        if state.isFinal {
            #expect(MessageState.allCases.allSatisfy { !state.canMove(to: $0) })
        }
    }

    @Test("what was written is never claimed again, and unknown is never queued again")
    func noResend() {
        #expect(!MessageState.written.canMove(to: .claimed))
        #expect(!MessageState.unknown.canMove(to: .queued))
        #expect(!MessageState.unknown.canMove(to: .written))
        #expect(!MessageState.accepted.canMove(to: .unknown))
        #expect(!MessageState.accepted.canMove(to: .queued))
    }

    @Test("the way of a message, with receipts that come early or late")
    func ways() {
        let ways: [[MessageState]] = [
            [.queued, .claimed, .written, .accepted, .delivered],
            [.queued, .claimed, .written, .delivered],
            [.queued, .claimed, .queued, .claimed, .withdrawn],
            [.queued, .claimed, .written, .queued, .claimed, .written, .expired],
            [.queued, .claimed, .written, .unknown, .accepted, .failed],
            [.queued, .claimed, .written, .unknown, .delivered],
            [.queued, .claimed, .written, .refused],
        ]
        for way in ways {
            for (state, next) in zip(way, way.dropFirst()) {
                #expect(state.canMove(to: next), "\(state) → \(next)")
            }
        }
    }
}
