import HongyanCore
import HongyanEngine
import Testing

@Suite("A clock that cannot be trusted stops the scheduler")
struct ClockGuardTests {
    private let noon = at("12-03 12:00")

    @Test("wall time that goes on as monotonic time does is fine, also over a long sleep")
    func steady() {
        var clock = ClockGuard()
        #expect(clock.check(wall: noon, monotonic: .zero) == .fine)
        #expect(clock.check(wall: noon + .hours(9), monotonic: .hours(9)) == .fine)
        #expect(
            clock.check(wall: noon + .hours(9) + .minutes(5), monotonic: .hours(9)) == .fine)
    }

    @Test(
        "a step of more than five minutes is told with its size",
        arguments: [6, -6, 600] as [Int64])
    func stepped(_ minutes: Int64) {
        var clock = ClockGuard()
        _ = clock.check(wall: noon, monotonic: .zero)
        let verdict = clock.check(
            wall: noon + .seconds(1) + .minutes(minutes), monotonic: .seconds(1))
        #expect(verdict == .stepped(by: .minutes(minutes)))
    }

    @Test("at the start a last tick up to seven days ago is fine, an older or a later one is not")
    func start() {
        #expect(ClockGuard.judgeStart(lastTick: nil, now: noon) == .fine)
        #expect(ClockGuard.judgeStart(lastTick: noon - .days(7), now: noon) == .fine)
        #expect(
            ClockGuard.judgeStart(lastTick: noon - .days(8), now: noon) == .gap(.days(8)))
        #expect(
            ClockGuard.judgeStart(lastTick: noon + .minutes(6), now: noon)
                == .stepped(by: .minutes(-6)))
    }
}
