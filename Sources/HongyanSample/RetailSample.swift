public import HongyanCore

/// A realistic retail data set: customers, their events, consents, opt-outs and the weather of
/// their cities.
///
/// Every person is drawn from (seed, number), so the same arguments give the same bytes anywhere,
/// and a larger set starts with the smaller one's people.
public enum RetailSample {
    /// The files in the order in which they should be imported.
    public static let fileNames = [
        "customers.csv", "consents.csv", "suppressions.csv", "events.csv", "weather.csv",
    ]

    /// Writes a data set. Holds one chunk of each file and one customer at a time.
    ///
    /// - Parameters:
    ///   - days: How far events reach back. Their last day is the one before `end`.
    ///   - end: The first day of the future; the weather goes on to `end` + 30.
    ///   - zone: Whose local time the files are in. They are written without offsets.
    ///   - write: Gets file names and chunks to append, each file's in order.
    public static func generate(
        customers: Int, days: Int, seed: UInt64, end: CivilDay, zone: Zone,
        write: @escaping (String, [UInt8]) throws -> Void
    ) throws {
        var files = Files(write: write)
        for number in 0..<max(customers, 0) {
            let shopper = Shopper(number, seed: seed, end: end, days: days)
            try files.customer(shopper)
            // The import refuses a customer with a bad number; the events still come, as in life.
            try files.permissions(Permissions(shopper, seed: seed, end: end))
            for event in History(shopper, seed: seed, end: end, days: days).events {
                try files.event(event, of: shopper)
            }
        }
        try files.weather(seed: seed, from: end - min(days, 14), through: end + 30, end: end)
        try files.flush()
    }
}

/// The five files while they are being written.
private struct Files {
    var customers: CSVWriter
    var events: CSVWriter
    var consents: CSVWriter
    var suppressions: CSVWriter
    var weather: CSVWriter

    init(write: @escaping (String, [UInt8]) throws -> Void) {
        customers = CSVWriter(
            "customers.csv",
            header: "id,phone,name,tier,city,birthday,gender,registered_at,interests,price_list,"
                + "coupon_expires", write: write)
        events = CSVWriter(
            "events.csv",
            header:
                "id,customer,event,at,order_id,cart_id,amount,items,source,parcel_id,code,station",
            write: write)
        consents = CSVWriter(
            "consents.csv",
            header: "customer,purpose,at,expires,withdrawn,source,text_version,evidence",
            write: write)
        suppressions = CSVWriter(
            "suppressions.csv", header: "customer,phone,at,source,purpose", write: write)
        weather = CSVWriter(
            "weather.csv", header: "kind,key,day,fetched_at,rain_mm,temp_max,temp_min",
            write: write)
    }

    mutating func customer(_ shopper: Shopper) throws {
        customers.cell(shopper.id)
        switch shopper.phone {
        case .none: customers.empty()
        case .written(let text), .bad(let text): customers.cell(text)
        }
        customers.cell(shopper.name)
        customers.cell(shopper.tier)
        customers.cell(shopper.city.name)
        customers.cell(shopper.birthday)
        customers.cell(shopper.isFemale ? "female" : "male" as StaticString)
        customers.time(shopper.registered)
        customers.cell(shopper.interests)
        customers.cell(shopper.priceList)
        if let day = shopper.couponExpires { customers.day(day) } else { customers.empty() }
        try customers.endRow()
    }

    mutating func event(_ event: History.Event, of shopper: Shopper) throws {
        events.cell(event.id)
        events.cell(shopper.id)
        events.cell(event.kind)
        events.time(event.at)
        events.cell(event.order)
        events.cell(event.cart)
        if event.amount > 0 { events.hundredths(event.amount) } else { events.empty() }
        if event.items > 0 { events.cell(event.items) } else { events.empty() }
        events.cell(event.source)
        events.cell(event.parcel)
        events.cell(event.code)
        events.cell(event.station)
        try events.endRow()
    }

    mutating func permissions(_ permissions: Permissions) throws {
        for consent in permissions.consents {
            consents.cell(permissions.customer)
            consents.cell(consent.purpose)
            consents.time(consent.at)
            if let day = consent.expires { consents.day(day) } else { consents.empty() }
            if let time = consent.withdrawn { consents.time(time) } else { consents.empty() }
            consents.cell(consent.source)
            consents.cell(consent.textVersion)
            consents.cell(consent.evidence)
            try consents.endRow()
        }
        if let optOut = permissions.optOut {
            suppressions.cell(permissions.customer)
            suppressions.cell(optOut.phone)
            suppressions.time(optOut.at)
            suppressions.cell(optOut.source)
            suppressions.cell(optOut.purpose)
            try suppressions.endRow()
        }
    }

    mutating func weather(seed: UInt64, from: CivilDay, through: CivilDay, end: CivilDay) throws {
        for (number, city) in City.all.enumerated() {
            for day in Weather.days(
                of: city, number: number, seed: seed, from: from, through: through)
            {
                weather.cell("weather")
                weather.cell(city.name)
                weather.day(day.day)
                // A forecast of the morning before; the future's was fetched when the sample ends.
                let fetched = min(day.day - 1, end - 1)
                weather.time(LocalTime(fetched, second: 6 * 3_600))
                weather.tenths(day.rain)
                weather.tenths(day.max)
                weather.tenths(day.min)
                try weather.endRow()
            }
        }
    }

    mutating func flush() throws {
        try customers.flush()
        try consents.flush()
        try suppressions.flush()
        try events.flush()
        try weather.flush()
    }
}
