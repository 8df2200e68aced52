import HongyanCore
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

    @Test("a law that is not in force today is told with its days")
    func ended() {
        func told(_ law: String, _ day: String) -> [String] {
            let policy = Workspace.policy.replacing("law: cn-2026", with: law)
            let files = Workspace.files(["rules/policy.yaml": policy])
            return Workspace.compile(files, today: CivilDay(text: day)).diagnostics
                .filter { $0.id == "policy/no-law" }.map(\.message.en)
        }
        #expect(
            told("law: cn-2015", "2026-05-01") == [
                "cn-2015@1 is not in force today (2015-06-30 .. 2026-04-30)"
            ])
        #expect(told("law: cn-2015", "2026-04-30") == [])
        #expect(told("law: cn-2026", "2026-04-30").count == 1)
        #expect(told("law: cn-2026", "2026-05-01") == [])
    }

    @Test(
        "one that is named is enough, and a wrong name is told once",
        arguments: [
            "law: cn-2026", "law: cn-2015", "law: cn-2062",
        ])
    func passes(_ law: String) { #expect(found(law) == []) }
}
