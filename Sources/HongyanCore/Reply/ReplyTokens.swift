/// A reply that is made of keywords and of words that may stand around them, and of nothing else.
struct ReplyTokens {
    /// In the order of the text, repeats left out.
    private(set) var keys: [String] = []
    private(set) var hasOptOut = false
    private(set) var hasOptIn = false
    private(set) var hasFillers = false
    /// 吗 stands among them.
    private(set) var isAsked = false
    /// Words of ``ReplyWords/fillers`` beyond the hint's own.
    private var hasFreeFillers = false
    /// The only keywords are single letters.
    private var isSingleLetter = true

    /// Longer replies are sentences.
    private static let longest = 40

    private enum Kind { case optOut, optIn, hintFiller, filler }
    private struct Token {
        let text: [Unicode.Scalar]
        let kind: Kind
    }

    /// nil when something else stands in the text, or no keyword.
    static func read(_ text: [Unicode.Scalar]) -> ReplyTokens? {
        guard !text.isEmpty, text.count <= longest, !text.contains(where: ReplyText.isDigit) else {
            return nil
        }
        var found = ReplyTokens()
        var rest = text[...]
        while let first = rest.first {
            let isLatin = ReplyText.isLatin(first)
            let run = rest.prefix { ReplyText.isLatin($0) == isLatin }
            guard isLatin ? found.takeLatin(run) : found.takeHan(run) else { return nil }
            rest = rest[run.endIndex...]
        }
        guard found.hasOptOut || found.hasOptIn else { return nil }
        // A letter among other words is a letter: 我要T.
        if found.hasOptOut, found.isSingleLetter, found.hasFreeFillers { return nil }
        return found
    }

    // MARK: Latin letters

    /// A keyword, one said several times, or English words around one.
    private mutating func takeLatin(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
        let word = ReplyText.string(run)
        if take(latin: word) { return true }
        if let key = ReplyWords.repeated.first(where: { Self.repeats($0, word) }) {
            take(key, .optOut)
            return true
        }
        let long = ReplyWords.optOutLatin.filter { $0.utf8.count > 2 }.sorted()
        let tokens =
            long.map { Token(text: Array($0.unicodeScalars), kind: .optOut) }
            + ReplyWords.latinFillers.map { Token(text: Array($0.unicodeScalars), kind: .filler) }
        return takeAll(run, tokens)
    }

    private mutating func take(latin word: String) -> Bool {
        if ReplyWords.optOutLatin.contains(word) {
            take(word, .optOut)
        } else if ReplyWords.optInLatin.contains(word) {
            take(word, .optIn)
        } else {
            return false
        }
        return true
    }

    private static func repeats(_ key: String, _ word: String) -> Bool {
        let times = word.utf8.count / key.utf8.count
        return times > 1 && word == String(repeating: key, count: times)
    }

    // MARK: Han characters

    private static let han: [Token] = {
        let lists: [([String], Kind)] = [
            (ReplyWords.optInHan, .optIn), (ReplyWords.optOutHan, .optOut),
            (ReplyWords.hintFillers, .hintFiller), (ReplyWords.fillers, .filler),
        ]
        let all = lists.flatMap { words, kind in
            words.map { Token(text: Array($0.unicodeScalars), kind: kind) }
        }
        // Stable: of equal lengths the order of the lists stands.
        return all.enumerated().sorted {
            $0.element.text.count == $1.element.text.count
                ? $0.offset < $1.offset : $0.element.text.count > $1.element.text.count
        }.map(\.element)
    }()

    private mutating func takeHan(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
        takeAll(run, Self.han)
    }

    // MARK: Both

    /// Cuts a run into tokens, longest first, and takes them.
    private mutating func takeAll(_ run: ArraySlice<Unicode.Scalar>, _ tokens: [Token]) -> Bool {
        // From each place: the token that lets the rest be cut, or nil.
        var cut = [Token?](repeating: nil, count: run.count + 1)
        let text = Array(run)
        for place in text.indices.reversed() {
            cut[place] = tokens.first { token in
                let end = place + token.text.count
                return end <= text.count && (end == text.count || cut[end] != nil)
                    && text[place...].starts(with: token.text)
            }
        }
        var place = 0
        while place < text.count {
            guard let token = cut[place] else { return false }
            take(ReplyText.string(token.text), token.kind)
            place += token.text.count
        }
        return true
    }

    private mutating func take(_ word: String, _ kind: Kind) {
        switch kind {
        case .optOut, .optIn:
            if !keys.contains(word) { keys.append(word) }
            hasOptOut = hasOptOut || kind == .optOut
            hasOptIn = hasOptIn || kind == .optIn
            if word.utf8.count > 1 { isSingleLetter = false }
        case .hintFiller: hasFillers = true
        case .filler:
            hasFillers = true
            hasFreeFillers = true
            if word == "吗" { isAsked = true }
        }
    }
}
