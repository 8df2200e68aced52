import Testing

/// `condition/part-always`
@Suite("check condition/part-always")
struct ConditionPartAlwaysTests {
    @Test("points at the side that has no effect")
    func finds() {
        #expect(
            CheckCase.audience("condition/part-always", "points >= 500 and points >= 100") == [
                "rules/r.yaml:6:29 'points >= 100' follows from the other sides and has no effect"
            ])
        #expect(
            CheckCase.audience("condition/part-always", "orders >= 0 and tier = gold") == [
                "rules/r.yaml:6:11 'orders >= 0' always holds and has no effect"
            ])
    }

    @Test("of two equal sides names one")
    func equalSides() {
        #expect(
            CheckCase.audience("condition/part-always", "tier = gold and tier = gold").map {
                $0.prefix(17)
            } == ["rules/r.yaml:6:27"])
    }

    @Test("knows that the longer window counts at least as much")
    func windows() {
        let counts = "count(order.placed, 30d) >= 2 and count(order.placed, 90d) >= 1"
        #expect(CheckCase.audience("condition/part-always", counts).count == 1)
        let others = "count(order.placed, 30d) >= 2 and count(order.placed, 90d) >= 3"
        #expect(CheckCase.audience("condition/part-always", others) == [])
    }

    @Test("is content with a plain word about missing values, needed or not")
    func missing() {
        #expect(
            CheckCase.audience(
                "condition/part-always", "tier != gold and tier is not missing") == [])
    }
}
