import HongyanCore

/// A marketing rule that waits for a word by which customers refuse marketing.
///
/// Opt-out words of providers and practice: T, TD, N, R, 退订 … (Aliyun, Huawei, Baidu); a refusal
/// is honoured at once (广告法 43, 令74).
enum ReplyOptOutWord: Check {
    static let page = CheckPage(
        id: "reply/opt-out-word", severity: .error,
        title: .init(
            zh: "营销关键词不是退订词", en: "a marketing keyword is no word of refusal"),
        why: .init(
            zh: """
                回复 T、N、R、取消、退订等就是退订，立即生效，之后的营销短信一条也不能发，\
                所以等这个词的营销规则从不发送。请换一个关键词。
                """,
            en: """
                An answer such as T, N, R or 取消 is a refusal and counts at once; no marketing \
                may follow it, so a marketing rule that waits for it never sends. Take another \
                keyword.
                """),
        bad: "purpose: marketing\ntrigger: {reply: [N]}",
        good: "purpose: marketing\ntrigger: {reply: [\"2\"]}")

    static func run(_ context: CheckContext) {
        for source in context.rules where source.rule.purpose == .marketing {
            guard case .reply(let reply) = source.rule.trigger else { continue }
            for keyword in reply.keywords
            where ReplyClassifier.optsOut(keyword) {
                report(
                    source.file.reader, at: source.file.place("trigger", "reply"),
                    zh: "回复“\(keyword)”就是退订，之后不能再发营销短信",
                    en: "'\(keyword)' opts out, no marketing may answer it")
            }
        }
    }
}
