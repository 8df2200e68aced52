/// The words by which replies are understood, folded as ``ReplyText`` folds.
///
/// Keywords: what providers prescribe and recognise (阿里云, 华为, 百度: R; 腾讯, 七牛: T, TD, N),
/// the words of CTIA and AWS for English, and what people write. The free words are practice, not
/// law; the law asks that a refusal be honoured at once, whatever its words (广告法 43,
/// 消费者权益保护法 29, 令74).
enum ReplyWords {
    /// Named in the ledger and printed by `hongyan reply`.
    static let version = "reply-words 2026-11-21"

    // MARK: Whole replies

    /// Latin letters; single ones are refusals only with little around them.
    static let optOutLatin: Set<String> = [
        "T", "TD", "N", "R", "QX", "TUIDING", "QUXIAO", "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL",
        "END", "QUIT", "REVOKE", "OPTOUT",
    ]
    static let optOutHan: [String] = [
        "取消订阅", "取消接收", "取消推送", "停止发送", "退订", "退定", "拒收", "取消", "停止",
        "拒绝",
    ]
    static let optInLatin: Set<String> = ["START", "UNSTOP", "YES"]
    /// Longer than the refusals in them, so that they are found first.
    static let optInHan: [String] = [
        "取消退订", "撤销退订", "撤回退订", "恢复订阅", "恢复接收", "重新订阅", "重新接收",
        "继续接收", "继续订阅",
        "订阅", "恢复",
    ]
    /// Keywords that are said more than once: TTT, TDTD.
    static let repeated: [String] = ["TD", "T", "N", "R"]
    static let help: Set<String> = ["HELP", "INFO", "帮助", "人工", "客服", "人工客服", "转人工"]
    /// 滚 is also the drum of a washing machine, so only as a whole.
    static let abuse: Set<String> = [
        "滚", "滚蛋", "滚开", "滚吧", "滚滚", "快滚", "给我滚", "滚远点", "死开", "去死", "走开",
    ]
    /// Annoyed or declining, as a whole.
    static let unclearWhole: Set<String> = [
        "不", "否", "不要", "不用", "不需要", "没兴趣", "没有兴趣",
        "不感兴趣", "无兴趣", "别", "停", "烦", "垃圾", "够",
        "有病", "算", "不订阅", "删除", "傻逼", "妈的", "推订", "退丁", "退阅", "退顶", "发错", "打错", "不认识",
        "NOTHANKS", "NOTINTERESTED", "NOTHANKYOU", "TDD", "TTD", "STOPP",
    ]
    /// A refusal in few words, as a whole.
    static let refusalWhole: Set<String> = [
        "别发", "不要发", "以后别发", "以后不要发", "停发", "勿扰",
        "勿发", "禁止发送", "禁止发", "取关", "退掉", "拒发",
        "别再发", "不要再发", "删掉我", "STOPIT", "UNSUB",
    ]
    /// What may stand around these and changes nothing.
    static let courtesy: [String] = ["谢谢", "了", "啊", "吧", "哦", "呀", "啦", "我", "您好", "你好"]
    /// Short answers that nothing waits for.
    static let choices: Set<String> = [
        "报名", "确认", "参加", "预约", "是", "是的", "好", "好的", "可以", "OK", "Y", "A", "B",
        "C", "D", "E",
        "F", "要", "我要", "领取", "同意", "收到", "一", "二", "三",
    ]

    // MARK: Around a keyword

    /// The hint's own words and courtesy: they leave even a single letter a refusal.
    static let hintFillers: [String] = [
        "回复", "发送", "编辑", "短信", "您好", "你好", "谢谢", "麻烦", "好的", "回", "发", "请", "了", "字母", "大写",
        "我", "已经", "已", "都",
    ]
    /// Further words that change nothing in 退订 or STOP.
    static let fillers: [String] = [
        "我要", "我想", "你们", "帮忙", "信息", "消息", "这个", "这种", "这些", "公司", "号码", "手机", "立即", "马上",
        "立刻", "赶紧", "尽快", "需要", "要求", "申请", "办理", "直接", "全部", "所有", "以后", "推送", "广告", "营销",
        "客服", "一下", "要", "想", "您", "你", "给", "帮", "好", "谢", "啊", "哦", "吧", "呀", "啦", "哈", "嗯",
        "的", "此", "到", "就", "亲", "把", "也", "吗",
    ]
    static let latinFillers: [String] = [
        "PLEASE", "PLS", "PLZ", "TEXTING", "SENDING", "MESSAGES", "MESSAGE", "SMS", "ME", "THIS",
        "THESE", "TEXTS", "FROM", "NOW", "THANKS", "ALL", "REPLY", "TO",
    ]

    // MARK: In a longer reply

