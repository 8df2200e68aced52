import HongyanCore
import HongyanRules
import Testing

/// `template/no-fallback`
@Suite("check template/no-fallback")
struct TemplateNoFallbackTests {
    private func found(
        _ text: String, trigger: String = "{event: cart.updated}", _ lines: String = ""
    ) -> [String] {
        CheckCase.findings(
            "template/no-fallback",
            [
                "rules/templates.yaml": CheckCase.templateText(text),
                "rules/r.yaml": CheckCase.ruleText("r", trigger: trigger, lines),
            ])
    }

    @Test("finds a tag that may be missing")
    func finds() {
        #expect(
            found("您好${name}，${city|贵地}见") == [
                "rules/templates.yaml:2:40 without a fallback 'r' drops who has no 'name'"
            ])
    }

    static let guaranteed = [
        "city = '上海'", "city in ['上海', '北京'] and points > 3", "not (city is missing)",
        "city = '上海' or city = '北京'", "not (city is missing or points > 3)",
    ]

    @Test("is content when the audience asks for it", arguments: guaranteed)
    func audience(_ audience: String) {
        #expect(found("您好${city}", "audience: \(audience)") == [])
    }

    static let open = [
        "city = '上海' or points > 3", "not (city = '上海')", "points > 3", "orders > 3",
    ]

    @Test("an audience that lets some people in without it is no guarantee", arguments: open)
    func openAudience(_ audience: String) {
        #expect(found("您好${city}", "audience: \(audience)").count == 1)
    }

    @Test("is content when the trigger hangs on the tag")
    func trigger() {
        #expect(found("${birthday}生日", trigger: "{date: birthday, at: 10:00}") == [])
        #expect(
            found(
                "${last_order_at}下单",
                trigger: "{dormant: order.placed, for: 90d, backlog: skip}") == [])
        #expect(
            found("${city}雨", trigger: "{signal: weather, when: rain_mm > 1, at: 10:00}") == [])
        #expect(found("${city}好", trigger: "{enters: city = '上海', every: 1d, at: 3:00}") == [])
    }

    @Test("is content with a template that no rule sends")
    func unused() { #expect(found("您好${city}", "enabled: false") == []) }
}
