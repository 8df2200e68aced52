import HongyanCore
import HongyanRules
import Testing

/// `rule/id-reused`
@Suite("check rule/id-reused")
struct RuleIdReusedTests {
    @Test("finds an id that a rename gave up")
    func finds() {
        let history = BookHistory(usedRules: ["r", "s"], tombstones: ["r"])
        #expect(
            CheckCase.findings("rule/id-reused", [:], history: history) == [
                "rules/r.yaml:1:7 the id 'r' was given up by a rename and stays unused"
            ])
    }

    @Test("is content with a rule in use, and without a history")
    func passes() {
        let history = BookHistory(usedRules: ["r"], tombstones: ["old"])
        #expect(CheckCase.findings("rule/id-reused", [:], history: history) == [])
        #expect(CheckCase.findings("rule/id-reused", [:]) == [])
    }
}
