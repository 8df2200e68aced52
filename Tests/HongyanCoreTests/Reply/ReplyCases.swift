import HongyanCore
import Testing

/// A reply, what it must come to, and why: to be read by a lawyer, not only by a compiler.
struct ReplyCase: Sendable, CustomTestStringConvertible {
    let text: String
    let meaning: ReplyMeaning
    let effect: ReplyEffect
    let why: String
    init(_ text: String, _ meaning: ReplyMeaning, _ effect: ReplyEffect, _ why: String) {
        self.text = text
        self.meaning = meaning
        self.effect = effect
        self.why = why
    }
    var testDescription: String { "\(text) — \(why)" }
}

extension ReplyCase {
    /// What rules of the shop wait for in these cases.
    static let expected = ["1", "报名"]

    static let all = refusals + freeWords + unclear + complaints + denials + otherThings + rest

    /// The words that the messages and the providers' pages give.
    static let refusals: [ReplyCase] = [
        ReplyCase("T", .optOut, .optOut, "回T退订: the letter of the hint"),
        ReplyCase("TD", .optOut, .optOut, "回TD退订, as Qiniu prescribes it"),
        ReplyCase("R", .optOut, .optOut, "拒收请回复R, as Unicom, Aliyun and Huawei prescribe it"),
        ReplyCase("N", .optOut, .optOut, "回N退订, seen at Tencent"),
        ReplyCase("退订", .optOut, .optOut, "the word itself"),
        ReplyCase("退訂", .optOut, .optOut, "the same in traditional characters"),
        ReplyCase("td。", .optOut, .optOut, "small letters and a full stop do not change a refusal"),
        ReplyCase("ｔｄ", .optOut, .optOut, "full width"),
        ReplyCase(" T ", .optOut, .optOut, "spaces around it"),
        ReplyCase("T D", .optOut, .optOut, "a space inside it"),
        ReplyCase("t.d.", .optOut, .optOut, "points inside it"),
        ReplyCase("“TD”", .optOut, .optOut, "the quotation marks of the hint came along"),
        ReplyCase("TD👎", .optOut, .optOut, "an emoji says nothing"),
        ReplyCase("Ⓡ", .optOut, .optOut, "a letter in a circle is that letter"),
        ReplyCase("Т", .optOut, .optOut, "a Cyrillic Т looks the same to who typed it"),
        ReplyCase("ТD", .optOut, .optOut, "half Cyrillic"),
        ReplyCase("TTT", .optOut, .optOut, "said three times"),
        ReplyCase("TDTD", .optOut, .optOut, "said twice"),
        ReplyCase("回复TD", .optOut, .optOut, "copies the hint"),
        ReplyCase("回覆TD", .optOut, .optOut, "copies it in traditional characters"),
        ReplyCase("拒收请回复R", .optOut, .optOut, "sends the whole hint back"),
        ReplyCase("回T退订", .optOut, .optOut, "the whole hint, the other way round"),
        ReplyCase("退订回T", .optOut, .optOut, "and this way"),
        ReplyCase("TD，谢谢", .optOut, .optOut, "polite"),
        ReplyCase("请帮我退订", .optOut, .optOut, "a request"),
        ReplyCase("我要退订你们的短信", .optOut, .optOut, "nothing but the wish"),
        ReplyCase("STOP", .optOut, .optOut, "CTIA keyword"),
        ReplyCase("please stop", .optOut, .optOut, "CTIA: any reasonable wording"),
        ReplyCase("tuì dìng", .optOut, .optOut, "退订 in pinyin with its tones"),
        ReplyCase("tuiding", .optOut, .optOut, "退订 in pinyin"),
        ReplyCase("【云杉商城】会员日8折，拒收请回复R TD", .optOut, .optOut, "our message quoted, then the word"),
    ]

    /// Refusals without a keyword: the law does not ask for one.
    static let freeWords: [ReplyCase] = [
        ReplyCase("别再发了", .optOut, .optOut, "a refusal in plain words"),
        ReplyCase("不要再给我发短信", .optOut, .optOut, "a refusal in plain words"),
        ReplyCase("別發了", .optOut, .optOut, "in traditional characters"),
        ReplyCase("别发了好吗", .optOut, .optOut, "asked politely, and still a refusal"),
        ReplyCase("不想再收到你们的信息", .optOut, .optOut, "does not want any more"),
        ReplyCase("我都退订了怎么还发", .optOut, .optOut, "has refused before and says it again"),
        ReplyCase("怎么还不给我退订", .optOut, .optOut, "impatience, not denial"),
        ReplyCase("回了T还是退订不了", .optOut, .optOut, "tried and was not heard"),
        ReplyCase("删除我的号码", .optOut, .optOut, "PIPL 47: wants to be deleted, so no more messages"),
        ReplyCase("不要骚扰我", .optOut, .optOut, "feels harassed"),
        ReplyCase("滚", .optOut, .optOut, "abuse as the whole reply"),
        ReplyCase("别他妈发了", .optOut, .optOut, "with an oath in it"),
        ReplyCase("别发", .optOut, .optOut, "in two characters"),
        ReplyCase("回复T了怎么还发", .optOut, .optOut, "has answered T before and says so"),
        ReplyCase("非退订不可", .optOut, .optOut, "denied twice, by a set phrase that means must"),
        ReplyCase("stop texting me", .optOut, .optOut, "English"),
    ]

