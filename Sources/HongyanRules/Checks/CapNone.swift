import HongyanCore

/// Marketing without any cap for everybody.
///
/// How many are too many is practice, not law (one or two a week for new customers, four a month
/// for active ones); that carriers and platforms suspend senders by complaint rate is not (Huawei
/// Cloud: 0.25 complaints per million a month).
enum CapNone: Check {
    static let page = CheckPage(
        id: "cap/none", severity: .warning,
        title: .init(zh: "营销短信有频控", en: "marketing has a cap"),
        why: .init(
            zh: """
                没有对所有人生效的营销频控，一位客户命中几条规则就会收到几条短信；\
                投诉率高了，平台会停用签名。请在 policy.yaml 的 caps 里写一条，如 "3 per 7d"。
                """,
            en: """
                Without a cap that binds everybody a customer gets as many messages as rules \
                match, and platforms suspend whoever is complained about too often. Write one \
                under 'caps' of policy.yaml, such as "3 per 7d".
                """),
        bad: "caps: {}", good: "caps: {week: \"3 per 7d\"}")

    static func run(_ context: CheckContext) {
        let isMarketing = context.book.rules.contains { $0.isEnabled && $0.purpose == .marketing }
        let isCapped = context.book.policy.caps.contains {
            $0.purposes.contains(.marketing) && $0.audience == .constant(true) && $0.season == nil
        }
        guard isMarketing, !isCapped, context.isSound(context.policy) else { return }
        report(
            context.policy.reader, at: context.policy.keyPlace("caps") ?? 0..<0,
            zh: "没有一条频控对所有人的营销短信生效", en: "no cap binds the marketing of everybody")
    }
}
