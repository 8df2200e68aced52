import HongyanCore

/// Advertising in a message that goes out as service or verification.
///
/// Messages for service may not carry advertising (令74: commercial, business-service and
/// public-service messages are three classes), and marketing needs consent and opt-out words.
enum TemplateAdvertising: Check {
    static let page = CheckPage(
        id: "template/advertising", severity: .warning,
        title: .init(
            zh: "服务类短信不带广告", en: "a service message carries no advertising"),
        why: .init(
            zh: """
                服务类、验证码短信不需要营销同意，也没有退订语，因此不得夹带广告。\
                带促销内容的，请改为 purpose: marketing，或拆成两条。
                """,
            en: """
                Service and verification messages go out without marketing consent and without \
                opt-out words, so they may not carry advertising. Make it 'purpose: marketing', or \
                two messages.
                """),
        bad: "parcel: {purpose: service, text: \"包裹已到，全场大促等你来\"}",
        good: "parcel: {purpose: service, text: \"包裹已到，请及时领取\"}")

    /// What only advertising says; 折扣 or 秒杀 may stand in the receipt of an order.
    private static let words = [
        "限时抢购", "限时优惠", "大促", "促销", "打折", "优惠活动", "新品上市", "欢迎选购",
    ]

    static func run(_ context: CheckContext) {
        for body in context.bodies where body.template.purpose != .marketing {
            // It may name what the consent is for; what goes beyond that, the audit tells.
            if context.asksConsent(body.template.id) { continue }
            let found = words.lazy.compactMap { word in
                body.ranges(of: word).first.map { (word, $0) }
            }.first
            guard let (word, range) = found else { continue }
            let purpose = body.template.purpose.rawValue
            report(
                body.reader, at: body.place(range),
                zh: "“\(word)”是广告用语，不能放进 \(purpose) 短信",
                en: "'\(word)' is advertising, this message is for \(purpose)")
        }
    }
}
