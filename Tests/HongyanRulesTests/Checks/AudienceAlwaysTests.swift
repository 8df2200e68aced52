import Testing

/// `audience/always`
@Suite("check audience/always")
struct AudienceAlwaysTests {
    @Test("says that everybody belongs to an audience")
    func finds() {
        #expect(
            CheckCase.audiences("audience/always", "rich: orders >= 0") == [
                "rules/tags.yaml:21:9 the audience 'rich' always holds and leaves nobody out"
            ])
    }

    @Test("is content when somebody is left out, and when everybody is meant")
    func passes() {
        #expect(CheckCase.audiences("audience/always", "rich: orders >= 1") == [])
        #expect(CheckCase.audiences("audience/always", "everybody: \"true\"") == [])
    }
}
