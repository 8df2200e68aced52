/// What a store's customers and last weeks say about a book, before anything is sent.
public struct StoreSurvey: Hashable, Sendable {
    /// Whole local days that were looked at.
    public static let days = 30

    public struct Audience: Hashable, Sendable {
        public let name: String
        public let title: String
        public let customers: Int
        public init(name: String, title: String, customers: Int) {
            self.name = name
            self.title = title
            self.customers = customers
        }
    }

    /// How often a trigger would have fired on one local day.
    public struct Day: Hashable, Sendable {
        public let day: CivilDay
        /// For customers of today's audience.
        public let inside: Int
        public let outside: Int
        public init(day: CivilDay, inside: Int, outside: Int) {
            self.day = day
            self.inside = inside
            self.outside = outside
        }
    }

    /// A template variable that reads a tag.
    public struct Variable: Hashable, Sendable {
        public let template: TemplateID
        public let name: String
        public let hasFallback: Bool
        /// Customers of the audience without the tag.
        public let missing: Int
        public init(template: TemplateID, name: String, hasFallback: Bool, missing: Int) {
            self.template = template
            self.name = name
            self.hasFallback = hasFallback
            self.missing = missing
        }
    }

    public struct Rule: Hashable, Sendable {
        public let rule: CompiledRule
        public let audience: Int
        /// Ascending, days with nothing included; nil when the store cannot say (`enters` that was
        /// never sampled).
        public let days: [Day]?
        public let variables: [Variable]
        /// Of its longest text.
        public let parts: Int
        /// Of the dearest channel that takes its purpose.
        public let pricePerPart: Money

        public init(
            rule: CompiledRule, audience: Int, days: [Day]?, variables: [Variable], parts: Int,
            pricePerPart: Money
        ) {
            self.rule = rule
            self.audience = audience
            self.days = days
            self.variables = variables
            self.parts = parts
            self.pricePerPart = pricePerPart
        }

        /// Occurrences for customers of today's audience.
        public var inside: Int { days?.reduce(0) { $0 + $1.inside } ?? 0 }
        public var outside: Int { days?.reduce(0) { $0 + $1.outside } ?? 0 }
        /// The day with the most of them; of equal days the first.
        public var busiest: Day? {
            days?.max { left, right in
                left.inside == right.inside ? left.day > right.day : left.inside < right.inside
            }
        }
        /// What a month like the last would cost at most: every occurrence inside the audience
        /// sent, each at its longest text through the dearest channel.
        public var costAtMost: Money { pricePerPart * parts * inside }
    }

    public let at: Timestamp
    public let zone: Zone
    public let customers: Int
    /// In file order.
    public let audiences: [Audience]
    /// In the order of decision.
    public let rules: [Rule]
    /// In the order of decision.
    public let templateWaits: [TemplateWait]
    /// What a person or complaints have stopped, in order of kind and name.
    public let stops: [Stop]
    /// Phone numbers stand in the store as digits.
    public let holdsPlainNumbers: Bool

    public init(
        at: Timestamp, zone: Zone, customers: Int, audiences: [Audience], rules: [Rule],
        templateWaits: [TemplateWait] = [], stops: [Stop] = [], holdsPlainNumbers: Bool = false
    ) {
        self.at = at
        self.zone = zone
        self.customers = customers
        self.audiences = audiences
        self.rules = rules
        self.templateWaits = templateWaits
        self.stops = stops
        self.holdsPlainNumbers = holdsPlainNumbers
    }
}

extension RuleBook {
    /// The parts of a rule's longest text: every variable at its declared maximum.
    public func longestParts(of rule: CompiledRule) -> Int {
        let channels = workspace.channels.filter { $0.purposes.contains(rule.purpose) }
        let signatures = channels.map { $0.signature ?? policy.signature }
        let endings = channels.map { policy.optOutWords(for: $0) }
        let signature = signatures.max { $0.utf16.count < $1.utf16.count } ?? policy.signature
        let ending = endings.max { $0.utf16.count < $1.utf16.count } ?? policy.optOutWords
        let words = rule.purpose == .marketing ? ending : nil
        return rule.message.variants.compactMap { variant in
            template(variant.template).map { template in
                PartCount.parts(
                    in: FinalText.compose(
                        body: template.longest, signature: signature, optOutWords: words))
            }
        }.max() ?? 1
    }

    /// The price of the dearest channel that takes the rule's purpose.
    public func dearestPart(of rule: CompiledRule) -> Money {
        workspace.channels.filter { $0.purposes.contains(rule.purpose) }
            .flatMap { [$0.pricePerPart] + $0.terms.prices.map(\.pricePerPart) }.max()
            ?? .zero
    }
}

extension Template {
    /// The body with every variable as long as it may be.
    var longest: String {
        runs.map { run in
            switch run {
            case .fixed(let text): text
            case .variable(let variable): String(repeating: "长", count: variable.maxLength)
            }
        }.joined()
    }
}
