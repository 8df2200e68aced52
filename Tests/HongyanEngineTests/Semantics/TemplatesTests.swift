import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// What waits for a template, and when it goes on.
@Suite("Templates")
struct TemplatesTests {
    static let settings = TestWorkspace.settings.replacing(
        "people: {staff: \"13900000001\"}",
        with: "people: {staff: \"13900000001\", li: {roles: [owner]}, han: {name: 韩梅梅}}")
    static let filing = settings.replacing(
        "rate: 1000/s", with: "rate: 1000/s\n    filing: required")
    static let policy = TestWorkspace.policy + "\napproval: owner\n"

    private func book(
        _ rules: [String] = [RuleText.order()], settings: String = settings,
        templates: String = TestWorkspace.templates
    ) throws -> RuleBook {
        try TestWorkspace.book(
            rules, policy: Self.policy, templates: templates, settings: settings)
    }

    private func stage(_ book: RuleBook) throws -> Stage {
        let stage = try Stage(book, from: at("12-03 10:00"))
        try stage.customer("c1")
        return stage
    }

    /// Handed in by han and approved by li, as the commands would do it.
    private func act(
        _ stage: Stage, _ person: String, _ move: TemplateDesk.Move, on id: TemplateID = "hello"
    ) throws {
        let book = stage.book
        let template = try #require(book.template(id))
        let desk = TemplateDesk(
            book: book, person: try #require(book.workspace.person(person)), account: "",
            now: stage.clock.now())
        let result = try stage.store.act(on: [template], at: stage.clock.now()) {
            log throws(TemplateRefusal) in
            try desk.entries(move, on: template, log: log, comment: "")
        }
        _ = try result.get()
    }

    private func approve(_ stage: Stage, _ id: TemplateID = "hello") throws {
        try act(stage, "han", .submit, on: id)
        try act(stage, "li", .approve(step: nil), on: id)
    }

