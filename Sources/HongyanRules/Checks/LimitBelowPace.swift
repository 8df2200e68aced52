import HongyanCore

/// A pace that blows the rule's own fuse.
enum LimitBelowPace: Check {
    static let page = CheckPage(
        id: "limit/below-pace", severity: .warning,
        title: .init(zh: "limit 不小于 pace", en: "the limit is no smaller than the pace"),
        why: .init(
            zh: """
                pace 是每天发多少，limit 是熔断线。pace 大于 limit 时，存量足够多的那天就会触发熔\
                断，规则停下来等人恢复。
                """,
            en: """
                The pace says how many leave a day, the limit is a fuse. With a pace above the \
                limit the first day with enough to send blows the fuse, and the rule waits for a \
                person.
                """),
        bad: "trigger: {…, pace: 5000/day}\nlimit: 2000/day",
        good: "trigger: {…, pace: 2000/day}\nlimit: 2000/day")

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.meets(.pace) {
            guard let pace = source.rule.pacePerDay, let limit = source.rule.limit,
                pace > limit.count
            else { continue }
            let most = "\(limit.count)/\(limit.period.rawValue)"
            report(
                source.file.reader, at: source.file.place("trigger", "pace"),
                zh: "每天 \(pace) 条，超过熔断线 \(most)，规则会自己停下",
                en: "\(pace) a day are over the limit of \(most) and blow the fuse")
        }
    }
}
