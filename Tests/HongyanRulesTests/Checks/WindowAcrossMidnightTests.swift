import HongyanCore
import HongyanRules
import Testing

/// `window/across-midnight`
@Suite("check window/across-midnight")
struct WindowAcrossMidnightTests {
    @Test("finds ends that are swapped, and swaps them")
    func finds() {
        let windows = ["windows": "{day: \"daily 21:00-08:00\"}"]
        #expect(
            CheckCase.policy("window/across-midnight", windows) == [
                "rules/policy.yaml:4:16 'day' runs across midnight at 21:00-08:00, open by night"
            ])
        #expect(
            CheckCase.fixes(
                "window/across-midnight", ["rules/policy.yaml": CheckCase.policyText(windows)])
                == ["21:00-08:00 -> 08:00-21:00"])
    }

    @Test("proposes nothing where swapped ends are no better")
    func noFix() {
        let windows = ["windows": "{day: \"daily 18:00-02:00\"}"]
        #expect(CheckCase.policy("window/across-midnight", windows).count == 1)
        #expect(
            CheckCase.fixes(
                "window/across-midnight", ["rules/policy.yaml": CheckCase.policyText(windows)])
                == [])
    }

    @Test("is content with a window until midnight")
    func passes() {
        let windows = ["windows": "{day: \"daily 18:00-24:00\"}"]
        #expect(CheckCase.policy("window/across-midnight", windows) == [])
    }
}