    @Test("a draft is held, and goes within a minute of its approval")
    func approval() throws {
        let stage = try stage(try book())
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:20"))
        try stage.expect(["12-03 10:01 a c1 hold template.draft until 12-03 11:01"])
        try approve(stage)
        try stage.run(to: at("12-03 10:22"))
        #expect(
            try stage.story().last == "12-03 10:21 a c1 send")
        #expect(try stage.states() == [.accepted: 1] || stage.states() == [.delivered: 1])
    }

    @Test("what nobody approves is dropped at its deadline")
    func neverApproved() throws {
        let stage = try stage(try book())
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-05 12:00"))
        let records = try stage.records()
        #expect(records.last?.decision == "drop" && records.last?.reason == "template.draft")
        #expect(records.last?.at == at("12-04 10:00"))
        #expect(try stage.states().isEmpty)
    }

    @Test("a filing that takes effect tomorrow lets it go tomorrow, decided afresh")
    func filing() throws {
        let stage = try stage(try book(settings: Self.filing))
        try approve(stage)
        try stage.event("order.placed", of: "c1", at: at("12-03 20:00"), id: "o1")
        try act(
            stage, "han",
            .file(
                "main", [],
                .effective(from: try #require(CivilDay(text: "2026-12-04")), through: nil)))
        try stage.run(to: at("12-04 00:05"))
        let story = try stage.story()
        #expect(story.last == "12-04 00:00 a c1 send", "\(story)")
        #expect(story.count == 2 && story[0].hasSuffix("hold template.filing until 12-04 00:00"))
    }

    /// Thirty messages cleared at 10:01 on a channel of one part a second, ten of them gone.
    private func queue() throws -> (Stage, ScriptedCarrier) {
        let carrier = ScriptedCarrier()
        let slow = Self.settings.replacing("rate: 1000/s", with: "rate: 1/s")
        let stage = try Stage(
            try book(settings: slow), from: at("12-03 10:00"), carrier: carrier)
        try approve(stage)
        for index in 1...30 {
            try stage.customer("c\(index)")
            try stage.event("order.placed", of: "c\(index)", at: at("12-03 10:00"), id: "o\(index)")
        }
        try stage.run(to: at("12-03 10:01:10"))
        #expect((1..<29).contains(carrier.received.count))
        return (stage, carrier)
    }

    @Test("an edit is a draft again: what falls due is held, what is queued never leaves")
    func edit() throws {
        let (stage, carrier) = try queue()
        let gone = carrier.received.count
        try stage.reload(
            try book(
                settings: Self.settings.replacing("rate: 1000/s", with: "rate: 1/s"),
                templates: TestWorkspace.templates.replacing("，您好", with: "，您好呀")))
        try stage.customer("new")
        try stage.event("order.placed", of: "new", at: at("12-03 10:01:10"), id: "late")
        try stage.run(to: at("12-03 10:05"))
        #expect(carrier.received.count == gone)
        #expect(try stage.states()[.withdrawn] == 30 - gone)
        #expect(
            try stage.story().last == "12-03 10:02 a new hold template.draft until 12-03 11:02")
    }

    @Test("a suspension keeps what is queued, and what a resume lets go leaves")
    func suspendedInTheQueue() throws {
        let (stage, carrier) = try queue()
        try act(stage, "han", .suspend("main"))
        let gone = carrier.received.count
        try stage.run(to: at("12-03 10:20"))
        #expect(carrier.received.count == gone)
        try act(stage, "li", .resume("main"))
        try stage.run(to: at("12-03 10:22"))
        #expect(carrier.received.count == 30)
    }

    @Test("a version that is rejected after all never leaves the queue")
    func rejectedInTheQueue() throws {
        let (stage, carrier) = try queue()
        try act(stage, "li", .reject)
        let gone = carrier.received.count
        try stage.run(to: at("12-03 10:20"))
        #expect(carrier.received.count == gone)
        #expect(try stage.states()[.withdrawn] == 30 - gone)
    }

    @Test("a suspension holds what falls due; a resume lets it go")
    func suspension() throws {
        let stage = try stage(try book())
        try approve(stage)
        try act(stage, "han", .suspend(nil))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:10"))
        try stage.expect(["12-03 10:01 a c1 hold template.suspended until 12-03 11:01"])
        try act(stage, "li", .resume(nil))
        try stage.run(to: at("12-03 10:12"))
        #expect(try stage.story().last == "12-03 10:11 a c1 send")
    }

    @Test("an emergency asks for no template")
    func emergency() throws {
        let rule = RuleText.order().replacing("purpose: marketing", with: "purpose: emergency")
        let templates = TestWorkspace.templates.replacing(
            "hello: {purpose: marketing", with: "hello: {purpose: emergency")
        let stage = try stage(try book([rule], templates: templates))
        try stage.event("order.placed", of: "c1", at: at("12-03 10:00"), id: "o1")
        try stage.run(to: at("12-03 10:02"))
        #expect(try stage.records().map(\.decision) == ["send"])
    }

    @Test("the report of a run says which rule waits for which template")
    func report() throws {
        let stage = try stage(try book(settings: Self.filing))
        func waits() throws -> [TemplateWait] {
            try stage.store.report(
                book: stage.book, from: at("12-03 10:00"), through: at("12-04 10:00")
            ).templateWaits
        }
        #expect(
            try waits() == [
                TemplateWait(rule: "a", template: "hello", reason: Reason("template.draft"))
            ])
        try approve(stage)
        let day = try #require(CivilDay(text: "2026-12-03"))
        try act(
            stage, "han",
            .file("main", [.mobile], .submitted(on: day, expected: day + 11)))
        #expect(
            try waits() == [
                TemplateWait(
                    rule: "a", template: "hello", channel: "main", carriers: [.mobile],
                    reason: Reason("template.filing"), expected: day + 11),
                TemplateWait(
                    rule: "a", template: "hello", channel: "main",
                    carriers: [.unicom, .telecom, .broadnet], reason: Reason("template.filing")),
            ])
    }

    @Test("in rule tests templates are approved and filed, unless the case says otherwise")
    func ruleTests() throws {
        func story(_ state: String?) throws -> [String] {
            let line = state.map { "    templates: {hello: \($0)}\n" } ?? ""
            return try TestFile(
                "a", of: try book(settings: Self.filing),
                """
                customers:
                  c: {}
                cases:
                  - name: one
                    now: 2026-12-03 10:00
                    until: 2026-12-03 12:00
                \(line)    timeline:
                      - {at: 10:05, customer: c, event: order.placed}
                    expect: []

                """
            ).story()
        }
        #expect(try story(nil).last == "+ 12-03 10:05 c a send hello")
        #expect(try story("approved").last == "+ 12-03 10:05 c a send hello")
        for (state, code) in [
            ("draft", "template.draft"), ("review", "template.review"),
            ("rejected", "template.rejected"), ("suspended", "template.suspended"),
            ("filing", "template.filing"),
        ] {
            let lines = try story(state)
            #expect(lines.contains { $0.contains("hold \(code)") }, "\(state): \(lines)")
            #expect(!lines.contains { $0.contains("send") }, "\(state): \(lines)")
        }
    }
}
