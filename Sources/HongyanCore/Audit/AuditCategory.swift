/// What all findings of one id have in common.
struct AuditCategory: Sendable {
    let id: String
    let message: AuditWords
    /// nil where there is nothing to advise.
    let advice: AuditWords?
    /// Unless the row says.
    let basis: String
    /// Whether it matters in messages that are no advertising.
    let inService: Bool

    private init(
        _ id: String, _ zh: String, _ en: String, advice: (zh: String, en: String)? = nil,
        basis: String, inService: Bool = false
    ) {
        self.id = id
        message = AuditWords(zh: zh, en: en)
        self.advice = advice.map { AuditWords(zh: $0.zh, en: $0.en) }
        self.basis = basis
        self.inService = inService
    }

    /// By id; for one of a workspace's own lexicon what can be said in general.
    static func named(_ id: String) -> AuditCategory {
        byID[id]
            ?? AuditCategory(
                id, "词库“\(id)”中的词", "a word of the lexicon, \(id)", basis: "provider",
                inService: !id.hasPrefix("ad/"))
    }

    private static let byID = Dictionary(
        uniqueKeysWithValues: (claims + guarantees + others + banned).map { ($0.id, $0) })

    private static let evidence = (
        zh: "有依据的，附上数据来源、时间和地域，复核后放行；没有的请删去",
        en: "with proof, name its source, time and area and have it reviewed; else leave it out"
    )

    private static let claims: [AuditCategory] = [
        AuditCategory(
            "ad/absolute", "绝对化用语", "an absolute claim",
            advice: ("换成具体、可查证的说法", "say something concrete that can be checked"),
            basis: "ad-law-9-3"),
        AuditCategory(
            "ad/rank", "排名或唯一性用语", "a claim of rank or of being the only one", advice: evidence,
            basis: "ad-guide"),
        AuditCategory(
            "ad/evidence", "需要证据的用语", "a claim that needs proof", advice: evidence,
            basis: "ad-law-11"),
        AuditCategory(
            "ad/authority", "借用权威名义", "a claim to authority",
            advice: ("删去机构、荣誉名称，或附授权文件复核", "leave the name out, or show the permission"),
            basis: "ad-law-9-2"),
        AuditCategory(
            "ad/state-organ", "使用国家机关、国家象征的名义", "the name of a state organ or symbol",
            advice: ("营销短信不得使用国家机关名义，请删去", "marketing may not use it; leave it out"),
            basis: "ad-law-9-2"),
        AuditCategory(
            "ad/superstition", "迷信内容", "superstition", basis: "ad-law-9-8"),
        AuditCategory(
            "price/reference", "价格比较", "a comparison of prices",
            advice: (
                "原价、划线价须是前七日内最低成交价，附价格记录复核",
                "the former price must be the lowest of the last seven days; keep the record"
            ), basis: "price-rule-16"),
    ]

    private static let guarantees: [AuditCategory] = [
        AuditCategory(
            "guarantee/general", "保证性用语", "a guarantee",
            advice: ("说明条件，不作保证", "state the terms, promise nothing"), basis: "ad-law-28"),
        AuditCategory(
            "guarantee/finance", "对收益或风险的保证", "a promise about returns or risk",
            advice: ("删去保证，写明“投资有风险”", "no promise; say that investing has risks"),
            basis: "ad-law-25"),
        AuditCategory(
            "guarantee/medicine", "对疗效或安全的保证", "a promise about effect or safety",
            advice: ("不得作疗效、安全性断言，请删去", "effects and safety may not be claimed"),
            basis: "ad-law-16"),
        AuditCategory(
            "guarantee/health-food", "保健食品的功效断言", "a claim about a health food's effect",
            advice: ("删去功效，写明“本品不能代替药物”", "no effects; say 本品不能代替药物"),
            basis: "ad-law-18"),
        AuditCategory(
            "guarantee/education", "对升学、考试效果的保证", "a promise about exams or admission",
            advice: ("介绍课程内容，不作效果保证", "tell what is taught, promise no result"),
            basis: "ad-law-24"),
        AuditCategory(
            "guarantee/property", "房地产升值、距离等承诺", "a promise about property",
            advice: ("写明项目位置和面积，不承诺升值", "tell place and area; promise no rise"),
            basis: "ad-law-26"),
        AuditCategory(
            "guarantee/alcohol", "酒类广告的禁止内容", "what advertising for alcohol may not say",
            advice: ("不劝酒、不宣称功效", "neither urge to drink nor claim effects"), basis: "ad-law-23"),
        AuditCategory(
            "guarantee/tobacco", "烟草广告", "advertising for tobacco",
            advice: ("烟草、电子烟不得发短信营销", "tobacco may not be advertised"), basis: "ad-law-22"),
    ]

