/// Who signs: `【云杉商城】` at the head, once, of a length and kind that the provider takes.
extension AuditRun {
    /// Words that name nobody; providers refuse them as signatures (Aliyun, Tencent, Huawei).
    private static let neutral: Set<[UInt16]> = Set(
        [
            "通知", "会员", "客服", "验证码", "短信", "系统", "官方", "温馨提示", "系统通知", "活动通知",
            "优惠通知", "会员通知", "客户服务", "在线客服", "重要通知", "提醒", "温馨提醒", "公告", "商城",
            "平台", "网站", "公司", "店铺", "旗舰店", "优惠", "活动", "福利", "消息", "消息通知", "服务",
            "服务通知", "会员中心", "会员服务", "官方通知", "官方客服", "物流通知", "快递", "订单通知", "商家",
            "本店", "注册", "登录", "登录验证", "身份验证", "尊敬的用户", "vip", "会员俱乐部",
        ].map { Array($0.utf16) })
    private static let test = ["测试", "test"].map { Array($0.utf16) }

    mutating func auditSignature() {
        let pairs = pairs()
        guard let first = pairs.first else {
            return reportMissingSignature()
        }
        if pairs.count > 1 || traits.brackets.count > 2 {
            let second = pairs.count > 1 ? pairs[1] : traits.brackets[2]..<traits.brackets[2] + 1
            let isValue = isVariable(second.lowerBound)
            if !isValue {
                report(
                    "signature/repeated", .block, at: second, basis: "provider",
                    zh: "【】只能用于签名，且只能有一个", en: "【】 is for the signature, and there is one only",
                    advice: AuditWords(zh: "正文改用“”或()", en: "use “” or () in the body"))
            }
        }
        auditPlace(first)
        auditName(first)
    }

    /// Brackets with what stands between them.
    private func pairs() -> [Range<Int>] {
        var result: [Range<Int>] = []
        var open: Int?
        for place in traits.brackets {
            if scalars[place] == 0x3010 {
                open = open ?? place
            } else if let start = open {
                result.append(start..<place + 1)
                open = nil
            }
        }
        return result
    }

    private mutating func reportMissingSignature() {
        let isSquare = folded.first == 0x5B || folded.first == 0x3014 || folded.first == 0x3016
        report(
            "signature/missing", .block, at: 0..<min(1, isSquare ? 1 : 0), basis: "sms-rule-74",
            zh: isSquare ? "签名要用【】括起来" : "没有签名",
            en: isSquare ? "a signature stands in 【】" : "there is no signature",
            advice: AuditWords(zh: "在开头加上【公司简称】", en: "begin with 【the sender's name】"))
    }

    private mutating func auditPlace(_ pair: Range<Int>) {
        let before = folded[..<pair.lowerBound].contains { $0 != TextFolder.dropped && $0 != 0x20 }
        guard before else { return }
        let after = folded[pair.upperBound...].contains { $0 != TextFolder.dropped && $0 != 0x20 }
        if !after, profile.signaturePlace == .headOrTail { return }
        report(
            "signature/place", .block, at: pair, basis: "provider", zh: "签名要放在最前面",
            en: "the signature comes first",
            advice: AuditWords(zh: "把签名移到开头", en: "move the signature to the start"))
    }

    private mutating func auditName(_ pair: Range<Int>) {
        let inner = pair.lowerBound + 1..<pair.upperBound - 1
        let units = folded[inner].filter { $0 != TextFolder.dropped }
        let length = units.count
        if !profile.signatureLength.contains(length) {
            let (low, high) = (
                profile.signatureLength.lowerBound, profile.signatureLength.upperBound
            )
            report(
                "signature/length", .block, at: pair, basis: "provider",
                zh: "签名有 \(length) 字，\(profile.name) 要求 \(low)–\(high) 字",
                en: "the signature has \(length) characters; \(profile.name) wants \(low)–\(high)",
                advice: AuditWords(zh: "用公司或品牌的简称", en: "use the short name of company or brand"))
        }
        if Self.neutral.contains(units) {
            let name = words(inner)
            report(
                "signature/neutral", .block, at: pair, basis: "provider",
                zh: "签名“\(name)”没有说明是谁", en: "the signature '\(name)' names nobody",
                advice: AuditWords(zh: "用公司或品牌的简称", en: "use the short name of company or brand"))
        }
        if Self.test.contains(where: { place(of: $0, in: inner) != nil }) {
            report(
                "signature/test", .block, at: pair, basis: "provider", zh: "签名不能含“测试”",
                en: "a signature may not say test",
                advice: AuditWords(zh: "用正式名称", en: "use the real name"))
        }
        let symbol = inner.first { !isNameCharacter($0) }
        if let symbol {
            report(
                "signature/symbols", .block, at: symbol..<symbol + 1, basis: "provider",
                zh: "签名只能有汉字、字母和数字", en: "a signature has characters, letters and digits only",
                advice: AuditWords(zh: "删去符号和空格", en: "leave out symbols and blanks"))
        }
    }

    private func isNameCharacter(_ place: Int) -> Bool {
        let kind = folder.kind(folded[place])
        if !kind.isDisjoint(with: [.han, .letter, .digit]) { return true }
        // Placeholders, and letters of other scripts, which ``auditForm()`` looks at.
        return folded[place] == TextFolder.barrier && isVariable(place)
    }
}
