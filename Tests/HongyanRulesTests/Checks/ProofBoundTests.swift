import HongyanRules
import Testing

/// Proofs about long conditions are given up in time.
struct ProofBoundTests {
    /// As many as fit into one condition.
    private static func filled(_ part: (Int) -> String, _ word: String) -> String {
        var text = part(0)
        var index = 1
        while text.utf8.count + 80 < 4_000 {
            text += " \(word) \(part(index))"
            index += 1
        }
        return text
    }

    @Test(
        "a long tangle is checked in time", .timeLimit(.minutes(1)),
        arguments: [
            filled({ "(city contains '\($0 % 97)' or name contains '\($0 * 31 % 97)')" }, "and"),
            filled({ "(points < \($0 * 37 % 97) or orders > \($0 * 31 % 97))" }, "and"),
            filled({ "points != \($0)" }, "and"), filled({ "points = \($0)" }, "or"),
        ])
    func tangle(_ condition: String) {
        let compilation = Workspace.compile([
            "rules/r.yaml": Workspace.rule(audience: "\"\(condition)\"")
        ])
        #expect(!compilation.hasErrors)
    }
}
