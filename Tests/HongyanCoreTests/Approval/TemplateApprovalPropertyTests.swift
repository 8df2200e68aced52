import HongyanCore
import Testing

/// Whatever people try, in whatever order.
struct TemplateApprovalPropertyTests {
    private static let policies: [[String]] = [
        ["editor", "supervisor", "legal"], ["legal"], ["legal", "legal"],
        ["supervisor", "editor"],
    ]
    private static let texts = ["您好", "您好！", "欢迎"]

    /// One random act, perhaps of somebody who writes into the log past the desk.
    private static func entries(
        _ random: inout RandomStream, _ story: TemplateDeskTests.Story
    ) -> [TemplateEntry] {
        let person = TemplateDeskTests.people[random.below(TemplateDeskTests.people.count)]
        let template = story.book.templates[0]
        let moves: [TemplateDesk.Move] = [
            .submit, .submit, .approve(step: nil), .approve(step: nil), .approve(step: nil),
            .approve(step: "legal"), .reject, .suspend(nil), .resume(nil),
        ]
        if random.below(4) == 0 {
            let roles = TemplateDeskTests.steps
            let acts: [TemplateEntry.Act] = [
                .approved(step: roles[random.below(roles.count)]), .submitted,
            ]
            return [
                TemplateEntry(
                    template: template.id, version: template.version,
                    act: acts[random.below(acts.count)], person: person.id, at: Given.now)
            ]
        }
        let desk = TemplateDesk(
            book: story.book, person: person, account: "", now: Given.now)
        return
            (try? desk.entries(
                moves[random.below(moves.count)], on: template, log: story.log, comment: "")) ?? []
    }

    @Test("no sequence approves with an author, with one person twice, or across an edit")
    func neverUndeserved() {
        var approvals = 0
        for seed in 0..<3_000 {
            var random = RandomStream(seed: UInt64(seed), purpose: "approval", id: "\(seed)")
            let policy = Self.policies[seed % Self.policies.count]
            var story = TemplateDeskTests.Story(book: TemplateDeskTests.book(policy))
            var text = Self.texts[0]
            for _ in 0..<24 {
                if random.below(8) == 0 {
                    text = Self.texts[random.below(Self.texts.count)]
                    story.book = TemplateDeskTests.book(policy, text: text)
                }
                story.log += Self.entries(&random, story)
                guard story.standing.approval == .approved else { continue }
                approvals += 1
                verify(story, policy)
            }
        }
        // The walk must come there often, or it would prove nothing.
        #expect(approvals > 1_000)
    }

    /// Looks at the log itself, not at what the standing makes of it.
    private func verify(_ story: TemplateDeskTests.Story, _ policy: [String]) {
        let version = story.book.templates[0].version
        let own = story.log.filter { $0.version == version }
        let start = own.lastIndex { $0.act == .rejected }.map { $0 + 1 } ?? 0
        let round = own[start...]
        let authors = Set(own.filter { $0.act == .submitted }.map(\.person))
        #expect(round.contains { $0.act == .submitted })
        var givers: [String: Set<String>] = [:]
        for entry in round {
            guard case .approved(let step) = entry.act, !authors.contains(entry.person) else {
                continue
            }
            givers[step, default: []].insert(entry.person)
        }
        // Each step of the policy has somebody of its own who is no author.
        let steps = Set(policy)
        for step in steps {
            let wanted = policy.count { $0 == step }
            #expect((givers[step] ?? []).count >= wanted, "\(policy) \(own.map(\.act))")
        }
        #expect(steps.reduce(into: Set()) { $0.formUnion(givers[$1] ?? []) }.count >= policy.count)
        let taken = story.standing.taken.map(\.person)
        #expect(Set(taken).count == taken.count && authors.isDisjoint(with: taken))
    }
}