    /// Words of refusal that 不 before them turns round.
    static let refusalWords: [String] = ["取消订阅", "取消推送", "取消接收", "退订", "退定"]
    /// What begins with 退订 and is another thing.
    static let bookings: [String] = [
        "金", "单", "房", "票", "酒店", "座", "位", "货", "餐", "机票", "车票", "门票", "课",
        "民宿", "套餐", "宴",
        "包间", "蛋糕", "花",
    ]
    /// Asking how: wants out, and has not said so.
    static let howTo: [String] = [
        "怎么退订", "如何退订", "怎样退订", "咋退订", "哪里退订", "退订方式", "退订方法",
        "怎么取消订阅", "如何取消订阅",
        "怎么退定", "怎么拒收", "还没退订", "还没给我退订",
    ]
    /// Has tried and is not heard.
    static let struggles: [String] = [
        "退订不了", "无法退订", "不能退订", "退订失败", "退订没用", "退订无效", "不让退订",
        "退不了订", "取消不了订阅",
    ]
    /// Impatience: the 不 in it denies nothing.
    static let impatience: [String] = [
        "还发", "还在发", "还给我发", "又发", "还来", "还不", "怎么不", "为什么不", "为何不",
        "再不", "能不能",
        "可不可以", "要不要给我",
    ]
    static let phrases: [String] = [
        "拒收短信", "拒收信息", "拒收此", "拒收你", "拒绝接收", "拒绝短信", "拒绝推销", "拒绝骚扰",
        "别再发", "别发了",
        "别发短信", "别发信息", "别给我发", "别再给我发", "别再打扰", "别打扰", "别烦我", "别来烦",
        "不要再发", "不要发了",
        "不要发短信", "不要发信息", "不要再给我发", "不要给我发", "不要再打扰", "不要打扰",
        "不要再推送", "不再接收",
        "不想再收", "不想收", "不愿收", "不愿意收", "不愿意接收", "不同意接收", "不接收",
        "不允许发", "不许发", "停止推送",
        "停止给我发", "请停止", "停发短信", "勿发", "请勿打扰", "勿再发", "请勿再", "移除我",
        "移出名单", "删除我的号码",
        "删掉我的号码", "删了我的号码", "删除我的手机", "把我删",
        "骚扰", "不要烦我", "别他妈发", "别他妈再发", "STOPSENDING",
        "STOPTEXTING",
        "UNSUBSCRIBEME", "DONOTTEXT", "DONTTEXT", "REMOVEME",
    ]
    /// A refusal that is put as a wish or asked for politely is one.
    static let requests: [String] = [
        "好吗", "行吗", "可以吗", "好不好", "行不行", "可否", "能否", "能不能", "麻烦", "请",
    ]
    /// What makes a refusal a question about one.
    static let asking: [String] = [
        "是什么", "什么意思", "怎么设置", "怎么办", "多少", "为什么", "有没有", "是不是", "要不要",
        "吗", "呢", "么",
    ]
    /// A refusal that doubts itself.
    static let doubts: [String] = ["别发了吧", "不要发了吧", "别再发了吧", "不要再发了吧", "别发了呗"]

    static let unclear: [String] = [
        "烦不烦", "烦死", "好烦", "真烦", "烦人", "太烦", "很烦", "有完没完", "没完没了", "天天发",
        "老是发", "老发短信",
        "总是发", "总发", "一直发", "怎么又发", "怎么又是你", "又发短信", "发个没完", "少发",
        "发太多", "太频繁", "垃圾短信",
        "垃圾信息", "垃圾广告", "骗子", "诈骗", "骗人", "哪来的号码", "哪来我的", "哪里来的我",
        "怎么有我的", "怎么知道我",
        "谁给你的", "谁让你", "没订阅", "没有订阅", "没注册", "不想订阅", "闭嘴", "神经病", "吵死",
        "拉黑", "屏蔽",
        "无聊", "滚远", "滚蛋", "给我滚", "黑名单", "发错人", "发错号", "换人了", "不是本人", "换号了", "不是机主",
    ]

    static let authorities: [String] = [
        "投诉", "举报", "工信部", "工业和信息化部", "通管局", "通信管理局", "消协", "消费者协会",
        "消保委", "市场监管局",
        "市监局", "起诉", "律师函", "报警",
    ]
    /// Hotlines: 12321 (junk SMS), 12300 (telecom users), 12315 (consumers).
    static let hotlines: Set<String> = ["12321", "12300", "12315"]
    /// Goods whose names hold a word of ``authorities``.
    static let alarms: [String] = ["器", "灯", "声", "系统"]

    /// Who is writing, and what is this.
    static let asksWho: Set<String> = ["你是谁", "你们是谁", "哪位", "谁", "你谁", "您是哪位", "什么", "啥"]
    static let asksWhat: [String] = [
        "是什么", "什么意思", "是啥", "啥意思", "干嘛的", "有什么用", "代表什么",
    ]

    // MARK: Our own hint

    /// How opt-outs are told, as the quote of a message ends.
    static let hints: [[Unicode.Scalar]] = {
        var all: [String] = []
        for key in ["TD", "T", "N", "R"] {
            for told in [
                "拒收请回复", "拒收回复", "退订请回复", "退订回复", "退订请回", "退订回", "拒收回",
                "请回复", "回复", "回",
            ] {
                all.append(told + key)
            }
        }
        return all.map { Array($0.unicodeScalars) }
    }()
    static let hintEnds: [[Unicode.Scalar]] = ["退订", "拒收"].map { Array($0.unicodeScalars) }
}