    /// May be a refusal: marketing pauses, and a person reads it.
    static let unclear: [ReplyCase] = [
        ReplyCase("别发了吧?", .optOut, .pause, "a refusal that doubts itself"),
        ReplyCase("烦不烦", .optOut, .pause, "annoyed, but says nothing of stopping"),
        ReplyCase("煩死了", .optOut, .pause, "annoyed"),
        ReplyCase("天天发", .optOut, .pause, "too often; perhaps not never"),
        ReplyCase("怎么退订？", .optOut, .pause, "asks how; likely wants out"),
        ReplyCase("退订吗", .optOut, .pause, "a question about the word"),
        ReplyCase("不需要，谢谢", .optOut, .pause, "declines the offer, or the messages"),
        ReplyCase("没兴趣", .optOut, .pause, "declines the offer, or the messages"),
        ReplyCase("你们怎么有我的号码", .optOut, .pause, "doubts that there is a consent"),
        ReplyCase("不是不退订", .optOut, .pause, "denied twice: nobody can tell"),
        ReplyCase("TD 订阅", .optOut, .pause, "both at once"),
        ReplyCase("TDD", .optOut, .pause, "TD with a slip of the finger, or not"),
        ReplyCase("推订", .optOut, .pause, "退订 with a slip, or not"),
        ReplyCase("你发错人了", .optOut, .pause, "the number may have a new owner, who never agreed"),
        ReplyCase("还没给我退订", .optOut, .pause, "waits for it, or tells it"),
        ReplyCase("No thanks", .optOut, .pause, "declines the offer, or the messages"),
        ReplyCase("垃圾短信", .optOut, .pause, "says what it thinks of it"),
    ]

    /// Counts as a refusal too, and is counted as a complaint.
    static let complaints: [ReplyCase] = [
        ReplyCase("我要投诉你们", .complaint, .optOut, "a complaint"),
        ReplyCase("我要投訴你們", .complaint, .optOut, "in traditional characters"),
        ReplyCase("12321", .complaint, .optOut, "the hotline against junk SMS"),
        ReplyCase("再发就打12321", .complaint, .optOut, "threatens with it"),
        ReplyCase("已向工信部举报", .complaint, .optOut, "has gone to the ministry"),
        ReplyCase("再不退订我就投诉", .complaint, .optOut, "both; the complaint leads"),
        ReplyCase("消协见", .complaint, .optOut, "the consumers' association"),
        ReplyCase("不投诉你们", .optOut, .pause, "denies it, and thought of it: a person reads it"),
    ]

    /// Words of refusal that refuse nothing.
    static let denials: [ReplyCase] = [
        ReplyCase("不退订", .other, .none, "denied"),
        ReplyCase("不要退订", .other, .none, "denied"),
        ReplyCase("我没说要退订", .other, .none, "denied"),
        ReplyCase("别退订我还要看", .other, .none, "denied"),
        ReplyCase("TD是什么", .help, .none, "asks what the hint means"),
        ReplyCase("退订是什么意思", .help, .none, "asks what the word means"),
    ]

    /// Holds a letter or word of refusal and speaks of another thing.
    static let otherThings: [ReplyCase] = [
        ReplyCase("T恤还有货吗", .other, .none, "a shirt"),
        ReplyCase("订单1123219到哪了", .other, .none, "12321 inside a longer number is no hotline"),
        ReplyCase("取消订单", .other, .none, "cancels an order"),
        ReplyCase("包裹拒收了怎么办", .other, .none, "refused a parcel"),
        ReplyCase("退订金什么时候到账", .other, .none, "a deposit: 订金"),
        ReplyCase("我要退订酒店", .other, .none, "a hotel room"),
        ReplyCase("滚筒洗衣机多少钱", .other, .none, "a washing machine"),
        ReplyCase("报警器还有吗", .other, .none, "an alarm"),
        ReplyCase("TDX", .other, .none, "another word"),
        ReplyCase("Tuesday", .other, .none, "begins with T"),
        ReplyCase("No", .other, .none, "no keyword; N is one, No is an answer"),
        ReplyCase("end of season", .other, .none, "END is a keyword only alone"),
        ReplyCase("我要T", .other, .none, "perhaps the shirt; one letter among other words"),
        ReplyCase("【云杉商城】会员日8折，拒收请回复R", .other, .none, "nothing but our own message"),
        ReplyCase("【云杉商城】会员日8折，拒收请回复R 这款还有吗", .other, .none, "the R is ours; they ask for goods"),
    ]

    static let rest: [ReplyCase] = [
        ReplyCase("1", .answer, .none, "a rule waits for it"),
        ReplyCase("１", .answer, .none, "the same, full width"),
        ReplyCase("①", .answer, .none, "the same, in a circle"),
        ReplyCase(" 报名！", .answer, .none, "a rule waits for it"),
        ReplyCase("2", .answer, .none, "a choice, though nobody waits for it"),
        ReplyCase("好的", .answer, .none, "assent"),
        ReplyCase("START", .optIn, .optIn, "CTIA keyword"),
        ReplyCase("恢复订阅", .optIn, .optIn, "wants them again"),
        ReplyCase("恢復", .optIn, .optIn, "in traditional characters"),
        ReplyCase("取消退订", .optIn, .optIn, "takes the refusal back"),
        ReplyCase("HELP", .help, .none, "CTIA keyword"),
        ReplyCase("人工", .help, .none, "wants a person"),
        ReplyCase("你是谁", .help, .none, "asks who is writing"),
        ReplyCase("", .other, .none, "nothing"),
        ReplyCase("？？", .other, .none, "nothing but marks"),
        ReplyCase("👍", .other, .none, "nothing but an emoji"),
        ReplyCase("几点关门", .other, .none, "a question"),
    ]
}
