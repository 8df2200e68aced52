/// What a finding rests on: an article of law, a provider's rule, or practice.
public struct AuditBasis: Hashable, Sendable {
    /// `ad-law-9-3`; of a workspace's own lexicon whatever its row says.
    public let key: String
    public let words: AuditWords
    /// The text it was read in, with its date.
    public let source: String

    public init(key: String, zh: String, en: String, source: String) {
        self.key = key
        words = AuditWords(zh: zh, en: en)
        self.source = source
    }

    /// By key; a key that is not known stands for itself.
    public static func named(_ key: String) -> AuditBasis {
        known.first { $0.key == key } ?? AuditBasis(key: key, zh: key, en: key, source: "")
    }

    private static let adLaw = "中华人民共和国广告法 (2021)"
    private static let guide = "市场监管总局公告2023年第6号"

    private static func law(_ article: String, _ zh: String, _ en: String) -> AuditBasis {
        AuditBasis(
            key: "ad-law-\(article)", zh: "广告法\(zh)", en: "Advertising Law \(en)", source: adLaw)
    }

    /// Every basis of the shipped lexicon and of the other audits.
    public static let known: [AuditBasis] = [
        law("9-1", "第九条第一项", "art. 9(1)"), law("9-2", "第九条第二项", "art. 9(2)"),
        law("9-3", "第九条第三项", "art. 9(3)"), law("9-8", "第九条第八项", "art. 9(8)"),
        law("8", "第八条", "art. 8"), law("11", "第十一条", "art. 11"),
        law("15", "第十五条", "art. 15"), law("16", "第十六条", "art. 16"),
        law("17", "第十七条", "art. 17"), law("18", "第十八条", "art. 18"),
        law("22", "第二十二条", "art. 22"), law("23", "第二十三条", "art. 23"),
        law("24", "第二十四条", "art. 24"), law("25", "第二十五条", "art. 25"),
        law("26", "第二十六条", "art. 26"), law("28", "第二十八条", "art. 28"),
        law("43", "第四十三条", "art. 43"), law("46", "第四十六条", "art. 46"),
        AuditBasis(
            key: "ad-guide", zh: "广告绝对化用语执法指南", en: "Guide on absolute terms in advertising",
            source: guide),
        AuditBasis(
            key: "price-rule-16", zh: "明码标价和禁止价格欺诈规定第十六至二十条",
            en: "Rules on price marking and price fraud, arts. 16–20",
            source: "市场监管总局令第56号 (2022)"),
        AuditBasis(
            key: "weather-law-22", zh: "气象法第二十二、二十五、三十八条",
            en: "Meteorology Law arts. 22, 25, 38", source: "中华人民共和国气象法 (2016)"),
        AuditBasis(
            key: "sms-rule-74", zh: "通信短信息服务管理规定（工信部令第74号）",
            en: "SMS service rules (MIIT order 74)", source: "工信部令第74号, in force 2026-05-01"),
        AuditBasis(
            key: "telecom-56", zh: "电信条例第五十六条", en: "Telecommunications Regulations art. 56",
            source: "中华人民共和国电信条例"),
        AuditBasis(
            key: "fraud-law", zh: "反电信网络诈骗法", en: "Law against telecom and network fraud",
            source: "反电信网络诈骗法 (2022)"),
        AuditBasis(
            key: "finance-licence", zh: "金融业务须经许可", en: "financial business needs a licence",
            source: "银发〔2019〕316号; 银发〔2021〕237号"),
        AuditBasis(
            key: "trademark-14", zh: "商标法第十四条第五款", en: "Trademark Law art. 14(5)",
            source: "中华人民共和国商标法 (2019)"),
        AuditBasis(
            key: "criminal-law", zh: "刑法", en: "Criminal Law", source: "中华人民共和国刑法"),
        AuditBasis(
            key: "charity-law", zh: "慈善法", en: "Charity Law", source: "中华人民共和国慈善法 (2023)"),
        AuditBasis(
            key: "lottery-rule", zh: "彩票管理条例", en: "Lottery Regulations",
            source: "彩票管理条例"),
        AuditBasis(
            key: "carrier-links", zh: "运营商引流信息拦截", en: "carriers block lead-in messages",
            source: "电信 2025-05-20; 移动 2025-07-10, 2025-12-05 (notices of Baidu, Huawei)"),
        AuditBasis(
            key: "provider", zh: "平台规则", en: "provider's rule",
            source: "pages of the profile's provider"),
        AuditBasis(
            key: "trade-press", zh: "业界惯例", en: "trade practice", source: "trade press"),
        AuditBasis(
            key: "form", zh: "平台拒收变体字、繁体字和干扰符号",
            en: "providers refuse variants, traditional characters and decoration",
            source: "Tencent, Huawei, Aliyun, Qiniu review pages (read 2026-11-20)"),
    ]
}
