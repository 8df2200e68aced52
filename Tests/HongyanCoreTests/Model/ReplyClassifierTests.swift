import HongyanCore
import Testing

@Suite("What replies mean")
struct ReplyClassifierTests {
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
        #expect(ReplyClassifier.meaning(of: text) == .optOut)
    }

    @Test(
        "a refusal in free words fails closed",
        arguments: [
            "别再发了", "不要再发！！", "不要发了", "别发了好吗", "滚", "滚！", "我要投诉你们", "举报", "别骚扰我",
            "12321", "再发就打12321",
        ])
    func refusals(text: String) {
        #expect(ReplyClassifier.meaning(of: text) == .optOut)
    }

    @Test("an opt-in", arguments: ["START", "unstop", "Yes", "订阅", "恢复", "ＳＴＡＲＴ", "恢复。"])
    func optIn(text: String) {
        #expect(ReplyClassifier.meaning(of: text) == .optIn)
    }

    @Test(
        "something else",
        arguments: [
            "T恤还有货吗", "", "  ", "？？", "👍", "1", "报名", "HELP", "帮助", "取消订单", "滚筒洗衣机多少钱",
            "Tuesday", "No", "end of season", "包裹拒收了怎么办", "订单1123219到哪了", "TDX", "回",
        ])
    func other(text: String) {
        #expect(ReplyClassifier.meaning(of: text) == .other)
    }

    @Test("reply triggers compare the whole reply, folded")
    func matches() {
        #expect(ReplyClassifier.matches(keyword: "报名", in: " 报名！"))
        #expect(ReplyClassifier.matches(keyword: "1", in: "１"))
        #expect(ReplyClassifier.matches(keyword: "Bm", in: "ｂ m。"))
        #expect(!ReplyClassifier.matches(keyword: "报名", in: "报名多少钱"))
        #expect(!ReplyClassifier.matches(keyword: "1", in: "11"))
        #expect(!ReplyClassifier.matches(keyword: "！", in: "？"))
    }
}
