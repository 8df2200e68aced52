/// The states of a message on its way, in order:
/// `queued → claimed → written → accepted | refused | unknown → delivered | failed | expired`.
public enum MessageState: String, Hashable, Sendable, CaseIterable {
    case queued, claimed, written, accepted, refused, unknown, delivered, failed, expired
    /// Withdrawn at the socket's edge: stop, opt-out, consent, window, deadline, or a late
    /// canceller.
    case withdrawn

    /// No further word from the carrier changes it.
    public var isFinal: Bool {
        switch self {
        case .refused, .delivered, .failed, .expired, .withdrawn: true
        case .queued, .claimed, .written, .accepted, .unknown: false
        }
    }
    /// It certainly was not accepted, so its cap slot returns.
    public var freesSlot: Bool { self == .refused || self == .expired || self == .withdrawn }
}

/// A message taken from the queue, with what the edge check needs.
public struct QueuedMessage: Hashable, Sendable {
    /// Hash of (rule, customer, key): the same occurrence has the same message id.
    public let id: Digest
    public let rule: RuleID
    public let customer: CustomerID
    public let key: String
    public let number: PhoneNumber
    public let text: String
    public let parts: Int
    public let purpose: Purpose
    public let channel: ChannelID
    public let clearedAt: Timestamp
    public let deadline: Timestamp?
    /// From 1.
    public let attempt: Int
    /// Set at claim: what has changed since it was cleared, if anything.
    public let edge: Edge

    /// The facts of the edge check, read in the claim's own transaction.
    public struct Edge: Hashable, Sendable {
        public let isStopped: Bool
        public let isOptedOut: Bool
        public let hasConsent: Bool
        public let holdsNumber: Bool
        public let isTriggerTrue: Bool
        /// The text was made from the version of the template that the book has now.
        public let isTemplateCurrent: Bool
        /// What has come between that version and its sending.
        public let template: TemplateObstacle?
        /// A reply of theirs may be a refusal and waits for a person.
        public let isUnderReview: Bool
        public init(
            isStopped: Bool, isOptedOut: Bool, hasConsent: Bool, holdsNumber: Bool,
            isTriggerTrue: Bool, isTemplateCurrent: Bool = true, template: TemplateObstacle? = nil,
            isUnderReview: Bool = false
        ) {
            self.isStopped = isStopped
            self.isOptedOut = isOptedOut
            self.hasConsent = hasConsent
            self.holdsNumber = holdsNumber
            self.isTriggerTrue = isTriggerTrue
            self.isUnderReview = isUnderReview
            self.isTemplateCurrent = isTemplateCurrent
            self.template = template
        }
    }

    public init(
        id: Digest, rule: RuleID, customer: CustomerID, key: String, number: PhoneNumber,
        text: String, parts: Int, purpose: Purpose, channel: ChannelID, clearedAt: Timestamp,
        deadline: Timestamp?, attempt: Int, edge: Edge
    ) {
        self.id = id
        self.rule = rule
        self.customer = customer
        self.key = key
        self.number = number
        self.text = text
        self.parts = parts
        self.purpose = purpose
        self.channel = channel
        self.clearedAt = clearedAt
        self.deadline = deadline
        self.attempt = attempt
        self.edge = edge
    }
}

/// One hand-over of a message to a provider.
public struct Submission: Hashable, Sendable {
    /// Hash of (message, attempt).
    public let id: Digest
    public let message: Digest
    public let attempt: Int
    public let number: PhoneNumber
    public let text: String
    public let parts: Int
    public let purpose: Purpose
    /// Through which it leaves, when that is not the channel the message was decided for.
    public let detour: ChannelID?
    public init(
        id: Digest, message: Digest, attempt: Int, number: PhoneNumber, text: String, parts: Int,
        purpose: Purpose, detour: ChannelID? = nil
    ) {
        self.detour = detour
        self.id = id
        self.message = message
        self.attempt = attempt
        self.number = number
        self.text = text
        self.parts = parts
        self.purpose = purpose
    }
}

extension Submission {
    /// The id of a message's hand-over.
    /// - Parameter attempt: From 1.
    public static func id(of message: Digest, attempt: Int) -> Digest {
        Digest(hashing: [message.description, String(attempt)])
    }
}

/// What comes back from a provider.
public enum ProviderEvent: Hashable, Sendable {
    case response(submission: Digest, Response, at: Timestamp)
    case receipt(Receipt)
    case reply(Reply)

    public enum Response: Hashable, Sendable {
        /// The provider's own id of the message.
        case accepted(providerID: String)
        /// The same for a message that left in several parts: an id for each, in their order.
        /// Receipts come by part; the message is delivered when all parts are.
        case acceptedInParts(providerIDs: [String])
        /// Certainly not accepted; the same message may go again later.
        case throttled(code: String)
        /// Certainly not accepted, for good.
        case refused(code: String)
        /// No response within the protocol's time: it may or may not have been accepted.
        case timedOut
    }

    public var at: Timestamp {
        switch self {
        case .response(_, _, let at): at
        case .receipt(let receipt): receipt.at
        case .reply(let reply): reply.at
        }
    }
}

/// The carrier's word on a message.
public struct Receipt: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable { case delivered, failed }
    public let channel: ChannelID
    public let providerID: String
    public let outcome: Outcome
    /// `DELIVRD`, `MK:0001`, `MI:0024` … as the carrier wrote it.
    public let code: String
    public let at: Timestamp
    public init(
        channel: ChannelID, providerID: String, outcome: Outcome, code: String, at: Timestamp
    ) {
        self.channel = channel
        self.providerID = providerID
        self.outcome = outcome
        self.code = code
        self.at = at
    }
}

/// What a customer sent back.
public struct Reply: Hashable, Sendable {
    /// The provider's id; the same reply twice is one reply.
    public let id: String
    public let channel: ChannelID
    public let number: PhoneNumber
    public let text: String
    public let at: Timestamp
    public init(id: String, channel: ChannelID, number: PhoneNumber, text: String, at: Timestamp) {
        self.id = id
        self.channel = channel
        self.number = number
        self.text = text
        self.at = at
    }
}
