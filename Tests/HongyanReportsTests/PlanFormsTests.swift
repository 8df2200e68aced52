import HongyanCore
import HongyanReports
import Testing

struct PlanFormsTests {
    private static let hostile = "</p><script>x</script> | `a` ``b`` @all *bold*\u{1B}[31m"

    /// A changed rule and one that loses messages because of it.
    private static func plan() -> Plan {
        let start = Timestamp(seconds: 1_790_000_000)
        let message = SentMessage(
            at: start, number: PhoneNumber(e164: "+8613812345678"), text: hostile, parts: 2,
            cost: Money(units: 900), channel: "main")
        let cause = Plan.Cause(.dropped, code: "cap.month", winner: "gift")
        var moved = RuleChange.Movement()
        moved.messages = 1_234
        moved.customers = 1_200
        moved.parts = 2_468
        moved.cost = Money(units: 1_110_600)
        moved.causes = [RuleChange.CauseCount(cause: cause, count: 1_234)]
        let (few, many) = (
            RuleChange.Totals(
                occurrences: 3_000, outsideAudience: 0, sent: 766, parts: 1_532,
                cost: Money(units: 689_400), stillHeld: 0),
            RuleChange.Totals(
                occurrences: 3_000, outsideAudience: 0, sent: 2_000, parts: 4_000,
                cost: Money(units: 1_800_000), stillHeld: 0)
        )
        let gift = RuleChange(
            rule: "gift", formerID: nil, title: hostile, kind: .changed,
            fields: [FieldChange(name: "audience", old: nil, new: hostile)], before: few,
            after: many,
            gained: moved, lost: .init(), reworded: 1, retimed: 2,
            shifts: [.init(before: cause, after: Plan.Cause(.held, code: "window"), count: 3)],
            passedOver: 5)
        let news = RuleChange(
            rule: "news", formerID: nil, title: "资讯", kind: .unchanged, fields: [], before: many,
            after: few, gained: .init(), lost: moved, reworded: 0, retimed: 0, shifts: [],
            passedOver: 0)
        let sample = Plan.Sample(rule: "gift", customer: "c1", message: message, cause: cause)
        return Plan(
            from: start, through: start + .days(2), zone: .china,
            before: Plan.Side(name: "main", book: Digest(high: 1, low: 1)),
            after: Plan.Side(name: "shop", book: Digest(high: 1, low: 2)), customers: 5_000,
            rules: [gift, news], fields: [], notes: [.tagMissingAfter("level")],
            gainingCustomers: 10, losingCustomers: 20,
            days: [
                Plan.Day(day: Zone.china.day(of: start), before: 3, after: 4),
                Plan.Day(day: Zone.china.day(of: start) + 1, before: 0, after: 9),
            ], gained: [sample], lost: [sample],
            reworded: [
                Plan.Rewording(rule: "gift", customer: "c1", before: message, after: message)
            ],
            assumptions: [.init(key: "events", value: "none")])
    }

    private static func forms(_ language: Language) -> [String] {
        [
            PlanText.render(plan(), language: language),
            PlanMarkdown.render(plan(), language: language), PlanJSON.render(plan()),
            PlanHTML.render(plan(), language: language),
        ]
    }

    @Test("masks numbers and names the winner in every form", arguments: Language.allCases)
    func masked(language: Language) {
        for form in Self.forms(language) {
            #expect(form.contains("138****5678") && !form.contains("13812345678"))
            #expect(form.contains("cap.month") && form.contains("gift"))
            #expect(!form.contains("\u{1B}"), "nothing steers a terminal")
        }
    }

    @Test("Markdown keeps what people wrote in code spans or escaped")
    func markdown() {
        let text = PlanMarkdown.render(Self.plan(), language: .en)
        let outside = text.split(separator: "```").enumerated().filter { $0.offset % 2 == 0 }
        #expect(
            outside.allSatisfy { !$0.element.contains("@all") && !$0.element.contains("<script") })
        #expect(text.contains("&#64;all"), "a title calls nobody")
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count > 6)
        #expect(text.contains("| `~` | `gift`"))
    }

    @Test("HTML escapes it, closes its elements and asks for nothing from outside")
    func html() {
        let page = PlanHTML.render(Self.plan(), language: .en)
        for word in ["<script", "http://", "https://", "<link", "src=", "@import"] {
            #expect(!page.contains(word))
        }
        for name in ["table", "article", "section", "figure", "svg", "div", "ul", "p"] {
            let opened = page.components("<\(name)>") + page.components("<\(name) ")
            #expect(opened == page.components("</\(name)>"), "\(name)")
        }
        #expect(page.components("role=\"img\"") == 2)
    }

    @Test("an unchanged plan is one sentence", arguments: Language.allCases)
    func nothing(language: Language) {
        let full = Self.plan()
        let plan = Plan(
            from: full.from, through: full.through, zone: full.zone, before: full.before,
            after: full.after, customers: 10, rules: [], fields: [], notes: [],
            gainingCustomers: 0, losingCustomers: 0, days: [], gained: [], lost: [], reworded: [],
            assumptions: [])
        #expect(!plan.changesSomething)
        let words = language == .zh ? "没有变化" : "Nothing changes"
        #expect(PlanText.summary(plan, language: language).hasPrefix(words))
        #expect(PlanHTML.render(plan, language: language).contains(words))
    }
}

extension String {
    /// How often a piece stands in it.
    fileprivate func components(_ piece: String) -> Int {
        split(separator: piece, omittingEmptySubsequences: false).count - 1
    }
}
