import Foundation
import HongyanCore
import HongyanTorture
import Testing

/// A folder for the store files of fault runs, gone afterwards.
struct TortureFolder {
    let path: String
    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("hongyan-torture-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
    func run(_ hooks: TortureHooks = TortureHooks()) -> TortureRun {
        TortureRun(folder: path, hooks: hooks) { try? FileManager.default.removeItem(atPath: $0) }
    }
}

@Suite("Fault runs")
struct TortureRunTests {
    static let parts: UInt64 = 8
    static let seedsOfPart: UInt64 = 25

    @Test("200 seeds hold all invariants", arguments: 0..<parts)
    func hold(part: UInt64) throws {
        let folder = try TortureFolder()
        defer { folder.remove() }
        let run = folder.run()
        var faults: Set<Fault.Kind> = []
        var compared = 0
        var submissions = 0
        for index in 0..<Self.seedsOfPart {
            let seed = 1 + part * Self.seedsOfPart + index
            let outcome = try run.play(seed: seed)
            #expect(
                outcome.failure == nil, "\(TortureText.failure(outcome, language: .en))")
            faults.formUnion(outcome.faults.keys)
            compared += outcome.isCompared ? 1 : 0
            submissions += outcome.submissions
        }
        // It was a fault run, and something was sent.
        #expect(faults == Set(Fault.Kind.allCases))
        #expect(compared > 2)
        #expect(submissions > 100)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left == [])
    }

    @Test("a seed tells the same story twice, whatever was played between", arguments: [3, 7])
    func deterministic(seed: UInt64) throws {
        let folder = try TortureFolder()
        defer { folder.remove() }
        func story(_ run: TortureRun) throws -> [String] {
            var lines: [String] = []
            let outcome = try run.play(seed: seed) {
                lines.append($0.words(.en))
                lines.append($0.words(.zh))
            }
            return lines + [TortureText.summary([outcome], language: .zh)]
        }
        let run = folder.run()
        let first = try story(run)
        _ = try run.play(seed: seed + 1)
        #expect(try story(run) == first)
        let other = try TortureFolder()
        defer { other.remove() }
        #expect(try story(other.run()) == first)
        #expect(first.count > 50)
        #expect(first.contains { $0.contains("fault: ") })
    }

    @Test("each invariant says in both languages what it is")
    func words() {
        for invariant in Invariant.allCases {
            #expect(invariant.words(.en).utf8.allSatisfy { $0 < 0x80 }, "\(invariant.rawValue)")
            #expect(invariant.words(.zh) != invariant.words(.en), "\(invariant.rawValue)")
        }
        #expect(Set(Invariant.allCases.map { $0.words(.zh) }).count == Invariant.allCases.count)
    }
}
