import HongyanCore

/// An approval whose steps the people of the workspace can never take.
///
/// The author never approves and one person never takes two steps, so an approval of three steps
/// wants four people, three of them with the right roles.
enum ApprovalPeople: Check {
    static let page = CheckPage(
        id: "approval/people", severity: .warning,
        title: .init(zh: "审批的每一步都有人可批", en: "every step of an approval has somebody to take it"),
        why: .init(
            zh: """
                作者不能审批，一人不能过两步。people 里凑不齐不同的人，模板就永远批不下来，\
                规则会一直等着。请在 hongyan.yaml 的 people 里补上人和角色，或减少步骤。
                """,
            en: """
                The author never approves and nobody takes two steps. Without enough different \
                people no template is ever approved, and every rule waits. Add people with their \
                roles to hongyan.yaml, or ask for fewer steps.
                """),
        bad: "approval: [editor, legal]   # people: {li: {roles: [editor, legal]}}",
        good: "approval: [editor, legal]   # people: {li: {roles: [editor]}, wang: {roles: "
            + "[legal]}, han: {name: 韩梅梅}}")

    static func run(_ context: CheckContext) {
        let steps = context.book.policy.approval
        guard !steps.isEmpty, context.isSound(context.policy), context.isSound(context.workspace),
            let node = context.policy.node("approval")
        else { return }
        let people = context.book.workspace.people
        let place = context.policy.firstLine(of: node.range)
        let reader = context.policy.reader
        if let step = steps.first(where: { step in
            !people.contains { $0.roles.contains(step) }
        }) {
            return report(
                reader, at: place, zh: "people 里没有人有角色“\(step)”",
                en: "nobody under people: has the role '\(step)'")
        }
        if matched(steps, people) < steps.count {
            return report(
                reader, at: place, zh: "\(steps.count) 步要 \(steps.count) 个不同的人，people 里凑不齐",
                en: "\(steps.count) steps want as many different people, and there are not")
        }
        guard people.count <= steps.count else { return }
        report(
            reader, at: place, zh: "除了审批的人，还要有一位作者",
            en: "besides those who approve there has to be an author")
    }

    /// How many steps can be given to different people: a greatest matching.
    private static func matched(_ steps: [String], _ people: [Person]) -> Int {
        var taken: [Int: Int] = [:]
        func place(_ step: Int, _ seen: inout Set<Int>) -> Bool {
            for (index, person) in people.enumerated()
            where person.roles.contains(steps[step]) && seen.insert(index).inserted {
                if let other = taken[index], !place(other, &seen) { continue }
                taken[index] = step
                return true
            }
            return false
        }
        return steps.indices.count { step in
            var seen: Set<Int> = []
            return place(step, &seen)
        }
    }
}
