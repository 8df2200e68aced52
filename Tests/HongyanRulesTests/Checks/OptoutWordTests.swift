import HongyanCore
import HongyanRules
import Testing

/// `optout/word`
@Suite("check optout/word")
struct OptoutWordTests {
    private func found(_ words: String) -> [String] {
        CheckCase.policy("optout/word", ["opt_out": words])
    }

    @Test("finds an answer that is not understood")
    func finds() {
        #expect(
            found("退订请回复X") == [
                "rules/policy.yaml:2:10 an answer 'X' is not understood as a refusal"
            ])
        #expect(found("不想收到请回复“不要”").count == 1)
    }

    @Test(
        "is content with the words of the platforms",
        arguments: ["拒收请回复R", "回T退订", "回复TD退订", "退订回Ｎ", "退订回复“退订”", "回复 TD 退订"])
    func passes(_ words: String) { #expect(found(words) == []) }

    @Test("judges the words of a channel as well")
    func channel() {
        let workspace = Workspace.hongyan.replacing("rate:", with: "opt_out: 回复X退订, rate:")
        #expect(CheckCase.findings("optout/word", ["hongyan.yaml": workspace]).count == 1)
    }

    @Test("says nothing of another way to refuse")
    func link() {
        #expect(found("拒收请拨10086") == [])
        #expect(found("欢迎回来，拒收请拨10086") == [])
    }
}
