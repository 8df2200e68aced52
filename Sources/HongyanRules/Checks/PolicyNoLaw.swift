import HongyanCore

/// A policy that does not say under which law it sends, or names one that is not in force.
enum PolicyNoLaw: Check {
    static let page = CheckPage(
        id: "policy/no-law", severity: .warning,
        title: .init(zh: "policy.yaml 写明所依的、正在施行的法律包", en: "the policy names a law in force"),
        why: .init(
            zh: """
                不写 law，就没有法律包给时段、退订、保存期兜底，裁决里也说不出依据。\
                程序不会按日期替您选：\
                请在 policy.yaml 写 law: cn-2026（2026 年 5 月 1 日起施行），或自己的包。
                """,
            en: """
                Without 'law' no pack of the law bounds hours, opt-out and retention, and no \
                verdict names its basis. Nothing is chosen by date: write law: cn-2026 (in force \
                from 2026-05-01) or a pack of your own.
                """),
        bad: "signature: 云杉商城", good: "signature: 云杉商城\nlaw: cn-2026")

    static func run(_ context: CheckContext) {
        if let law = context.book.policy.law, let today = context.today, !law.isInForce(on: today) {
            let span = "\(law.from.map { "\($0)" } ?? "") .. \(law.through.map { "\($0)" } ?? "")"
            return report(
                context.policy.reader, at: context.policy.place("law"),
                zh: "法律包 \(law.name) 今天不在施行期（\(span)）",
                en: "\(law.name) is not in force today (\(span))")
        }
        guard context.isSound(context.policy), context.book.policy.law == nil,
            context.policy.node("law") == nil
        else { return }
        let known = PackLibrary.all.filter { $0.layer == .law }.map(\.id.rawValue)
            .joined(separator: ", ")
        report(
            context.policy.reader, at: context.policy.place(),
            zh: "没有写明依据哪个法律包", en: "the policy does not name the law it is under",
            notes: [.init(zh: "可用：\(known)", en: "known: \(known)")])
    }
}
