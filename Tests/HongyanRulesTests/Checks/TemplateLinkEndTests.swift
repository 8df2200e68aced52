import HongyanCore
import HongyanRules
import Testing

/// `template/link-end`
@Suite("check template/link-end")
struct TemplateLinkEndTests {
    private func found(_ text: String) -> [String] {
        CheckCase.template("template/link-end", text)
    }

    @Test("finds words right behind a link, and puts a space between")
    func finds() {
        #expect(
            found("见 https://a.cn/x，祝好") == [
                "rules/templates.yaml:2:40 the words behind this link are taken for a part of it"
            ])
        let templates = CheckCase.templateText("见 https://a.cn/x，祝好")
        #expect(
            CheckCase.fixes("template/link-end", ["rules/templates.yaml": templates]) == [" ->  "])
    }

    @Test("is content with a space, at the end, and with a variable in the link")
    func passes() {
        #expect(found("见 https://a.cn/x ，祝好") == [])
        #expect(found("见 https://a.cn/x") == [])
        #expect(found("见 https://a.cn/${event.cart_id} 祝好") == [])
    }
}
