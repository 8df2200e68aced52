import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

@Suite("A plan")
struct PlanTests {
    private static let cart = RuleText.make(
        "cart", "{event: cart.updated, unless: order.placed, within: 2h, key: cart_id}",
        "window: day\npriority: 60")
    private static let thanks = RuleText.make(
        "thanks", "{event: order.placed}", "window: day\npriority: 50", message: "other")
    private static let parcel = RuleText.make(
        "parcel", "{event: parcel.arrived}", purpose: "service", message: "parcel")
    private static let rules = [cart, thanks, parcel]
    private static let policy = TestWorkspace.policy.replacing("4 per month", with: "1 per month")
    /// A carrier that refuses some and gets opt-outs, so that chance has something to change.
    private static let settings = TestWorkspace.settings
        .replacing("opt_out_replies: 0%", with: "opt_out_replies: 20%")
        .replacing("refused: 0%", with: "refused: 10%")

    private static func book(
        _ rules: [String] = rules, policy: String = policy, tags: String = TestWorkspace.tags,
        templates: String = TestWorkspace.templates
    ) throws -> RuleBook {
        try TestWorkspace.book(
            rules, policy: policy, tags: tags, templates: templates, settings: settings)
    }

    private static let changes: [(name: String, rules: [String])] = [
        ("priority", [cart, thanks.replacing("priority: 50", with: "priority: 80"), parcel]),
        ("audience", [cart + "\naudience: tier = gold", thanks, parcel]),
        ("window", [cart.replacing("window: day", with: "window: evening"), thanks, parcel]),
        ("message", [cart.replacing("message: hello", with: "message: other"), thanks, parcel]),
        ("removed", [thanks, parcel]),
        ("trigger", [cart.replacing("within: 2h", with: "within: 5h"), thanks, parcel]),
        ("disabled", [cart, thanks + "\nenabled: false", parcel]),
        ("gray", [cart, thanks + "\nrollout: 30%\nholdout: 20%", parcel]),
    ]

