/// What a customer's answer means.
public enum ReplyClassifier {
    /// Of the word lists.
    public static var version: String { ReplyWords.version }

    /// Reads a reply.
    ///
    /// A keyword counts as the whole reply only, after folding width, case, script, space, marks
    /// and emoji: `ｔｄ。` opts out, `T恤还有货吗` does not. A clear refusal in free words opts out
    /// as well. What may be a refusal pauses marketing until a person has read it; failing closed
    /// is right, guessing for good is not.
    /// - Parameter keywords: What rules of the book wait for, as written there.
    public static func read(_ text: String, expecting keywords: [String] = []) -> ReplyReading {
        let reply = ReplyText(text)
        let folded = reply.text
        guard !folded.isEmpty else {
            return reply.hasQuote
                ? ReplyReading(.other, .none, .quoted, 60, [], folded)
                : ReplyReading(.other, .none, .empty, 100, [], folded)
        }
        if let reading = keyword(reply, folded) { return reading }
        if let word = keywords.first(where: { fold($0) == folded }) {
            return ReplyReading(.answer, .none, .expected, 100, [word], folded)
        }
        if let reading = authority(reply, folded) { return reading }
        if let reading = whole(folded) { return reading }
        if let reading = refusal(reply, folded) { return reading }
        if let word = ReplyWords.unclear.first(where: { contains(folded, $0) }) {
            return ReplyReading(.optOut, .pause, .unclear, 50, [word], folded)
        }
        if isChoice(folded) {
            return ReplyReading(.answer, .none, .choice, 60, [folded], folded)
        }
        if let word = ReplyWords.asksWhat.first(where: { contains(folded, $0) }),
            let key = keywordBefore(word, folded)
        {
            return ReplyReading(.help, .none, .question, 80, [key, word], folded)
        }
        return ReplyReading(.other, .none, .nothing, 90, [], folded)
    }

    /// What a reply means, without the reasons.
    public static func meaning(of text: String) -> ReplyMeaning { read(text).meaning }

    /// Whether customers who answer with this word have refused.
    public static func optsOut(_ text: String) -> Bool { read(text).effect == .optOut }

    /// Whether a reply is this keyword, both folded; for reply triggers. A keyword of refusal is
    /// also met with the hint's words around it: `回复TD` answers `TD`.
    public static func matches(keyword: String, in text: String) -> Bool {
        let wanted = fold(keyword)
        guard !wanted.isEmpty else { return false }
        let reply = ReplyText(text)
        if wanted == reply.text { return true }
        guard let reading = Self.keyword(reply, reply.text), reading.effect == .optOut else {
            return false
        }
        return reading.matched == [wanted]
    }

    /// Half width, upper case, simplified, without space, punctuation, symbols and invisible
    /// characters.
    static func fold(_ text: String) -> String { ReplyText(text).text }

    // MARK: Keywords

    /// A reply that consists of keywords and of what belongs around them.
    private static func keyword(_ reply: ReplyText, _ folded: String) -> ReplyReading? {
        if ReplyWords.help.contains(folded) {
            return ReplyReading(.help, .none, .keyword, 100, [folded], folded)
        }
        guard let found = ReplyTokens.read(reply.folded) else { return nil }
        if found.hasOptOut, found.hasOptIn {
            return ReplyReading(.optOut, .pause, .unclear, 50, found.keys, folded)
        }
        let basis: ReplyBasis =
            reply.isDisguised ? .disguised : found.hasFillers ? .hint : .keyword
        let confidence = basis == .keyword ? 100 : 95
        if found.hasOptIn {
            return ReplyReading(.optIn, .optIn, basis, confidence, found.keys, folded)
        }
        // 退订吗？ asks; TD? does not.
        if found.isAsked {
            return ReplyReading(.optOut, .pause, .unclear, 50, found.keys, folded)
        }
        return ReplyReading(.optOut, .optOut, basis, confidence, found.keys, folded)
    }

    // MARK: Whole replies

