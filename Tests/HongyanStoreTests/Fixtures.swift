import HongyanCore
import HongyanStore

/// A small shop: its schema, rules and rows, built in Swift.
enum Shop {
    static let zone = Zone.china
    /// 2026-11-02 09:00 in Shanghai, a Monday.
    static let start = at(2026, 11, 2, 9)

    static func at(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0
    ) -> Timestamp {
        guard let date = CivilDay(year: year, month: month, day: day) else { return .distantPast }
        return zone.moment(date, MinuteOfDay(hour * 60 + minute))
    }

    static let schema = TagSchema(
        tags: [
            tag("name", .text), tag("tier", .enumeration(["gold", "silver"])),
            tag("points", .number(scale: 2)), tag("vip", .boolean),
            tag("city", .text, isTracked: true),
            tag("birthday", .anniversary, isTracked: true),
            tag("coupon_end", .date, isTracked: true), tag("joined", .time),
            tag("likes", .set([])),
            TagDefinition(
                name: "last_order_at", title: "", type: .time, source: .latest("order.placed"),
                isTracked: true),
        ],
        events: [
            EventDefinition(
                kind: "order.placed", title: "",
                fields: [field("amount", .number(scale: 2)), field("cart_id", .text)]),
            EventDefinition(
                kind: "cart.updated", title: "",
                fields: [field("cart_id", .text), field("total", .number(scale: 2))]),
        ],
        signals: [
            SignalDefinition(
                kind: "weather", title: "", by: "city",
                fields: [field("rain_mm", .number(scale: 1))], freshFor: .hours(12))
        ],
        audiences: [])

    private static func tag(
        _ name: TagName, _ type: ValueType, isTracked: Bool = false
    ) -> TagDefinition {
        TagDefinition(name: name, title: "", type: type, source: .stored, isTracked: isTracked)
    }
    private static func field(_ name: String, _ type: ValueType) -> FieldDefinition {
        FieldDefinition(name: name, title: "", type: type)
    }

    static func rule(
        _ id: RuleID, _ trigger: Trigger, audience: Condition = .constant(true),
        purpose: Purpose = .marketing, window: Window? = nil
    ) -> CompiledRule {
        CompiledRule(
            id: id, title: id.rawValue, purpose: purpose, trigger: trigger,
            triggerFingerprint: Digest(hashing: [id.rawValue]), audience: audience,
            window: window, message: MessageChoice(template: "hello"))
    }

    static func book(
        _ rules: [CompiledRule], caps: [Cap] = [], templates: [Template] = [telling]
    ) -> RuleBook {
        RuleBook(
            hash: Digest(hashing: ["book"]),
            workspace: Workspace(storePath: "store.db", zone: zone, channels: []),
            tags: schema,
            policy: Policy(
                windows: [], blackouts: [], caps: caps, signature: "云杉商城",
                optOutWords: "拒收请回复R", globalHoldoutBuckets: 0, maxParts: 10),
            templates: templates, rules: rules)
    }

    /// Shows all there is, so that facts hold all there is.
    static let telling: Template = {
        let tags = schema.tags.filter(\.hasColumn).map { (tag: TagDefinition) in
            Template.Run.variable(
                Template.Variable(
                    name: tag.name.rawValue, source: .tag(tag.name, tag.type), fallback: "",
                    maxLength: 40))
        }
        let fields = schema.events.flatMap(\.fields).map { (field: FieldDefinition) in
            Template.Run.variable(
                Template.Variable(
                    name: "event.\(field.name)", source: .field(field.name, field.type),
                    fallback: "", maxLength: 40))
        }
        return Template(
            id: "hello", purpose: .marketing, runs: tags + fields,
            version: Digest(hashing: ["v1"]))
    }()

    static func store() throws -> SQLiteStore {
        try SQLiteStore.inMemory(schema: schema, zone: zone)
    }

    static func customer(
        _ id: CustomerID, phone: String? = nil, _ tags: [TagName: Value?] = [:]
    ) -> IncomingCustomer {
        IncomingCustomer(
            id: id, phone: phone.map { .number(PhoneNumber(e164: $0)) } ?? .untouched, tags: tags)
    }

    static func event(
        _ id: EventID?, _ customer: CustomerID, _ kind: EventKind, _ at: Timestamp,
        _ fields: [String: Value] = [:]
    ) -> IncomingEvent {
        IncomingEvent(id: id, customer: customer, kind: kind, at: at, fields: fields)
    }

    /// The question of a tick that reads everything up to a moment, for a rule that always was
    /// there.
    static func interval(
        _ store: SQLiteStore, from: Timestamp = .distantPast, to: Timestamp,
        activeFrom: Timestamp = .distantPast, fromSeq: Seq = .zero
    ) throws -> Interval {
        Interval(
            fromTime: from, toTime: to, fromSeq: fromSeq, toSeq: try store.latestSeq(),
            activeFrom: activeFrom)
    }

    static func send(
        _ occurrence: Occurrence, at now: Timestamp, phone: String = "+8613800000001",
        channel: ChannelID = "main", purpose: Purpose = .marketing, deadline: Timestamp? = nil
    ) -> Decision {
        Decision(
            occurrence: occurrence, at: now, outcome: .send, reason: nil,
            verdicts: [.pass(.window, "09:00"), .pass(.cap, "0/4")], deadline: deadline,
            firstDecidedAt: now,
            message: Draft(
                text: "【云杉商城】你好，拒收请回复R", parts: 1, cost: Money(units: 450),
                channel: channel, template: "hello", templateVersion: Digest(hashing: ["v1"]),
                number: PhoneNumber(e164: phone), carrier: .mobile, purpose: purpose))
    }

    static func hold(_ occurrence: Occurrence, at now: Timestamp, until: Timestamp) -> Decision {
        Decision(
            occurrence: occurrence, at: now, outcome: .hold(until: until),
            reason: Reason("window"),
            verdicts: [.hold(.window, until: until, Reason("window"), "03:00")],
            deadline: until + .hours(1), firstDecidedAt: now, message: nil)
    }

    static func commit(
        _ store: SQLiteStore, _ rule: CompiledRule, _ decisions: [Decision], at now: Timestamp,
        outside: Int = 0
    ) throws {
        try store.commit(
            DecisionPage(
                rule: rule.id, at: now, book: Digest(hashing: ["book"]), decisions: decisions,
                outsideAudience: outside))
    }
}
