import HongyanCore

/// The keys of each mapping of the workspace files with fixed keys: what the readers take and what
/// the schemas show to an editor.
struct Keys {
    /// What the mapping is called among the definitions of a schema.
    let name: String
    /// In the order in which they are told.
    let known: [String]
    let required: [String]

    init(_ name: String, _ known: [String], required: [String] = []) {
        self.name = name
        self.known = known
        self.required = required
    }
}

extension Keys {
    static let all: [Keys] =
        [
            workspace, encryption, channel, price, balance, codes, probes, probe, link, cmppLink,
            person, profile, weather, city, tags, tag, event,
            signal, field, audience, policy, cap, preset, retention, defaults, guardian, calendar,
            notice, templates, template, variable, rule, variant, goal, test, testCase,
            testConsent, testExpect,
        ] + TriggerReader.kinds.map { Keys("trigger-\($0.key)", $0.known, required: $0.required) }

    // MARK: hongyan.yaml

    static let workspace = Keys(
        "workspace",
        [
            "store", "zone", "budget", "encryption", "channels", "people", "weather",
            "receipt_codes", "probes",
        ],
        required: ["store", "zone", "channels"])
    static let encryption = Keys("encryption", ["key"], required: ["key"])
    static let channel = Keys(
        "channel",
        [
            "provider", "purposes", "carriers", "price", "rate", "signature", "opt_out", "pack",
            "filing", "filing_days", "profile", "link", "prices", "weight", "refund", "balance",
        ],
        required: ["provider", "purposes", "price", "rate"])
    static let price = Keys("price", ["from", "carriers", "price"], required: ["from", "price"])
    static let balance = Keys("balance", ["amount", "on", "alarm"], required: ["amount", "on"])
    static let codes = Keys("codes", ReceiptMeaning.allCases.map(\.rawValue))
    static let probes = Keys("probes", ["text", "numbers"], required: ["text", "numbers"])
    static let probe = Keys("probe", ["number", "province", "carrier"], required: ["number"])
    static let link = Keys(
        "link",
        [
            "host", "port", "tls", "system_id", "password", "system_type", "bind", "source",
            "numbers", "window", "response_timeout", "enquire", "alphabet", "long", "receipt_ids",
        ],
        required: ["host", "port", "system_id"])
    static let cmppLink = Keys(
        "cmpp-link",
        [
            "host", "port", "tls", "version", "sp_id", "password", "service_id", "source",
            "numbers", "window", "response_timeout", "enquire", "fee_type", "fee_code",
            "verify_gateway",
        ],
        required: ["host", "port", "version", "sp_id", "source"])
    static let person = Keys("person", ["name", "phone", "roles"])
    /// Keys of a simulated carrier that are shares.
    static let profileShares = [
        "refused", "failed", "silent", "lost_response", "opt_out_replies", "other_replies",
    ]
    static let profile = Keys(
        "profile", profileShares + ["latency", "receipt_latency", "throttle", "journal"])
    static let weather = Keys(
        "weather", ["signal", "url", "every", "cities"],
        required: ["signal", "url", "every", "cities"])
    static let city = Keys("city", ["latitude", "longitude"], required: ["latitude", "longitude"])

    // MARK: rules/tags.yaml

    static let tags = Keys("tags", ["tags", "events", "signals", "audiences"], required: ["tags"])
    static let tag = Keys("tag", ["type", "values", "scale", "title", "latest", "computed"])
    static let event = Keys("event", ["title", "fields"])
    static let signal = Keys(
        "signal", ["title", "by", "fresh", "fields"], required: ["by", "fresh", "fields"])
    static let field = Keys("field", ["type", "values", "scale", "title"], required: ["type"])
    static let audience = Keys("audience", ["title", "where"], required: ["where"])

    // MARK: rules/policy.yaml

    static let policy = Keys(
        "policy", PolicyFile.keys,
        required: ["signature", "opt_out", "max_parts", "windows", "caps", "defaults"])
    static let cap = Keys(
        "cap", ["count", "audience", "purpose", "purposes", "season", "outside"],
        required: ["count"])
    static let preset = Keys("preset", ["trade", "new", "active"], required: ["trade"])
    static let retention = Keys(
        "retention", RetentionPeriods.Record.allCases.map(\.rawValue))
    static let defaults = Keys("defaults", ["window", "closed", "late", "limit", "priority"])

    static let guardian = Keys("guardian", ["birthday", "age", "minor"])
    // MARK: rules/calendar.yaml

    static let calendar = Keys("calendar", ["notices"], required: ["notices"])
    static let notice = Keys(
        "notice", ["year", "notice", "source", "off", "work"],
        required: ["year", "notice", "off", "work"])

    // MARK: rules/templates.yaml

    static let templates = Keys("templates", ["templates"], required: ["templates"])
    static let template = Keys(
        "template", ["purpose", "text", "variables"], required: ["purpose", "text"])
    static let variable = Keys("variable", ["max"], required: ["max"])

    // MARK: rules/<rule>.yaml

    static let rule = Keys("rule", RuleFile.keys, required: RuleFile.required)
    static let variant = Keys("variant", ["template", "weight"], required: ["template", "weight"])
    static let goal = Keys("goal", ["event", "within"], required: ["event", "within"])

    // MARK: rules/<rule>.test.yaml

    static let test = Keys("test", ["rule", "customers", "cases"], required: ["cases"])
    static let testCase = Keys(
        "test-case",
        [
            "name", "now", "until", "with", "rules", "templates", "customers", "timeline", "expect",
            "todo",
        ],
        required: ["name", "now", "expect"])
    static let testConsent = Keys(
        "test-consent", ["at", "expires", "withdrawn", "source", "text"])
    /// What a timeline's entry is about: it has exactly one of them.
    static let testKinds = [
        "event", "signal", "sent", "reply", "tags", "opted_out", "stop", "resume", "receipt",
    ]
    /// Of an entry about an event or a signal, besides the fields that these have.
    static let testEvent = Keys(
        "happening-event", ["at", "customer", "event", "id", "arrives", "fields"],
        required: ["at", "customer"])
    static let testSignal = Keys(
        "happening-signal", ["at", "signal", "key", "day", "fields"],
        required: ["at", "key", "day"])
    static let testReceipt = Keys(
        "happening-receipt", ["at", "customer", "receipt", "code"], required: ["at", "customer"])
    /// Of an entry about a stop: there is no customer.
    static let testStops = ["stop", "resume"]
    /// What a customer has besides tags.
    static let testCustomer = [
        "phone", "consent", "opted_out", "holdout", "global_holdout", "rollout", "variant", "tags",
    ]
    /// What an expected decision is: it has exactly one of them.
    static let testDecisions = ["send", "hold", "drop"]
    static let testExpect = Keys(
        "test-expect",
        ["at", "customer", "rule", "send", "text", "parts", "hold", "until", "drop"],
        required: ["at", "customer"])
}

extension FileReader {
    /// A mapping with these keys: unknown ones are reported and left out, missing ones reported.
    func fields(_ node: YamlNode, _ keys: Keys) -> [String: YamlNode]? {
        fields(node, known: keys.known, required: keys.required)
    }
}
