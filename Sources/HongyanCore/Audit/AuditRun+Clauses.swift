/// Where clauses and sentences end, and what the words around a finding make of it.
extension AuditRun {
    /// What parts two clauses.
    static func endsClause(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x2C, 0x21, 0x3F, 0x3B, 0x0A, 0x0D, 0x3002, 0x3010, 0x3011: true
        default: false
        }
    }

    /// What may stand behind the last word of a clause besides: marks of lists and quotation,
    /// blanks, decoration.
    private func parts(_ unit: UInt16) -> Bool {
        if Self.endsClause(unit) { return true }
        switch unit {
        case 0x3001, 0x3A, 0x28, 0x29, 0x22, 0x27, 0x201C, 0x201D, 0x2026, 0x2014, 0x300A, 0x300B,
            0x300C, 0x300D, 0x2E:
            return true
        default: return folder.kind(unit).contains(.noise)
        }
    }

    private static let particles = Set("了啦哦哟呀呢啊嘛吧呐".utf16)
    /// Opt-out words, which often follow without a mark.
    private static let refusals = ["拒收", "退订", "回复", "回t", "回r", "td"].map {
        Array($0.utf16)
    }

    /// Whether a clause ends before a unit of a reading; a particle may stand between.
    func isClauseEnd(_ units: [UInt16], _ place: Int) -> Bool {
        var place = place
        while place < units.count, Self.particles.contains(units[place]) { place += 1 }
        guard place < units.count else { return true }
        if parts(units[place]) { return true }
        return Self.refusals.contains { word in
            place + word.count <= units.count
                && units[place..<place + word.count].elementsEqual(word)
        }
    }

    func isClauseStart(_ units: [UInt16], _ place: Int) -> Bool {
        place == 0 || parts(units[place - 1])
    }

    /// The scalars between two marks of a text; lists (、) do not part them.
    func clause(around range: Range<Int>) -> Range<Int> {
        stretch(around: range, endedBy: Self.endsClause)
    }

    private func sentence(around range: Range<Int>) -> Range<Int> {
        stretch(around: range) { unit in
            switch unit {
            case 0x21, 0x3F, 0x0A, 0x3002, 0x3010, 0x3011: true
            default: false
            }
        }
    }

    private func stretch(around range: Range<Int>, endedBy ends: (UInt16) -> Bool) -> Range<Int> {
        var start = range.lowerBound
        while start > 0, !ends(folded[start - 1]) { start -= 1 }
        var end = range.upperBound
        while end < folded.count, !ends(folded[end]) { end += 1 }
        return start..<end
    }

    func has(anyOf words: [String], in range: Range<Int>) -> Bool {
        words.contains { has($0, in: range) }
    }

    // MARK: What makes words harmless

    private static let denials = [
        "不", "未", "勿", "别", "莫", "非", "无法", "不能", "不得", "不会", "不可", "没有", "拒绝", "谢绝",
        "严禁", "禁止", "杜绝", "并非", "不作", "不做", "不予", "不再", "不提供", "不办理", "不承诺", "不保证",
        "不承诺任何", "不作任何", "不做任何", "从不", "绝不", "决不", "请勿",
    ].map { Array($0.utf16) }

    private static let modesties = [
        "不是", "并不是", "不算", "不敢说", "不敢称", "不求", "不一定", "未必",
    ].map { Array($0.utf16) }

    /// Whether the word right before says no: 不保证, 严禁.
    func isDenied(_ range: Range<Int>) -> Bool { follows(Self.denials, range) }

    /// Whether the word right before makes no claim of it: 不是最便宜的.
    func isDisclaimed(_ range: Range<Int>) -> Bool { follows(Self.modesties, range) }

    private func follows(_ words: [[UInt16]], _ range: Range<Int>) -> Bool {
        var before: [UInt16] = []
        var place = range.lowerBound
        while place > 0, before.count < 5 {
            place -= 1
            if folded[place] != TextFolder.dropped { before.insert(folded[place], at: 0) }
        }
        return words.contains { before.suffix($0.count).elementsEqual($0) }
    }

    private static let warnings = ["谨防", "警惕", "防范", "反诈", "骗局", "诈骗", "骗子", "防骗", "陷阱"]
    private static let cautions = [
        "当心", "小心", "切勿", "勿信", "轻信", "不要相信", "不相信", "请勿", "严禁", "禁止", "不得", "远离",
        "抵制", "举报", "打击", "假冒", "冒充", "拒绝", "处罚", "违规", "违法",
    ]

    private static let refusedContacts = [
        "不会要求", "不会以", "不会通过", "不会让", "请勿加", "请勿添加", "勿加", "不要加", "不要添加", "切勿加",
        "切勿添加",
    ]

    /// Whether a sentence tells people not to follow somebody to WeChat.
    func refusesContact(_ range: Range<Int>) -> Bool {
        has(anyOf: Self.warnings + Self.refusedContacts, in: sentence(around: range))
    }

    /// Whether a sentence warns of what it names, as banks and schools do. Marketing is believed in
    /// plain words of fraud only, and never altogether.
    func isWarning(_ range: Range<Int>) -> Bool {
        let sentence = sentence(around: range)
        if has(anyOf: Self.warnings, in: sentence) { return true }
        return !isMarketing && has(anyOf: Self.cautions, in: sentence)
    }

    /// Whether words stand in 《》: the title of a book, a film, a play.
    func isInTitle(_ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        while place > 0 {
            place -= 1
            if folded[place] == 0x300B { return false }
            if folded[place] == 0x300A {
                return folded[range.upperBound...].prefix(40).contains(0x300B)
            }
        }
        return false
    }

    private static let works = [
        "电影", "影片", "上映", "重映", "点映", "放映", "排片", "场次", "观影", "影厅", "首映", "演出", "话剧",
        "剧目", "音乐会", "歌曲", "专辑", "画展", "展览", "图书", "新书", "读书", "阅读", "共读", "借阅",
        "借书", "到馆", "作者", "课文", "签售", "讲座", "到货", "缺货", "选座", "小说", "绘本", "杂志",
        "分享会", "购票", "出票",
    ]

    /// Whether the sentence around a title is about works at all.
    func isAboutWorks(_ range: Range<Int>) -> Bool {
        let sentence = sentence(around: range)
        var outside = sentence.lowerBound..<range.lowerBound
        if has(anyOf: Self.works, in: outside) { return true }
        outside = range.upperBound..<sentence.upperBound
        return has(anyOf: Self.works, in: outside)
    }

    private static let agreeing = ["同意", "接收", "接受", "订阅", "愿意", "授权", "允许", "收到"]
    private static let subjects = ["信息", "短信", "消息", "通知", "资讯", "推送", "提醒", "内容"]

    /// Whether a request for consent names here what the consent is for: 同意接收优惠信息.
    func namesConsent(_ range: Range<Int>) -> Bool {
        let clause = clause(around: range)
        return has(anyOf: Self.agreeing, in: clause.lowerBound..<range.lowerBound)
            && has(anyOf: Self.subjects, in: range.upperBound..<clause.upperBound)
    }
}
