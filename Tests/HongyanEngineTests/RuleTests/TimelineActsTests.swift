import HongyanCore
import HongyanEngine
import Testing

/// What people and carriers do in a case: stops, resumes, receipts.
@Suite("Rule tests: stops and receipts")
struct TimelineActsTests {
    private func file(_ timeline: [String], _ expected: [String]) throws -> TestFile {
        let text = """
            customers:
              g: {tier: gold, variant: hello}
            cases:
              - name: one
                now: 2026-12-03 10:00
                timeline:
                  - {at: 16:00, customer: g, event: cart.updated, cart_id: k1, amount: 50}

            """
        let more = timeline.map { "      - {\($0)}\n" }.joined()
        let list = expected.map { "{\($0)}" }.joined(separator: ", ")
        return try TestFile(
            "cart", of: try RuleTestRunnerTests.book(), text + more + "    expect: [\(list)]\n")
    }

    @Test(
        "a stop holds, and what it held goes when it is taken back",
        arguments: ["cart", "all"])
    func stop(_ scope: String) throws {
        let story = try file(
            ["at: 17:00, stop: \(scope)", "at: 18:30, resume: \(scope)"],
            ["at: 18:01, customer: g, hold: stop", "at: 18:30, customer: g, send: true"]
        ).story()
        #expect(story.first == "passed", "\(story)")
        let stopped = try file(["at: 17:00, stop: \(scope)"], []).story()
        #expect(stopped.first == "failed")
        #expect(stopped.contains { $0.contains("12-03 18:01 g cart hold stop") }, "\(stopped)")
        let other = try file(
            ["at: 17:00, stop: bday"], ["at: 18:01, customer: g, send: true"]
        ).story()
        #expect(other.first == "passed")
    }

    private static func earlier(_ words: [String]) -> [String] {
        ["2026-09-10", "2026-10-10", "2026-11-10"].enumerated().flatMap { index, day in
            guard index < words.count else { return [String]() }
            return [
                "at: \(day) 10:00, customer: g, sent: bday",
                "at: \(day) 10:05, customer: g, receipt: \(words[index])",
            ]
        }
    }

    @Test("two receipts of a number that is not there end what is sent to it")
    func dead() throws {
        for words in [
            ["undelivered", "undelivered"], ["undelivered, code: MK:0012", "undelivered"],
            ["delivered", "undelivered", "undelivered"], ["undelivered", "unknown", "undelivered"],
        ] {
            let story = try file(
                Self.earlier(words), ["at: 18:01, customer: g, drop: number.dead"]
            ).story()
            #expect(story.first == "passed", "\(words): \(story)")
        }
        for words in [
            ["undelivered"], ["undelivered", "delivered", "undelivered"], ["unknown", "unknown"],
            ["undelivered, code: MI:0024", "undelivered"],
        ] {
            let story = try file(
                Self.earlier(words), ["at: 18:01, customer: g, send: true"]
            ).story()
            #expect(story.first == "passed", "\(words): \(story)")
        }
    }

    @Test(
        "a receipt is about a message of the case as well, and one that was refused keeps its slot")
    func own() throws {
        let story = try file(
            [
                "at: 17:00, customer: g, event: cart.updated, cart_id: k2, amount: 60",
                "at: 18:10, customer: g, receipt: undelivered",
            ],
            [
                "at: 18:01, customer: g, send: true", "at: 19:01, customer: g, drop: once",
            ]
        ).story()
        #expect(story.first == "passed", "\(story)")
    }

    @Test("a receipt about nothing fails the case and is told")
    func pointless() throws {
        let file = try file(
            ["at: 17:00, customer: g, receipt: delivered"], ["at: 18:01, customer: g, send: true"])
        let result = try #require(try file.results().first)
        #expect(result.verdict == .failed)
        let line = RuleTestResult.Line.pointless(
            customer: "g", at: try #require(Timestamp.parse("2026-12-03 17:00", zone: .china)))
        #expect(result.lines.contains(line), "\(result.lines)")
        #expect(result.trails.contains { $0.customer == "g" })
    }
}
