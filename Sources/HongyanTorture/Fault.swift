public import HongyanCore

/// What is put before a step.
public enum Fault: Hashable, Sendable {
    /// The process dies before or after one of the step's calls of the store.
    case death(call: Int, isAfter: Bool)
    /// The process dies in the middle of one of the step's writes.
    case tornWrite(after: Int)
    /// The machine loses its power there; of what was not synced each write is kept by chance.
    case powerCut(after: Int, keptShare: Int)
    /// The disk is full after so many bytes.
    case fullDisk(bytes: Int)
    /// From one of the step's calls on another process holds the store.
    case busyStore(call: Int)
    /// The daemon dies, or is stopped, and nobody starts it for so long.
    case away(Span, isCrash: Bool)
    /// The wall clock is set by so much.
    case clockStep(Span)
    /// The carrier says "too fast" for so long.
    case storm(Span)
    /// The line to the provider is dead for so long.
    case deadLine(Span)

    /// Its kind, for counts.
    public var kind: Kind {
        switch self {
        case .death: .death
        case .tornWrite: .tornWrite
        case .powerCut: .powerCut
        case .fullDisk: .fullDisk
        case .busyStore: .busyStore
        case .away: .away
        case .clockStep: .clockStep
        case .storm: .storm
        case .deadLine: .deadLine
        }
    }

    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case death, tornWrite, powerCut, fullDisk, busyStore, away, clockStep, storm, deadLine
    }

    /// Of 100 steps, so many have a fault before them.
    static let share = 14

    /// The fault before a step, if there is one: fixed by seed and step.
    /// - Parameter isCalm: Only those after which the same instant is tried again.
    static func drawn(seed: UInt64, step: Int, isCalm: Bool) -> Fault? {
        var random = RandomStream(seed: seed, purpose: "torture.fault", id: String(step))
        guard random.below(100) < share else { return nil }
        let draw = random.below(isCalm ? 55 : 100)
        switch draw {
        case 0..<24:
            return .death(call: 1 + random.below(40), isAfter: random.below(2) == 0)
        case 24..<36: return .tornWrite(after: random.below(12))
        case 36..<43: return .fullDisk(bytes: random.below(30_000))
        case 43..<55: return .busyStore(call: 1 + random.below(30))
        case 55..<70:
            return .powerCut(
                after: random.below(12), keptShare: [0, 50, 100][random.below(3)])
        case 70..<76:
            return .away(
                .minutes(Int64(1 + random.below(1_200))), isCrash: random.below(2) == 0)
        case 76..<86: return .clockStep(clockStep(&random))
        case 86..<94: return .storm(.minutes(Int64(1 + random.below(60))))
        default: return .deadLine(.minutes(Int64(1 + random.below(120))))
        }
    }

    /// Small ones that the daemon lives through, and some that stop it.
    private static func clockStep(_ random: inout RandomStream) -> Span {
        let sign: Int64 = random.below(2) == 0 ? -1 : 1
        if random.below(4) == 0 { return .minutes(sign * Int64(6 + random.below(200))) }
        return .seconds(sign * Int64(1 + random.below(280)))
    }
}

/// What a fault run tells, moment by moment.
public enum TortureMoment: Hashable, Sendable {
    case fault(step: Int, at: Timestamp, Fault)
    /// Something came in from outside; `name=value` pairs.
    case arrival(at: Timestamp, String)
    /// What a step did, where it did anything.
    case step(Int, at: Timestamp, events: Int, decisions: Int, submissions: Int)
    case submitted(String)
    /// The process is gone: in one of the store's calls, or while it wrote.
    case died(call: String?)
    case lostTail(unsynced: Int, kept: Int)
    case full
    case busy
    case stoppedByClock(by: Span)
    case restarted(at: Timestamp, unknown: Int)
    case quiet(at: Timestamp)
    case compared(decisions: Int)
    case breach(step: Int, at: Timestamp, Breach)
}

/// What one seed came to.
public struct TortureOutcome: Hashable, Sendable {
    public let seed: UInt64
    public internal(set) var steps = 0
    public internal(set) var decisions = 0
    /// What the carrier was handed.
    public internal(set) var submissions = 0
    public internal(set) var restarts = 0
    /// Faults that took hold, by kind.
    public internal(set) var faults: [Fault.Kind: Int] = [:]
    /// Whether it was held against a run without faults.
    public internal(set) var isCompared = false
    /// The first step at which something did not hold, and all that did not hold then.
    public internal(set) var failure: Failure?

    public struct Failure: Hashable, Sendable {
        public let step: Int
        public let at: Timestamp
        public let breaches: [Breach]
    }
}
