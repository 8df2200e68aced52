import Testing

/// `window/deadline`
@Suite("check window/deadline")
struct WindowDeadlineTests {
    @Test("says what share of the day a window and a deadline drop")
    func finds() {
        let found = CheckCase.rule("window/deadline", adding: "window: evening\nclosed: defer 2h")
        #expect(
            found == [
                "rules/r.yaml:7:9 about 83% of the due times never reach 'evening' and are dropped"
            ])
    }

    @Test("is content when everything can wait for its window")
    func passes() {
        #expect(
            CheckCase.rule("window/deadline", adding: "window: evening\nclosed: defer 24h") == [])
    }
}
