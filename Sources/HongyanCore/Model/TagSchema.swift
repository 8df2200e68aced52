/// `tags.yaml`, checked: which tags, events, signals and named audiences there are.
public struct TagSchema: Hashable, Sendable {
    /// In file order.
    public let tags: [TagDefinition]
    public let events: [EventDefinition]
    public let signals: [SignalDefinition]
    public let audiences: [NamedAudience]

    public init(
        tags: [TagDefinition], events: [EventDefinition], signals: [SignalDefinition],
        audiences: [NamedAudience]
    ) {
        self.tags = tags
        self.events = events
        self.signals = signals
        self.audiences = audiences
    }

    public static let empty = TagSchema(tags: [], events: [], signals: [], audiences: [])

    public func tag(_ name: TagName) -> TagDefinition? { tags.first { $0.name == name } }
    public func event(_ kind: EventKind) -> EventDefinition? { events.first { $0.kind == kind } }
    public func signal(_ kind: SignalKind) -> SignalDefinition? {
        signals.first { $0.kind == kind }
    }

    /// The tag that holds the time of a customer's latest event of this kind.
    public func latestTag(of kind: EventKind) -> TagDefinition? {
        tags.first { $0.source == .latest(kind) }
    }
}

/// One tag: a typed attribute of a customer.
public struct TagDefinition: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// Imported; a column of the store.
        case stored
        /// The time of the customer's latest event of that kind; a column kept on ingest.
        case latest(EventKind)
        /// Computed from events when it is asked for; no column.
        case computed(Operand)
    }
    public let name: TagName
    public let title: String
    public let type: ValueType
    public let source: Source
    /// A trigger reads this tag, so the store keeps the seq of its last change and an index on it:
    /// always for `time` with `latest`, `date` and `anniversary`; for others when a signal's `by`
    /// names it.
    public let isTracked: Bool

    public init(name: TagName, title: String, type: ValueType, source: Source, isTracked: Bool) {
        self.name = name
        self.title = title
        self.type = type
        self.source = source
        self.isTracked = isTracked
    }

    public var hasColumn: Bool {
        if case .computed = source { false } else { true }
    }
}

/// A named, typed field of an event's or a signal's payload.
public struct FieldDefinition: Hashable, Sendable {
    public let name: String
    public let title: String
    public let type: ValueType
    public init(name: String, title: String, type: ValueType) {
        self.name = name
        self.title = title
        self.type = type
    }
}

/// A kind of event and its fields.
public struct EventDefinition: Hashable, Sendable {
    public let kind: EventKind
    public let title: String
    public let fields: [FieldDefinition]
    public init(kind: EventKind, title: String, fields: [FieldDefinition]) {
        self.kind = kind
        self.title = title
        self.fields = fields
    }
    public func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }
}

/// A kind of signal: an outside fact for a target day, keyed by the value of a tag.
public struct SignalDefinition: Hashable, Sendable {
    public let kind: SignalKind
    public let title: String
    /// The tag whose value is the signal's key (`city`).
    public let by: TagName
    public let fields: [FieldDefinition]
    /// A fact fetched longer ago than this is stale and never fires.
    public let freshFor: Span
    public init(
        kind: SignalKind, title: String, by: TagName, fields: [FieldDefinition], freshFor: Span
    ) {
        self.kind = kind
        self.title = title
        self.by = by
        self.fields = fields
        self.freshFor = freshFor
    }
    public func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }
}

/// A condition with a name, used as `audience: high_value` or inside other conditions.
public struct NamedAudience: Hashable, Sendable {
    public let name: String
    public let title: String
    public let condition: Condition
    public init(name: String, title: String, condition: Condition) {
        self.name = name
        self.title = title
        self.condition = condition
    }
}
