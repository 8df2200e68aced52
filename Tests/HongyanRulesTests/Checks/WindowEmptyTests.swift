import HongyanCore
import HongyanRules
import Testing

/// `window/empty`
@Suite("check window/empty")
struct WindowEmptyTests {
    @Test("finds a window whose every day is in a blackout")
    func finds() {
        let found = CheckCase.policy(
            "window/empty",
            ["blackouts": "{half: \"01-01 .. 06-30\", rest: \"06-30 .. 12-31\"}"])
        #expect(
            found == [
                "rules/policy.yaml:4:16 the window 'day' never opens, blackouts cover all its days"
            ])
    }

    @Test("is content with one open day a year, and with dates that end")
    func passes() {
        #expect(CheckCase.policy("window/empty", ["blackouts": "{most: 01-02 .. 12-31}"]) == [])
        #expect(
            CheckCase.policy("window/empty", ["blackouts": "{far: 2020-01-01 .. 2090-12-31}"])
                == [])
    }

    @Test("29 February alone is a day, when the window is open on it")
    func leapDay() {
        let blackouts = "{a: \"01-01 .. 02-28\", b: \"03-01 .. 12-31\"}"
        #expect(CheckCase.policy("window/empty", ["blackouts": blackouts]) == [])
    }
}
