/// Everything the gates need to know about one occurrence, read with its page.
public struct Facts: Sendable {
    public let occurrence: Occurrence
    public let prior: Prior
    /// The hold it wakes from; nil for new ones. A rule with `pace` needs it: an occurrence that
    /// waited for its slot of today gets it.
    public let hold: Hold?
    /// The trigger is still true: not cancelled, the signal still holds and is fresh, `where` is
    /// met.
    public let trigger: TriggerState
    public let isInAudience: Bool
    /// Of the customer's stored and latest-event tags those that ``RuleBook/tagsAsked(by:)`` names,
    /// as far as they are there.
    public let tags: [TagName: Value]
    /// The fields of the event or signal behind the occurrence, at least those that
    /// ``RuleBook/fieldsAsked(by:)`` names.
    public let fields: [String: Value]
    public let recipient: RecipientFacts
    /// The latest opt-out that is in force, by number or person.
    public let optOut: OptOut?
    /// Refusals in force of one signature only, ascending by signature; empty unless the policy
    /// says that a refusal binds the signature it answered.
    public let narrowOptOuts: [OptOut]
    /// Since when a reply of theirs waits for a person to say whether it is a refusal.
    public let reviewSince: Timestamp?
    /// All consents of the customer, withdrawn ones too.
    public let consents: [Consent]
    /// Messages cleared to this customer that count for caps, over at least the longest cap,
    /// ascending by time.
    public let sends: [ClearedSend]
    /// When this rule last cleared a message to this customer (`once`), under any of its ids.
    public let lastOfRule: Timestamp?
    /// Caps whose own audience the customer does not match, by name.
    public let capsNotBinding: Set<String>
    /// When consent was last asked for, for rules that ask for it: requests that certainly did not
    /// leave are not counted.
    public let askedAt: Timestamp?
    /// How far the rule's templates have come, as the store knew with this page.
    public let templates: [TemplateStanding]

    public init(
        occurrence: Occurrence, prior: Prior = .new, trigger: TriggerState = .holds,
        isInAudience: Bool = true, tags: [TagName: Value] = [:], fields: [String: Value] = [:],
        recipient: RecipientFacts, optOut: OptOut? = nil, consents: [Consent] = [],
        sends: [ClearedSend] = [], lastOfRule: Timestamp? = nil, capsNotBinding: Set<String> = [],
        templates: [TemplateStanding] = [], hold: Hold? = nil, askedAt: Timestamp? = nil,
        narrowOptOuts: [OptOut] = [], reviewSince: Timestamp? = nil
    ) {
        self.occurrence = occurrence
        self.prior = prior
        self.trigger = trigger
        self.isInAudience = isInAudience
        self.tags = tags
        self.fields = fields
        self.recipient = recipient
        self.optOut = optOut
        self.consents = consents
        self.sends = sends
        self.lastOfRule = lastOfRule
        self.capsNotBinding = capsNotBinding
        self.templates = templates
        self.hold = hold
        self.narrowOptOuts = narrowOptOuts
        self.reviewSince = reviewSince
        self.askedAt = askedAt
    }

    /// What the ledger already says of this occurrence.
    public enum Prior: Hashable, Sendable {
        case new
        /// Held before: when it was first decided and until when it may wait at most.
        case held(firstDecidedAt: Timestamp, deadline: Timestamp?)
        /// A final decision stands; nothing may be decided again.
        case decided

        /// The same for an occurrence whose timer started anew: its deadline counts from there.
        public func restarted(due: Timestamp, closed: Closed) -> Prior {
            guard case .held(let first, _) = self else { return self }
            guard case .defer(let span) = closed else { return self }
            return .held(firstDecidedAt: first, deadline: due + span)
        }
    }

    /// Until when it was held, and for what.
    public struct Hold: Hashable, Sendable {
        public let until: Timestamp
        public let reason: Reason
        public init(until: Timestamp, reason: Reason) {
            self.until = until
            self.reason = reason
        }
    }
}

/// Whether what the rule waited for still is so.
public enum TriggerState: Hashable, Sendable {
    case holds
    /// Absence: the `unless` event came; dormant: the customer came back; date: the tag changed.
    case cancelled
    /// `where` or `when` is not met (any more).
    case unmatched
    /// The signal is older than allowed.
    case stale
    /// Absence: a later event of the same key started the timer anew. The facts' occurrence is that
    /// one's, and it is not due yet.
    case restarted
}

/// Who would get the message.
public struct RecipientFacts: Hashable, Sendable {
    /// nil when the customer has none (a stub) or it could not be read.
    public let number: PhoneNumber?
    public let carrier: Carrier
    public let state: State
    public enum State: Hashable, Sendable {
        case valid
        case missing
        /// Not a mobile number that marketing may reach: `iot`, `satellite`, `emergency`,
        /// `reserved`.
        case wrongClass(String)
        /// Receipts say that nobody is there.
        case dead
    }
    /// Another customer holds this number for marketing.
    public let sharedWith: CustomerID?
    public init(
        number: PhoneNumber?, carrier: Carrier = .unknown, state: State = .valid,
        sharedWith: CustomerID? = nil
    ) {
        self.number = number
        self.carrier = carrier
        self.state = state
        self.sharedWith = sharedWith
    }
}

/// A refusal; binds the number and the person.
public struct OptOut: Hashable, Sendable {
    public let at: Timestamp
    /// `reply`, `import`, `merge` …
    public let source: String
    /// nil means everything; else only this purpose.
    public let purpose: Purpose?
    /// Of a reply: the signature of the messages that were answered. Whether it narrows the refusal
    /// is for the policy to say (``Policy/optOutScope``).
    public let signature: String?
    public init(at: Timestamp, source: String, purpose: Purpose?, signature: String? = nil) {
        self.at = at
        self.source = source
        self.purpose = purpose
        self.signature = signature
    }
}

/// Proof that a customer agreed; binds the pair of person and number.
public struct Consent: Hashable, Sendable {
    public let purpose: Purpose
    public let at: Timestamp
    public let expires: Timestamp?
    public let withdrawn: Timestamp?
    /// Where it was given: `checkout`, `store-form`, `mo-sms` …
    public let source: String
    /// The version of the text that was shown; nil means the proof is incomplete.
    public let textVersion: String?
    public let proof: ConsentProof
    public init(
        purpose: Purpose, at: Timestamp, expires: Timestamp? = nil, withdrawn: Timestamp? = nil,
        source: String, textVersion: String?, proof: ConsentProof = .none
    ) {
        self.proof = proof
        self.purpose = purpose
        self.at = at
        self.expires = expires
        self.withdrawn = withdrawn
        self.source = source
        self.textVersion = textVersion
    }
}

/// A message that was cleared to leave and takes a cap's slot.
public struct ClearedSend: Hashable, Sendable {
    public let at: Timestamp
    public let rule: RuleID
    public let purpose: Purpose
    /// nil where only its time matters.
    public let channel: ChannelID?
    public let template: TemplateID?
    public init(
        at: Timestamp, rule: RuleID, purpose: Purpose, channel: ChannelID? = nil,
        template: TemplateID? = nil
    ) {
        self.at = at
        self.rule = rule
        self.purpose = purpose
        self.channel = channel
        self.template = template
    }
}
