import HongyanCore

@testable import HongyanImport

/// The schema of the shipped workspace, as far as import needs it.
let retailSchema = TagSchema(
    tags: [
        tag("name", .text), tag("tier", .enumeration(["bronze", "silver", "gold", "platinum"])),
        tag("city", .text), tag("birthday", .anniversary),
        tag("gender", .enumeration(["female", "male"])), tag("registered_at", .time),
        tag("interests", .set(["生鲜", "母婴", "美妆", "数码", "家居", "服饰"])),
        tag("price_list", .boolean), tag("coupon_expires", .date),
        TagDefinition(
            name: "last_order_at", title: "", type: .time, source: .latest("order.placed"),
            isTracked: true),
    ],
    events: [
        event(
            "order.placed",
            [("order_id", .text), ("cart_id", .text), ("amount", money), ("items", whole)]),
        event("cart.updated", [("cart_id", .text), ("amount", money), ("items", whole)]),
        event("customer.registered", [("source", .text)]),
        event("parcel.arrived", [("parcel_id", .text), ("code", .text), ("station", .text)]),
    ],
    signals: [
        SignalDefinition(
            kind: "weather", title: "天气", by: "city",
            fields: ["rain_mm", "temp_max", "temp_min"].map {
                FieldDefinition(name: $0, title: $0, type: .number(scale: 1))
            }, freshFor: .hours(12))
    ],
    audiences: [])

private let money = ValueType.number(scale: 2)
private let whole = ValueType.number(scale: 0)

private func tag(_ name: String, _ type: ValueType) -> TagDefinition {
    TagDefinition(name: TagName(name), title: name, type: type, source: .stored, isTracked: false)
}

private func event(_ kind: String, _ fields: [(String, ValueType)]) -> EventDefinition {
    EventDefinition(
        kind: EventKind(kind), title: kind,
        fields: fields.map { FieldDefinition(name: $0.0, title: $0.0, type: $0.1) })
}

/// 2026-11-21 12:00 in China.
let noon = Zone.china.moment(
    CivilDay(text: "2026-11-21") ?? CivilDay(number: 0), MinuteOfDay(12 * 60))

struct Imported {
    var pages: [ImportPage] = []
    var rejects: [Reject] { pages.flatMap(\.rejects) }
    var customers: [IncomingCustomer] {
        pages.flatMap { page -> [IncomingCustomer] in
            if case .customers(let rows) = page.rows { rows } else { [] }
        }
    }
    var events: [IncomingEvent] {
        pages.flatMap { page -> [IncomingEvent] in
            if case .events(let rows) = page.rows { rows } else { [] }
        }
    }
    var consents: [IncomingConsent] {
        pages.flatMap { page -> [IncomingConsent] in
            if case .consents(let rows) = page.rows { rows } else { [] }
        }
    }
    var suppressions: [IncomingSuppression] {
        pages.flatMap { page -> [IncomingSuppression] in
            if case .suppressions(let rows) = page.rows { rows } else { [] }
        }
    }
    var signals: [IncomingSignal] {
        pages.flatMap { page -> [IncomingSignal] in
            if case .signals(let rows) = page.rows { rows } else { [] }
        }
    }
}

/// Hands over at most `step` bytes at a time, so that records straddle reads.
func dripping(_ bytes: [UInt8], step: Int) -> ByteSource {
    var position = 0
    return ByteSource { buffer throws(ImportFault) -> Int in
        let count = min(step, min(buffer.count, bytes.count - position))
        for index in 0..<count { buffer[index] = bytes[position + index] }
        position += count
        return count
    }
}

func imported(
    _ kind: ImportKind, _ text: String, format: ImportFormat = .csv, mapping: [String: String] = [:]
) throws -> Imported {
    try imported(kind, bytes: Array(text.utf8), format: format, mapping: mapping)
}

func imported(
    _ kind: ImportKind, bytes: [UInt8], format: ImportFormat = .csv,
    mapping: [String: String] = [:],
    source: ByteSource? = nil, encoding: TextEncoding? = nil
) throws -> Imported {
    var reader = try ImportReader(
        kind: kind, source: source ?? .bytes(bytes), format: format, schema: retailSchema,
        zone: .china, mapping: mapping, now: noon, encoding: encoding)
    var result = Imported()
    while let page = try reader.nextPage() { result.pages.append(page) }
    return result
}
