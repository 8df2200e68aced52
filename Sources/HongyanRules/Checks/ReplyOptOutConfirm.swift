import HongyanCore

/// A service rule that answers a refusal, where the policy has not allowed it.
///
/// A refusal is honoured by sending nothing more (广告法 43, 消费者权益保护法 29); a confirmation
/// is a message after a refusal, and only some providers and carriers allow one.
enum ReplyOptOutConfirm: Check {
    static let page = CheckPage(
        id: "reply/opt-out-confirm", severity: .error,
        title: .init(
            zh: "确认退订要在 policy.yaml 中允许",
            en: "a confirmation of opt-outs is allowed in policy.yaml"),
        why: .init(
            zh: """
                这条规则在客户退订后还会再发一条短信。法律只要求停发，是否可以确认要看通道和公司的规定，\
                所以默认不允许；确定可以时在 policy.yaml 写 confirm_opt_out: true。
                """,
            en: """
                This rule sends one more message after a refusal. The law asks to stop; whether a \
                confirmation may be sent is for the provider and the company to say, so it is off \
                by default. Where it is allowed, write 'confirm_opt_out: true' in policy.yaml.
                """),
        bad: "purpose: service\ntrigger: {reply: [R, 退订]}",
        good: "confirm_opt_out: true      # policy.yaml")

    static func run(_ context: CheckContext) {
        guard !context.book.policy.confirmsOptOut else { return }
        for source in context.rules where source.rule.purpose != .marketing {
            guard case .reply(let reply) = source.rule.trigger,
                let keyword = reply.keywords.first(where: { ReplyClassifier.optsOut($0) })
            else { continue }
            report(
                source.file.reader, at: source.file.place("trigger", "reply"),
                zh: "回复“\(keyword)”就是退订，policy.yaml 没有允许再发确认",
                en: "'\(keyword)' opts out, and policy.yaml does not allow to confirm it")
        }
    }
}
