public import HongyanCore

/// What is known of a number, for people and for programs. Prints the digits that the caller asked
/// about; those of a list stay with the caller, who has them.
public enum NumberReport {
    /// One JSON object with a line end:
    /// `{"valid","marketing","normalised","country","carrier","carrier_by_prefix","kind","region",
    /// "portability","reason","table"}`; what is not known is null. `reason` is there for what
    /// marketing cannot reach, `fault` with why it is no mobile number.
    public static func json(_ profile: NumberProfile, zone: Zone?) -> String {
        var json = JSONWriter()
        write(profile, zone, &json)
        return json.text + "\n"
    }

    /// A few lines with a line end.
    public static func text(
        _ profile: NumberProfile, zone: Zone?, language: Language
    ) -> String {
        let words = Wording(language: language)
        let unknown = words("未知", "unknown")
        var rows = [
            (words("有效", "valid"), profile.isValid ? words("是", "yes") : words("否", "no")),
            (words("号码", "number"), profile.normalised ?? "—"),
            (words("国家或地区", "country"), profile.country ?? unknown),
            (words("类型", "kind"), words.kind(profile.kind)),
            (words("运营商", "carrier"), words.carrier(profile.carrier)),
            (
                words("归属地", "region"),
                profile.region.map { "\($0.province) \($0.city)" } ?? unknown
            ),
        ]
        if let known = profile.portability {
            let time = zone.map { $0.format(known.at) } ?? "\(known.at.milliseconds)"
            rows.append(
                (
                    words("携号转网", "portability"),
                    words("号段属", "its block is of ") + words.carrier(profile.carrierByPrefix)
                        + words("；", "; ") + "\(time) \(known.source)"
                ))
        }
        if let reason = reason(profile, language) {
            rows.append((words("不可发送营销", "no marketing"), reason))
        }
        rows.append((words("号段表", "table"), NumberTable.version))
        return rows.map { "\($0.0): \($0.1)\n" }.joined()
    }

    /// Why marketing cannot go there; nil when it can.
    public static func reason(_ profile: NumberProfile, _ language: Language) -> String? {
        if let fault = profile.fault {
            return language == .zh ? fault.chinesePhrase : fault.phrase
        }
        if profile.isPersonal { return nil }
        return ReasonWords.words("number.class", language)
    }

    static func write(_ profile: NumberProfile, _ zone: Zone?, _ json: inout JSONWriter) {
        json.object { json in
            json.member("valid", flag: profile.isValid)
            json.member("marketing", flag: profile.isPersonal)
            json.member("normalised", optional: profile.normalised)
            json.member("country", optional: profile.country)
            json.member("carrier", profile.carrier.rawValue)
            json.member("carrier_by_prefix", profile.carrierByPrefix.rawValue)
            json.member("kind", profile.kind.rawValue)
            json.key("region")
            if let region = profile.region {
                json.object { json in
                    json.member("province", region.province)
                    json.member("city", region.city)
                }
            } else {
                json.literal("null")
            }
            json.key("portability")
            if let known = profile.portability {
                json.object { json in
                    json.member("carrier", known.carrier.rawValue)
                    json.member("at", optional: zone.map { $0.format(known.at) })
                    json.member("source", known.source)
                }
            } else {
                json.literal("null")
            }
            json.member("fault", optional: profile.fault?.rawValue)
            json.member("reason", optional: reason(profile, .en))
            json.member("table", NumberTable.version)
        }
    }
}

/// A list of numbers with each recipient once, however often and however it was written.
public struct NumberList: Sendable {
    /// One recipient and the lines that name it.
    public struct Recipient: Sendable {
        public let profile: NumberProfile
        /// Ascending, from 1.
        public var lines: [Int]
    }
    /// A line that names nobody; never holds the digits.
    public struct Fault: Sendable {
        public let line: Int
        public let profile: NumberProfile
    }

    /// In the order in which they first come.
    public private(set) var recipients: [Recipient] = []
    public private(set) var faults: [Fault] = []
    public private(set) var lines = 0
    private var places: [PhoneNumber: Int] = [:]

    public init() {}

    public mutating func add(_ profile: NumberProfile, line: Int) {
        lines += 1
        guard let number = profile.number else {
            faults.append(Fault(line: line, profile: profile))
            return
        }
        if let place = places[number] {
            recipients[place].lines.append(line)
        } else {
            places[number] = recipients.count
            recipients.append(Recipient(profile: profile, lines: [line]))
        }
    }

    /// `{"lines","recipients":[{"lines":[…],"number":{…}}],"rejected":[{"line","kind","fault",
    /// "reason"}],"table"}` with a line end.
    public func json(zone: Zone?) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("lines", lines)
            json.member("recipients") { json in
                json.array { json in
                    for recipient in recipients {
                        json.object { json in
                            json.member("lines") { json in
                                json.array { json in recipient.lines.forEach { json.value($0) } }
                            }
                            json.key("number")
                            NumberReport.write(recipient.profile, zone, &json)
                        }
                    }
                }
            }
            json.member("rejected") { json in
                json.array { json in
                    for fault in faults {
                        json.object { json in
                            json.member("line", fault.line)
                            json.member("kind", fault.profile.kind.rawValue)
                            json.member("fault", optional: fault.profile.fault?.rawValue)
                            json.member(
                                "reason", optional: NumberReport.reason(fault.profile, .en))
                        }
                    }
                }
            }
            json.member("table", NumberTable.version)
        }
        return json.text + "\n"
    }

    /// One line a recipient and one a fault, then the sums; with a line end.
    public func text(language: Language) -> String {
        let words = Wording(language: language)
        var text = ""
        for recipient in recipients {
            let profile = recipient.profile
            let lines = recipient.lines.map(String.init).joined(separator: ",")
            text +=
                "\(profile.normalised ?? "")  \(words.kind(profile.kind))  "
                + "\(words.carrier(profile.carrier))  " + words("行 ", "lines ") + lines
            if !profile.isPersonal {
                text += "  " + (NumberReport.reason(profile, language) ?? "")
            }
            text += "\n"
        }
        for fault in faults {
            text +=
                words("第 \(fault.line) 行：", "line \(fault.line): ")
                + (NumberReport.reason(fault.profile, language) ?? "") + "\n"
        }
        let doubles = lines - faults.count - recipients.count
        return text
            + words(
                "\(lines) 行，\(recipients.count) 个收件人，重复 \(doubles) 行，无效 \(faults.count) 行\n",
                "\(lines) lines, \(recipients.count) recipients, \(doubles) repeats, "
                    + "\(faults.count) invalid\n")
    }
}

extension Wording {
    func carrier(_ carrier: Carrier) -> String {
        switch carrier {
        case .mobile: self("中国移动", "China Mobile")
        case .unicom: self("中国联通", "China Unicom")
        case .telecom: self("中国电信", "China Telecom")
        case .broadnet: self("中国广电", "China Broadnet")
        case .unknown: self("未知", "unknown")
        }
    }

    func kind(_ kind: NumberProfile.Kind) -> String {
        switch kind {
        case .mobile: self("手机", "mobile")
        case .mvno: self("虚拟运营商", "virtual operator")
        case .data: self("上网卡", "data card")
        case .iot: self("物联网", "device")
        case .satellite: self("卫星电话", "satellite")
        case .emergency: self("应急通信", "emergency")
        case .reserved: self("未启用号段", "block not in use")
        case .landline: self("固定电话", "landline")
        case .service: self("短号码或服务号", "short or service number")
        case .foreign: self("境外号码", "foreign")
        case .unknown: self("未知", "unknown")
        }
    }
}
