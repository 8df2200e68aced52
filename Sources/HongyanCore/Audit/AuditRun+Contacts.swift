/// Where a text leads to: links, phone numbers, QQ and WeChat numbers.
extension AuditRun {
    /// A stretch of scalars that is a contact.
    struct Contact {
        enum Kind { case link, mobile, phone }
        let kind: Kind
        let range: Range<Int>
        /// Written in Chinese or circled digits.
        let isDisguised: Bool
    }

    private static let domains: Set<String> = [
        "com", "cn", "net", "org", "top", "cc", "vip", "xyz", "shop", "co", "io", "me", "info",
        "site", "club", "link", "ltd", "tech", "store", "app", "ink", "work", "hk", "tv", "biz",
        "im", "ren", "wang", "fun", "online", "ly", "gl", "do", "cloud", "live", "asia", "mobi",
    ]

    mutating func auditContacts() {
        for contact in contacts() where !isFilledVariable(contact.range.lowerBound) {
            switch contact.kind {
            case .link: reportLink(contact)
            case .mobile, .phone: reportPhone(contact)
            }
        }
    }

    private func isFilledVariable(_ place: Int) -> Bool {
        text.variables.contains { $0.isFilled && $0.range.contains(place) }
    }

    private mutating func reportLink(_ contact: Contact) {
        let said = isMarketing ? profile.links : profile.serviceLinks
        // What is only found behind a disguise is for a person to judge.
        let verdict = contact.isDisguised ? .review : said
        report(
            "diversion/link", verdict, at: contact.range, basis: "carrier-links",
            zh: "运营商会拦截短信里的链接", en: "carriers block links",
            advice: AuditWords(
                zh: "改为“打开某某 App 查看”，或先向平台报备固定链接",
                en: "say 'open the app', or file the fixed link with the platform first"))
    }

    private mutating func reportPhone(_ contact: Contact) {
        let lead = lead(before: contact.range.lowerBound)
        if let lead {
            report(
                "diversion/wechat", isMarketing ? profile.diversion : .review,
                at: lead..<contact.range.upperBound, basis: "carrier-links",
                zh: "引流到微信、QQ", en: "leading away to WeChat or QQ",
                advice: AuditWords(
                    zh: "改为引导打开自有 App 或到店", en: "point to your own app or shop instead"),
                manner: contact.isDisguised ? .alike : .plain)
            return
        }
        guard isMarketing || contact.isDisguised else { return }
        report(
            "diversion/phone", isMarketing ? profile.phoneNumbers : .review, at: contact.range,
            basis: "carrier-links",
            zh: "运营商拦截营销短信里的电话号码，而广告法第四十三条要求写明联系方式：请复核",
            en:
                "carriers block phone numbers in marketing, though art. 43 wants contact details",
            advice: AuditWords(
                zh: "向平台报备该号码，或把联系方式放进签名对应的主页",
                en: "file the number with the platform, or give it where the signature leads"),
            manner: contact.isDisguised ? .alike : .plain)
    }

    /// Where 微信, QQ or the like begins right before a number.
    private func lead(before place: Int) -> Int? {
        let start = max(0, place - 8)
        let words = ["微信", "薇信", "v信", "vx", "wx", "qq", "扣扣", "q群", "企鹅", "威信"]
        return words.compactMap { self.place(of: Array($0.utf16), in: start..<place)?.lowerBound }
            .min()
    }

    /// The mark of WeChat, QQ and the like in a lexicon.
    static let contactMark = "mark/contact-app"
    private static let beforeAccount = Set(" :号是为".utf16)
    private static let adding = ["加", "+", "添加", "联系", "搜", "找"].map { Array($0.utf16) }

    /// An account that is named behind WeChat or QQ: `vx abc_12345`, `QQ群：77665544`.
    mutating func auditAccount(after app: Range<Int>, _ manner: AuditManner) {
        var place = app.upperBound
        var isAnnounced = false
        while place < folded.count, place - app.upperBound < 4 {
            let unit = folded[place]
            guard
                Self.beforeAccount.contains(unit) || folder.kind(unit).contains(.noise)
                    || unit == TextFolder.dropped
            else { break }
            if unit == 0x3A { isAnnounced = true }
            place += 1
        }
        var units: [UInt16] = []
        var end = place
        while end < folded.count {
            let unit = folded[end]
            let isPart = isWordUnit(unit) || unit == 0x5F || unit == 0x2D
            guard isPart || unit == TextFolder.dropped else { break }
            if isPart { units.append(unit) }
            end += 1
        }
        let isNumber = units.contains { !folder.kind($0).contains(.letter) }
        guard units.count >= 5, isNumber || isAnnounced, !isVariable(place) else { return }
        if place == app.upperBound, !isTold(app) { return }
        let range = app.lowerBound..<end
        let isKnown = findings.contains { finding in
            finding.id == "diversion/wechat" && finding.span.scalars.overlaps(range)
        }
        guard !isKnown else { return }
        report(
            "diversion/wechat", refusesContact(range) ? .pass : profile.diversion, at: range,
            basis: "carrier-links", zh: "引流到微信、QQ 账号", en: "leading away to a WeChat or QQ account",
            advice: AuditWords(
                zh: "改为引导打开自有 App 或到店", en: "point to your own app or shop instead"),
            manner: manner)
    }

