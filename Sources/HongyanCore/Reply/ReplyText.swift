/// A reply brought to one form, so that the same words are found however they were typed.
struct ReplyText {
    /// Half width, upper case, simplified; marks and spaces still there, invisible signs not.
    let plain: [Unicode.Scalar]
    /// Letters and digits of ``plain`` only.
    let folded: [Unicode.Scalar]
    /// Letters of another script stood for Latin ones.
    let isDisguised: Bool
    /// The customer sent our own message along; it is not part of the text.
    let hasQuote: Bool

    init(_ raw: String) {
        var plain: [Unicode.Scalar] = []
        plain.reserveCapacity(raw.utf8.count)
        var isDisguised = false
        for scalar in raw.unicodeScalars {
            if let twin = ReplyText.twins[scalar] {
                isDisguised = true
                plain.append(twin)
            } else {
                plain.append(ReplyText.simple(scalar))
            }
        }
        let own = ReplyText.withoutQuote(plain)
        hasQuote = own.count < plain.count
        self.plain = own
        self.isDisguised = isDisguised
        folded = own.filter(ReplyText.isKept)
    }

    var text: String { ReplyText.string(folded) }
    var isQuestion: Bool { plain.contains("?") }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isLatin(scalar) || isDigit(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    /// After folding: upper case only.
    static func isLatin(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    // MARK: One form

    /// Width, case, letters in circles, squares and mathematical faces, traditional characters.
    private static func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: return letter(value - 0x61)
        case 0...0x7F: return scalar
        case 0x3000: return " "
        case 0xFF01...0xFF5E:
            return Unicode.Scalar(value - 0xFEE0).map(simple) ?? scalar
        case 0x24B6...0x24CF: return letter(value - 0x24B6)
        case 0x24D0...0x24E9: return letter(value - 0x24D0)
        case 0x249C...0x24B5: return letter(value - 0x249C)
        case 0x1F110...0x1F129: return letter(value - 0x1F110)
        case 0x1F130...0x1F149: return letter(value - 0x1F130)
        case 0x1F150...0x1F169: return letter(value - 0x1F150)
        case 0x1F170...0x1F189: return letter(value - 0x1F170)
        case 0x1D400...0x1D6A3: return letter((value - 0x1D400) % 26)
        case 0x2460...0x2468: return digit(value - 0x2460 + 1)
        case 0x2776...0x277E: return digit(value - 0x2776 + 1)
        case 0x1D7CE...0x1D7FF: return digit((value - 0x1D7CE) % 10)
        default: return simplified[scalar] ?? toneless[scalar] ?? scalar
        }
    }

    private static func letter(_ place: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(0x41 + place % 26))
    }
    private static func digit(_ value: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(0x30 + value % 10))
    }

    /// Cyrillic and Greek letters that look like Latin ones.
    private static let twins: [Unicode.Scalar: Unicode.Scalar] = pairs(
        "АВЕЅІЈКМНОРСТУХԀԚԜаесорхуіјѕтѐёԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧτορ",
        "ABESIJKMHOPCTYXDQWAECOPXYIJSTEEDQWABEZHIKMNOPTYXTOP")

    /// The traditional characters of the words in ``ReplyWords``, and of common questions.
    private static let simplified: [Unicode.Scalar: Unicode.Scalar] = pairs(
        "訂閱復覆發給騷擾訴舉報開煩滾關閉註銷請幫沒們這個電話訊別嗎謝還貨來單東點"
            + "錢麼為後數買賣會員戶號碼網聽說讓過對錯斷絕繼續願應該廣營業擔處監總門問題"
            + "無動務協勞見聯絡終權隱誰麥馬趕緊寄實認識興趣爛騙詐",
        "订阅复复发给骚扰诉举报开烦滚关闭注销请帮没们这个电话讯别吗谢还货来单东点"
            + "钱么为后数买卖会员户号码网听说让过对错断绝继续愿应该广营业担处监总门问题"
            + "无动务协劳见联络终权隐谁麦马赶紧寄实认识兴趣烂骗诈"
    )

    /// Vowels of pinyin without their tone.
    private static let toneless: [Unicode.Scalar: Unicode.Scalar] = pairs(
        "āáǎàēéěèīíǐìōóǒòūúǔùĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙ", "AAAAEEEEIIIIOOOOUUUUAAAAEEEEIIIIOOOOUUUU")

    private static func pairs(
        _ from: String, _ to: String
    ) -> [Unicode.Scalar: Unicode.Scalar] {
        Dictionary(
            zip(from.unicodeScalars, to.unicodeScalars), uniquingKeysWith: { first, _ in first })
    }

    // MARK: Our own message in the reply

    /// Some phones put the message that is answered into the answer. From the signature's bracket
    /// to the end of the opt-out words it is ours and says nothing of the customer.
    private static func withoutQuote(_ plain: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let start = plain.firstIndex(of: "【"),
            let close = plain[start...].firstIndex(of: "】")
        else { return plain }
        for end in plain.indices where end > close {
            guard let hint = ReplyWords.hints.first(where: { plain[end...].starts(with: $0) })
            else { continue }
            var rest = end + hint.count
            // 回T退订: the hint may go on.
            while let more = ReplyWords.hintEnds.first(where: { plain[rest...].starts(with: $0) }) {
                rest += more.count
            }
            return Array(plain[..<start]) + Array(plain[rest...])
        }
        return plain
    }
}
