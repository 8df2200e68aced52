/// A mainland mobile number in E.164 form. Its description is masked; the digits need ``e164``.
///
/// A store with a key keeps numbers sealed; one read without opening it has no digits here, and
/// only ``sealed`` says whose it is.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// `+8613812345678`; empty while the number is sealed.
    public let e164: String
    /// The form in which the store keeps it; nil for a number with digits.
    public let sealed: SealedNumber?

    public init(e164: String) {
        self.e164 = e164
        sealed = nil
    }

    public init(sealed: SealedNumber) {
        e164 = ""
        self.sealed = sealed
    }

    /// `138****5678`; `****` while the number is sealed.
    public var description: String {
        let digits = e164.hasPrefix("+86") ? e164.dropFirst(3) : e164.dropFirst(1)
        guard digits.utf8.count >= 7 else { return "****" }
        return "\(digits.prefix(3))****\(digits.suffix(4))"
    }
}

extension PhoneNumber: CustomDebugStringConvertible, CustomReflectable {
    /// As masked as the description: what a debugger or a failed test prints.
    public var debugDescription: String { description }
    /// Without the digits, so that `dump` shows none.
    public var customMirror: Mirror { Mirror(self, children: ["masked": description]) }
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
