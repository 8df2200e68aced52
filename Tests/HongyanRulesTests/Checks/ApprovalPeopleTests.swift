import HongyanCore
import HongyanRules
import Testing

/// `approval/people`
@Suite("check approval/people")
struct ApprovalPeopleTests {
    private func findings(_ approval: String, people: String) -> [String] {
        CheckCase.findings(
            "approval/people",
            [
                "hongyan.yaml": Workspace.hongyan + "\npeople: \(people)\n",
                "rules/policy.yaml": Workspace.policy + "\napproval: \(approval)\n",
            ])
    }

    @Test("finds a step that nobody has the role for")
    func nobody() {
        #expect(
            findings("[editor, legal]", people: "{li: {roles: [editor]}}") == [
                "rules/policy.yaml:8:11 nobody under people: has the role 'legal'"
            ])
        #expect(findings("owner", people: "{}").count == 1)
    }

    @Test("finds too few different people for the steps")
    func tooFew() {
        let line = "rules/policy.yaml:8:11 2 steps want as many different people, and there are not"
        #expect(
            findings("[editor, legal]", people: "{li: {roles: [editor, legal]}, han: {}}")
                == [line])
        #expect(findings("[legal, legal]", people: "{li: {roles: legal}, han: {}}") == [line])
    }

    @Test("finds that nobody is left to write")
    func noAuthor() {
        #expect(
            findings("owner", people: "{li: {roles: owner}}") == [
                "rules/policy.yaml:8:11 besides those who approve there has to be an author"
            ])
    }

    @Test("gives each step to somebody, whatever the order in which they stand")
    func enough() {
        let people = """
            {all: {roles: [editor, supervisor, legal]}, li: {roles: [editor, supervisor]}, \
            wang: {roles: [editor]}, han: {}}
            """
        #expect(findings("[editor, supervisor, legal]", people: people) == [])
        #expect(findings("[legal, supervisor, editor]", people: people) == [])
        #expect(findings("owner", people: "{li: {roles: owner}, han: \"13900000001\"}") == [])
    }

    @Test("says nothing where no approval is asked, and of files with faults")
    func silent() {
        #expect(CheckCase.findings("approval/people", [:]) == [])
        #expect(findings("[owner, 主管]", people: "{}") == [])
        #expect(findings("owner", people: "{li: \"12\"}") == [])
    }
}
