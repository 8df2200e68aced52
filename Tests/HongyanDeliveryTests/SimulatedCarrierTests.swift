import HongyanCore
import HongyanDelivery
import Synchronization
import Testing

@Suite("Simulated carrier")
struct SimulatedCarrierTests {
    static let start = Timestamp(seconds: 1_790_000_000)

    static func submission(_ index: Int, parts: Int = 1) -> Submission {
        Submission(
            id: Digest(hashing: ["s", String(index)]),
            message: Digest(hashing: ["m", String(index)]),
            attempt: 1, number: PhoneNumber(e164: "+8613800000000"), text: "【云杉商城】您好", parts: parts,
            purpose: .marketing)
    }

    private func carrier(
        _ profile: SimulatedProfile, seed: UInt64 = 1, journal: (@Sendable (String) -> Void)? = nil
    )
        -> SimulatedCarrier
    {
        SimulatedCarrier(channel: "main", profile: profile, seed: seed, journal: journal)
    }

    @Test("what it does depends on the seed and the submission, not on the order of submitting")
    func orderIsNothing() {
        let batch = (0..<500).map { Self.submission($0) }
        let forward = carrier(SimulatedProfile())
        let backward = carrier(SimulatedProfile())
        forward.submit(batch, at: Self.start)
        backward.submit(batch.reversed(), at: Self.start)
        let end = Self.start + .days(1)
        #expect(Set(forward.poll(through: end)) == Set(backward.poll(through: end)))
        let other = carrier(SimulatedProfile(), seed: 2)
        other.submit(batch, at: Self.start)
        #expect(Set(other.poll(through: end)) != Set(backward.poll(through: end)))
    }

    @Test("events come in order of time, each once, and not before their time")
    func inOrder() {
        let carrier = carrier(SimulatedProfile())
        carrier.submit((0..<200).map { Self.submission($0) }, at: Self.start)
        #expect(carrier.poll(through: Self.start).isEmpty)
        let early = carrier.poll(through: Self.start + .seconds(2))
        let late = carrier.poll(through: Self.start + .days(1))
        #expect(early.map(\.at) == early.map(\.at).sorted())
        #expect(late.map(\.at) == late.map(\.at).sorted())
        #expect(early.allSatisfy { $0.at <= Self.start + .seconds(2) })
        #expect(carrier.nextEventAt == nil)
    }

    @Test("shares come out as the profile says")
    func shares() {
        let profile = SimulatedProfile(
            refusedShare: 1_000, failedShare: 2_000, silentShare: 1_000, lostResponseShare: 500,
            optOutShare: 1_000, otherReplyShare: 0)
        let carrier = carrier(profile)
        carrier.submit((0..<10_000).map { Self.submission($0) }, at: Self.start)
        var counts: [String: Int] = [:]
        for event in carrier.poll(through: Self.start + .days(2)) {
            switch event {
            case .response(_, .refused, _): counts["refused", default: 0] += 1
            case .response(_, .timedOut, _): counts["lost", default: 0] += 1
            case .response: break
            case .receipt(let receipt): counts[receipt.outcome.rawValue, default: 0] += 1
            case .reply: counts["reply", default: 0] += 1
            }
        }
        #expect((900...1_100).contains(counts["refused"] ?? 0))
        #expect((350...550).contains(counts["lost"] ?? 0))
        #expect((1_450...1_800).contains(counts["failed"] ?? 0))
        #expect((550...780).contains(counts["reply"] ?? 0))
    }

    @Test("above its rate it throttles, and takes the next second's parts again")
    func throttle() {
        var profile = SimulatedProfile(refusedShare: 0)
        profile.throttleAbovePartsPerSecond = 10
        let carrier = carrier(profile)
        carrier.submit((0..<6).map { Self.submission($0, parts: 3) }, at: Self.start)
        carrier.submit([Self.submission(7, parts: 3)], at: Self.start + .seconds(1))
        let throttled = carrier.poll(through: Self.start + .seconds(3)).filter {
            if case .response(_, .throttled, _) = $0 { true } else { false }
        }
        #expect(throttled.count == 3)
    }

    @Test("the journal has each message that was truly accepted, before any response")
    func journal() {
        let lines = Mutex<[String]>([])
        let carrier = carrier(
            SimulatedProfile(refusedShare: 0, lostResponseShare: 10_000),
            journal: { line in lines.withLock { $0.append(line) } })
        carrier.submit([Self.submission(1)], at: Self.start)
        #expect(lines.withLock { $0.count } == 1)
        #expect(lines.withLock { $0[0] }.hasSuffix(" 1 marketing 138****0000"))
    }
}
