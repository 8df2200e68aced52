/// What is known of a number as somebody wrote it: whether it can be reached, whose it is, where.
public struct NumberProfile: Hashable, Sendable {
    /// What a number is for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case mobile, mvno, data, iot, satellite, emergency, reserved
        case landline, service, foreign
        /// It could not be read.
        case unknown
    }

    /// The recipient; nil when the number is no mainland mobile number.
    public let number: PhoneNumber?
    /// Why not.
    public let fault: PhoneFault?
    /// In E.164, also of landlines, devices and numbers abroad; nil for what has no such form.
    public let normalised: String?
    /// ISO 3166; nil when it could not be read or several countries share the calling code.
    public let country: String?
    public let kind: Kind
    /// Whose phone it is now: the override, else by the prefix.
    public private(set) var carrier: Carrier
    /// Whose block it came from.
    public let carrierByPrefix: Carrier
    /// What is known of it beyond its prefix.
    public private(set) var portability: Portability?
    /// Where it was issued; nil means unknown.
    public private(set) var region: NumberRegion?

    /// A mainland mobile number of eleven digits.
    public var isValid: Bool { number != nil }
    /// Marketing may go there: a person may be expected behind it.
    public var isPersonal: Bool {
        isValid && (NumberKind(rawValue: kind.rawValue)?.isPersonal ?? false)
    }

    /// Reads a number as people write it and looks its prefix up.
    public init(reading raw: String) {
        switch PhoneNumber.read(raw) {
        case .success(let number):
            let block = NumberTable.lookup(number)
            self.number = number
            fault = nil
            normalised = number.e164
            country = "CN"
            kind = block.flatMap { Kind(rawValue: $0.kind.rawValue) } ?? .unknown
            carrierByPrefix = block?.carrier ?? .unknown
            carrier = carrierByPrefix
            portability = nil
            region = nil
        case .failure(let fault):
            let other = NumberProfile.unreachable(raw, fault)
            number = nil
            self.fault = fault
            normalised = other.normalised
            country = other.country
            kind = other.kind
            carrierByPrefix = other.carrier
            carrier = other.carrier
            portability = nil
            region = other.region
        }
    }

    /// The same with what is known beyond the prefix: an override beats every prefix.
    public func adding(portability: Portability?, region: NumberRegion?) -> NumberProfile {
        var known = self
        known.portability = portability
        known.carrier = portability?.carrier ?? carrierByPrefix
        known.region = region ?? self.region
        return known
    }

    private struct Unreachable {
        var kind = Kind.unknown
        var normalised: String?
        var country: String?
        var carrier = Carrier.unknown
        var region: NumberRegion?
    }

    private static func unreachable(_ raw: String, _ fault: PhoneFault) -> Unreachable {
        var result = Unreachable()
        guard case .success(let read) = PhoneNumber.digits(of: raw) else { return result }
        guard case .success(let national) = PhoneNumber.national(read) else {
            let digits = read.hasPlus ? read.all[...] : read.all.dropFirst(2)
            result.kind = .foreign
            result.normalised = "+" + String(decoding: digits, as: UTF8.self)
            result.country = CallingCodes.lookup(digits)?.country
            return result
        }
        let text = "+86" + String(decoding: national.digits, as: UTF8.self)
        switch fault {
        case .iot:
            result.kind = .iot
            result.normalised = text
            result.carrier = NumberTable.lookup(PhoneNumber(e164: text))?.carrier ?? .unknown
        case .service:
            result.kind = ServiceNumbers.isEmergency(national.digits) ? .emergency : .service
        case .landline:
            result.kind = .landline
            if let found = PhoneNumber.landline(national) {
                result.normalised = "+86" + String(decoding: found.digits, as: UTF8.self)
                result.region = found.region
            }
        case .empty, .notDigits, .tooShort, .tooLong, .foreign, .notMobile: return result
        }
        result.country = "CN"
        return result
    }
}

/// Where a number was issued. People move, and keep their numbers.
public struct NumberRegion: Hashable, Sendable {
    public let province: String
    public let city: String
    public init(province: String, city: String) {
        self.province = province
        self.city = city
    }
}

/// Whose phone a number is now, since numbers may be taken along (携号转网, all of the mainland
/// since 2019-12-01).
public struct Portability: Hashable, Sendable {
    /// `.unknown` when a receipt said that it left its carrier, and not for whom.
    public let carrier: Carrier
    /// When that was so.
    public let at: Timestamp
    /// `import` or what the file says; `receipt` when a provider's report taught it.
    public let source: String
    public init(carrier: Carrier, at: Timestamp, source: String) {
        self.carrier = carrier
        self.at = at
        self.source = source
    }
}
