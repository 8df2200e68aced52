import HongyanCore
import Testing

/// Breaker and measures of a channel.
struct ChannelWatchTests {
    private let start = Timestamp(seconds: 1_800_000_000)

    private func broken(at now: Timestamp) -> ChannelWatch {
        var watch = ChannelWatch()
        for _ in 0..<5 { watch.answered(.timedOut, latency: nil, at: now) }
        return watch
    }

    @Test("five answers in a row that do not come open it; one that comes between starts anew")
    func opens() {
        var watch = ChannelWatch()
        for _ in 0..<4 { watch.answered(.timedOut, latency: nil, at: start) }
        watch.answered(.accepted(providerID: "1"), latency: nil, at: start)
        for _ in 0..<4 { watch.answered(.timedOut, latency: nil, at: start) }
        #expect(watch.breaker.state(at: start) == .closed)
        watch.answered(.timedOut, latency: nil, at: start)
        #expect(watch.breaker.state(at: start) == .open(until: start + .seconds(30), .timeouts))
    }

    @Test("bad numbers, texts and throttling never open it")
    func unmoved() {
        var watch = ChannelWatch()
        for code in ["RINVDSTADR", "ID:0076", "DB:0141", "MK:0012"] {
            for _ in 0..<50 { watch.answered(.refused(code: code), latency: nil, at: start) }
        }
        for _ in 0..<50 { watch.answered(.throttled(code: "RTHROTTLED"), latency: nil, at: start) }
        #expect(watch.breaker.state(at: start) == .closed)
        for _ in 0..<3 { watch.answered(.refused(code: "RINVSYSID"), latency: nil, at: start) }
        #expect(watch.breaker.state(at: start) == .open(until: start + .seconds(30), .account))
    }

    @Test("after the pause one message tries: an answer closes it, none doubles the pause")
    func halfOpen() {
        var watch = broken(at: start)
        let first = start + .seconds(30)
        #expect(watch.breaker.state(at: first) == .trying)
        #expect(watch.fitness(at: first) == .impaired(.trying))
        watch.answered(.timedOut, latency: nil, at: first)
        #expect(watch.breaker.state(at: first) == .open(until: first + .seconds(60), .timeouts))
        var pause = Span.seconds(60)
        var now = first
        for _ in 0..<10 {
            now = now + pause
            watch.answered(.timedOut, latency: nil, at: now)
            pause = min(Span(milliseconds: pause.milliseconds * 2), .minutes(10))
            #expect(watch.breaker.state(at: now) == .open(until: now + pause, .timeouts))
        }
        now = now + pause
        watch.answered(.refused(code: "RINVDSTADR"), latency: nil, at: now)
        #expect(watch.breaker.state(at: now) == .closed)
    }

    @Test("a connection away for ten seconds opens it; bound again, one message tries")
    func connection() {
        var watch = ChannelWatch()
        watch.connection(isUp: false, at: start)
        watch.connection(isUp: false, at: start + .seconds(9))
        #expect(watch.breaker.state(at: start + .seconds(9)) == .closed)
        let away = start + .seconds(10)
        watch.connection(isUp: false, at: away)
        guard case .open(_, .connection) = watch.breaker.state(at: away) else {
            Issue.record("the breaker did not open")
            return
        }
        watch.connection(isUp: true, at: away + .seconds(1))
        #expect(watch.breaker.state(at: away + .seconds(1)) == .trying)
    }

    @Test("what happened slides out of the window, what comes late counts where it belongs")
    func sliding() {
        var watch = ChannelWatch()
        watch.submitted(10, at: start)
        watch.submitted(5, at: start + .minutes(10))
        watch.reported(.delivered, isNumbers: false, at: start)
        #expect(watch.health.counts(at: start + .minutes(10)).submitted == 15)
        #expect(watch.health.counts(at: start + .minutes(10)).delivered == 1)
        #expect(watch.health.counts(at: start + .minutes(36)).submitted == 5)
        #expect(watch.health.counts(at: start + .minutes(60)).submitted == 0)
    }

    @Test("numbers' own failures do not lower the delivery rate, others do")
    func delivery() {
        var good = ChannelWatch()
        var bad = ChannelWatch()
        for index in 0..<100 {
            let isDelivered = index % 2 == 0
            good.reported(isDelivered ? .delivered : .failed, isNumbers: true, at: start)
            bad.reported(isDelivered ? .delivered : .failed, isNumbers: false, at: start)
        }
        #expect(good.fitness(at: start) == .fit)
        #expect(bad.fitness(at: start) == .impaired(.undelivered))
        #expect(bad.health.counts(at: start).deliveryShare == 5_000)
    }

    @Test("throttling, time-outs and slow answers are told apart")
    func impaired() {
        var throttled = ChannelWatch()
        var slow = ChannelWatch()
        var silent = ChannelWatch()
        for index in 0..<40 {
            let accepted = ProviderEvent.Response.accepted(providerID: "\(index)")
            throttled.answered(
                index % 2 == 0 ? .throttled(code: "8") : accepted, latency: nil, at: start)
            slow.answered(accepted, latency: .seconds(11), at: start)
            silent.answered(index % 4 == 0 ? .timedOut : accepted, latency: nil, at: start)
        }
        #expect(throttled.fitness(at: start) == .impaired(.throttled))
        #expect(throttled.fitness(at: start + .minutes(6)) == .fit)
        #expect(slow.fitness(at: start) == .impaired(.slow))
        #expect(silent.fitness(at: start) == .impaired(.faults))
    }
}
