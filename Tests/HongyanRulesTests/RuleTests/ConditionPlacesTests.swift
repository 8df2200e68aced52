import HongyanCore
import HongyanRules
import Testing

struct ConditionPlacesTests {
    /// `subject index file:line:column text`, one a node.
    static func places(_ changes: [String: String?]) throws -> [String] {
        let files = Workspace.files(changes)
        let book = try #require(Workspace.compile(files).book)
        return ConditionPlaces.all(of: book, files: files).map { place in
            "\(place.node.index) \(place.file):\(place.line):\(place.column) \(place.text)"
        }
    }

    @Test("each node of a condition has its place, a named audience's parts in tags.yaml")
    func nodes() throws {
        let rule = """
            rule: r
            title: 例
            purpose: marketing
            trigger: {event: cart.updated, where: amount >= 30}
            audience: tier in [gold] and (rich or not price_list)
            message: hello
            """
        let tags = Workspace.tags.replacing(
            "rich: \"spend >= 5000\"", with: "rich: {where: \"spend >= 5000 and orders >= 2\"}")
        let places = try Self.places(["rules/r.yaml": rule, "rules/tags.yaml": tags])
        #expect(
            places == [
                "0 rules/r.yaml:5:11 tier in [gold] and (rich or not price_list)",
                "1 rules/r.yaml:5:11 tier in [gold]",
                "2 rules/r.yaml:5:30 (rich or not price_list)",
                "3 rules/tags.yaml:21:18 spend >= 5000 and orders >= 2",
                "4 rules/tags.yaml:21:18 spend >= 5000", "5 rules/tags.yaml:21:36 orders >= 2",
                "6 rules/r.yaml:5:39 not price_list", "7 rules/r.yaml:5:43 price_list",
                "0 rules/r.yaml:4:39 amount >= 30",
            ])
    }

    @Test("caps have the audiences of the policy, and a rule without conditions has no places")
    func caps() throws {
        let policy = Workspace.policy.replacing(
            "{week: \"2 per 7d\"}", with: "{week: {count: \"2 per 7d\", audience: rich}}")
        let places = try Self.places(["rules/policy.yaml": policy])
        #expect(places == ["0 rules/tags.yaml:21:10 spend >= 5000"])
        #expect(try Self.places([:]) == [])
    }
}
