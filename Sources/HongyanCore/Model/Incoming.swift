/// A customer row on its way in. Absent columns are untouched.
public struct IncomingCustomer: Hashable, Sendable {
    public enum Phone: Hashable, Sendable { case untouched, cleared, number(PhoneNumber) }
    public let id: CustomerID
    public let phone: Phone
    /// A name that is absent is untouched; nil clears the tag.
    public let tags: [TagName: Value?]
    public init(id: CustomerID, phone: Phone, tags: [TagName: Value?]) {
        self.id = id
        self.phone = phone
        self.tags = tags
    }
}

/// A consent row on its way in; identity is (customer, purpose, at, source). An empty cell never
/// clears a consent.
public struct IncomingConsent: Hashable, Sendable {
    public let customer: CustomerID
    public let consent: Consent
    /// SHA-256 or the like of the proof, as the shop wrote it.
    public let evidence: String?
    public init(customer: CustomerID, consent: Consent, evidence: String?) {
        self.customer = customer
        self.consent = consent
        self.evidence = evidence
    }
}

/// A refusal on its way in: of a number, a customer, or both.
public struct IncomingSuppression: Hashable, Sendable {
    public let customer: CustomerID?
    public let number: PhoneNumber?
    public let optOut: OptOut
    public init(customer: CustomerID?, number: PhoneNumber?, optOut: OptOut) {
        self.customer = customer
        self.number = number
        self.optOut = optOut
    }
}

/// Whose phone a number is now, on its way in.
public struct IncomingPortability: Hashable, Sendable {
    public let number: PhoneNumber
    public let portability: Portability
    public init(number: PhoneNumber, portability: Portability) {
        self.number = number
        self.portability = portability
    }
}

/// An event on its way in.
public struct IncomingEvent: Hashable, Sendable {
    /// nil: identity is (customer, kind, time, payload).
    public let id: EventID?
    public let customer: CustomerID
    public let kind: EventKind
    public let at: Timestamp
    public let fields: [String: Value]
    public init(
        id: EventID?, customer: CustomerID, kind: EventKind, at: Timestamp, fields: [String: Value]
    ) {
        self.id = id
        self.customer = customer
        self.kind = kind
        self.at = at
        self.fields = fields
    }
}

/// An outside fact on its way in; a later one for the same (kind, key, day) replaces it.
public struct IncomingSignal: Hashable, Sendable {
    public let kind: SignalKind
    public let key: String
    public let day: CivilDay
    public let fetchedAt: Timestamp
    public let fields: [String: Value]
    public init(
        kind: SignalKind, key: String, day: CivilDay, fetchedAt: Timestamp, fields: [String: Value]
    ) {
        self.kind = kind
        self.key = key
        self.day = day
        self.fetchedAt = fetchedAt
        self.fields = fields
    }
}

public struct IngestCount: Hashable, Sendable {
    public var added: Int
    public var changed: Int
    public var unchanged: Int
    public init(added: Int = 0, changed: Int = 0, unchanged: Int = 0) {
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
    }
}
