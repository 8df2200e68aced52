import HongyanRules
import Testing

/// `policy/no-law`
@Suite("check policy/no-law")
struct PolicyNoLawTests {
    private func found(_ law: String) -> [String] {
        let policy = Workspace.policy.replacing("law: cn-2026", with: law)
        return CheckCase.findings("policy/no-law", ["rules/policy.yaml": policy])
    }

    @Test("finds a policy that names no law: none is chosen by date")
    func finds() {
        #expect(
            found("") == ["rules/policy.yaml:1:1 the policy does not name the law it is under"])
    }

    @Test(
        "one that is named is enough, and a wrong name is told once",
        arguments: [
            "law: cn-2026", "law: cn-2015", "law: cn-2062",
        ])
    func passes(_ law: String) { #expect(found(law) == []) }
}
