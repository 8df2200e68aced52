extension PhoneNumber {
    /// Reads a mainland mobile number as people write it.
    ///
    /// Full-width digits and signs count as their plain forms; spaces, hyphens, dots and brackets
    /// are left out; a leading `+86`, `0086` or `86` is dropped. What remains must be eleven digits
    /// `1[3-9]…`. A zero in front of such a number is the trunk prefix of old phone books and is
    /// dropped too.
    public static func read(_ raw: String) -> Result<PhoneNumber, PhoneFault> {
        digits(of: raw).flatMap(national).flatMap(checked)
    }

    /// The digits of a number as written, and whether a plus stood before them.
    struct Digits {
        var all: [UInt8] = []
        var hasPlus = false
    }

    /// The number without its country code.
    struct National {
        let digits: ArraySlice<UInt8>
        /// It was written with `+86` or `0086`.
        let hasCountryCode: Bool
    }

    static func digits(of raw: String) -> Result<Digits, PhoneFault> {
        var read = Digits()
        read.all.reserveCapacity(16)
        for scalar in raw.unicodeScalars {
            let plain = narrowed(scalar)
            switch plain {
            case "0"..."9":
                guard read.all.count < 24 else { return .failure(.tooLong) }
                read.all.append(UInt8(plain.value))
            case "+":
                guard read.all.isEmpty, !read.hasPlus else { return .failure(.notDigits) }
                read.hasPlus = true
            default:
                guard isSeparator(plain) else { return .failure(.notDigits) }
            }
        }
        guard !read.all.isEmpty else { return .failure(read.hasPlus ? .notDigits : .empty) }
        return .success(read)
    }

    static func national(_ read: Digits) -> Result<National, PhoneFault> {
        var rest = read.all[...]
        var hasCountryCode = false
        if read.hasPlus {
            guard rest.starts(with: Array("86".utf8)) else { return .failure(.foreign) }
            rest = rest.dropFirst(2)
            hasCountryCode = true
        } else if rest.starts(with: Array("00".utf8)) {
            guard rest.starts(with: Array("0086".utf8)) else { return .failure(.foreign) }
            rest = rest.dropFirst(4)
            hasCountryCode = true
        } else if rest.count > 11, rest.starts(with: Array("86".utf8)) {
            rest = rest.dropFirst(2)
        }
        if rest.count == 12, rest.starts(with: Array("01".utf8)), rest[rest.startIndex + 2] > 0x32 {
            rest = rest.dropFirst()
        }
        return .success(National(digits: rest, hasCountryCode: hasCountryCode))
    }

    private static func checked(_ national: National) -> Result<PhoneNumber, PhoneFault> {
        let digits = national.digits
        if digits.count == 13, digits.starts(with: Array("1064".utf8)) { return .failure(.iot) }
        if digits.first == UInt8(ascii: "0") { return .failure(.landline) }
        // +86 10 6234 5678 is a line in 北京, 10 6234 5678 alone would be an SMS port.
        if national.hasCountryCode, landline(national) != nil { return .failure(.landline) }
        if ServiceNumbers.contains(digits) { return .failure(.service) }
        guard digits.count >= 11 else { return .failure(.tooShort) }
        guard digits.count == 11 else { return .failure(.tooLong) }
        let second = digits[digits.startIndex + 1]
        guard digits.first == UInt8(ascii: "1"), second >= UInt8(ascii: "3") else {
            return .failure(.notMobile)
        }
        return .success(PhoneNumber(e164: "+86" + String(decoding: digits, as: UTF8.self)))
    }

    /// Where a landline is and its digits without the leading zero; nil for what is none. With a
    /// country code the zero is left out.
    static func landline(_ national: National) -> (region: NumberRegion, digits: [UInt8])? {
        var digits = Array(national.digits)
        if digits.first != UInt8(ascii: "0") {
            guard national.hasCountryCode else { return nil }
            digits.insert(UInt8(ascii: "0"), at: 0)
        }
        guard let found = AreaCodes.lookup(digits) else { return nil }
        let local = digits.dropFirst(found.length)
        guard (7...8).contains(local.count), let first = local.first, first >= 0x32 else {
            return nil
        }
        return (found.region, Array(digits.dropFirst()))
    }

    /// Full-width forms (U+FF01…FF5E) as ASCII.
    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "(", ")", ".", "/", "'", "\u{00AD}", "\u{2060}", "\u{FEFF}", "\u{2212}": true
        // Hyphens and dashes, zero-width and direction marks that copying leaves behind.
        case "\u{2010}"..."\u{2015}", "\u{200B}"..."\u{200F}", "\u{202A}"..."\u{202E}": true
        default: scalar.properties.isWhitespace
        }
    }
}

/// Why text is no mainland mobile number; never holds a digit of it.
public enum PhoneFault: String, Error, Hashable, Sendable, CaseIterable {
    case empty
    case notDigits = "not-digits"
    case tooShort = "too-short"
    case tooLong = "too-long"
    case foreign
    case landline
    case notMobile = "not-mobile"
    case iot
    /// 110, 10086, 95588, 106…, 400….
    case service = "service-number"

    /// One phrase that states the rule.
    public var phrase: String {
        switch self {
        case .empty: "a phone number must not be empty"
        case .notDigits: "a phone number must consist of digits"
        case .tooShort: "a mobile number must have 11 digits; there are fewer"
        case .tooLong: "a mobile number must have 11 digits; there are more"
        case .foreign: "only mainland numbers (+86) can be reached"
        case .landline: "a landline cannot receive messages"
        case .notMobile: "a mobile number must begin with 13 to 19"
        case .iot: "a 13-digit number belongs to a device, not to a person"
        case .service:
            "a short or service number (110, 10086, 95…, 106…, 400…) belongs to an organisation"
        }
    }

    /// The same in Chinese.
    public var chinesePhrase: String {
        switch self {
        case .empty: "手机号不能为空"
        case .notDigits: "手机号只能由数字组成"
        case .tooShort: "手机号应为 11 位，位数不足"
        case .tooLong: "手机号应为 11 位，位数过多"
        case .foreign: "只能发送到中国大陆号码（+86）"
        case .landline: "固定电话不能接收短信"
        case .notMobile: "手机号应以 13–19 开头"
        case .iot: "13 位物联网号码属于设备，不属于个人"
        case .service: "短号码、服务号（110、10086、95、106、400 等）属于机构，不属于个人"
        }
    }
}
