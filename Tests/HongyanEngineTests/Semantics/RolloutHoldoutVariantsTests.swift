import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Rollout, holdout, variants.
@Suite("Rollout, holdout, variants")
struct RolloutHoldoutVariantsTests {
    static func rule(_ extra: String, id: String = "a", message: String = "hello") -> String {
        """
        rule: \(id)
        title: t
        purpose: marketing
        trigger: {schedule: "0 8 * * *"}
        message: \(message)
        \(extra)
        """
    }

    private func sent(_ rule: String) throws -> Set<CustomerID> {
        let stage = try Stage(try TestWorkspace.book([rule]), from: at("12-03 07:00"))
        for index in 0..<400 { try stage.customer("c\(index)") }
        try stage.run(to: at("12-03 09:00"))
        return Set(try stage.records().filter { $0.decision == "send" }.map(\.customer))
    }

    @Test("50 % contains the 10 %")
    func contains() throws {
        let tenth = try sent(Self.rule("rollout: 10%"))
        let half = try sent(Self.rule("rollout: 50%"))
        #expect(tenth.isSubset(of: half))
        #expect((20...65).contains(tenth.count))
        #expect((160...240).contains(half.count))
    }

    @Test("a holdout is another hash than the rollout")
    func holdout() throws {
        let all = try sent(Self.rule(""))
        let held = all.subtracting(try sent(Self.rule("holdout: 50%")))
        let half = try sent(Self.rule("rollout: 50%"))
        #expect((150...250).contains(held.count))
        #expect((60...140).contains(held.intersection(half).count))
    }

    @Test("variants share by weight and stick to the customer, also under a new rule id")
    func variants() throws {
        let message = "[{template: hello, weight: 1}, {template: other, weight: 3}]"
        let book = try TestWorkspace.book([Self.rule("", message: message)])
        let stage = try Stage(book, from: at("12-03 07:00"))
        for index in 0..<200 { try stage.customer("c\(index)") }
        try stage.run(to: at("12-03 09:00"))
        _ = try stage.reload(
            try TestWorkspace.book([Self.rule("was: [a]", id: "b", message: message)]))
        try stage.run(to: at("12-04 09:00"))
        var texts: [CustomerID: Set<String>] = [:]
        for record in try stage.records() {
            texts[record.customer, default: []].insert(record.text ?? "")
        }
        #expect(texts.values.allSatisfy { $0.count == 1 })
        let others = texts.values.filter { $0.first?.contains("又见面了") == true }.count
        #expect((120...180).contains(others))
    }

    @Test("who was skipped stays skipped: a greater share reaches only the next occurrence")
    func skipped() throws {
        let stage = try Stage(
            try TestWorkspace.book([Self.rule("rollout: 10%")]), from: at("12-03 07:00"))
        for index in 0..<60 { try stage.customer("c\(index)") }
        try stage.run(to: at("12-03 09:00"))
        let first = try stage.records()
        #expect(first.filter { $0.reason == "rollout" }.count > 40)
        try stage.reload(try TestWorkspace.book([Self.rule("rollout: 100%")]))
        try stage.run(to: at("12-03 23:00"))
        #expect(try stage.records().count == first.count)
        try stage.run(to: at("12-04 09:00"))
        let sends = try stage.records().filter { $0.at > at("12-03 23:00") }.map(\.decision)
        #expect(sends == Array(repeating: "send", count: 60))
    }

    @Test("a global holdout keeps the same customers from every marketing rule, not from service")
    func globalHoldout() throws {
        let rules = [
            Self.rule("", id: "a"), Self.rule("", id: "b"),
            RuleText.make(
                "c", "{schedule: \"0 8 * * *\"}", purpose: "service", message: "note"),
        ]
        let book = try TestWorkspace.book(
            rules, policy: TestWorkspace.policy + "\nglobal_holdout: 30%",
            templates: RuleText.templates)
        let stage = try Stage(book, from: at("12-03 07:00"))
        for index in 0..<100 { try stage.customer("c\(index)") }
        try stage.run(to: at("12-03 09:00"))
        var held: [RuleID: Set<CustomerID>] = [:]
        for record in try stage.records() where record.reason == "holdout.global" {
            held[record.rule, default: []].insert(record.customer)
        }
        #expect((15...45).contains(held["a"]?.count ?? 0))
        #expect(held["a"] == held["b"])
        #expect(held["c"] == nil)
    }
}
