import Testing

/// `condition/between-reversed`
@Suite("check condition/between-reversed")
struct ConditionBetweenReversedTests {
    @Test("points at the two ends and exchanges them")
    func finds() {
        #expect(
            CheckCase.audience("condition/between-reversed", "points between 500 and 100") == [
                "rules/r.yaml:6:26 500 is greater than 100, so nothing lies between them"
            ])
        let mended: (String) -> String = {
            CheckCase.mended("condition/between-reversed", audience: $0)
        }
        #expect(mended("points between 500 and 100") == "points between 100 and 500")
        #expect(mended("rate between 2 and 1.5") == "rate between 1.5 and 2")
        #expect(
            mended("coupon_expires between 2026-05-02 and 2026-05-01")
                == "coupon_expires between 2026-05-01 and 2026-05-02")
    }

    @Test("what never holds because of it alone is told once")
    func once() {
        let turned = "points between 500 and 100"
        #expect(CheckCase.audience("condition/never", turned) == [])
        #expect(CheckCase.audience("condition/never", "tier = gold and \(turned)") == [])
        #expect(
            CheckCase.audience("condition/never", "tier = gold and tier = silver and \(turned)")
                .count == 1)
        #expect(CheckCase.audience("condition/part-never", "tier = gold or \(turned)") == [])
        #expect(
            CheckCase.audience(
                "condition/part-never", "tier = gold or (\(turned) and points between 9 and 1)")
                == [])
        #expect(
            CheckCase.audience(
                "condition/part-never", "tier = gold or (\(turned) and points < 1 and points > 3)"
            ).count == 1)
    }

    @Test("is content with ends in order, and with one value between")
    func passes() {
        #expect(CheckCase.audience("condition/between-reversed", "points between 3 and 3") == [])
        #expect(
            CheckCase.audience("condition/between-reversed", "points between orders and 3") == [])
    }
}
