import HongyanCore
import HongyanRules
import Testing

/// `template/empty-fallback`
@Suite("check template/empty-fallback")
struct TemplateEmptyFallbackTests {
    @Test("finds a fallback of nothing")
    func finds() {
        #expect(
            CheckCase.template("template/empty-fallback", "您好${name|}") == [
                "rules/templates.yaml:2:40 an empty fallback is none, the message is dropped"
            ])
    }

    @Test("is content with words, with a space, and without a bar")
    func passes() {
        #expect(CheckCase.template("template/empty-fallback", "${name|顾客}您好") == [])
        #expect(CheckCase.template("template/empty-fallback", "${name| }您好") == [])
        #expect(CheckCase.template("template/empty-fallback", "${name}您好") == [])
    }
}
