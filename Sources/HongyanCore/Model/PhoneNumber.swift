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
}
