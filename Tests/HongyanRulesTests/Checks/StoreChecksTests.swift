import HongyanCore
import HongyanRules
import Testing

@Suite("checks against a store")
struct StoreChecksTests {
    private func findings(
        audience: Int = 10, inside: Int = 1, outside: Int = 0, days: Bool = true,
        variables: [StoreSurvey.Variable] = [], rich: Int = 3, rule text: String = Workspace.rule
    ) throws -> [String] {
        let files = Workspace.files(["rules/r.yaml": text])
        let book = try #require(Workspace.compile(files).book)
        let places = try #require(WorkspacePlaces(of: files) { _ in .china })
        let day = StoreSurvey.Day(
            day: CivilDay(number: 20_000), inside: inside, outside: outside)
        let survey = StoreSurvey(
            at: Timestamp(seconds: 0), zone: .china, customers: 100,
            audiences: [StoreSurvey.Audience(name: "rich", title: "", customers: rich)],
            rules: book.rules.map {
                StoreSurvey.Rule(
                    rule: $0, audience: audience, days: days ? [day] : nil, variables: variables,
                    parts: 1, pricePerPart: Money(units: 450))
            })
        return StoreChecks.findings(survey, places: places).map {
            "\($0.id) \($0.file):\($0.range.start.line) \($0.message.en)"
        }
    }

    @Test("says nothing of a rule with an audience, a live trigger and room under its fuse")
    func clean() throws {
        #expect(try findings() == [])
        #expect(try findings(inside: 0, outside: 1) == [])
        #expect(try findings(inside: 0, days: false) == [])
    }

    @Test("flags audiences that are empty, at the audience or at the rule")
    func empty() throws {
        let text = Workspace.rule(audience: "rich")
        #expect(
            try findings(audience: 0, rich: 0, rule: text) == [
                "store/audience-empty rules/r.yaml:6 nobody is in the audience of 'r' now",
                "store/audience-empty rules/tags.yaml:21 nobody is in the audience 'rich' now",
            ])
    }

    @Test("flags a trigger that would have fired for nobody")
    func silent() throws {
        #expect(
            try findings(inside: 0) == [
                "store/trigger-silent rules/r.yaml:4 it would not have fired in the last 30 days"
            ])
    }

    @Test("flags a day above the fuse, else one that takes in more than half of all customers")
    func flood() throws {
        #expect(
            try findings(inside: 51) == [
                "store/flood rules/r.yaml:4 51 occurrences on 2024-10-04, 51% of all customers"
            ])
        #expect(try findings(inside: 50) == [])
        let text = Workspace.rule + "\nlimit: 40/day\n"
        #expect(
            try findings(inside: 41, rule: text) == [
                "store/flood rules/r.yaml:6 41 occurrences on 2024-10-04, more than the limit 40/day"
            ])
        let hourly = Workspace.rule + "\nlimit: 2/hour\n"
        #expect(try findings(inside: 48, rule: hourly) == [])
        #expect(try findings(inside: 49, rule: hourly).count == 1)
    }

    @Test("flags a variable without fallback that a percent of the audience lacks")
    func variables() throws {
        func lacking(_ missing: Int, fallback: Bool) throws -> [String] {
            try findings(
                audience: 200,
                variables: [
                    StoreSurvey.Variable(
                        template: "hello", name: "name", hasFallback: fallback, missing: missing)
                ])
        }
        #expect(try lacking(1, fallback: false) == [])
        #expect(
            try lacking(2, fallback: false) == [
                "store/variable-missing rules/r.yaml:5 "
                    + "1% of the audience has no name, which 'hello' needs"
            ])
        #expect(try lacking(200, fallback: true) == [])
    }

    @Test("a disabled rule is left alone, and every flag has a page")
    func pages() throws {
        #expect(
            try findings(audience: 0, inside: 0, rule: Workspace.rule + "\nenabled: false") == [])
        let ids = StoreChecks.pages.map(\.id)
        #expect(ids == ids.sorted() && ids.count == 5)
    }
}