    private static let others: [AuditCategory] = [
        AuditCategory(
            "service/marketing", "服务短信夹带营销内容", "marketing inside a service message",
            advice: (
                "删去推广内容，或改为 purpose: marketing 另发",
                "leave it out, or send it on its own with purpose: marketing"
            ), basis: "sms-rule-74", inService: true),
        AuditCategory(
            "diversion/wechat", "引流到微信、QQ、群", "leading away to WeChat, QQ or a group",
            advice: ("改为引导打开自有 App 或到店", "point to your own app or shop instead"),
            basis: "carrier-links", inService: true),
        AuditCategory(
            "weather/forecast", "自行发布天气预报、预警", "a forecast or warning of one's own",
            advice: (
                "删去天气判断，或写明发布的气象台站和时间",
                "leave the weather out, or name the station and the time of its forecast"
            ), basis: "weather-law-22", inService: true),
    ]

    /// Kinds of business that providers refuse or the law forbids.
    private static func ban(
        _ id: String, _ zh: String, _ en: String, _ basis: String = "provider",
        service: Bool = false
    ) -> AuditCategory {
        AuditCategory(
            "banned/\(id)", "禁发类目：\(zh)", "a banned category: \(en)",
            advice: ("此类内容不能走短信营销", "this cannot go out as marketing SMS"), basis: basis,
            inService: service)
    }

    private static let banned: [AuditCategory] = [
        ban("virtual-currency", "虚拟货币", "virtual currency", "finance-licence", service: true),
        ban("investment", "投资理财", "investments", "ad-law-25"),
        ban("stocks", "股票荐股", "stock tips", "finance-licence", service: true),
        ban("futures", "期货外汇贵金属", "futures, forex, precious metals", "finance-licence"),
        ban("loans", "贷款借贷", "loans", "finance-licence"),
        ban("credit-cards", "信用卡提额套现", "credit-card cash-out", "finance-licence", service: true),
        ban("debt-collection", "催收", "debt collection"),
        ban("insurance", "保险推广", "insurance"),
        ban("gambling", "赌博棋牌", "gambling", "ad-law-9-8", service: true),
        ban("lottery", "彩票中奖", "lotteries and prizes", "lottery-rule"),
        ban("obscenity", "色情低俗", "obscenity", "telecom-56", service: true),
        ban("contraband", "违禁品", "contraband", "criminal-law", service: true),
        ban("politics", "党政宗教", "politics and religion", "ad-law-9-2"),
        ban("alcohol", "酒类", "alcohol", "ad-law-23"),
        ban("medicine", "处方药、特殊药品", "prescription and special drugs", "ad-law-15"),
        ban("medical", "医疗、药品、器械广告", "medical advertising", "ad-law-46"),
        ban("cosmetic-surgery", "整形医美", "cosmetic surgery", "ad-law-46"),
        ban("health-food", "保健食品", "health food", "ad-law-18"),
        ban("emigration", "移民留学", "emigration and study abroad"),
        ban("property", "房地产", "property", "ad-law-26"),
        ban("renovation", "装修建材家居", "renovation"),
        ban("franchise", "招商加盟", "franchises", "ad-law-25"),
        ban("jobs", "兼职刷单招聘", "odd jobs and recruiting", "fraud-law", service: true),
        ban("cashback", "返利返现拉新", "cash-back and recruiting of users", "fraud-law"),
        ban("fundraising", "众筹募捐", "fund-raising", "charity-law"),
        ban("certificates", "代办证照发票", "certificates and invoices", "criminal-law", service: true),
        ban("agency", "商标代办财税", "trade-mark and tax agencies"),
        ban("dating", "交友婚恋", "dating", "fraud-law"),
        ban("app-promotion", "App、公众号推广", "promotion of apps and accounts"),
        ban("personal-data", "贩卖个人信息", "sale of personal data", "criminal-law", service: true),
        ban("rival-sms", "短信通道推广", "SMS platforms"),
        ban("carrier-plans", "运营商业务", "carriers' plans"),
        ban("counterfeits", "A货高仿", "counterfeits", "ad-law-28", service: true),
        ban("funeral", "殡葬红白事", "funerals"),
        ban("lawsuit", "传票维权", "summonses and claims", "fraud-law"),
        ban("crypto-games", "数字藏品、链游", "digital collectibles", "fraud-law"),
        ban("survey", "问卷调查", "surveys"),
    ]
}
