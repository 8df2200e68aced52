import Testing

/// `cap/audience-never`
@Suite("check cap/audience-never")
struct CapAudienceNeverTests {
    private func findings(_ audience: String) -> [String] {
        CheckCase.findings(
            "cap/audience-never",
            [
                "rules/policy.yaml": Workspace.policy.replacing(
                    "caps: {week: \"2 per 7d\"}",
                    with: "caps: {young: {count: \"2 per 7d\", audience: \"\(audience)\"}}")
            ])
    }

    @Test("says that a cap binds nobody")
    func finds() {
        #expect(
            findings("registered_at within 0d") == [
                "rules/policy.yaml:5:46 the audience of the cap 'young' never holds, so it binds nobody"
            ])
    }

    @Test("is content when it binds somebody")
    func passes() {
        #expect(findings("registered_at within 1d") == [])
    }
}
