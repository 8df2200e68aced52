import HongyanCore
import HongyanEngine
import HongyanRules
import HongyanStore
import Testing

/// A small workspace as YAML text, so that tests show rules as people write them.
enum TestWorkspace {
    static let tags = """
        tags:
          name: {type: text}
          tier: {type: enum, values: [bronze, gold]}
          city: {type: text}
          birthday: {type: anniversary}
          coupon_expires: {type: date}
          last_order_at: {latest: order.placed}
          spend_365d: {computed: "sum(order.placed.amount, 365d)"}
        events:
          order.placed: {fields: {order_id: text, cart_id: text, amount: money}}
          cart.updated: {fields: {cart_id: text, amount: money}}
          parcel.arrived: {fields: {code: text}}
          code.requested: {fields: {code: text}}
        signals:
          weather: {by: city, fresh: 12h, fields: {rain_mm: {type: decimal, scale: 1}}}
        """

    static let policy = """
        signature: 云杉商城
        opt_out: 拒收请回复R
        max_parts: 3
        windows:
          day: "daily 09:00-20:00"
          always: "daily 00:00-24:00"
          evening: "daily 18:00-20:00"
        caps:
          month: "4 per month"
        defaults: {late: 30m, closed: defer 24h, limit: 20000/day, priority: 50, window: always}
        """

    static let templates = """
        templates:
          hello: {purpose: marketing, text: "${name|顾客}，您好"}
          other: {purpose: marketing, text: "${name|顾客}，又见面了"}
          parcel: {purpose: service, text: "取件码${event.code}", variables: {event.code: {max: 8}}}
        """

    static let settings = """
        store: store.sqlite
        zone: Asia/Shanghai
        channels:
          main:
            provider: simulated
            purposes: [marketing, service, verification, emergency]
            price: 0.045
            rate: 1000/s
            profile: {latency: 100ms, receipt_latency: 4s, refused: 0%, failed: 0%, silent: 0%,
              opt_out_replies: 0%, other_replies: 0%}
        people: {staff: "13900000001"}
        """

    /// Compiles the workspace with these rules, each a whole rule file; a fault fails the test.
    static func book(
        _ rules: [String], policy: String = policy, tags: String = tags,
        templates: String = templates, settings: String = settings, calendar: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> RuleBook {
        var files = [
            file("hongyan.yaml", settings), file("rules/tags.yaml", tags),
            file("rules/policy.yaml", policy), file("rules/templates.yaml", templates),
        ]
        if let calendar { files.append(file("rules/calendar.yaml", calendar)) }
        for rule in rules {
            let first = rule.split(separator: "\n").first.map(String.init) ?? ""
            let id = first.replacingPrefix("rule: ")
            files.append(file("rules/\(id).yaml", rule))
        }
        let compilation = RuleCompiler.compile(files) { $0 == "Asia/Shanghai" ? .china : nil }
        let errors = compilation.diagnostics.filter { $0.severity == .error }
        if !errors.isEmpty {
            Issue.record(
                "\(DiagnosticRenderer.text(errors, sources: files, color: false, language: .en))",
                sourceLocation: sourceLocation)
        }
        return try #require(compilation.book, sourceLocation: sourceLocation)
    }

    private static func file(_ path: String, _ text: String) -> SourceFile {
        SourceFile(path: path, bytes: Array(text.utf8))
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}

/// A moment of any year in China: `on("2028-02-29 10:05")`.
func on(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Timestamp {
    guard let moment = Timestamp.parse(text, zone: .china) else {
        Issue.record("no such moment: \(text)", sourceLocation: sourceLocation)
        return .distantPast
    }
    return moment
}

/// A moment of the test year in China: `at("12-03 10:05")`.
func at(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Timestamp {
    guard let moment = Timestamp.parse("2026-\(text)", zone: .china) else {
        Issue.record("no such moment: \(text)", sourceLocation: sourceLocation)
        return .distantPast
    }
    return moment
}