    @Test("of a book against itself is empty")
    func itself() throws {
        let book = try Self.book()
        let plan = try PlanStage().plan(book, book)
        #expect(!plan.changesSomething && !plan.changesOutcomes)
        #expect(plan.rules.map(\.kind) == [.unchanged, .unchanged, .unchanged])
        #expect(plan.fields.isEmpty && plan.gained.isEmpty && plan.lost.isEmpty)
        #expect(plan.days.map(\.before) == plan.days.map(\.after))
        #expect(
            plan.rules.allSatisfy { ($0.before?.sent ?? 0) > 5 }, "there was something to compare")
    }

    @Test("the other way round mirrors it", arguments: changes.map(\.name))
    func mirror(name: String) throws {
        let changed = try #require(Self.changes.first { $0.name == name }?.rules)
        let (old, new) = (try Self.book(), try Self.book(changed))
        let stage = PlanStage()
        let there = try stage.plan(old, new)
        let back = try stage.plan(new, old)
        #expect(there.changesSomething && there.changesOutcomes)
        #expect(there.gainingCustomers == back.losingCustomers)
        #expect(there.losingCustomers == back.gainingCustomers)
        #expect(there.gained == back.lost && there.lost == back.gained)
        #expect(there.days.map(\.before) == back.days.map(\.after))
        for change in there.rules {
            let mirrored = try back.rule(change.rule)
            #expect(change.gained == mirrored.lost && change.lost == mirrored.gained)
            #expect(change.before == mirrored.after && change.after == mirrored.before)
            #expect(change.reworded == mirrored.reworded && change.retimed == mirrored.retimed)
            let swapped = mirrored.shifts.map {
                RuleChange.Shift(before: $0.after, after: $0.before, count: $0.count)
            }
            #expect(Set(change.shifts) == Set(swapped))
            let opposite: [RuleChange.Kind: RuleChange.Kind] = [
                .added: .removed, .removed: .added, .changed: .changed, .unchanged: .unchanged,
            ]
            #expect(opposite[change.kind] == mirrored.kind)
        }
        for change in there.rules {
            let difference = (change.after?.sent ?? 0) - (change.before?.sent ?? 0)
            #expect(change.gained.messages - change.lost.messages == difference, "\(change.rule)")
            let cost = (change.after?.cost.units ?? 0) - (change.before?.cost.units ?? 0)
            if change.reworded == 0 {
                #expect(change.gained.cost.units - change.lost.cost.units == cost)
            }
        }
    }

    @Test("shows that a raised priority takes slots from an unchanged rule, and who won them")
    func collateral() throws {
        let news = RuleText.make("news", "{schedule: \"0 10 * * 5\"}", "priority: 60")
        let gift = RuleText.make(
            "gift", "{schedule: \"0 10 * * 5\"}", "audience: tier = gold\npriority: 50",
            message: "other")
        let raised = gift.replacing("priority: 50", with: "priority: 70")
        let plan = try PlanStage(days: 5).plan(
            Self.book([news, gift, Self.parcel]), Self.book([news, raised, Self.parcel]))
        let winner = try plan.rule("gift")
        #expect(winner.kind == .changed)
        #expect(winner.fields == [FieldChange(name: "priority", old: "50", new: "70")])
        #expect(winner.gained.words == ["dropped cap.month news"])
        let loser = try plan.rule("news")
        #expect(loser.kind == .unchanged && loser.fields.isEmpty, "nobody touched it")
        #expect(loser.lost.words == ["dropped cap.month gift"])
        #expect(loser.lost.messages == winner.gained.messages && loser.lost.messages > 5)
        #expect(plan.gainingCustomers == 0 && plan.losingCustomers == 0, "one for another")
        #expect(
            plan.rules.map(\.rule) == ["gift", "news", "parcel"], "in the new order of decision")
        #expect(!(try plan.rule("parcel").comesOutOtherwise))
    }

    @Test("of a narrower audience says who is outside it now, and who takes their slots")
    func audience() throws {
        let plan = try PlanStage().plan(Self.book(), Self.book(Self.changes[1].rules))
        let cart = try plan.rule("cart")
        #expect(cart.fields == [FieldChange(name: "audience", old: nil, new: "tier = gold")])
        #expect(cart.lost.words.first == "outside-audience", "\(cart.lost.words)")
        let thanks = try plan.rule("thanks")
        #expect(thanks.gained.words.contains("dropped cap.month cart"), "\(thanks.gained.words)")
        let sample = try #require(plan.lost.first { $0.rule == "cart" })
        #expect(sample.cause == Plan.Cause(.outsideAudience))
        #expect("\(sample.message.number)".contains("****"))
        #expect(plan.lost.count <= PlanComparison.sampleLimit)
    }

    @Test("of a widened audience and a changed trigger tells the two reasons apart")
    func bothChanged() throws {
        let narrow =
            Self.cart.replacing("within: 2h", with: "within: 3h") + "\naudience: tier = gold"
        let plan = try PlanStage().plan(Self.book([narrow]), Self.book([Self.cart]))
        let cart = try plan.rule("cart")
        let fields = cart.fields.map(\.name)
        #expect(fields == ["trigger.within", "audience"])
        #expect(cart.gained.words.contains("outside-audience"), "\(cart.gained.words)")
    }

    @Test("of a rename by was: changes nothing, whatever chance the carrier takes")
    func rename() throws {
        let renamed = Self.cart.replacing("rule: cart\n", with: "rule: basket\nwas: [cart]\n")
        let plan = try PlanStage().plan(
            Self.book(), Self.book([renamed, Self.thanks, Self.parcel]))
        let basket = try plan.rule("basket")
        #expect(basket.kind == .changed && basket.formerID == "cart")
        #expect(basket.fields.isEmpty && !basket.comesOutOtherwise)
        #expect(basket.before == basket.after && (basket.before?.sent ?? 0) > 0)
        #expect(!plan.changesSomething)
        #expect(plan.rules.count == 3)
    }

    @Test("of another text counts the messages that read differently")
    func template() throws {
        let text = TestWorkspace.templates.replacing("又见面了", with: "欢迎再来")
        let plan = try PlanStage().plan(Self.book(), Self.book(templates: text))
        let thanks = try plan.rule("thanks")
        #expect(thanks.kind == .changed)
        #expect(thanks.fields.map(\.name) == ["templates.other"])
        #expect(thanks.reworded == thanks.before?.sent && thanks.reworded > 0)
        #expect(thanks.gained.messages == 0 && thanks.lost.messages == 0 && thanks.retimed == 0)
        let sample = try #require(plan.reworded.first)
        #expect(sample.before.text.contains("又见面了") && sample.after.text.contains("欢迎再来"))
        #expect(!(try plan.rule("parcel").isDefinedOtherwise))
    }

    @Test("of another window counts the messages that leave at another time")
    func window() throws {
        let plan = try PlanStage().plan(Self.book(), Self.book(Self.changes[2].rules))
        let cart = try plan.rule("cart")
        #expect(cart.fields.map(\.name) == ["window"])
        #expect(cart.fields.first?.new == "evening: daily 18:00-20:00")
        #expect(cart.retimed > 0 && cart.reworded == 0)
    }

    @Test("of a removed rule says that there is none, and what that frees for others")
    func removed() throws {
        let plan = try PlanStage().plan(Self.book(), Self.book(Self.changes[4].rules))
        #expect(plan.rules.map(\.rule) == ["parcel", "thanks", "cart"])
        let cart = try plan.rule("cart")
        #expect(cart.kind == .removed && cart.after == nil)
        #expect(cart.lost.words == ["no-rule"] && cart.lost.messages == cart.before?.sent)
        let thanks = try plan.rule("thanks")
        #expect(thanks.kind == .unchanged)
        #expect(thanks.gained.words.contains("dropped cap.month cart"), "\(thanks.gained.words)")
    }

    @Test("of a changed trigger counts what fell due earlier and is passed over")
    func backlog() throws {
        let sleepy = RuleText.make(
            "sleepy", "{dormant: order.placed, for: 60d, backlog: skip}", "window: day")
        let sooner = sleepy.replacing("for: 60d", with: "for: 30d")
        let plan = try PlanStage(customers: 60, days: 5).plan(
            Self.book([sleepy]), Self.book([sooner]))
        let rule = try plan.rule("sleepy")
        #expect(rule.fields == [FieldChange(name: "trigger.for", old: "60d", new: "30d")])
        #expect(rule.passedOver > 5)
        #expect(rule.lost.words.contains("not-due"), "\(rule.lost.words)")
    }

    @Test("of a looser cap names no rule as changed and shows every rule it helps")
    func cap() throws {
        let loose = Self.policy.replacing("1 per month", with: "9 per month")
        let plan = try PlanStage().plan(Self.book(), Self.book(policy: loose))
        #expect(
            plan.fields == [FieldChange(name: "caps.month", old: "1 per month", new: "9 per month")]
        )
        #expect(plan.rules.allSatisfy { $0.kind == .unchanged })
        #expect(plan.changesOutcomes && plan.gainingCustomers > 0 && plan.losingCustomers == 0)
        let codes = Set(plan.rules.flatMap { $0.gained.causes.map(\.cause.code) })
        #expect(codes.contains("cap.month"))
    }

    @Test("of a new title alone changes nothing, and says so")
    func title() throws {
        let plan = try PlanStage(customers: 10).plan(
            Self.book([Self.parcel]),
            Self.book([Self.parcel.replacing("title: t", with: "title: 包裹")]))
        let rule = try plan.rule("parcel")
        #expect(rule.fields == [FieldChange(name: "title", old: "t", new: "包裹")])
        #expect(!plan.changesSomething)
    }

    @Test("of new titles of tags and audiences shows them and changes nothing")
    func titles() throws {
        let tags =
            TestWorkspace.tags.replacing(
                "  city: {type: text}", with: "  city: {type: text, title: 城市}")
            + "\naudiences:\n  rich: {title: 大客户, where: spend_365d >= 100}\n"
        let renamed = tags.replacing("城市", with: "所在城市").replacing("大客户", with: "高消费")
        let rule = Self.thanks + "\naudience: rich"
        let plan = try PlanStage(customers: 10).plan(
            Self.book([rule], tags: tags), Self.book([rule], tags: renamed))
        #expect(
            plan.fields == [
                FieldChange(name: "titles.tags.city", old: "城市", new: "所在城市"),
                FieldChange(name: "titles.audiences.rich", old: "大客户", new: "高消费"),
            ])
        #expect(!plan.changesSomething)
    }

    @Test("of a new tag runs the old book without it")
    func tags() throws {
        let tags = TestWorkspace.tags.replacing(
            "  city: {type: text}", with: "  city: {type: text}\n  level: {type: integer}")
        let rule = Self.thanks + "\naudience: level is missing"
        let plan = try PlanStage().plan(Self.book([Self.thanks]), Self.book([rule], tags: tags))
        #expect(plan.fields == [FieldChange(name: "tags.level", old: nil, new: "integer")])
        #expect(!plan.changesOutcomes, "nobody has a value, so all stay in the audience")
    }
}
