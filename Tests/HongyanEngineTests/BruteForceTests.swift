import Foundation
import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// A month recomputed by a plain loop over customers and minutes, written without the engine's
/// queries and with Foundation's calendars, must find the same occurrences at the same minutes.
@Suite("Brute force")
struct BruteForceTests {
    static let rules = [
        "rule: cart\ntitle: t\npurpose: marketing\n"
            + "trigger: {event: cart.updated, unless: order.placed, within: 2h, key: cart_id}\nmessage: hello",
        "rule: sleepy\ntitle: t\npurpose: marketing\n"
            + "trigger: {dormant: order.placed, for: 90d, backlog: skip}\nmessage: hello",
        "rule: bday\ntitle: t\npurpose: marketing\n"
            + "trigger: {date: birthday, before: 3d, at: \"10:00\"}\nmessage: other",
    ]

    @Test("absence, dormant and birthday rules over a month")
    func month() throws {
        let book = try TestWorkspace.book(Self.rules)
        let start = at("12-01 00:00")
        let days = 30
        let shop = SmallShop(customers: 100, seed: 21, start: start, days: days)
        let store = try shop.store(for: book, at: start)
        let end = start + .days(Int64(days))
        let simulator = Simulator(
            book: book, store: store, providers: SmallShop.providers(book, seed: 1),
            scenario: Scenario(events: shop.future), seed: 1, from: start, logger: Stage.quiet)
        try simulator.run(through: end)
        var found: Set<String> = []
        try store.forEachDecision(from: .distantPast, through: .distantFuture) { record in
            let minute = (record.at - start).milliseconds / 60_000
            found.insert("\(minute) \(record.rule) \(record.customer)")
        }
        let expected = recompute(shop, start: start, minutes: days * 1_440)
        #expect(found.count > 200)
        #expect(found == expected)
        for line in found.symmetricDifference(expected).sorted().prefix(10) {
            Issue.record(
                "\(found.contains(line) ? "only the engine" : "only brute force"): \(line)")
        }
    }

    private func recompute(_ shop: SmallShop, start: Timestamp, minutes: Int) -> Set<String> {
        var result: Set<String> = []
        let all = shop.history + shop.future
        let birthdays = birthdayMinutes(start: start, days: minutes / 1_440)
        for customer in shop.customers {
            let mine = all.filter { $0.customer == customer.id }
            let carts = mine.filter { $0.kind == "cart.updated" }
            let orders = mine.filter { $0.kind == "order.placed" }
            var fired: Set<Value> = []
            for minute in 1...minutes {
                let now = start.milliseconds + Int64(minute) * 60_000
                let last = now - 60_000
                for cart in carts {
                    let due = cart.at.milliseconds + 7_200_000 + 60_000
                    guard due > last, due <= now, let key = cart.fields["cart_id"] else { continue }
                    let t = cart.at.milliseconds
                    let again = carts.contains {
                        $0.fields["cart_id"] == key && $0.at.milliseconds > t
                            && $0.at.milliseconds <= t + 7_200_000
                    }
                    let ordered = orders.contains {
                        $0.at.milliseconds >= t && $0.at.milliseconds <= t + 7_200_000
                    }
                    if !again, !ordered, fired.insert(key).inserted {
                        result.insert("\(minute) cart \(customer.id)")
                    }
                }
                let past = orders.filter { $0.at.milliseconds <= now }.map(\.at.milliseconds).max()
                if let past {
                    let due = past + 90 * 86_400_000
                    if due > last, due <= now { result.insert("\(minute) sleepy \(customer.id)") }
                }
                if case .anniversary(let birthday)?? = customer.tags["birthday"],
                    birthdays[minute]?.contains(birthday) == true
                {
                    result.insert("\(minute) bday \(customer.id)")
                }
            }
        }
        return result
    }

    /// By minute: the anniversaries that are three days away at ten o'clock, by Foundation's
    /// calendars.
    private func birthdayMinutes(start: Timestamp, days: Int) -> [Int: Set<Anniversary>] {
        let zone = TimeZone(secondsFromGMT: 28_800)!
        var gregorian = Calendar(identifier: .gregorian)
        gregorian.timeZone = zone
        var chinese = Calendar(identifier: .chinese)
        chinese.timeZone = zone
        var result: [Int: Set<Anniversary>] = [:]
        for day in 0..<days {
            let ten = Double(start.milliseconds / 1_000) + Double(day) * 86_400 + 36_000
            let target = Date(timeIntervalSince1970: ten + 3 * 86_400)
            let solar = gregorian.dateComponents([.month, .day], from: target)
            let lunar = chinese.dateComponents([.month, .day], from: target)
            let tomorrow = chinese.dateComponents([.day], from: target.addingTimeInterval(86_400))
            var set: Set<Anniversary> = [
                Anniversary(calendar: .solar, month: solar.month!, day: solar.day!)
            ]
            if lunar.isLeapMonth != true {
                set.insert(Anniversary(calendar: .lunar, month: lunar.month!, day: lunar.day!))
                // A month of 29 days: who was born on the thirtieth celebrates on its last day.
                if lunar.day == 29, tomorrow.day == 1 {
                    set.insert(Anniversary(calendar: .lunar, month: lunar.month!, day: 30))
                }
            }
            result[day * 1_440 + 600] = set
        }
        return result
    }
}
