import Testing

/// `audience/never`
@Suite("check audience/never")
struct AudienceNeverTests {
    @Test("says that nobody can belong to an audience, used or not")
    func finds() {
        #expect(
            CheckCase.audiences("audience/never", "rich: \"spend > 5000 and spend < 1000\"") == [
                "rules/tags.yaml:21:10 the audience 'rich' never holds"
            ])
        #expect(
            CheckCase.audiences(
                "audience/never", "rich: {title: 富, where: \"spend > 5000 and orders = 0\"}") == [
                    "rules/tags.yaml:21:28 the audience 'rich' never holds"
                ])
    }

    @Test("is content when somebody can")
    func passes() {
        #expect(CheckCase.audiences("audience/never", "rich: spend > 1000") == [])
    }
}
