/// A mainland mobile number in E.164 form. Its description is masked; the digits need ``e164``.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// `+8613812345678`.
    public let e164: String
    public init(e164: String) { self.e164 = e164 }

    /// `138****5678`.
    public var description: String {
        let digits = e164.hasPrefix("+86") ? e164.dropFirst(3) : e164.dropFirst(1)
        guard digits.utf8.count >= 7 else { return "****" }
        return "\(digits.prefix(3))****\(digits.suffix(4))"
    }
}

/// Whose phone it is.
public enum Carrier: String, Hashable, Sendable, CaseIterable {
    case mobile, unicom, telecom, broadnet, unknown

    /// Reads a carrier by its word here or by its Chinese name, with or without 中国.
    public init?(written text: String) {
        if let word = Carrier(rawValue: text) {
            self = word
            return
        }
        switch text.hasPrefix("中国") ? String(text.dropFirst(2)) : text {
        case "移动": self = .mobile
        case "联通": self = .unicom
        case "电信": self = .telecom
        case "广电": self = .broadnet
        case "未知": self = .unknown
        default: return nil
        }
    }
}
