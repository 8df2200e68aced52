import Testing

/// `condition/in-repeated`
@Suite("check condition/in-repeated")
struct ConditionInRepeatedTests {
    @Test("points at the repeated value and takes it out")
    func finds() {
        #expect(
            CheckCase.audience("condition/in-repeated", "tier in [gold, silver, gold]") == [
                "rules/r.yaml:6:34 'gold' is in the list twice"
            ])
        #expect(
            CheckCase.mended("condition/in-repeated", audience: "points in [1, 2, 1.0, 2]")
                == "points in [1, 2]")
    }

    @Test("is content when each value is there once")
    func passes() {
        #expect(CheckCase.audience("condition/in-repeated", "tier in [gold, silver]") == [])
    }
}
