import HongyanCore
import HongyanRules
import Testing

/// `template/fallback-length`
@Suite("check template/fallback-length")
struct TemplateFallbackLengthTests {
    private func found(_ fallback: String, _ most: Int) -> [String] {
        CheckCase.template(
            "template/fallback-length", "${name|\(fallback)}您好", ", variables: {name: \(most)}")
    }

    @Test("finds a fallback that is never sent")
    func finds() {
        #expect(
            found("尊敬的会员", 4) == [
                "rules/templates.yaml:2:38 a fallback of 5 is over the max of 4"
            ])
    }

    @Test("is content when it just fits, and counts an emoji as two")
    func passes() {
        #expect(found("尊敬的会员", 5) == [])
        #expect(found("🎉🎉", 3).count == 1)
        #expect(found("🎉🎉", 4) == [])
    }
}
