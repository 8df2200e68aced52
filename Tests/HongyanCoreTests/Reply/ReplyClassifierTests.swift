import HongyanCore
import Testing

@Suite("What replies mean")
struct ReplyClassifierTests {
    @Test("as a lawyer would read it", arguments: ReplyCase.all)
    func cases(_ item: ReplyCase) {
        let reading = ReplyClassifier.read(item.text, expecting: ReplyCase.expected)
        #expect(reading.meaning == item.meaning, "\(reading)")
        #expect(reading.effect == item.effect, "\(reading)")
    }

    @Test("each case stands once")
    func casesOnce() {
        #expect(Set(ReplyCase.all.map(\.text)).count == ReplyCase.all.count)
        #expect(ReplyCase.all.count >= 60)
    }

    @Test(
        "an opt-out",
        arguments: [
            "T", "t", "TD", "td", "N", "R", "TT", "退订", "退訂", "拒收", "取消", "取消订阅", "QX", "qx",
            "tuiding", "STOP", "stopall", "Unsubscribe", "cancel", "END", "quit", "REVOKE",
            "OPTOUT",
            "OPT OUT", "opt-out", "ｔｄ。", " T ", "Ｔ", "T!", "【退订】", "\"TD\"", "t.d.", "TTT", "TDTD",
            "退订退订", "回复TD", "回R", "回T退订", "请帮我退订", "取消订阅这个短信", "拒收短信",
        ])
    func optOut(text: String) {
        #expect(ReplyClassifier.optsOut(text))
        #expect(ReplyClassifier.meaning(of: text) == .optOut)
    }

    @Test(
        "a refusal in free words fails closed",
        arguments: [
            "别再发了", "不要再发！！", "不要发了", "别发了好吗", "滚", "滚！", "我要投诉你们", "举报", "别骚扰我",
            "12321", "再发就打12321",
        ])
    func refusals(text: String) {
        #expect(ReplyClassifier.optsOut(text))
    }

    @Test("an opt-in", arguments: ["START", "unstop", "Yes", "订阅", "恢复", "ＳＴＡＲＴ", "恢复。"])
    func optIn(text: String) {
        #expect(ReplyClassifier.read(text).effect == .optIn)
    }

    @Test(
        "nothing that stops marketing",
        arguments: [
            "T恤还有货吗", "", "  ", "？？", "👍", "1", "报名", "HELP", "帮助", "取消订单", "滚筒洗衣机多少钱",
            "Tuesday", "No", "end of season", "包裹拒收了怎么办", "订单1123219到哪了", "TDX", "回",
        ])
    func other(text: String) {
        #expect(ReplyClassifier.read(text).effect == .none)
    }

    @Test("reply triggers compare the whole reply, folded")
    func matches() {
        #expect(ReplyClassifier.matches(keyword: "报名", in: " 报名！"))
        #expect(ReplyClassifier.matches(keyword: "1", in: "１"))
        #expect(ReplyClassifier.matches(keyword: "Bm", in: "ｂ m。"))
        #expect(!ReplyClassifier.matches(keyword: "报名", in: "报名多少钱"))
        #expect(!ReplyClassifier.matches(keyword: "1", in: "11"))
        #expect(!ReplyClassifier.matches(keyword: "！", in: "？"))
        #expect(ReplyClassifier.matches(keyword: "TD", in: "回复TD"))
        #expect(!ReplyClassifier.matches(keyword: "TD", in: "TD是什么"))
        #expect(!ReplyClassifier.matches(keyword: "R", in: "回复TD"))
    }

    @Test("a word that a rule waits for is an answer, but never when it refuses")
    func expected() {
        #expect(ReplyClassifier.read("不要", expecting: ["不要"]).basis == .expected)
        #expect(ReplyClassifier.read("不要").effect == .pause)
        #expect(ReplyClassifier.read("TD", expecting: ["TD"]).effect == .optOut)
    }

    /// Signs that say nothing, wherever they stand.
    private static let signs = [
        "", " ", "\u{3000}", "。", "！", "!", "，", ".", "…", "~", "-", "“", "”", "\u{200B}",
        "\u{FEFF}",
        "👌", "\n", "）", "(",
    ]

    @Test("a keyword stays one in any width, case, script, and with any signs in it")
    func invariance() {
        let keywords = [
            "T", "TD", "N", "R", "QX", "STOP", "UNSUBSCRIBE", "退订", "拒收", "取消订阅", "START", "恢复",
            "订阅", "HELP", "帮助", "1", "报名",
        ]
        var random = RandomStream(seed: 7, purpose: "reply-invariance", id: "0")
        for keyword in keywords {
            let plain = ReplyClassifier.read(keyword, expecting: ReplyCase.expected)
            for _ in 0..<200 {
                var text = Self.signs[random.below(Self.signs.count)]
                for scalar in keyword.unicodeScalars {
                    text.unicodeScalars.append(Self.variant(scalar, &random))
                    text += Self.signs[random.below(Self.signs.count)]
                }
                let reading = ReplyClassifier.read(text, expecting: ReplyCase.expected)
                #expect(reading.meaning == plain.meaning, "\(text)")
                #expect(reading.effect == plain.effect, "\(text)")
                #expect(reading.normalised == plain.normalised, "\(text)")
            }
        }
    }

    /// The same letter in another width, case or script.
    private static func variant(
        _ scalar: Unicode.Scalar, _ random: inout RandomStream
    ) -> Unicode.Scalar {
        let traditional: [Unicode.Scalar: Unicode.Scalar] = [
            "订": "訂", "阅": "閱", "复": "復", "报": "報", "帮": "幫",
        ]
        if let twin = traditional[scalar] { return random.below(2) == 0 ? scalar : twin }
        guard scalar.isASCII else { return scalar }
        let isLetter = ("A"..."Z").contains(scalar)
        let small = Unicode.Scalar(scalar.value + 32) ?? scalar
        switch random.below(3) {
        case 0: return scalar
        case 1: return isLetter ? small : scalar
        default:
            let narrow = isLetter && random.below(2) == 0 ? small : scalar
            return Unicode.Scalar(narrow.value + 0xFEE0) ?? scalar
        }
    }

    @Test("no text of known words makes it fail, and a pause is always a doubtful refusal")
    func anyText() {
        let pieces =
            ReplyCase.all.map(\.text) + Self.signs + ["不", "没", "吗", "？", "请", "再", "【", "】", "8折"]
        var random = RandomStream(seed: 11, purpose: "reply-any", id: "0")
        for _ in 0..<3_000 {
            let text = (0...random.below(4)).map { _ in pieces[random.below(pieces.count)] }
                .joined()
            let reading = ReplyClassifier.read(text)
            #expect((0...100).contains(reading.confidence))
            if reading.effect == .pause { #expect(reading.meaning == .optOut, "\(text)") }
            if reading.meaning == .complaint { #expect(reading.effect == .optOut, "\(text)") }
        }
    }
}
