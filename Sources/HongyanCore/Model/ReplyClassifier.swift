/// What a customer's answer means.
public enum ReplyClassifier {
    /// Opt-out, opt-in or neither.
    ///
    /// The whole reply must be a keyword, after folding width, case, space and punctuation:
    /// `ｔｄ。` opts out, `T恤还有货吗` does not. Refusals in free words (`别再发了`, `投诉`) opt
    /// out as well: failing closed is right until a later step puts them before a person.
    public static func meaning(of text: String) -> ReplyMeaning {
        let folded = fold(text)
        guard !folded.isEmpty else { return .other }
        if optIn.contains(folded) { return .optIn }
        if optOut.contains(folded) || isRepeatedKeyword(folded) { return .optOut }
        // As the message told them to: `回复TD`, `回R`.
        for prefix in ["回复", "回覆", "回"] where folded.hasPrefix(prefix) {
            if optOut.contains(String(folded.dropFirst(prefix.count))) { return .optOut }
        }
        return isRefusal(folded) ? .optOut : .other
    }

    /// Whether a reply is this keyword, both folded; for reply triggers.
    public static func matches(keyword: String, in text: String) -> Bool {
        let folded = fold(keyword)
        return !folded.isEmpty && folded == fold(text)
    }

    /// Half width, upper case, without space, punctuation, symbols and invisible characters.
    static func fold(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            let plain = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
            if isKept(plain) { kept.append(plain) }
        }
        return String(kept).uppercased()
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
                || ("A"..."Z").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    /// `TTT`, `TDTD`, `退订退订`: one of the short keywords, said again.
    private static func isRepeatedKeyword(_ folded: String) -> Bool {
        ["T", "TD", "N", "R", "退订"].contains { (word: String) in
            let times = folded.utf8.count / word.utf8.count
            return times > 1 && folded == String(repeating: word, count: times)
        }
    }

    private static func isRefusal(_ folded: String) -> Bool {
        if abuse.contains(folded) || refusals.contains(where: { contains(folded, $0) }) {
            return true
        }
        // The spam hotline, but not inside a longer number.
        return folded.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).contains("12321")
    }

    /// Whether the bytes of `part` occur in `text`.
    private static func contains(_ text: String, _ part: String) -> Bool {
        let needle = Array(part.utf8)
        var rest = text.utf8[...]
        while rest.count >= needle.count {
            if rest.starts(with: needle) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// Folded; the whole reply.
    private static let optOut: Set<String> = [
        "T", "TD", "N", "R", "TT", "退订", "退訂", "拒收", "取消", "取消订阅", "取消訂閱", "QX",
        "TUIDING", "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT",
    ]
    private static let optIn: Set<String> = ["START", "UNSTOP", "YES", "订阅", "訂閱", "恢复", "恢復"]
    /// Anywhere in the reply.
    private static let refusals: [String] = [
        "退订", "退訂", "取消订阅", "取消訂閱", "拒收短信", "拒收信息", "别再发", "别发了", "不要再发",
        "不要发了", "不要再给我发", "别给我发", "投诉", "举报", "骚扰",
    ]
    /// The whole reply: 滚 is also the drum of a washing machine.
    private static let abuse: Set<String> = ["滚", "滚蛋", "滚开", "滚吧", "滚滚", "快滚", "给我滚"]
}