    private static func whole(_ folded: String) -> ReplyReading? {
        if let word = ReplyWords.doubts.first(where: { contains(folded, $0) }) {
            return ReplyReading(.optOut, .pause, .unclear, 60, [word], folded)
        }
        let core = core(of: folded)
        if ReplyWords.abuse.contains(folded) || ReplyWords.abuse.contains(core) {
            return ReplyReading(.optOut, .optOut, .abuse, 80, [core], folded)
        }
        if ReplyWords.refusalWhole.contains(core) {
            return ReplyReading(.optOut, .optOut, .phrase, 90, [core], folded)
        }
        if ReplyWords.unclearWhole.contains(core) {
            return ReplyReading(.optOut, .pause, .unclear, 50, [core], folded)
        }
        if ReplyWords.asksWho.contains(folded) {
            return ReplyReading(.help, .none, .question, 70, [folded], folded)
        }
        return nil
    }

    /// Without the words of courtesy at both ends.
    private static func core(of folded: String) -> String {
        var rest = Substring(folded)
        while let word = ReplyWords.courtesy.first(where: {
            rest.count > $0.count && (rest.hasPrefix($0) || rest.hasSuffix($0))
        }) {
            rest = rest.hasSuffix(word) ? rest.dropLast(word.count) : rest.dropFirst(word.count)
        }
        return String(rest)
    }

    /// A number of one or two digits, or a short word of assent.
    private static func isChoice(_ folded: String) -> Bool {
        if ReplyWords.choices.contains(folded) { return true }
        return folded.utf8.count <= 2 && folded.unicodeScalars.allSatisfy(ReplyText.isDigit)
    }

    /// The keyword that is asked about: `TD是什么`, `回复R什么意思`.
    private static func keywordBefore(_ word: String, _ folded: String) -> String? {
        let scalars = Array(folded.unicodeScalars)
        guard let place = places(of: word, in: scalars).first else { return nil }
        return ReplyTokens.read(Array(scalars[..<place]))?.keys.first
    }

    // MARK: Authorities

    private static func authority(_ reply: ReplyText, _ folded: String) -> ReplyReading? {
        var matched: [String] = []
        var isDenied = false
        for word in ReplyWords.authorities {
            for place in places(of: word, in: reply.folded) {
                let rest = reply.folded[(place + word.unicodeScalars.count)...]
                if word == "报警", ReplyWords.alarms.contains(where: { starts(rest, $0) }) {
                    continue
                }
                matched.append(word)
                if negations(before: place, in: reply.folded) % 2 == 1 { isDenied = true }
                break
            }
        }
        // Inside a longer number it is none.
        for run in folded.split(whereSeparator: { !$0.isASCII || !$0.isNumber })
        where ReplyWords.hotlines.contains(String(run)) {
            matched.append(String(run))
        }
        guard !matched.isEmpty else { return nil }
        if isDenied, matched.count == 1 {
            return ReplyReading(.optOut, .pause, .unclear, 40, matched, folded)
        }
        return ReplyReading(.complaint, .optOut, .authority, 90, matched, folded)
    }

    // MARK: Free words

    private static func refusal(_ reply: ReplyText, _ folded: String) -> ReplyReading? {
        if let word = ReplyWords.struggles.first(where: { contains(folded, $0) }) {
            return ReplyReading(.optOut, .optOut, .phrase, 85, [word], folded)
        }
        if let word = ReplyWords.howTo.first(where: { contains(folded, $0) }) {
            return ReplyReading(.optOut, .pause, .unclear, 60, [word], folded)
        }
        if contains(folded, "非退订不可") {
            return ReplyReading(.optOut, .optOut, .phrase, 85, ["非退订不可"], folded)
        }
        if let reading = refusalWord(reply, folded) ?? unheard(reply, folded) { return reading }
        guard let phrase = ReplyWords.phrases.first(where: { contains(folded, $0) }) else {
            return nil
        }
        if isAsked(reply, folded) {
            return ReplyReading(.optOut, .pause, .unclear, 50, [phrase], folded)
        }
        return ReplyReading(.optOut, .optOut, .phrase, 90, [phrase], folded)
    }

