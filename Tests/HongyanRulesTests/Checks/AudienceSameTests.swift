import Testing

/// `audience/same`
@Suite("check audience/same")
struct AudienceSameTests {
    @Test("points at the later of two audiences of the same customers")
    func finds() {
        #expect(
            CheckCase.audiences("audience/same", "golds: tier = gold", "vips: tier in [gold]") == [
                "rules/tags.yaml:22:9 the audience 'vips' and the audience 'golds' are the same"
            ])
        #expect(
            CheckCase.audiences(
                "audience/same", "a: not (price_list or points > 5)",
                "b: not points > 5 and not price_list"
            ).count == 1)
    }

    @Test("is content when one of them is wider, and with a second name for an audience")
    func passes() {
        #expect(
            CheckCase.audiences(
                "audience/same", "golds: tier = gold", "vips: tier in [gold, platinum]") == [])
        #expect(
            CheckCase.audiences("audience/same", "golds: tier = gold", "vips: golds") == [])
    }
}
