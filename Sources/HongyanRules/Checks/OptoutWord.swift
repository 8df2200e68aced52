import HongyanCore

/// Opt-out words that tell customers to answer with something this program does not understand.
///
/// A refusal must be possible, told in the message and honoured at once (令74; 广告法 43; the
/// platforms prescribe 拒收请回复R).
enum OptoutWord: Check {
    static let page = CheckPage(
        id: "optout/word", severity: .error,
        title: .init(
            zh: "教客户回复的词就是退订词", en: "what customers are told to answer opts them out"),
        why: .init(
            zh: """
                客户照短信里写的回复，却不被认作退订，短信就会照发：这是违规，也招投诉。\
                请用认得的词，如“拒收请回复R”。
                """,
            en: """
                Customers answer as they are told, and when that is not understood as a refusal \
                they go on getting messages: that breaks the law. Use a word that is understood, \
                such as 拒收请回复R.
                """),
        bad: "opt_out: 退订请回复X", good: "opt_out: 拒收请回复R")

    static func run(_ context: CheckContext) {
        check(context.book.policy.optOutWords, context.policy, ["opt_out"])
        for channel in context.book.workspace.channels {
            guard let words = channel.optOutWords else { continue }
            check(words, context.workspace, ["channels", channel.id.rawValue, "opt_out"])
        }
    }

    private static func check(_ words: String, _ file: FileSource, _ path: [String]) {
        let told = answers(in: words)
        guard let first = told.first, let node = file.node(path),
            !told.contains(where: { ReplyClassifier.optsOut($0) })
        else { return }
        report(
            file.reader, at: file.firstLine(of: node.range), zh: "回复“\(first)”不会被认作退订",
            en: "an answer '\(first)' is not understood as a refusal")
    }

    /// What follows 回复: letters and digits, else the words up to the next mark; behind a bare 回
    /// (which also begins 回来 and 回家) letters and digits only.
    private static func answers(in text: String) -> [String] {
        var result: [String] = []
        var rest = text[...]
        while let index = rest.firstIndex(of: "回") {
            rest = rest[rest.index(after: index)...]
            let isReply = rest.first.map { $0 == "复" || $0 == "覆" } ?? false
            if isReply { rest = rest.dropFirst() }
            let start = rest.drop { !$0.isLetter && !$0.isNumber }
            let latin = start.prefix {
                ($0.isLetter || $0.isNumber) && $0.unicodeScalars.allSatisfy(isLatin)
            }
            if !latin.isEmpty {
                result.append(String(latin))
            } else if isReply {
                let word = start.prefix { $0.isLetter || $0.isNumber }
                if !word.isEmpty { result.append(String(word)) }
            }
        }
        return result
    }

    /// ASCII, or its full-width twin.
    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII || (0xFF01...0xFF5E).contains(scalar.value)
    }
}
