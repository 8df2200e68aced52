import Foundation
import HongyanCore

/// The customers that all benchmarks use: the same for the same count, cheap to make.
enum SampleShop {
    static let cities = ["杭州", "上海", "北京", "广州", "成都", "武汉", "西安", "南京"]
    static let tiers = ["bronze", "silver", "gold", "platinum"]
    static let zone = Zone.china
    /// The moment at which benchmarks begin: a Saturday, ten o'clock in China.
    static let start = zone.moment(CivilDay(number: 20_778), MinuteOfDay(600))

    static let schema = TagSchema(
        tags: [
            stored("name", .text), stored("tier", .enumeration(tiers)), stored("city", .text),
            stored("birthday", .anniversary, tracked: true),
            stored("gender", .enumeration(["female", "male"])), stored("registered_at", .time),
            stored("price_list", .boolean),
            TagDefinition(
                name: "last_order_at", title: "last order", type: .time,
                source: .latest("order.placed"), isTracked: true),
        ],
        events: [
            EventDefinition(
                kind: "order.placed", title: "order",
                fields: [FieldDefinition(name: "cart_id", title: "cart", type: .text)]),
            EventDefinition(
                kind: "cart.updated", title: "cart",
                fields: [FieldDefinition(name: "cart_id", title: "cart", type: .text)]),
        ],
        signals: [], audiences: [])

    private static func stored(
        _ name: TagName, _ type: ValueType, tracked: Bool = false
    ) -> TagDefinition {
        TagDefinition(
            name: name, title: name.rawValue, type: type, source: .stored, isTracked: tracked)
    }

    static let header = "id,phone,name,tier,city,birthday,gender,registered_at,price_list"

    /// Writes so many orders as CSV, of as many customers, ascending by time.
    static func writeEvents(_ count: Int, to path: String) throws {
        try write(count, header: "id,customer,event,at,cart_id", to: path) { number in
            let at = zone.format(start - .days(30) + .seconds(Int64(number)))
            let spread = Int(truncatingIfNeeded: (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 33)
            return "e\(number),\(id(spread % count)),order.placed,\(at),k\(number)\n"
        }
    }

    /// Writes so many customers as CSV; every number is valid and belongs to one customer.
    static func writeCustomers(_ count: Int, to path: String) throws {
        try write(count, header: header, to: path, row)
    }

    private static func write(
        _ count: Int, header: String, to path: String, _ row: (Int) -> String
    ) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw BenchFailure("cannot write \(path)") }
        var chunk = header + "\n"
        for number in 0..<count {
            chunk += row(number)
            if chunk.utf8.count > 1 << 20 {
                try file.write(contentsOf: Data(chunk.utf8))
                chunk = ""
            }
        }
        try file.write(contentsOf: Data(chunk.utf8))
        try file.close()
    }

    static func id(_ number: Int) -> String { "c\(digits(number, 7))" }

    private static func row(_ number: Int) -> String {
        // A multiplicative hash spreads what must not be sorted by id.
        let spread = Int(truncatingIfNeeded: (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 33)
        let birthday =
            "\(1_950 + spread % 55)-\(digits(1 + spread % 12, 2))-"
            + digits(1 + spread / 12 % 28, 2)
        let registered = "2025-\(digits(1 + spread % 12, 2))-\(digits(1 + spread % 28, 2))T09:30:00"
        let first = "\(id(number)),138\(digits(number, 8)),客\(spread % 9_973),\(tiers[spread % 4])"
        let second = "\(cities[spread % 8]),\(birthday),\(spread % 2 == 0 ? "female" : "male")"
        return "\(first),\(second),\(registered),\(spread % 3 == 0)\n"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
