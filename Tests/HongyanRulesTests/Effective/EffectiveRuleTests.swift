import HongyanCore
import HongyanRules
import Testing

@Suite("the effective rule")
struct EffectiveRuleTests {
    private func places(_ changes: [String: String?] = [:]) throws -> WorkspacePlaces {
        try #require(
            WorkspacePlaces(of: Workspace.files(changes)) { $0 == "Asia/Shanghai" ? .china : nil })
    }

    @Test("fills in defaults, says where each came from, and spells out what binds it")
    func text() throws {
        let rule = try #require(try places().effective("r"))
        #expect(
            rule.yaml(.en) == """
                # r with every value filled in
                rule: r                # rules/r.yaml:1
                title: 例              # rules/r.yaml:2
                purpose: marketing     # rules/r.yaml:3
                enabled: true          # built in
                trigger:
                  event: cart.updated  # rules/r.yaml:4
                  after: 0s            # built in
                once: per occurrence   # built in
                priority: 50           # built in
                window: day            # rules/policy.yaml:6 defaults.window
                closed: defer 24h      # rules/policy.yaml:6 defaults.closed
                late: 30m              # rules/policy.yaml:6 defaults.late
                limit: 20000/day       # rules/policy.yaml:6 defaults.limit
                rollout: 100%          # built in
                holdout: 0%            # built in
                message: hello         # rules/r.yaml:5

                # what the workspace adds
                # audience: everybody               # built in
                # windows.day: daily 09:00-20:00    # rules/policy.yaml:4
                # hours.cn-2026: daily 08:00-22:00  # pack cn-2026@1
                # caps.week: 2 per 7d               # rules/policy.yaml:5
                # max_parts: 3                      # rules/policy.yaml:3
                # signature: 云杉商城               # rules/policy.yaml:1
                # opt_out: 拒收请回复R              # rules/policy.yaml:2
                # channels.main: 0.045/part, 200/s  # hongyan.yaml:4

                """)
        #expect(rule.yaml(.zh).contains("# 内置\n"))
    }

    @Test("is a rule file that means the same", arguments: [Language.zh, .en])
    func compiles(language: Language) throws {
        let files = try Workspace.read(Workspace.root)
        let before = try #require(Workspace.compile(files).book)
        let places = try #require(WorkspacePlaces(of: files) { _ in .china })
        #expect(before.rules.count >= 8)
        for rule in before.rules {
            let path = "rules/\(rule.id).yaml"
            let text = try #require(places.effective(rule.id)).yaml(language)
            let after = Workspace.compile(
                files.map { $0.path == path ? SourceFile(path: path, bytes: Array(text.utf8)) : $0 }
            )
            let own = after.book?.rule(rule.id)
            #expect(own == Self.plain(rule), "\(after.diagnostics.map(\.message.en)) \(text)")
        }
    }

    /// `once` and `late` without a word mean what the effective rule writes.
    private static func plain(_ rule: CompiledRule) -> CompiledRule {
        CompiledRule(
            id: rule.id, title: rule.title, purpose: rule.purpose, trigger: rule.trigger,
            triggerFingerprint: rule.triggerFingerprint, audience: rule.audience,
            once: rule.once ?? .perOccurrence, priority: rule.priority, window: rule.window,
            closed: rule.closed, late: rule.late, limit: rule.limit, pacePerDay: rule.pacePerDay,
            rolloutBuckets: rule.rolloutBuckets, holdoutBuckets: rule.holdoutBuckets,
            message: rule.message, goal: rule.goal, was: rule.was, isEnabled: rule.isEnabled)
    }

    @Test("a service rule takes no defaults but the priority")
    func service() throws {
        let text = """
            rule: r
            title: 例
            purpose: service
            trigger: {event: order.placed, where: "amount >= 10 and cart_id = \\"a, b\\""}
            message:
              - template: code
                weight: 1
            """
        let rule = try #require(try places(["rules/r.yaml": text]).effective("r"))
        #expect(rule.origin(of: "window") == nil)
        #expect(rule.settings.first { $0.path == ["late"] }?.text == "never")
        #expect(rule.origin(of: "trigger", "where")?.place == "rules/r.yaml:4")
        #expect(
            rule.settings.first { $0.path == ["message"] }?.text == "[{template: code, weight: 1}]")
        #expect(!rule.bounds.contains { $0.path == ["opt_out"] || $0.path.first == "caps" })
    }

    @Test("there are no places in a workspace with errors")
    func broken() {
        let files = Workspace.files(["rules/r.yaml": Workspace.rule(audience: "nobody = 1")])
        #expect(WorkspacePlaces(of: files) { _ in .china } == nil)
    }

    @Test("what the book holds is written so that it reads the same")
    func written() throws {
        let policy =
            Workspace.policy
            .replacing("\"daily 18:00-20:00\"", with: "\"mon-wed,sun 22:00-02:00\"")
            .replacing("\"2 per 7d\"", with: "\"4 per month\"")
            + "\nblackouts: {a: \"06-07 .. 06-09\", b: \"lunar 12-30 .. lunar 01-03\"}\n"
        let book = try #require(Workspace.compile(["rules/policy.yaml": policy]).book)
        #expect(book.policy.windows.map(\.written).last == "mon-wed,sun 22:00-02:00")
        #expect(book.policy.caps.map(\.written) == ["4 per month"])
        #expect(
            book.policy.blackouts.map(\.written) == [
                "06-07 .. 06-09", "lunar 12-30 .. lunar 01-03",
            ])
        #expect(book.rules.first?.limit?.written == "20000/day")
        #expect(book.rules.first?.closed.written == "defer 1d")
        #expect(
            [0, 5, 50, 1_000, 10_000].map(ShareText.written) == [
                "0%", "0.05%", "0.5%", "10%", "100%",
            ])
    }
}
