import HongyanCore

/// A marketing body that tells how to refuse, which is put behind it anyway.
enum TemplateOptOutTwice: Check {
    static let page = CheckPage(
        id: "template/opt-out-twice", severity: .warning,
        title: .init(
            zh: "营销正文不带退订语", en: "a marketing body carries no opt-out words"),
        why: .init(
            zh: """
                退订语由 policy 和通道加在末尾；正文里再写，客户看到两遍，还白占字数。\
                各平台要求的说法不同（拒收请回复R、回T退订），写死在正文里会不合规。
                """,
            en: """
                Policy and channel put the opt-out words at the end; in the body they are read \
                twice and paid for. Platforms want different ones (拒收请回复R, 回T退订), so fixed \
                ones end up wrong.
                """),
        bad: "text: \"全场八折，回T退订\"", good: "text: \"全场八折\"",
        hasFixIt: true)

    /// How opt-outs are told, beside the workspace's own words.
    private static let phrases = [
        "拒收请回复", "拒收请回", "退订请回复", "退订请回", "退订回复", "退订回T",
        "退订回N", "退订回R", "回复TD", "回复T退订", "回T退订", "回TD退订", "回N退订", "回R退订",
    ]

    static func run(_ context: CheckContext) {
        for body in context.bodies where body.template.purpose == .marketing {
            if let own = context.optOutWords.lazy.compactMap({ body.ranges(of: $0).first }).first {
                tell(body, own, fix: body.fix(own, ""))
            } else if let other = phrases.lazy.compactMap({ body.ranges(of: $0).first }).first {
                tell(body, other, fix: nil)
            }
        }
    }

    private static func tell(
        _ body: TemplateBody, _ range: Range<Int>, fix: (range: Range<Int>, text: String)?
    ) {
        report(
            body.reader, at: body.place(range), zh: "退订语会自动加上，这里写了就有两遍",
            en: "opt-out words stand here and are put behind the text again", fix: fix)
    }
}
