/// One thing that somebody lays down, for some purposes, with its source.
public struct PolicyStatement: Hashable, Sendable {
    public let key: PolicyKey
    public let value: PolicyValue
    /// For which purposes; all when empty.
    public let purposes: Set<Purpose>
    public let source: PolicySource
    public init(
        key: PolicyKey, value: PolicyValue, purposes: Set<Purpose> = [], source: PolicySource
    ) {
        self.key = key
        self.value = value
        self.purposes = purposes
        self.source = source
    }

    public func binds(_ purpose: Purpose) -> Bool {
        purposes.isEmpty || purposes.contains(purpose)
    }
}

/// A dated, versioned set of rules that a law or a provider lays down.
public struct PolicyPack: Hashable, Sendable {
    public let id: PackID
    public let version: Int
    public let titleZh: String
    public let titleEn: String
    /// `law` or `provider`.
    public let layer: PolicyLayer
    /// ISO 3166-1, two letters: where it holds.
    public let country: String
    /// The first day on which it is in force; nil for always.
    public let from: CivilDay?
    /// The last day; nil for as long as nobody ends it.
    public let through: CivilDay?
    /// In the pack's own order.
    public let statements: [PolicyStatement]

    public init(
        id: PackID, version: Int, titleZh: String, titleEn: String, layer: PolicyLayer,
        country: String, from: CivilDay?, through: CivilDay?, statements: [PolicyStatement]
    ) {
        self.id = id
        self.version = version
        self.titleZh = titleZh
        self.titleEn = titleEn
        self.layer = layer
        self.country = country
        self.from = from
        self.through = through
        self.statements = statements
    }

    public var name: PackVersion { PackVersion(id: id, version: version) }

    public func title(_ language: Language) -> String { language == .zh ? titleZh : titleEn }

    public func isInForce(on day: CivilDay) -> Bool {
        (from.map { $0 <= day } ?? true) && (through.map { day <= $0 } ?? true)
    }

    /// What it says of one key for a purpose, in its own order.
    public func statements(of key: PolicyKey, for purpose: Purpose) -> [PolicyStatement] {
        statements.filter { $0.key == key && $0.binds(purpose) }
    }

    /// The hours that bind a purpose, one entry a statement; empty when it names none.
    public func hours(for purpose: Purpose) -> [PackHours] {
        statements(of: .hours, for: purpose).flatMap { statement -> [PackHours] in
            guard case .hours(let windows) = statement.value else { return [] }
            return windows.map { PackHours(window: $0, pack: name) }
        }
    }

    /// Its caps, each for the messages of one channel; for all channels when nil.
    public func caps(of channel: ChannelID?) -> [Cap] {
        statements.flatMap { statement -> [Cap] in
            guard case .caps(let caps) = statement.value else { return [] }
            return caps.map { $0.bound(to: channel) }
        }
    }

    /// The phrases of which one must end a marketing message; empty when it names none.
    public var optOutPhrases: [String] {
        for statement in statements(of: .optOut, for: .marketing) {
            if case .words(let words) = statement.value { return words }
        }
        return []
    }

    /// Whether the signature ends the text instead of beginning it.
    public var putsSignatureLast: Bool {
        statements.contains { $0.key == .signaturePlace && $0.value == .words(["last"]) }
    }
}

/// The hours of a pack.
public struct PackHours: Hashable, Sendable {
    public let window: Window
    public let pack: PackVersion
    public init(window: Window, pack: PackVersion) {
        self.window = window
        self.pack = pack
    }
}