    /// 退订 and its like inside a sentence: refused, denied, asked about, or another thing.
    private static func refusalWord(_ reply: ReplyText, _ folded: String) -> ReplyReading? {
        for word in ReplyWords.refusalWords {
            for place in places(of: word, in: reply.folded) {
                let rest = reply.folded[(place + word.unicodeScalars.count)...]
                if ReplyWords.bookings.contains(where: { starts(rest, $0) }) { continue }
                if ReplyWords.impatience.contains(where: { contains(folded, $0) }) {
                    return ReplyReading(.optOut, .optOut, .phrase, 85, [word], folded)
                }
                if ReplyWords.asksWhat.contains(where: { starts(rest, $0) }) {
                    return ReplyReading(.help, .none, .question, 80, [word], folded)
                }
                let negations = negations(before: place, in: reply.folded)
                if negations == 1 {
                    return ReplyReading(.other, .none, .negated, 80, [word], folded)
                }
                if negations > 1 || isAsked(reply, folded) {
                    return ReplyReading(.optOut, .pause, .unclear, 50, [word], folded)
                }
                return ReplyReading(.optOut, .optOut, .phrase, 90, [word], folded)
            }
        }
        return nil
    }

    /// Has answered with a keyword before and says so: `回复T了怎么还发`.
    private static func unheard(_ reply: ReplyText, _ folded: String) -> ReplyReading? {
        guard contains(folded, "回"),
            ReplyWords.impatience.contains(where: { contains(folded, $0) })
        else { return nil }
        let runs = reply.folded.split { !ReplyText.isLatin($0) }.map(ReplyText.string)
        guard let key = runs.first(where: { ReplyWords.optOutLatin.contains($0) }) else {
            return nil
        }
        return ReplyReading(.optOut, .optOut, .phrase, 85, [key], folded)
    }

    /// A question, unless it is a polite request.
    private static func isAsked(_ reply: ReplyText, _ folded: String) -> Bool {
        if ReplyWords.requests.contains(where: { contains(folded, $0) }) { return false }
        return reply.isQuestion || ReplyWords.asking.contains { contains(folded, $0) }
    }

    /// How many words before a place deny it: `不`, `不想`, `没有说要`; the chain ends at the first
    /// other word.
    private static func negations(before place: Int, in text: [Unicode.Scalar]) -> Int {
        let denying = ["没有", "不", "别", "没", "未", "勿", "莫", "非"]
        let between = [
            "需要", "可以", "打算", "准备", "要", "想", "用", "会", "是", "得", "能", "说", "我",
            "给", "去", "再", "先",
        ]
        var end = place
        var count = 0
        while end > 0 {
            if let word = denying.first(where: { ends(text[..<end], $0) }) {
                count += 1
                end -= word.unicodeScalars.count
            } else if let word = between.first(where: { ends(text[..<end], $0) }) {
                end -= word.unicodeScalars.count
            } else {
                break
            }
        }
        return count
    }

    // MARK: Searching

    /// Where a word begins, ascending.
    private static func places(of word: String, in text: [Unicode.Scalar]) -> [Int] {
        let needle = Array(word.unicodeScalars)
        guard text.count >= needle.count else { return [] }
        return (0...text.count - needle.count).filter { text[$0...].starts(with: needle) }
    }

    private static func starts(_ text: ArraySlice<Unicode.Scalar>, _ word: String) -> Bool {
        text.starts(with: word.unicodeScalars)
    }

    private static func ends(_ text: ArraySlice<Unicode.Scalar>, _ word: String) -> Bool {
        text.reversed().starts(with: word.unicodeScalars.reversed())
    }

    /// Whether the bytes of `part` occur in `text`.
    private static func contains(_ text: String, _ part: String) -> Bool {
        var rest = text.utf8[...]
        let needle = part.utf8
        while rest.count >= needle.count {
            if rest.starts(with: needle) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
