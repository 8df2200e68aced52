import Foundation
import Testing

/// A shop whose one channel goes over a socket to a carrier in a process of its own.
struct SocketShop {
    let tool: Tool
    let carrier: Process
    let port: Int

    /// - Parameters:
    ///   - link: Further keys of `link:`.
    ///   - carrier: Options of `hongyan carrier`.
    init(
        _ name: String, wire: String = "smpp", customers: Int, link: String = "",
        carrier options: [String]
    ) throws {
        var tool = try Tool(name)
        tool.variables["SMSC_PASSWORD"] = "secret"
        carrier = try tool.start(
            [
                "carrier", "--protocol", wire, "--port", "0", "--journal", "carrier.log",
                "--account", "shop:secret",
            ] + options, log: "carrier.out")
        let deadline = Date().addingTimeInterval(20)
        var port: Int?
        while port == nil, Date() < deadline {
            usleep(20_000)
            let words = ((try? tool.read("carrier.out")) ?? "").split(whereSeparator: \.isNewline)
            port = words.first?.split(separator: ":").last.flatMap { Int($0) }
        }
        self.port = try #require(port, "the carrier did not say its port")
        self.tool = tool
        try tool.write(Self.settings(wire, port: self.port, link: link), to: "hongyan.yaml")
        try tool.write(KillTestFiles.tags, to: "rules/tags.yaml")
        try tool.write(KillTestFiles.policy, to: "rules/policy.yaml")
        try tool.write(KillTestFiles.templates, to: "rules/templates.yaml")
        try tool.write(KillTestFiles.rule, to: "rules/thanks.yaml")
        var people = "id,phone,name\n"
        var consents = "customer,purpose,at,source,text_version\n"
        for index in 0..<customers {
            people += "c\(index),\(Self.phone(index)),客\(index)\n"
            consents += "c\(index),marketing,2026-01-01T00:00:00+08:00,form,v1\n"
        }
        try tool.write(people, to: "customers.csv")
        try tool.write(consents, to: "consents.csv")
        try succeed("migrate")
        try succeed("import", "customers", "customers.csv")
        try succeed("import", "consents", "consents.csv")
        // The rule begins before its events.
        try succeed("run", "--for", "1s")
        let now = ISO8601DateFormatter().string(from: Date())
        var events = "id,customer,event,at,order_id\n"
        for index in 0..<customers {
            events += "o\(index),c\(index),order.placed,\(now),o\(index)\n"
        }
        try tool.write(events, to: "events.csv")
        try succeed("import", "events", "events.csv")
    }

    /// Told apart by what a masked number shows: three digits and four.
    private static func phone(_ index: Int) -> String {
        precondition(index < 50_000, "numbers would look alike")
        return ["138", "139", "137", "136", "135"][index / 10_000]
            + String(format: "%08d", index % 10_000)
    }

    static func settings(_ wire: String, port: Int, link: String) -> String {
        let account =
            switch wire {
            case "cmpp2": "version: 2.0, sp_id: shop"
            case "cmpp3": "version: 3.0, sp_id: shop"
            default: "system_id: shop"
            }
        return """
            store: store.sqlite
            zone: Asia/Shanghai
            channels:
              smsc:
                provider: \(wire.prefix(4))
                purposes: [marketing, service, verification, emergency]
                price: 0.045
                rate: 500/s
                link: {host: 127.0.0.1, port: \(port), \(account), password: "${env:SMSC_PASSWORD}", \
            source: "10690000"\(link)}

            """
    }

    @discardableResult
    func succeed(
        _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try tool.run(arguments)
        #expect(
            outcome.code == 0, "\(arguments): \(outcome.errors)\(outcome.output)",
            sourceLocation: sourceLocation)
        return outcome.output
    }

    func remove() {
        end(carrier)
        tool.remove()
    }

    func end(_ process: Process) {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// What the carrier truly took: masked number and part, in its order.
    var taken: [String] {
        ((try? tool.read("carrier.log")) ?? "").split(separator: "\n").map {
            $0.split(separator: " ").dropFirst().joined(separator: " ")
        }
    }

    /// Masked numbers of the messages that are listed as unknown.
    func unknown() throws -> [String] {
        try tool.run("status", "--unknown").output.split(separator: "\n").map {
            String($0.split(separator: " ").last ?? "")
        }
    }

    /// Messages by state.
    func states() throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in try tool.run("status", "--lang", "en").output.split(separator: "\n")
        where line.hasPrefix("  ") {
            let words = line.split(separator: ":")
            guard words.count == 2,
                let count = Int(words[1].trimmingCharacters(in: .whitespaces))
            else { continue }
            counts[words[0].trimmingCharacters(in: .whitespaces)] = count
        }
        return counts
    }
}

/// The files that the kill tests share.
enum KillTestFiles {
    static let tags = """
        tags:
          name: {type: text}
        events:
          order.placed: {fields: {order_id: text}}
        """
    static let policy = """
        signature: 云杉商城
        opt_out: 拒收请回复R
        max_parts: 3
        caps: {day: "50 per day"}
        windows: {always: "daily 00:00-24:00"}
        defaults: {late: 2h, closed: defer 24h, limit: 100000/day, priority: 50, window: always}
        """
    static let templates = """
        templates:
          hello: {purpose: marketing, text: "感谢惠顾，期待再次光临"}
        """
    static let rule = """
        rule: thanks
        title: 下单致谢
        purpose: marketing
        trigger: {event: order.placed}
        message: hello
        """
}
