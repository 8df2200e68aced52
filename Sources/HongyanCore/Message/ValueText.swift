/// Values as text: reading what files hold, and writing what customers see.
public enum ValueText {
    /// Reads one cell, one YAML scalar or one JSON scalar as a value of a type.
    ///
    /// Space around the text is ignored. Text itself is taken as it is: whoever reads files must
    /// hand over NFC (Core has no Unicode tables). Empty text is a fault; that an empty cell
    /// clears a tag is the importer's business.
    public static func parse(
        _ text: String, as type: ValueType, zone: Zone
    ) -> Result<Value, ValueFault> {
        let trimmed = trim(text)
        guard !trimmed.isEmpty else { return .failure(.empty) }
        switch type {
        case .text: return .success(.text(trimmed))
        case .enumeration(let allowed):
            // The schema's own bytes, should the file write the same characters in another form.
            return allowed.first { $0 == trimmed }.map { .success(.text($0)) }
                ?? .failure(.notListed(allowed: allowed))
        case .boolean:
            return boolean(trimmed).map { .success(.boolean($0)) } ?? .failure(.notBoolean)
        case .number(let scale): return number(trimmed, scale: scale).map { .number($0) }
        case .time:
            let moment = Timestamp.parse(trimmed, zone: zone)
            return moment.map { .success(.time($0)) } ?? .failure(.notTime)
        case .date: return date(trimmed).map { .success(.date($0)) } ?? .failure(.notDate)
        case .anniversary:
            let value = Anniversary(text: trimmed)
            return value.map { .success(.anniversary($0)) } ?? .failure(.notAnniversary)
        case .set(let allowed): return set(trimmed, allowed: allowed)
        case .duration:
            return Span(text: trimmed).map { .success(.duration($0)) } ?? .failure(.notDuration)
        }
    }

    /// Writes a value for a message.
    ///
    /// Numbers of scale 2 are money: `128.50`, and `128` when there are no fen; other scales
    /// without trailing zeros. Dates `11月21日`, times `11月21日 10:05` local, solar anniversaries
    /// `5月1日`, lunar ones `农历八月十五`, sets joined by `、`. Control characters become spaces.
    public static func format(_ value: Value, type: ValueType, zone: Zone) -> String {
        switch value {
        case .text(let text): return cleaned(text)
        case .boolean(let flag): return flag ? "是" : "否"
        case .number(let count):
            guard case .number(let scale) = type, scale > 0 else { return String(count) }
            return shortened(decimal(count, scale: scale), scale: scale)
        case .time(let moment):
            return "\(monthDay(zone.day(of: moment))) \(zone.minuteOfDay(of: moment))"
        case .date(let day): return monthDay(day)
        case .anniversary(let anniversary): return monthDay(anniversary)
        case .set(let words): return words.map(cleaned).joined(separator: "、")
        case .duration(let span): return span.description
        }
    }

    /// `11月21日`: no year and no leading zeros.
    public static func monthDay(_ day: CivilDay) -> String {
        let fields = day.fields
        return "\(fields.month)月\(fields.day)日"
    }

    /// A count of 10^−scale with exactly `scale` decimal places: `(12850, 2)` is `128.50`.
    public static func decimal(_ count: Int64, scale: Int) -> String {
        guard scale > 0 else { return String(count) }
        let digits = String(count.magnitude)
        let zeros = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count))
        let all = zeros + digits
        return "\(count < 0 ? "-" : "")\(all.dropLast(scale)).\(all.suffix(scale))"
    }

    private static func shortened(_ text: String, scale: Int) -> String {
        var digits = Substring(text)
        let fraction = digits.suffix(scale)
        let isWhole = fraction.utf8.allSatisfy { $0 == 0x30 }
        if isWhole { return String(digits.dropLast(scale + 1)) }
        if scale == 2 { return text }
        while digits.hasSuffix("0") { digits.removeLast() }
        return String(digits)
    }

    /// Control characters and line and paragraph separators as single spaces, none at the ends.
    public static func cleaned(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isControl(scalar) {
                result.append(scalar)
            } else if let last = result.last, last != " " {
                result.append(" ")
            }
        }
        return trim(String(result))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}

