import HongyanCore
import HongyanImport
import HongyanSample
import Testing

struct RetailSampleTests {
    private static let end = CivilDay(number: 20_778)

    private func files(customers: Int, seed: UInt64, days: Int = 90) throws -> [String: [UInt8]] {
        let box = Box()
        try RetailSample.generate(
            customers: customers, days: days, seed: seed, end: RetailSampleTests.end, zone: .china
        ) { name, bytes in
            box.files[name, default: []].append(contentsOf: bytes)
        }
        return box.files
    }

    private final class Box { var files: [String: [UInt8]] = [:] }

    /// All pages of a file, through the real import.
    private func pages(_ kind: ImportKind, _ bytes: [UInt8]) throws -> [ImportPage] {
        var reader = try ImportReader(
            kind: kind, source: .bytes(bytes), format: .csv, schema: sampleSchema, zone: .china,
            now: Zone.china.moment(RetailSampleTests.end))
        var pages: [ImportPage] = []
        while let page = try reader.nextPage() { pages.append(page) }
        return pages
    }

    @Test("gives the same bytes for the same seed and others for another")
    func deterministic() throws {
        let first = try files(customers: 300, seed: 7)
        #expect(try files(customers: 300, seed: 7) == first)
        let other = try files(customers: 300, seed: 8)
        for name in RetailSample.fileNames { #expect(other[name] != first[name]) }
        #expect(first.keys.sorted() == RetailSample.fileNames.sorted())
    }

    @Test("starts a larger set with the people of the smaller one")
    func prefix() throws {
        let small = try files(customers: 100, seed: 7)
        let large = try files(customers: 200, seed: 7)
        for name in RetailSample.fileNames {
            #expect((large[name] ?? []).starts(with: small[name] ?? []))
        }
    }

    @Test("every row is taken in but the customers with intended bad numbers")
    func accepted() throws {
        let files = try files(customers: 3_000, seed: 42)
        let customers = try pages(.customers, files["customers.csv"] ?? [])
        let rejects = customers.flatMap(\.rejects)
        for reject in rejects {
            guard case .phone = reject.reason else {
                Issue.record("\(reject)")
                continue
            }
        }
        #expect((10...45).contains(rejects.count))
        let others: [(ImportKind, String)] = [
            (.events, "events.csv"), (.consents, "consents.csv"),
            (.suppressions, "suppressions.csv"), (.signals, "weather.csv"),
        ]
        for (kind, name) in others {
            let pages = try pages(kind, files[name] ?? [])
            #expect(pages.reduce(0) { $0 + $1.rows.count } > 0)
            #expect(pages.flatMap(\.rejects).map(\.description) == [])
        }
    }

    @Test("has the gaps and habits that rules are written for")
    func realistic() throws {
        let files = try files(customers: 4_000, seed: 1)
        var customers: [IncomingCustomer] = []
        for page in try pages(.customers, files["customers.csv"] ?? []) {
            if case .customers(let rows) = page.rows { customers += rows }
        }
        var phones: [PhoneNumber: Int] = [:]
        var lunar = 0
        var leapDays = 0
        for customer in customers {
            if case .number(let number) = customer.phone { phones[number, default: 0] += 1 }
            guard case .some(.some(.anniversary(let birthday))) = customer.tags["birthday"] else {
                continue
            }
            if birthday.calendar == .lunar { lunar += 1 }
            if birthday.month == 2, birthday.day == 29 { leapDays += 1 }
        }
        #expect(phones.values.contains { $0 > 1 })
        #expect((350...650).contains(lunar))
        #expect(leapDays > 0)

        var carts: Set<String> = []
        var paid: Set<String> = []
        var hours = [Int](repeating: 0, count: 24)
        for page in try pages(.events, files["events.csv"] ?? []) {
            guard case .events(let rows) = page.rows else { continue }
            for event in rows {
                guard case .text(let cart) = event.fields["cart_id"] else { continue }
                hours[Zone.china.minuteOfDay(of: event.at).minutes / 60] += 1
                if event.kind == "order.placed" { paid.insert(cart) } else { carts.insert(cart) }
            }
        }
        let abandoned = 100 * (carts.count - paid.count) / carts.count
        #expect((26...34).contains(abandoned))
        #expect(hours[12] > hours[15] && hours[20] > hours[15] && hours[3] < hours[15] / 4)

        var unproven = 0
        var consents = 0
        for page in try pages(.consents, files["consents.csv"] ?? []) {
            guard case .consents(let rows) = page.rows else { continue }
            consents += rows.count
            unproven += rows.count { $0.consent.textVersion == nil }
        }
        #expect((3_400...3_640).contains(consents))
        #expect((60...150).contains(unproven))
    }

    @Test("reaches 30 days ahead with the weather of twenty cities")
    func weather() throws {
        let files = try files(customers: 1, seed: 3)
        var days: Set<CivilDay> = []
        var cities: Set<String> = []
        var wet = 0
        var rows = 0
        for page in try pages(.signals, files["weather.csv"] ?? []) {
            guard case .signals(let signals) = page.rows else { continue }
            for signal in signals {
                days.insert(signal.day)
                cities.insert(signal.key)
                rows += 1
                if signal.fields["rain_mm"] != .number(0) { wet += 1 }
            }
        }
        #expect(cities.count == 20)
        #expect(days.max() == RetailSampleTests.end + 30)
        #expect(days.min() == RetailSampleTests.end - 14)
        #expect(rows == 20 * 45)
        #expect((rows / 10...rows / 2).contains(wet))
    }
}

private let sampleSchema = TagSchema(
    tags: [
        tag("name", .text), tag("tier", .enumeration(["bronze", "silver", "gold", "platinum"])),
        tag("city", .text), tag("birthday", .anniversary),
        tag("gender", .enumeration(["female", "male"])), tag("registered_at", .time),
        tag("interests", .set(["生鲜", "母婴", "美妆", "数码", "家居", "服饰"])),
        tag("price_list", .boolean), tag("coupon_expires", .date),
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
