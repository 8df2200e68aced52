/// All checked rules with policy, tags, templates and channels: immutable, and named by the hash of
/// its content.
public struct RuleBook: Hashable, Sendable {
    public let hash: Digest
    public let workspace: Workspace
    public let tags: TagSchema
    public let policy: Policy
    /// Ascending by id.
    public let templates: [Template]
    /// In the order of decision: priority descending, then id ascending. Disabled rules included.
    public let rules: [CompiledRule]
    /// All caps in the order in which they are asked: the law's, those of each channel's pack in
    /// file order, the workspace's.
    public let caps: [Cap]
    /// Behind direct sends, one for each purpose that has a template. Only a live engine decides
    /// them, and no list of rules shows them.
    public let directRules: [CompiledRule]
    /// How texts are audited, by channel.
    private(set) var auditProfiles: [ChannelID: AuditProfile] = [:]
    /// … of messages that no channel takes yet.
    private(set) var auditProfile = AuditProfile.standard

    public init(
        hash: Digest, workspace: Workspace, tags: TagSchema, policy: Policy, templates: [Template],
        rules: [CompiledRule]
    ) {
        self.hash = hash
        self.workspace = workspace
        self.tags = tags
        self.policy = policy
        self.templates = templates
        self.rules = rules.sorted {
            $0.priority == $1.priority ? $0.id < $1.id : $0.priority > $1.priority
        }
        directRules = Direct.rules(for: templates)
        let channels = workspace.channels.flatMap { $0.pack?.caps(of: $0.id) ?? [] }
        caps = (policy.law?.caps(of: nil) ?? []) + channels + policy.caps
        for channel in workspace.channels {
            auditProfiles[channel.id] = RuleBook.profile(of: channel, in: self)
        }
        auditProfile = RuleBook.profile(of: nil, in: self)
    }

    public func rule(_ id: RuleID) -> CompiledRule? {
        rules.first { $0.id == id } ?? directRules.first { $0.id == id }
    }
    public func template(_ id: TemplateID) -> Template? { templates.first { $0.id == id } }

    /// The words that rules wait for in replies, as written, in the order of the rules.
    public var replyKeywords: [String] {
        rules.flatMap { (rule: CompiledRule) -> [String] in
            if case .reply(let reply) = rule.trigger { reply.keywords } else { [] }
        }
    }
}

/// `hongyan.yaml`, checked. Secrets stay unresolved: `${env:NAME}` is read by the commands that
/// need it.
public struct Workspace: Hashable, Sendable {
    /// Path of the store, relative to the workspace folder.
    public let storePath: String
    public let zone: Zone
    /// In file order: the first that fits wins ties.
    public let channels: [Channel]
    /// Staff: the only numbers that `--redirect-to` and test sends reach, and who may act on
    /// templates.
    public let people: [Person]
    public let weather: WeatherSource?
    /// The environment variable that holds the key of the store's phone numbers; nil when they are
    /// kept as digits.
    public let numberKeyVariable: String?
    /// Counts every message, and holds back marketing; nil when the workspace names none.
    public let budget: Budget?
    /// What receipts mean here.
    public let receiptCodes: ReceiptCodes
    public let probes: ProbeSettings?

    public init(
        storePath: String, zone: Zone, channels: [Channel], people: [Person] = [],
        weather: WeatherSource? = nil, numberKeyVariable: String? = nil, budget: Budget? = nil,
        receiptCodes: ReceiptCodes = .standard, probes: ProbeSettings? = nil
    ) {
        self.storePath = storePath
        self.zone = zone
        self.channels = channels
        self.people = people
        self.weather = weather
        self.numberKeyVariable = numberKeyVariable
        self.receiptCodes = receiptCodes
        self.probes = probes
        self.budget = budget
    }
    public func channel(_ id: ChannelID) -> Channel? { channels.first { $0.id == id } }
}

/// Somebody under `people:`.
public struct Person: Hashable, Sendable {
    /// The key: what commands and the log of templates call them.
    public let id: String
    /// What people call them; the key where nothing else is said.
    public let name: String
    /// nil for those who get no test messages.
    public let number: PhoneNumber?
    /// The steps of an approval that they may take.
    public let roles: [String]
    public init(id: String? = nil, name: String, number: PhoneNumber?, roles: [String] = []) {
        self.id = id ?? name
        self.name = name
        self.number = number
        self.roles = roles
    }
}

extension Workspace {
    /// By key, else by name.
    public func person(_ name: String) -> Person? {
        people.first { $0.id == name } ?? people.first { $0.name == name }
    }
}

/// Where forecasts come from: an Open-Meteo forecast endpoint and the cities to ask for.
public struct WeatherSource: Hashable, Sendable {
    public struct City: Hashable, Sendable {
        public let name: String
        /// Decimal degrees as written, so that no digit is lost.
        public let latitude: String
        public let longitude: String
        public init(name: String, latitude: String, longitude: String) {
            self.name = name
            self.latitude = latitude
            self.longitude = longitude
        }
    }
    /// How many days are fetched, from today on.
    public static let forecastDays = 7
    public let signal: SignalKind
    /// `https://api.open-meteo.com/v1/forecast`.
    public let url: String
    public let cities: [City]
    public let every: Span
    public init(signal: SignalKind, url: String, cities: [City], every: Span) {
        self.signal = signal
        self.url = url
        self.cities = cities
        self.every = every
    }
}