extension ValueText {
    static func trim(_ text: String) -> String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, isSpace(first) || isSpace(last)
        else { return text }
        let front = scalars.drop(while: isSpace)
        guard let end = front.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(String.UnicodeScalarView(front[...end]))
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "是", "1": true
        case "false", "no", "否", "0": false
        default: nil
        }
    }

    /// `-128.5` exactly: digits, at most one point with digits on both sides, no exponent, no
    /// grouping.
    private static func number(_ text: String, scale: Int) -> Result<Int64, ValueFault> {
        var bytes = Substring(text).utf8
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        var count: Int64 = 0
        var places: Int?
        var digits = 0
        func push(_ digit: Int64) -> Bool {
            let (product, overflow) = count.multipliedReportingOverflow(by: 10)
            let step = isNegative ? -digit : digit
            let (sum, overflowToo) = product.addingReportingOverflow(step)
            count = sum
            return !overflow && !overflowToo
        }
        for byte in bytes {
            if byte == UInt8(ascii: "."), places == nil, digits > 0 {
                places = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return .failure(.notNumber) }
            digits += 1
            if let seen = places {
                places = seen + 1
                // Zeros past the scale change nothing; any other digit would be lost.
                if seen >= scale {
                    if byte != 0x30 { return .failure(.tooManyDecimals(scale: scale)) }
                    continue
                }
            }
            guard push(Int64(byte - 0x30)) else { return .failure(.outOfRange) }
        }
        guard digits > 0, places != 0 else { return .failure(.notNumber) }
        for _ in 0..<max(0, scale - (places ?? 0)) {
            guard push(0) else { return .failure(.outOfRange) }
        }
        return .success(count)
    }

    /// `2026-11-21`, also with a midnight behind it as spreadsheets write it.
    private static func date(_ text: String) -> CivilDay? {
        for tail in [" 00:00:00", " 00:00", "T00:00:00", "T00:00"] where text.hasSuffix(tail) {
            return CivilDay(text: String(text.dropLast(tail.count)))
        }
        return CivilDay(text: text)
    }

    private static func set(_ text: String, allowed: [String]) -> Result<Value, ValueFault> {
        let separators: Set<Character> = ["|", ";", "；", "、"]
        let words = text.split(whereSeparator: { separators.contains($0) })
            .map { trim(String($0)) }.filter { !$0.isEmpty }
        guard !words.isEmpty else { return .failure(.empty) }
        guard !allowed.isEmpty else { return .success(.set(canonicalSet(words))) }
        let listed = words.compactMap { word in allowed.first { $0 == word } }
        guard listed.count == words.count else { return .failure(.notListed(allowed: allowed)) }
        return .success(.set(canonicalSet(listed)))
    }

    /// Words ascending by bytes, without repeats: the one form of a set value.
    public static func canonicalSet(_ words: [String]) -> [String] {
        let sorted = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var result: [String] = []
        for word in sorted where result.last.map({ !$0.utf8.elementsEqual(word.utf8) }) ?? true {
            result.append(word)
        }
        return result
    }

    private static func monthDay(_ anniversary: Anniversary) -> String {
        guard anniversary.calendar == .lunar else {
            return "\(anniversary.month)月\(anniversary.day)日"
        }
        let months = [
            "正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊",
        ]
        let leap = anniversary.leap ? "闰" : ""
        return "农历\(leap)\(months[anniversary.month - 1])月\(lunarDay(anniversary.day))"
    }

    /// `初一` … `三十`.
    private static func lunarDay(_ day: Int) -> String {
        let ones = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
        switch day {
        case ...10: return "初\(ones[day])"
        case 20: return "二十"
        case 30: return "三十"
        case ..<20: return "十\(ones[day - 10])"
        default: return "廿\(ones[day - 20])"
        }
    }
}

/// Why text is no value of its type; never holds the text itself.
public enum ValueFault: Error, Hashable, Sendable {
    case empty
    case notListed(allowed: [String])
    case notBoolean
    case notNumber
    case tooManyDecimals(scale: Int)
    case outOfRange
    case notTime
    case notDate
    case notAnniversary
    case notDuration

    /// The stable name in rejects files: `number`, `date`.
    public var code: String {
        switch self {
        case .empty: "empty"
        case .notListed: "not-listed"
        case .notBoolean: "boolean"
        case .notNumber: "number"
        case .tooManyDecimals: "decimals"
        case .outOfRange: "range"
        case .notTime: "time"
        case .notDate: "date"
        case .notAnniversary: "anniversary"
        case .notDuration: "duration"
        }
    }

    /// One phrase that states the rule.
    public var phrase: String {
        switch self {
        case .empty: "must not be empty"
        case .notListed(let allowed): "must be one of \(allowed.joined(separator: ", "))"
        case .notBoolean: "must be true or false"
        case .notNumber: "must be a decimal number such as 12 or 128.5"
        case .tooManyDecimals(let scale):
            scale == 0
                ? "must be a whole number" : "must have at most \(scale) decimal places"
        case .outOfRange: "must fit into 64 bits"
        case .notTime: "must be a time such as 2026-11-21T10:00:00+08:00"
        case .notDate: "must be a date such as 2026-11-21"
        case .notAnniversary: "must be a day such as 05-01, 1990-05-01 or lunar 08-15"
        case .notDuration: "must be a length of time such as 90d, 2h or 30m"
        }
    }

    /// The same in Chinese.
    public var chinesePhrase: String {
        switch self {
        case .empty: "不能为空"
        case .notListed(let allowed): "只能是：\(allowed.joined(separator: "、"))"
        case .notBoolean: "应为 true 或 false（是/否）"
        case .notNumber: "应为十进制数字，如 12 或 128.5"
        case .tooManyDecimals(let scale): scale == 0 ? "应为整数" : "小数最多 \(scale) 位"
        case .outOfRange: "超出 64 位整数范围"
        case .notTime: "应为时间，如 2026-11-21T10:00:00+08:00"
        case .notDate: "应为日期，如 2026-11-21"
        case .notAnniversary: "应为日子，如 05-01、1990-05-01 或 lunar 08-15"
        case .notDuration: "应为时长，如 90d、2h、30m"
        }
    }
}
