public import HongyanCore

/// The layers of a policy for the terminal.
public enum PolicyText {
    /// A head that names the law, then each section: a key with what holds, and below it what each
    /// layer says, with kind, source and date. Ends with a line end.
    public static func render(
        _ sections: [PolicySection], of book: RuleBook, language: Language
    ) -> String {
        var text = head(book, language)
        for section in sections {
            text += "\n" + title(section, language) + "\n"
            for setting in section.policy.settings { text += lines(setting, language) }
        }
        return text
    }

    private static func head(_ book: RuleBook, _ language: Language) -> String {
        guard let law = book.policy.law else {
            return language == .zh ? "法律包：未写明\n" : "law: none named\n"
        }
        let from = law.from.map { "\($0)" } ?? ""
        let through = law.through.map { "\($0)" } ?? ""
        return language == .zh
            ? "法律包：\(law.name) \(law.title(language))（\(law.country)，\(from) .. \(through)）\n"
            : "law: \(law.name) \(law.title(language)) (\(law.country), \(from) .. \(through))\n"
    }

    private static func title(_ section: PolicySection, _ language: Language) -> String {
        let channel = section.channel.id.rawValue
        let pack = section.channel.pack.map { "\($0.name)" }
        let purpose = section.purpose.rawValue
        let rule = section.rule.map { $0.id.rawValue }
        return language == .zh
            ? "通道 \(channel)（\(pack.map { "平台包 \($0)" } ?? "无平台包")），用途 \(purpose)"
                + (rule.map { "，规则 \($0)" } ?? "")
            : "channel \(channel) (\(pack.map { "pack \($0)" } ?? "no pack")), purpose \(purpose)"
                + (rule.map { ", rule \($0)" } ?? "")
    }

    private static func lines(_ setting: LayeredPolicy.Setting, _ language: Language) -> String {
        if case .caps(let caps) = setting.value { return capLines(setting, caps, language) }
        var text =
            "  \(setting.key.title(language)) [\(setting.key.rawValue)]: "
            + setting.value.written(setting.key.unit)
        text += "  ← \(setting.decider?.layer.name ?? together(language))\n"
        for said in setting.said {
            let value = setting.said.count > 1 ? "\(said.value.written(setting.key.unit))  " : ""
            text += line(said, value + basis(said.source, language))
        }
        return text
    }

    /// Each cap holds beside the others: one line each.
    private static func capLines(
        _ setting: LayeredPolicy.Setting, _ caps: [Cap], _ language: Language
    ) -> String {
        var text = "  \(setting.key.title(language)) [caps]: "
        text +=
            language == .zh ? "\(caps.count) 条，全部都要满足\n" : "\(caps.count), all of them hold\n"
        for said in setting.said {
            text += line(
                said, said.value.written(.none) + "  " + basis(said.source, language))
        }
        return text
    }

    private static func line(_ said: Sourced<PolicyValue>, _ rest: String) -> String {
        let words = [said.layer.name, said.source.whoSays, rest].filter { !$0.isEmpty }
        var line = "      " + words.joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        return line + "\n"
    }

    private static func together(_ language: Language) -> String {
        language == .zh ? "各层合起来" : "all together"
    }

    /// `law: 消费者权益保护法 29(3), 2024-07-01; note`.
    private static func basis(_ source: PolicySource, _ language: Language) -> String {
        if source.kind == .own { return "" }
        var text = "\(source.kind.title(language)): \(source.document)"
        if let date = source.date { text += ", \(date)" }
        if !source.note.isEmpty { text += "; \(source.note)" }
        return text
    }
}

extension SourceKind {
    /// `trade press`, `行业文章`.
    func title(_ language: Language) -> String {
        switch self {
        case .law: language == .zh ? "法律" : "law"
        case .provider: language == .zh ? "平台" : "provider"
        case .practice: language == .zh ? "惯例" : "practice"
        case .press: language == .zh ? "行业文章" : "trade press"
        case .own: language == .zh ? "本店" : "own"
        }
    }
}

extension PolicyKey {
    /// What operators call it.
    func title(_ language: Language) -> String {
        let zh = language == .zh
        return switch self {
        case .hours: zh ? "可发时段" : "hours"
        case .caps: zh ? "频控" : "caps"
        case .optOut: zh ? "退订语" : "opt-out words"
        case .optOutWithin: zh ? "退订生效时限" : "a refusal takes effect within"
        case .optOutConfirmation: zh ? "可否确认退订" : "a refusal may be confirmed"
        case .signaturePlace: zh ? "签名位置" : "place of the signature"
        case .signatureLength: zh ? "签名长度" : "length of the signature"
        case .textLength: zh ? "全文最长" : "longest text"
        case .variables: zh ? "变量个数" : "variables in a template"
        case .variableLength: zh ? "变量最长" : "longest value of a variable"
        case .variableShare: zh ? "变量占比" : "share of variables"
        case .links: zh ? "链接" : "links"
        case .phoneNumbers: zh ? "电话号码" : "phone numbers"
        case .diversion: zh ? "微信、QQ 等引流" : "diversion to 微信, QQ and the like"
        case .adjacentVariables: zh ? "相邻变量" : "variables side by side"
        case .repeatedVariable: zh ? "变量重复" : "a variable twice"
        case .symbols: zh ? "特殊符号" : "symbols"
        case .traditionalCharacters: zh ? "繁体字" : "traditional characters"
        case .invisibleCharacters: zh ? "不可见字符" : "invisible characters"
        case .refusedCategories: zh ? "不收的内容类别" : "categories refused"
        case .templateFiling: zh ? "模板报备" : "filing of a template"
        case .signatureFiling: zh ? "签名报备" : "filing of a signature"
        case .retentionMessages: zh ? "发送记录至少保存" : "message records kept at least"
        case .retentionConsent: zh ? "同意证明在关系结束后保存" : "consent proof kept after the end"
        case .complaintSuspend: zh ? "投诉率达到即暂停" : "complaints that suspend"
        case .complaintClose: zh ? "投诉率达到即关停" : "complaints that close the account"
        case .complaintAnswer: zh ? "投诉答复时限" : "a complaint is answered within"
        }
    }
}