/// One configured account at a provider.
public struct Channel: Hashable, Sendable {
    public enum ProviderKind: Hashable, Sendable {
        /// The simulated carrier, with its profile.
        case simulated(SimulatedProfile)
        /// An SMSC over SMPP 3.4.
        case smpp(CarrierLink)
        /// China Mobile's gateway, or a reseller's, over CMPP.
        case cmpp(CarrierLink, CMPPTerms)

        /// How it is reached; nil for a carrier inside the program.
        public var link: CarrierLink? {
            switch self {
            case .simulated: nil
            case .smpp(let link), .cmpp(let link, _): link
            }
        }
    }
    public let id: ChannelID
    public let provider: ProviderKind
    public let purposes: Set<Purpose>
    /// Carriers it reaches; all when empty.
    public let carriers: Set<Carrier>
    public let pricePerPart: Money
    public let partsPerSecond: Int
    /// Overrides the policy's, when there is one.
    public let signature: String?
    public let optOutWords: String?
    /// Whether its carriers want each template filed (报备) before it may be sent.
    public let filing: FilingDemand
    public let filingTerms: FilingTerms
    /// What the provider lays down; nil when the workspace names none.
    public let pack: PolicyPack?
    public let terms: ChannelTerms
    public init(
        id: ChannelID, provider: ProviderKind, purposes: Set<Purpose>, carriers: Set<Carrier> = [],
        pricePerPart: Money, partsPerSecond: Int, signature: String? = nil,
        optOutWords: String? = nil, filing: FilingDemand = .none,
        filingTerms: FilingTerms = .standard, pack: PolicyPack? = nil,
        terms: ChannelTerms = .standard
    ) {
        self.id = id
        self.provider = provider
        self.purposes = purposes
        self.carriers = carriers
        self.pricePerPart = pricePerPart
        self.partsPerSecond = partsPerSecond
        self.signature = signature
        self.optOutWords = optOutWords
        self.filing = filing
        self.filingTerms = filingTerms
        self.pack = pack
        self.terms = terms
    }
}

/// What a channel asks of templates before they may be sent.
public enum FilingDemand: String, Hashable, Sendable, CaseIterable {
    case none
    /// Filed with the carrier of each number, and in effect.
    case required
}

/// How the simulated carrier behaves. Shares are of 10,000.
public struct SimulatedProfile: Hashable, Sendable {
    /// From submission to response.
    public var latency: Span
    /// From response to receipt.
    public var receiptLatency: Span
    /// Refused for good (number, content).
    public var refusedShare: Int
    /// Accepted, but the receipt says failed.
    public var failedShare: Int
    /// Accepted, but no receipt ever comes.
    public var silentShare: Int
    /// The response never comes.
    public var lostResponseShare: Int
    /// Of the delivered: the customer answers with an opt-out.
    public var optOutShare: Int
    /// Of the delivered: the customer answers something else.
    public var otherReplyShare: Int
    /// More parts than this in one second are throttled; 0 means never.
    public var throttleAbovePartsPerSecond: Int
    /// What was truly accepted is appended to this file, one line a message, as a carrier's own
    /// count.
    public var journalPath: String?
    public init(
        latency: Span = Span(milliseconds: 80), receiptLatency: Span = .seconds(4),
        refusedShare: Int = 50, failedShare: Int = 200, silentShare: Int = 100,
        lostResponseShare: Int = 0, optOutShare: Int = 60, otherReplyShare: Int = 40,
        throttleAbovePartsPerSecond: Int = 0, journalPath: String? = nil
    ) {
        self.latency = latency
        self.receiptLatency = receiptLatency
        self.refusedShare = refusedShare
        self.failedShare = failedShare
        self.silentShare = silentShare
        self.lostResponseShare = lostResponseShare
        self.optOutShare = optOutShare
        self.otherReplyShare = otherReplyShare
        self.throttleAbovePartsPerSecond = throttleAbovePartsPerSecond
        self.journalPath = journalPath
    }
}

/// An amount in 1/10,000 yuan.
public struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var units: Int64
    public init(units: Int64) { self.units = units }
    public static let zero = Money(units: 0)
    public static func < (left: Money, right: Money) -> Bool { left.units < right.units }
    public static func + (left: Money, right: Money) -> Money {
        Money(units: left.units + right.units)
    }
    public static func - (left: Money, right: Money) -> Money {
        Money(units: left.units - right.units)
    }
    public static func * (left: Money, count: Int) -> Money {
        Money(units: left.units * Int64(count))
    }

    /// Yuan without trailing zeros: `0.045`, `12`.
    public var description: String {
        let sign = units < 0 ? "-" : ""
        var fraction = padded(Int(units.magnitude % 10_000), 4)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(sign)\(units.magnitude / 10_000)\(fraction.isEmpty ? "" : "." + fraction)"
    }
}
