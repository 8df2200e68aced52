import HongyanCore

/// A body that carries the signature, which is put before it anyway.
enum TemplateSignature: Check {
    static let page = CheckPage(
        id: "template/signature", severity: .error,
        title: .init(zh: "模板正文不带签名", en: "a template's body carries no signature"),
        why: .init(
            zh: "签名由 policy 和通道加在正文前面；正文里再写一遍，客户看到的就是两个签名。",
            en: """
                Policy and channel put the signature before the body; with another one in the body \
                the customer reads it twice.
                """),
        bad: "text: \"【云杉商城】${name|顾客}您好\"", good: "text: \"${name|顾客}您好\"",
        hasFixIt: true)

    static func run(_ context: CheckContext) {
        for body in context.bodies {
            for signature in context.signatures {
                guard let range = body.ranges(of: "【\(signature)】").first else { continue }
                report(
                    body.reader, at: body.place(range), zh: "签名会自动加上，这里写了就有两个",
                    en: "the signature stands here and is put before the text again",
                    fix: body.fix(range, ""))
                break
            }
        }
    }
}

extension CheckContext {
    /// The policy's and the channels', each once.
    var signatures: [String] {
        let own = book.workspace.channels.compactMap(\.signature)
        return unique([book.policy.signature] + own)
    }

    /// The policy's and the channels' words, each once.
    var optOutWords: [String] {
        let own = book.workspace.channels.map { book.policy.optOutWords(for: $0) }
        return unique([book.policy.optOutWords] + own)
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
