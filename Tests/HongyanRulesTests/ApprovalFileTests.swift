import HongyanCore
import HongyanRules
import Testing

/// Approvals, people and filings as the files write them.
struct ApprovalFileTests {
    private func book(people: String, approval: String? = nil, channel: String = "") -> RuleBook? {
        let settings = """
            store: data/x.sqlite
            zone: Asia/Shanghai
            channels:
              main: {provider: simulated, purposes: [marketing], price: 0.045, rate: 9/s\(channel)}
            people: \(people)

            """
        let policy = Workspace.policy + (approval.map { "\napproval: \($0)\n" } ?? "")
        return Workspace.compile(["hongyan.yaml": settings, "rules/policy.yaml": policy]).book
    }

    @Test("somebody is a number, or a name with a phone and roles")
    func people() throws {
        let people = """
            {小王: "13900000001", li: {name: 李雷, phone: "139 0000 0002", roles: [editor, legal]},
              han: {name: 韩梅梅}, zhao: {roles: owner}}
            """
        let workspace = try #require(book(people: people)).workspace
        #expect(workspace.people.map(\.id) == ["小王", "li", "han", "zhao"])
        #expect(workspace.people.map(\.name) == ["小王", "李雷", "韩梅梅", "zhao"])
        #expect(workspace.people.map(\.roles) == [[], ["editor", "legal"], [], ["owner"]])
        #expect(
            workspace.people.map { $0.number?.e164 }
                == ["+8613900000001", "+8613900000002", nil, nil])
        #expect(workspace.person("李雷")?.id == "li" && workspace.person("li")?.name == "李雷")
        #expect(workspace.person("meimei") == nil)
    }

    @Test("an approval is a list of roles or one of them, and none when absent")
    func approval() throws {
        #expect(try #require(book(people: "{}")).policy.approval == [])
        #expect(try #require(book(people: "{}", approval: "owner")).policy.approval == ["owner"])
        #expect(
            try #require(book(people: "{}", approval: "[editor, supervisor, legal]")).policy
                .approval == ["editor", "supervisor", "legal"])
    }

    @Test("a channel asks for filing when it says so, and takes seven working days by default")
    func filing() throws {
        let plain = try #require(book(people: "{}")).workspace.channels[0]
        #expect(plain.filing == .none && plain.filingTerms == .standard)
        let asking = try #require(
            book(people: "{}", channel: ", filing: required, filing_days: 5")
        ).workspace.channels[0]
        #expect(asking.filing == .required && asking.filingTerms.workingDays == 5)
        #expect(asking.filingTerms.source == "hongyan.yaml")
        #expect(asking.filedCarriers == [.mobile, .unicom, .telecom, .broadnet])
    }
}
