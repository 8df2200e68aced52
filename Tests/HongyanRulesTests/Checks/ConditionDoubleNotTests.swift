import Testing

/// `condition/double-not`
@Suite("check condition/double-not")
struct ConditionDoubleNotTests {
    @Test("points at the two and takes them out")
    func finds() {
        #expect(
            CheckCase.audience("condition/double-not", "tier = gold and not not price_list") == [
                "rules/r.yaml:6:27 the two 'not' cancel out"
            ])
        let mended: (String) -> String = { CheckCase.mended("condition/double-not", audience: $0) }
        #expect(mended("not not price_list") == "price_list")
        #expect(mended("not not not price_list") == "not price_list")
        #expect(mended("not (not (tier = gold or rich))") == "(tier = gold or rich)")
        #expect(mended("not name is not missing") == "name is missing")
        #expect(mended("not not name is not missing") == "name is not missing")
    }

    @Test("is content with one")
    func passes() {
        #expect(CheckCase.audience("condition/double-not", "not price_list") == [])
        #expect(CheckCase.audience("condition/double-not", "name is not missing") == [])
        #expect(CheckCase.audience("condition/double-not", "not (rich and not price_list)") == [])
    }
}
