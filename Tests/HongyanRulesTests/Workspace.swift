import Foundation
import HongyanCore
import HongyanRules

/// Workspaces for tests: a small good one, and the shipped one.
enum Workspace {
    static let hongyan = """
        store: data/x.sqlite
        zone: Asia/Shanghai
        channels:
          main: {provider: simulated, purposes: [marketing, service], price: 0.045, rate: 200/s}
        """
    static let tags = """
        tags:
          name: text
          tier: {type: enum, values: [bronze, silver, gold, platinum]}
          city: text
          birthday: {type: anniversary}
          registered_at: time
          coupon_expires: date
          interests: {type: set, values: [生鲜, 母婴]}
          price_list: boolean
          points: integer
          rate: {type: decimal, scale: 1}
          last_order_at: {latest: order.placed}
          orders: {computed: "count(order.placed, 365d)"}
          spend: {computed: "sum(order.placed.amount, 365d)"}
        events:
          order.placed: {fields: {cart_id: text, amount: money}}
          cart.updated: {fields: {cart_id: text, amount: money}}
        signals:
          weather: {by: city, fresh: 12h, fields: {rain_mm: {type: decimal, scale: 1}}}
        audiences:
          rich: "spend >= 5000"
        """
    static let policy = """
        signature: 云杉商城
        opt_out: 拒收请回复R
        max_parts: 3
        windows: {day: "daily 09:00-20:00", evening: "daily 18:00-20:00"}
        caps: {week: "2 per 7d"}
        defaults: {window: day, closed: defer 24h, late: 30m, limit: 20000/day}
        law: cn-2026
        """
    static let templates = """
        templates:
          hello: {purpose: marketing, text: "${name|顾客}您好"}
          code: {purpose: service, text: "取件码${event.cart_id}"}
        """
    static let rule = """
        rule: r
        title: 例
        purpose: marketing
        trigger: {event: cart.updated}
        message: hello
        """

    /// The good workspace with some files replaced (nil: left out) or added.
    static func files(_ changes: [String: String?] = [:]) -> [SourceFile] {
        var texts: [String: String?] = [
            "hongyan.yaml": hongyan, "rules/tags.yaml": tags, "rules/policy.yaml": policy,
            "rules/templates.yaml": templates, "rules/r.yaml": rule,
        ]
        for (path, text) in changes { texts[path] = text }
        return texts.sorted { $0.key < $1.key }.compactMap { (path, text) in
            text.map { SourceFile(path: path, bytes: Array($0.utf8)) }
        }
    }

    static func compile(
        _ files: [SourceFile], history: BookHistory? = nil, today: CivilDay? = nil
    ) -> Compilation {
        RuleCompiler.compile(files, history: history, today: today) {
            $0 == "Asia/Shanghai" ? .china : nil
        }
    }

    static func compile(_ changes: [String: String?] = [:]) -> Compilation {
        compile(files(changes))
    }

    /// The good rule with a condition as its audience.
    static func rule(audience: String) -> String {
        rule + "\naudience: \(audience)\n"
    }

    /// The repository's own folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The files of a folder that the compiler reads.
    static func read(_ folder: URL) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for name in ["hongyan.yaml"] {
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            files.append(SourceFile(path: name, bytes: Array(data)))
        }
        let rules = folder.appendingPathComponent("rules")
        for name in try FileManager.default.contentsOfDirectory(atPath: rules.path).sorted() {
            let data = try Data(contentsOf: rules.appendingPathComponent(name))
            files.append(SourceFile(path: "rules/\(name)", bytes: Array(data)))
        }
        return files.filter { RuleCompiler.isCompiled($0.path) }
    }

    /// `id line:column`, one a diagnostic.
    static func brief(_ compilation: Compilation) -> [String] {
        compilation.diagnostics.map {
            "\($0.id) \($0.range.start.line):\($0.range.start.column)"
        }
    }
}
