import Foundation
import GRDB
import HongyanCore
import HongyanRules
import HongyanStore
import Testing

/// All tests that run the command: one after the other, because they share the machine's two cores
/// and some of them measure time.
@Suite("the command line", .serialized)
enum CommandLineTests {}

/// A small workspace in a folder of its own: nine customers and a service rule that is decided on
/// arrival, so that most tests need no whole minute.
struct Shop {
    var tool: Tool

    static let settings = """
        store: data/store.sqlite
        zone: Asia/Shanghai
        channels:
          main:
            provider: simulated
            purposes: [marketing, service, verification, emergency]
            price: 0.045
            rate: 200/s
            profile: {latency: 20ms, receipt_latency: 50ms, refused: 0%, failed: 0%, silent: 0%, \
        lost_response: 0%, opt_out_replies: 0%, other_replies: 0%, journal: carrier.log}
        people: {小王: "13900000001"}

        """
    static let tags = """
        tags:
          name: {type: text}
          tier: {type: enum, values: [silver, gold]}
          city: {type: text}
          birthday: {type: anniversary}
          last_order_at: {latest: order.placed}
        events:
          order.placed: {fields: {order_id: text, amount: money}}
          cart.updated: {fields: {cart_id: text}}
          parcel.arrived: {fields: {code: text}}

        """
    static let policy = """
        signature: 云杉商城
        opt_out: 拒收请回复R
        max_parts: 3
        caps: {day: "50 per day"}
        windows: {day: "daily 09:00-21:00"}
        defaults: {late: 2h, closed: defer 24h, limit: 20000/day, priority: 50, window: day}
        law: cn-2026

        """
    static let templates = """
        templates:
          thanks: {purpose: marketing, text: "感谢惠顾，期待再次光临"}
          birthday: {purpose: marketing, text: "${name|顾客}，生日快乐", variables: {name: {max: 8}}}
          cart: {purpose: marketing, text: "购物车里的商品还在等您"}
          parcel:
            purpose: service
            text: "您的包裹已到，取件码${event.code}"
            variables: {event.code: {max: 12}}

        """
    static let rules = [
        "thanks": """
        rule: thanks
        title: 下单致谢
        purpose: marketing
        trigger: {event: order.placed}
        message: thanks

        """,
        "birthday": """
        rule: birthday
        title: 生日祝福
        purpose: marketing
        trigger: {date: birthday, before: 3d, at: 10:00}
        audience: tier in [gold]
        message: birthday

        """,
        "cart": """
        rule: cart
        title: 购物车提醒
        purpose: marketing
        trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id}
        message: cart

        """,
        "parcel": """
        rule: parcel
        title: 包裹到站
        purpose: service
        trigger: {event: parcel.arrived}
        late: skip 12h
        message: parcel

        """,
    ]
    static let customers = """
        id,phone,name,tier,city,birthday
        c1,13800000001,林小满,gold,上海,01-05
        c2,13800000002,周明,silver,杭州,01-05
        c3,13800000003,陈晨,gold,上海,05-01
        c4,13800000004,赵青,silver,成都,
        c5,13800000005,孙一,gold,,08-15
        c6,13800000006,吴双,silver,武汉,
        c7,13800000007,郑七,gold,北京,
        c8,13800000008,王八月,silver,北京,
        c9,,何无号,silver,北京,

        """

    init(_ name: String) throws {
        tool = try Tool(name)
        try tool.write(Self.settings, to: "hongyan.yaml")
        try tool.write(Self.tags, to: "rules/tags.yaml")
        try tool.write(Self.policy, to: "rules/policy.yaml")
        try tool.write(Self.templates, to: "rules/templates.yaml")
        for (name, text) in Self.rules { try tool.write(text, to: "rules/\(name).yaml") }
    }

    /// With a store that holds the nine customers; c1 to c6 take marketing.
    static func stocked(_ name: String) throws -> Shop {
        let shop = try Shop(name)
        try shop.succeed("migrate")
        try shop.tool.write(customers, to: "customers.csv")
        var consents = "customer,purpose,at,source,text_version\n"
        for index in 1...6 { consents += "c\(index),marketing,2026-01-01T00:00:00+08:00,form,v1\n" }
        try shop.tool.write(consents, to: "consents.csv")
        try shop.succeed("import", "customers", "customers.csv")
        try shop.succeed("import", "consents", "consents.csv")
        return shop
    }

    func remove() { tool.remove() }

    /// Runs a command that must succeed.
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

    /// A parcel of now for each customer; sent as soon as a daemon sees it.
    func parcels(_ id: String, for customers: [String], at moment: Date = Date()) throws {
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        let at = format.string(from: moment)
        var text = "id,customer,event,at,code\n"
        for customer in customers {
            text += "\(id)-\(customer),\(customer),parcel.arrived,\(at),88\n"
        }
        try tool.write(text, to: "\(id).csv")
        try succeed("import", "events", "\(id).csv")
    }

    // MARK: A running daemon

    /// Starts a daemon and waits until it decides.
    func daemon(_ arguments: String..., log: String = "daemon.log") throws -> Process {
        let process = try tool.start(["run", "--seed", "1"] + arguments, log: log)
        let isReady = waits(20) { logText(log).contains("ready") || !process.isRunning }
        #expect(isReady && process.isRunning, "\(logText(log))")
        return process
    }

    /// SIGTERM, and how it ended.
    @discardableResult
    func end(_ process: Process) -> Int32 {
        if process.isRunning { process.terminate() }
        let hasEnded = waits(15) { !process.isRunning }
        if !hasEnded { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationStatus
    }

    func logText(_ log: String = "daemon.log") -> String { (try? tool.read(log)) ?? "" }

    /// What the simulated carrier took: message, attempt, purpose, masked number.
    var journal: [[String]] {
        ((try? tool.read("carrier.log")) ?? "").split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
    }

    // MARK: The store

    var book: RuleBook {
        get throws {
            let rules = tool.folder.appendingPathComponent("rules")
            let names = try FileManager.default.contentsOfDirectory(atPath: rules.path).sorted()
            let files = try (["hongyan.yaml"] + names.map { "rules/\($0)" }).map {
                SourceFile(path: $0, bytes: [UInt8](try tool.read($0).utf8))
            }
            return try #require(RuleCompiler.compile(files, zones: { _ in .china }).book)
        }
    }

    func openStore() throws -> SQLiteStore {
        let path = tool.folder.appendingPathComponent("data/store.sqlite").path
        let book = try book
        return try SQLiteStore.open(
            path: path, schema: book.tags, zone: book.workspace.zone, mode: .readWrite)
    }

    /// The same for a store with a key.
    func openSealed(_ key: String) throws -> SQLiteStore {
        let path = tool.folder.appendingPathComponent("data/store.sqlite").path
        let book = try book
        return try SQLiteStore.open(
            path: path, schema: book.tags, zone: book.workspace.zone, mode: .readWrite,
            secret: try #require(NumberSecret(text: key)))
    }

    /// The whole content of a store as text.
    func dump(_ path: String = "data/store.sqlite") throws -> String {
        let queue = try DatabaseQueue(path: tool.folder.appendingPathComponent(path).path)
        let stream = TextBox()
        try queue.dumpContent(to: stream)
        try queue.close()
        return stream.text
    }
}

private final class TextBox: TextOutputStream {
    var text = ""
    func write(_ string: String) { text += string }
}

/// Looks until something is so; the only way to wait for another process.
func waits(_ seconds: Double, for condition: () throws -> Bool) rethrows -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
        if try condition() { return true }
        usleep(20_000)
    }
    return try condition()
}
