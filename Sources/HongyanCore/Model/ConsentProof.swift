/// What shows that a customer agreed, besides when and where.
///
/// Source: 工信部令第74号 (in force 2026-05-01) article 21: the sender holds the proof that the
/// receiver agreed to or asked for commercial messages, and hands it over when asked; PIPL articles
/// 14–17 and 31.
public struct ConsentProof: Hashable, Sendable {
    /// What the customer did.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Ticked a box, in an app or on a page.
        case checkbox
        /// Answered or asked by a message of their own (上行短信).
        case reply
        /// Signed on paper.
        case paper
        /// Said so on a recorded call.
        case call
        /// Told an assistant at the counter, who wrote it down.
        case counter
        case other
    }
    /// SHA-256 or the like of the file that shows it, as the shop wrote it.
    public let evidence: String?
    /// How messages may come, such as `sms`.
    public let channel: String?
    public let action: Action?
    /// The words that were shown, whole.
    public let text: String?
    /// Of a child under the age of the policy: how the guardian agreed.
    public let guardian: String?
    /// How many messages were promised, in the words that were shown: `每月不超过4条`.
    public let frequency: String?
    /// For how long, in the words that were shown: `至会员注销`.
    public let term: String?

    public init(
        evidence: String? = nil, channel: String? = nil, action: Action? = nil,
        text: String? = nil, guardian: String? = nil, frequency: String? = nil,
        term: String? = nil
    ) {
        self.evidence = evidence
        self.channel = channel
        self.action = action
        self.text = text
        self.guardian = guardian
        self.frequency = frequency
        self.term = term
    }

    public static let none = ConsentProof()
}

/// What the workspace asks of consents beyond their proof.
public struct ConsentTerms: Hashable, Sendable {
    /// Who is a child.
    public enum Guardian: Hashable, Sendable {
        /// Whoever was younger than so many years when agreeing; the tag is a date or an
        /// anniversary with its year. Source: PIPL article 31 (under 14).
        case age(birthday: TagName, years: Int)
        /// Whoever's boolean tag says so.
        case tag(TagName)
    }
    /// nil asks for no guardian.
    public let guardian: Guardian?
    /// A consent request that was not answered for so long was refused: no reply is no consent, and
    /// nothing the same or similar is asked again (工信部令第31号 of 2015 article 18).
    public let answerWithin: Span
    public init(guardian: Guardian? = nil, answerWithin: Span = .days(7)) {
        self.guardian = guardian
        self.answerWithin = answerWithin
    }
    public static let standard = ConsentTerms()
}

extension ConsentTerms.Guardian {
    /// Whether a consent given on a day was a child's, as far as the tags tell.
    ///
    /// A birthday without its year tells nothing. A lunar birthday is taken in its lunar year.
    public func binds(_ tags: [TagName: Value], on day: CivilDay) -> Bool {
        switch self {
        case .tag(let name): return tags[name] == .boolean(true)
        case .age(let name, let years):
            let grown: CivilDay?
            switch tags[name] {
            case .date(let born):
                let (year, month, date) = born.fields
                let birthday = Anniversary(calendar: .solar, month: month, day: date)
                grown = AnniversaryRule.days(of: birthday, inYear: year + years)
            case .anniversary(let birthday):
                guard let year = birthday.year else { return false }
                grown = AnniversaryRule.days(of: birthday, inYear: year + years)
            default: return false
            }
            return grown.map { day < $0 } ?? false
        }
    }
}

/// One thing that became of a consent, as it was told.
public struct ConsentEvent: Hashable, Sendable {
    public enum Act: String, Hashable, Sendable, CaseIterable {
        case grant, change, withdraw, merge
        /// The proof was deleted for its age.
        case retire
    }
    /// When it was told to the store.
    public let at: Timestamp
    public let act: Act
    public let purpose: Purpose
    public let givenAt: Timestamp
    public let source: String
    public let withdrawn: Timestamp?
    public init(
        at: Timestamp, act: Act, purpose: Purpose, givenAt: Timestamp, source: String,
        withdrawn: Timestamp?
    ) {
        self.at = at
        self.act = act
        self.purpose = purpose
        self.givenAt = givenAt
        self.source = source
        self.withdrawn = withdrawn
    }
}

/// A refusal with its end.
public struct OptOutRecord: Hashable, Sendable {
    public let optOut: OptOut
    /// When the customer said yes again; nil while it is in force.
    public let liftedAt: Timestamp?
    public init(optOut: OptOut, liftedAt: Timestamp?) {
        self.optOut = optOut
        self.liftedAt = liftedAt
    }
    /// In force at a moment, over a purpose.
    public func binds(_ purpose: Purpose, at moment: Timestamp) -> Bool {
        optOut.at <= moment && liftedAt.map { $0 > moment } ?? true
            && (optOut.purpose == nil || optOut.purpose == purpose)
    }
}

/// All that is held about one customer's yes and no.
public struct ConsentFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public let consent: Consent
        /// It was given for the number that the customer has now.
        public let isOfPresentNumber: Bool
        public init(consent: Consent, isOfPresentNumber: Bool) {
            self.consent = consent
            self.isOfPresentNumber = isOfPresentNumber
        }
    }
    public let customer: CustomerID
    public let number: PhoneNumber?
    /// Ascending by (purpose, time, source).
    public let consents: [Entry]
    /// In the order in which it was told.
    public let events: [ConsentEvent]
    /// When consent was asked for, ascending.
    public let asks: [(purpose: Purpose, at: Timestamp)]
    /// By number or person, ascending by time.
    public let optOuts: [OptOutRecord]

    public init(
        customer: CustomerID, number: PhoneNumber?, consents: [Entry], events: [ConsentEvent],
        asks: [(purpose: Purpose, at: Timestamp)], optOuts: [OptOutRecord]
    ) {
        self.customer = customer
        self.number = number
        self.consents = consents
        self.events = events
        self.asks = asks
        self.optOuts = optOuts
    }
}
