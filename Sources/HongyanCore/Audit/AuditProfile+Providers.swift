extension AuditProfile {
    /// What holds with any provider: the strictest of what does not depend on wording.
    public static let standard: AuditProfile = {
        var profile = AuditProfile(name: "default")
        profile.refusedCategories = refusedByAll
        return profile
    }()

    /// By name, in the order in which they are listed.
    public static let all: [AuditProfile] = [
        standard, aliyun, tencent, huawei, baidu, volcengine, qiniu,
    ]

    public static func named(_ name: String) -> AuditProfile? { all.first { $0.name == name } }

    /// Refused by every provider whose page was read.
    private static let refusedByAll = [
        "banned/cosmetic-surgery", "banned/emigration", "banned/dating", "banned/cashback",
    ]

    /// Aliyun, help pages 91975, 44357, 463270, 44335, 2881383, 419283, read 2026-11-20.
    public static let aliyun: AuditProfile = {
        var profile = AuditProfile(name: "aliyun")
        profile.signatureLength = 2...12  // CreateSmsSign
        profile.optOutPhrases = ["拒收请回复R"]
        profile.maxLength = 500  // 1–500 characters
        profile.variableMaxLength = 35
        profile.adjacentVariables = .block
        profile.repeatedVariable = .block  // each variable once
        profile.links = .block  // carrier filters, 2025
        profile.phoneNumbers = .review
        profile.symbols = .block  // 繁体、变体字、干扰符号 refused
        profile.traditionalCharacters = .block
        profile.invisibleCharacters = .block
        profile.refusedCategories =
            refusedByAll + ["banned/funeral", "banned/lawsuit", "banned/survey"]
        profile.source = "help.aliyun.com 91975, 44357, 463270 (read 2026-11-20)"
        return profile
    }()

    /// Tencent Cloud, product pages 39023 (2025-06-17), 13301, 13299, 40659.
    public static let tencent: AuditProfile = {
        var profile = AuditProfile(name: "tencent")
        profile.signatureLength = 2...12
        profile.optOutPhrases = [
            "拒收请回复R", "回复TD退订", "回TD退订", "回T退订", "回N退订", "退订回T", "退订回TD",
            "退订回N",
        ]
        profile.maxLength = 500  // signature included
        profile.variableMaxLength = 6  // FAQ; the console decides
        profile.adjacentVariables = .block
        profile.links = .review  // constant links of filed domains
        profile.symbols = .block
        profile.traditionalCharacters = .block
        profile.invisibleCharacters = .block
        profile.refusedCategories =
            refusedByAll + [
                "banned/insurance", "banned/alcohol", "banned/renovation", "banned/agency",
                "banned/app-promotion", "banned/rival-sms", "banned/funeral", "banned/lawsuit",
                "banned/survey",
            ]
        profile.source = "cloud.tencent.com/document/product/382 39023 (2025-06-17)"
        return profile
    }()

    /// Huawei Cloud MSGSMS, sms_templates (2025-09-04) and FAQ pages.
    public static let huawei: AuditProfile = {
        var profile = AuditProfile(name: "huawei")
        profile.signatureLength = 2...16  // 2–32 on another page; the tighter one
        profile.optOutPhrases = ["拒收请回复R"]  // R only
        profile.maxLength = 500
        profile.variableShare = 0
        profile.variablesInMarketing = false  // fixed text only
        profile.adjacentVariables = .block
        profile.links = .block  // no short links; carrier notice 2025-05-28
        profile.serviceLinks = .review
        profile.symbols = .block
        profile.traditionalCharacters = .block
        profile.invisibleCharacters = .block
        profile.refusedCategories =
            refusedByAll + [
                "banned/insurance", "banned/alcohol", "banned/renovation", "banned/agency",
                "banned/rival-sms", "banned/carrier-plans", "banned/funeral", "banned/lawsuit",
                "banned/survey",
            ]
        profile.source = "support.huaweicloud.com msgsms sms_templates (2025-09-04)"
        return profile
    }()

    /// Baidu Cloud, notices and product pages of 2025 and 2026.
    public static let baidu: AuditProfile = {
        var profile = AuditProfile(name: "baidu")
        profile.optOutPhrases = ["拒收请回复R"]
        profile.maxLength = 600
        profile.links = .block  // carrier notices 2025-05-20, 2025-07-10, 2025-12-05
        profile.refusedCategories = refusedByAll + ["banned/carrier-plans"]
        profile.source = "cloud.baidu.com/theme/P/2921696-6 and SMS pages (2025–2026)"
        return profile
    }()

    /// Volcengine, product page 170340.
    public static let volcengine: AuditProfile = {
        var profile = AuditProfile(name: "volcengine")
        profile.maxLength = 1_000
        profile.variableShare = 0
        profile.variablesInMarketing = false
        profile.variableMaxLength = 35
        profile.variablesAtMost = 10
        profile.refusedCategories = refusedByAll + ["banned/app-promotion"]
        profile.source = "volcengine.com/docs/6361/170340 (read 2026-11-20)"
        return profile
    }()

    /// Qiniu, pages of 2021.
    public static let qiniu: AuditProfile = {
        var profile = AuditProfile(name: "qiniu")
        profile.optOutPhrases = ["回TD退订", "回T退订", "退订回T", "退订回TD"]
        profile.maxLength = 500
        profile.symbols = .block
        profile.traditionalCharacters = .block
        profile.invisibleCharacters = .block
        profile.refusedCategories =
            refusedByAll + [
                "banned/insurance", "banned/alcohol", "banned/renovation", "banned/app-promotion",
                "banned/carrier-plans",
            ]
        profile.source = "developer.qiniu.com/sms (2021)"
        return profile
    }()
}
