import HongyanCore
import HongyanRules
import Testing

/// What the analysis knows, as a person would say it.
struct ConditionTruthTableTests {
    private static let never = [
        // Ranges.
        "points > 5 and points < 5", "points > 5 and points < 6", "points >= 5 and points <= 4",
        "points between 5 and 3", "points in [1, 2, 3] and points > 3",
        "points = 3 and points != 3",
        "points = 1 and points = 2", "points in [1, 2] and points in [3, 4]",
        "rate > 1.5 and rate < 1.6", "points = 0.5", "points in [0.1, 0.2]", "spend = 1.005",
        "points > 9223372036854775807", "points < 10 and (points > 20 or points = 15)",
        // Arithmetic.
        "points + 5 < 3 and points > 0", "points * 2 = 7", "points * 0 = 1",
        "-points > 3 and points > 0",
        "10 - points < 3 and points < 5", "points / 10 = 3 and points > 39", "points / 0 = 1",
        "points * 2 > 10 and points * 3 < 12", "1 = 2", "5 / 0 = 5 / 0",
        // Enums, booleans, texts, sets, anniversaries.
        "tier = gold and tier = silver", "tier = gold and not tier in [gold, platinum]",
        "tier != bronze and tier != silver and tier != gold and tier != platinum",
        "tier is missing and tier in [gold]", "price_list and not price_list",
        "price_list = false and price_list", "not price_list and price_list = true",
        "city = '上海' and city = '北京'", "city = '上海' and not city contains '上'",
        "city in ['a', 'b'] and city contains 'c'", "name contains '王小' and not name contains '王'",
        "interests has 生鲜 and not interests has 生鲜", "interests is missing and interests has 生鲜",
        "birthday = '05-01' and birthday = '05-02'",
        "birthday = '05-01' and birthday = '1990-05-01'",
        // Dates and times.
        "coupon_expires < 2026-05-01 and coupon_expires > 2026-04-30",
        "registered_at >= 2026-05-01 and registered_at < 2026-05-01",
        "last_order_at older than 90d and last_order_at within 30d",
        "last_order_at older than 90d and last_order_at within 90d", "last_order_at within 0d",
        "days until birthday < 0", "days until birthday > 385",
        "days until birthday <= 3 and birthday is missing",
        "days until coupon_expires is missing and coupon_expires is not missing",
        // Missing values.
        "points is missing and points is not missing", "points > 5 and points is missing",
        "orders is missing", "not (points = points or points is missing)",
        "points + orders > 3 and points is missing",
        // Two operands.
        "points != points", "points < points", "name != name",
        "points < orders and points > orders",
        "points < orders and points > 10 and orders < 8",
        "points = orders and points > 3 and orders < 3",
        "last_order_at < registered_at and last_order_at within 1d and registered_at older than 2d",
        "name = city and name = '上海' and city = '北京'", "name contains city and name is missing",
        // Counts.
        "orders < 0", "count(order.placed, 30d) >= 1 and count(order.placed, 90d) = 0",
        "count(order.placed, 30d) > count(order.placed, 90d)",
        "count(order.placed, 90d) = 0 and sum(order.placed.amount, 90d) > 0",
        "count(order.placed, 90d) = 0 and last(order.placed.cart_id, 30d) = 'c'",
        "max(order.placed.amount, 90d) < 5 and min(order.placed.amount, 30d) > 5",
        "last_order_at is missing and count(order.placed, 90d) > 0",
        "last_order_at older than 90d and count(order.placed, 90d) > 0",
        "last_order_at older than 365d and rich",
        // Around and and or.
        "false", "not (orders >= 0)", "rich and spend < 100",
        "(tier = gold or tier = silver) and (tier = bronze or tier = platinum)",
        "tier = gold and not (price_list or tier = gold)",
        "(points > 5 or points < 3) and points = 4",
    ]

    private static let always = [
        "true", "orders >= 0", "orders is not missing", "points > 5 or not points > 5",
        "points is missing or points = points", "not (tier = gold and tier = silver)",
        "tier in [bronze, silver, gold, platinum] or tier is missing",
        "price_list or price_list = false or price_list is missing",
        "not points between 5 and 3", "not days until birthday > 400", "1 < 2", "not 5 / 0 = 1",
        "count(order.placed, 30d) <= count(order.placed, 90d)",
        "count(order.placed, 90d) >= 1 or count(order.placed, 30d) = 0",
        "not last_order_at within 90d or not last_order_at older than 90d",
        "not rich or spend > 4999.99", "name is missing or name contains ''",
        "points * 2 != 7 or points is missing or points * 2 is missing",
    ]

    private static let maybe = [
        // Whatever is said of a value is not said of a missing one.
        "points = points", "points > 5 or points <= 5", "tier in [bronze, silver, gold, platinum]",
        "not (points > 5 or points <= 5)", "name contains ''",
        // Near misses.
        "points > 5 and points < 7", "points between 3 and 3", "rate > 1.5 and rate < 1.7",
        "points * 2 = 8", "points + 1 is missing and points is not missing",
        "city = '上海' and city contains '上'", "not name contains '王小' and name contains '王'",
        "tier != bronze and tier != silver and tier != gold",
        "interests has 生鲜 and interests has 母婴",
        "birthday = '05-01' or birthday = '1990-05-01'",
        "last_order_at older than 30d and last_order_at within 90d",
        "registered_at >= 2026-05-01 and registered_at older than 90d",
        "days until birthday = 366", "days until coupon_expires < 0",
        "days until birthday is missing and birthday is not missing",
        "count(order.placed, 30d) = 0 and count(order.placed, 90d) >= 1",
        "count(order.placed, 90d) = 0 and count(cart.updated, 90d) > 0",
        "sum(order.placed.amount, 90d) = 0 and count(order.placed, 90d) > 0",
        "sum(order.placed.amount, 30d) > sum(order.placed.amount, 90d)",
        "last_order_at older than 90d and count(order.placed, 91d) > 0",
        "points < orders and points > 10", "name = city and name = '上海'",
        "(tier = gold or tier = silver) and (tier = silver or tier = platinum)",
    ]

    private func truth(_ text: String) throws -> Truth {
        let quoted = text.replacing("'", with: "''")
        let files = Workspace.files(["rules/r.yaml": Workspace.rule(audience: "'\(quoted)'")])
        let book = try #require(Workspace.compile(files).book, "\(text) does not compile")
        return ConditionTruth(schema: book.tags).truth(of: book.rules[0].audience)
    }

    @Test("nobody can meet", arguments: never)
    func neverHolds(_ text: String) throws { #expect(try truth(text) == .never) }

    @Test("everybody meets", arguments: always)
    func alwaysHolds(_ text: String) throws { #expect(try truth(text) == .always) }

    @Test("some meet and others do not", arguments: maybe)
    func mayHold(_ text: String) throws { #expect(try truth(text) == .maybe) }
}
