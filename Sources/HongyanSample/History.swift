import HongyanCore

/// What one shopper did before the sample's end.
struct History {
    struct Event {
        let at: LocalTime
        let kind: StaticString
        var id: String
        var order = ""
        var cart = ""
        var amount = 0
        var items = 0
        var source = ""
        var parcel = ""
        var code = ""
        var station = ""
    }

    /// Ascending by time for one shopper.
    private(set) var events: [Event] = []
    private let shopper: Shopper
    private var dice: Dice
    private var visit = 0
    private let end: CivilDay
    private let start: CivilDay

    /// - Parameter end: The first day without events.
    init(_ shopper: Shopper, seed: UInt64, end: CivilDay, days: Int) {
        self.shopper = shopper
        self.end = end
        start = end - days
        dice = Dice(seed: seed, purpose: 3, number: shopper.number)
        register()
        shop()
        events.removeAll { $0.at.day >= end }
        events.sort { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    private static let sources = ["app", "mini-program", "store", "campaign"]

    private mutating func register() {
        guard shopper.registered.day >= start else { return }
        events.append(
            Event(
                at: shopper.registered, kind: "customer.registered", id: "R\(shopper.number + 1)",
                source: dice.pick(History.sources)))
    }

    /// Visits in 10,000 of a day.
    private var visitsADay: Int {
        switch shopper.habit {
        case .regular: 1_400
        case .occasional: 330
        case .dormant: 0
        case .newcomer: 500
        }
    }

    private mutating func shop() {
        if shopper.habit == .dormant {
            // One last order, before the window or early in it: some cross 90 days soon.
            let day = end - 55 - dice.below(70)
            if day > shopper.registered.day { visit(on: day, always: true) }
            return
        }
        let first = max(start, shopper.registered.day)
        var day = first
        while day < end {
            let isWeekend = day.weekday >= 6
            if dice.chance(of10000: isWeekend ? visitsADay * 3 / 2 : visitsADay) {
                visit(on: day, always: false)
            }
            day = day + 1
        }
    }

    private mutating func visit(on day: CivilDay, always: Bool) {
        visit += 1
        let name = "\(shopper.number + 1)-\(visit)"
        var at = LocalTime(day, second: Rhythm.second(&dice))
        if at < shopper.registered {
            at = shopper.registered.adding(seconds: 600 + dice.below(3_600))
        }
        let updates = 1 + dice.below(3)
        var amount = 0
        var items = 0
        for update in 1...updates {
            items += 1 + dice.below(3)
            amount += price()
            events.append(
                Event(
                    at: at, kind: "cart.updated", id: "K\(name)-\(update)", cart: "CART-\(name)",
                    amount: amount, items: items))
            at = at.adding(seconds: 40 + dice.below(900))
        }
        guard always || !dice.chance(of10000: 3_000) else { return }
        // Most pay at once; some come back after the two hours of the reminder.
        let wait = dice.chance(of10000: 900) ? 7_200 + dice.below(20_000) : dice.below(1_500)
        at = at.adding(seconds: wait)
        events.append(
            Event(
                at: at, kind: "order.placed", id: "O\(name)", order: "ORD-\(name)",
                cart: "CART-\(name)", amount: amount, items: items))
        if dice.chance(of10000: 3_500) { parcel(name, ordered: at) }
    }

    /// Fen: many small baskets, few large ones.
    private mutating func price() -> Int {
        let base = 990 + dice.below(9_000)
        let large = dice.chance(of10000: 800) ? dice.below(180_000) : 0
        return (base + large) / 10 * 10
    }

    private static let stations = ["菜鸟驿站东门店", "丰巢快递柜", "云杉自提点", "社区服务站", "校园驿站"]

    private mutating func parcel(_ name: String, ordered: LocalTime) {
        let days = 1 + dice.below(3)
        let second = 8 * 3_600 + dice.below(11 * 3_600)
        let code =
            "\(dice.below(20) + 1)-\(dice.below(9) + 1)-\(1_000 + dice.below(9_000))"
        events.append(
            Event(
                at: LocalTime(ordered.day + days, second: second), kind: "parcel.arrived",
                id: "P\(name)", parcel: "PKG-\(name)", code: code,
                station: dice.pick(History.stations)))
    }
}
