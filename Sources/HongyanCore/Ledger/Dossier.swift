/// Everything that is held about one message, as a regulator or a court may ask for it.
public struct Dossier: Sendable {
    public struct Submitted: Hashable, Sendable {
        public let attempt: Int
        public let channel: ChannelID
        public let writtenAt: Timestamp
        /// `written`, `accepted`, `refused`, `throttled`, `unknown`.
        public let state: String
        public let providerID: String?
        public let respondedAt: Timestamp?
        public let code: String?
        /// What was charged; nil where nothing was.
        public let charged: Money?
        /// Ascending by time.
        public let receipts: [Receipt]
        public init(
            attempt: Int, channel: ChannelID, writtenAt: Timestamp, state: String,
            providerID: String?, respondedAt: Timestamp?, code: String?, charged: Money?,
            receipts: [Receipt]
        ) {
            self.attempt = attempt
            self.channel = channel
            self.writtenAt = writtenAt
            self.state = state
            self.providerID = providerID
            self.respondedAt = respondedAt
            self.code = code
            self.charged = charged
            self.receipts = receipts
        }
    }

    public struct Answer: Hashable, Sendable {
        public let at: Timestamp
        public let text: String
        public let meaning: String
        public init(at: Timestamp, text: String, meaning: String) {
            self.at = at
            self.text = text
            self.meaning = meaning
        }
    }

    /// One approval or filing of the template, in the words of the record.
    public struct Approval: Hashable, Sendable {
        public let at: Timestamp
        public let step: String
        public let who: String
        public init(at: Timestamp, step: String, who: String) {
            self.at = at
            self.step = step
            self.who = who
        }
    }

    /// How the seal of the day stands on which the message was cleared.
    public enum Seal: Hashable, Sendable {
        /// The day has not ended, or was not sealed yet.
        case none
        /// Nothing of the day was changed since.
        case holds(LedgerSeal)
        case broken(LedgerSeal, [LedgerFinding])
    }

    public let id: Digest
    public let rule: RuleID
    public let customer: CustomerID
    public let key: String
    public let due: Timestamp?
    public let purpose: Purpose
    public let number: PhoneNumber
    public let carrier: Carrier
    /// Empty once it was erased.
    public let text: String
    public let parts: Int
    public let cost: Money
    public let channel: ChannelID
    public let template: TemplateID
    public let templateVersion: Digest
    /// nil when approvals are not recorded.
    public let approvals: [Approval]?
    public let book: Digest
    /// The law's pack and the channel's that the book was under; nil when that is not recorded.
    public let packs: [PackVersion]?
    public let clearedAt: Timestamp
    public let state: MessageState
    public let changedAt: Timestamp
    public let reason: String?
    /// Every decision of the occurrence, ascending.
    public let decisions: [DecisionRecord]
    public let submissions: [Submitted]
    /// From this number since the message, ascending.
    public let replies: [Answer]
    public let consent: ConsentFile
    public let complaints: [Complaint]
    public var seal: Seal

    public init(
        id: Digest, rule: RuleID, customer: CustomerID, key: String, due: Timestamp?,
        purpose: Purpose, number: PhoneNumber, carrier: Carrier, text: String, parts: Int,
        cost: Money, channel: ChannelID, template: TemplateID, templateVersion: Digest,
        approvals: [Approval]?, book: Digest, packs: [PackVersion]?, clearedAt: Timestamp,
        state: MessageState, changedAt: Timestamp, reason: String?, decisions: [DecisionRecord],
        submissions: [Submitted], replies: [Answer], consent: ConsentFile,
        complaints: [Complaint], seal: Seal
    ) {
        self.id = id
        self.rule = rule
        self.customer = customer
        self.key = key
        self.due = due
        self.purpose = purpose
        self.number = number
        self.carrier = carrier
        self.text = text
        self.parts = parts
        self.cost = cost
        self.channel = channel
        self.template = template
        self.templateVersion = templateVersion
        self.approvals = approvals
        self.book = book
        self.packs = packs
        self.clearedAt = clearedAt
        self.state = state
        self.changedAt = changedAt
        self.reason = reason
        self.decisions = decisions
        self.submissions = submissions
        self.replies = replies
        self.consent = consent
        self.complaints = complaints
        self.seal = seal
    }

    /// The consents to the message's purpose that were in force when it was cleared, newest first.
    public var consentsThen: [Consent] {
        consent.consents.map(\.consent).filter { consent in
            consent.purpose == purpose && consent.at <= clearedAt
                && consent.withdrawn.map { $0 > clearedAt } ?? true
                && consent.expires.map { $0 > clearedAt } ?? true
        }.sorted { $0.at > $1.at }
    }

    /// Refusals of the message's purpose in force at a moment.
    public func optOuts(at moment: Timestamp) -> [OptOutRecord] {
        consent.optOuts.filter { $0.binds(purpose, at: moment) }
    }
}