    /// Whether `vx` right before an account is one: WX20261121 may be the number of an order. A
    /// verb stands before it; QQ needs none before digits.
    private func isTold(_ app: Range<Int>) -> Bool {
        if folded[app.lowerBound] == 0x71, folder.kind(folded[app.upperBound]).contains(.digit) {
            return true
        }
        let before = max(0, app.lowerBound - 3)..<app.lowerBound
        return Self.adding.contains { place(of: $0, in: before) != nil }
    }

    /// By place.
    func contacts() -> [Contact] {
        var result: [Contact] = []
        var index = 0
        while index < folded.count {
            if isWordUnit(folded[index]), let (contact, end) = link(at: index) {
                result.append(contact)
                index = end
                continue
            }
            if let (contact, end) = number(at: index) {
                if let contact { result.append(contact) }
                index = end
                continue
            }
            index += 1
        }
        return result
    }

    /// A link as it is written, else one whose points are `。`.
    private func link(at start: Int) -> (contact: Contact, end: Int)? {
        for isDisguised in [false, true] {
            var end = start
            while end < folded.count,
                isWordUnit(folded[end]) || isLinkMark(folded[end])
                    || folded[end] == TextFolder.dropped || (isDisguised && isHanStop(at: end))
            {
                end += 1
            }
            guard isLink(start..<end, isDisguised: isDisguised) else { continue }
            return (
                Contact(kind: .link, range: start..<end, isDisguised: isDisguised), end
            )
        }
        return nil
    }

    private func isWordUnit(_ unit: UInt16) -> Bool {
        !folder.kind(unit).isDisjoint(with: [.letter, .digit])
    }

    /// `。`, which stands for the point of a disguised host: `t。cn`.
    private static let hanStop: UInt16 = 0x3002

    private func isHanStop(at place: Int) -> Bool {
        folded[place] == Self.hanStop && place > 0 && isWordUnit(folded[place - 1])
            && place + 1 < folded.count && isWordUnit(folded[place + 1])
    }

    private func isLinkMark(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x2E, 0x2F, 0x3A, 0x2D, 0x5F, 0x3F, 0x3D, 0x26, 0x25, 0x23, 0x7E: true
        default: false
        }
    }

    private func isLink(_ range: Range<Int>, isDisguised: Bool) -> Bool {
        let units = folded[range].filter { $0 != TextFolder.dropped }
        guard units.contains(isDisguised ? Self.hanStop : 0x2E) else { return false }
        let word = String(
            decoding: units.map { $0 == Self.hanStop ? 0x2E : $0 }, as: UTF16.self)
        if word.hasPrefix("http:") || word.hasPrefix("https:") || word.hasPrefix("www.") {
            return true
        }
        let host = word.prefix { !"/?:#".contains($0) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, Self.domains.contains(String(last)),
            // A sentence may end before a Latin word: only the commonest endings count then.
            !isDisguised || ["cn", "com", "net", "cc", "top"].contains(last)
        else { return false }
        // `no.1` and `v2.co` aside, a host has a name of letters before its ending.
        return labels.dropLast().allSatisfy { !$0.isEmpty }
    }

    /// A run of digits: the contact that it is, if any, and where it ends.
    private func number(at start: Int) -> (contact: Contact?, end: Int)? {
        guard digit(start) != nil else { return nil }
        if start > 0, digit(start - 1) != nil { return nil }
        var digits: [UInt8] = []
        var isDisguised = false
        var last = start
        var place = start
        while place < folded.count {
            if let (value, isPlain) = digit(place) {
                digits.append(value)
                if !isPlain { isDisguised = true }
                last = place
            } else if folded[place] != TextFolder.dropped {
                let isGap = folded[place] == 0x2D || folded[place] == 0x20
                guard isGap, place + 1 < folded.count, digit(place + 1) != nil else { break }
            }
            place += 1
        }
        guard let kind = Self.kind(digits) else { return (nil, last + 1) }
        return (Contact(kind: kind, range: start..<last + 1, isDisguised: isDisguised), last + 1)
    }

    private static let hanDigits: [UInt16: UInt8] = {
        var result: [UInt16: UInt8] = [:]
        for digits in ["零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖"] {
            for (value, unit) in Array(digits.utf16).enumerated() { result[unit] = UInt8(value) }
        }
        return result
    }()

    private func digit(_ place: Int) -> (value: UInt8, isPlain: Bool)? {
        let unit = folded[place]
        if folder.kind(unit).contains(.digit) {
            let isPlain = scalars[place] < 0x80 || scalars[place] >= 0xFF00
            return (UInt8(unit - 0x30), isPlain)
        }
        guard folder.kind(unit).contains(.hanDigit), let value = Self.hanDigits[unit] else {
            return nil
        }
        return (value, false)
    }

    /// 11 digits of a mobile number; 400 and 800; an area code with seven or eight digits.
    private static func kind(_ digits: [UInt8]) -> Contact.Kind? {
        if digits.count == 11, digits[0] == 1, digits[1] >= 3 { return .mobile }
        if digits.count == 10, digits[0] == 4 || digits[0] == 8, digits[1] == 0, digits[2] == 0 {
            return .phone
        }
        if (10...12).contains(digits.count), digits[0] == 0, digits[1] != 0 { return .phone }
        return nil
    }
}
