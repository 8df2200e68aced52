import RuleFuzzing
import Testing

/// A short run of what `make fuzz` does for long: the same damage each time.
struct FuzzTests {
    @Test(
        "damaged workspace files end in diagnostics that keep the compiler's word",
        .timeLimit(.minutes(1)), arguments: 0..<3)
    func shortRun(part: UInt64) throws {
        let fuzzing = RuleFuzzing(workspace: try Workspace.read(Workspace.root))
        var mutator = FileMutator(seed: 2_026 + part)
        for seed in fuzzing.seeds {
            var input = seed
            for round in 0..<8 {
                // Damage piles up, and starts anew once.
                if round == 5 { input = seed }
                input = [seed[0]] + mutator.mutate(Array(input.dropFirst()))
                let fault = fuzzing.fault(of: input)
                #expect(fault == nil, "\(String(decoding: input, as: UTF8.self))")
            }
        }
    }

    @Test("the workspace as it is has no fault, and its targets are all there")
    func seeds() throws {
        let fuzzing = RuleFuzzing(workspace: try Workspace.read(Workspace.root))
        #expect(fuzzing.targets.count > 10)
        #expect(fuzzing.seeds.allSatisfy { fuzzing.fault(of: $0) == nil })
    }

    @Test("damage is done: inputs differ from their seeds, and from each other")
    func damage() {
        let text = Array("rule: r\naudience: tier = gold\n".utf8)
        var mutator = FileMutator(seed: 1)
        let inputs = (0..<100).map { _ in mutator.mutate(text) }
        #expect(Set(inputs).count > 80)
        #expect(!inputs.allSatisfy { $0 == text })
    }
}
