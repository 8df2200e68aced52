public import HongyanCore

/// How a reply was understood, for people and for programs.
public enum ReplyReport {
    /// `{"meaning","confidence","effect","review","basis","why","matched":[…],
    /// "normalised","words"}`
    /// with a line end; confidence from 0 to 1.
    public static func json(_ reading: ReplyReading) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("meaning", reading.meaning.rawValue)
            json.key("confidence")
            json.literal(share(reading.confidence))
            json.member("effect", reading.effect.rawValue)
            json.member("review", flag: reading.needsReview)
            json.member("basis", reading.basis.rawValue)
            json.member("why", why(reading, .en))
            json.member("matched") { json in
                json.array { json in reading.matched.forEach { json.value($0) } }
            }
            json.member("normalised", reading.normalised)
            json.member("words", ReplyClassifier.version)
        }
        return json.text + "\n"
    }

    /// Three lines with a line end.
    public static func text(_ reading: ReplyReading, language: Language) -> String {
        let words = Wording(language: language)
        let matched = reading.matched.joined(separator: words("、", ", "))
        var text = "\(words.meaning(reading.meaning)) (\(reading.confidence) %)\n"
        text += why(reading, language) + (matched.isEmpty ? "" : words("：", ": ") + matched) + "\n"
        return text + words.effect(reading.effect) + "\n"
    }

    private static func share(_ percent: Int) -> String {
        percent >= 100 ? "1.0" : "0." + Figures.two(percent)
    }

    /// One phrase without a full stop.
    static func why(_ reading: ReplyReading, _ language: Language) -> String {
        let words = Wording(language: language)
        return switch reading.basis {
        case .empty: words("没有文字", "there are no words in it")
        case .keyword: words("整条回复就是关键词", "the whole reply is a keyword")
        case .disguised:
            words("形近字母写的关键词", "a keyword in letters that look the same")
        case .hint: words("关键词，另有提示语或客套话", "a keyword with the hint’s words or courtesy around it")
        case .phrase: words("用自己的话拒收", "a refusal in free words")
        case .abuse: words("谩骂", "abuse")
        case .authority: words("提到主管部门、投诉或诉讼", "names an authority, a complaint or a lawsuit")
        case .unclear: words("可能是拒收，不能确定", "may be a refusal, and may not")
        case .negated: words("否定了退订", "the refusal is denied")
        case .question: words("在询问", "asks a question")
        case .expected: words("规则等待的关键词", "a keyword that a rule waits for")
        case .choice: words("简短的选择", "a short choice")
        case .quoted: words("只有我们自己的短信", "nothing but our own message")
        case .nothing: words("没有已知的词", "no word that is known here")
        }
    }
}

extension Wording {
    func meaning(_ meaning: ReplyMeaning) -> String {
        switch meaning {
        case .optOut: self("退订", "opt-out")
        case .optIn: self("恢复订阅", "opt-in")
        case .help: self("求助", "help")
        case .answer: self("应答", "answer")
        case .complaint: self("投诉", "complaint")
        case .other: self("其他", "other")
        }
    }

    func effect(_ effect: ReplyEffect) -> String {
        switch effect {
        case .optOut: self("立即停发营销短信，包括排队中的", "marketing stops at once, queued messages included")
        case .pause: self("暂停营销短信，等待人工判断", "marketing pauses until a person has read it")
        case .optIn: self("恢复营销短信", "marketing may go on")
        case .none: self("不影响发送", "nothing changes")
        }
    }
}
