import HongyanCore
import HongyanRules
import Testing

/// `template/link`
@Suite("check template/link")
struct TemplateLinkTests {
    @Test(
        "finds a link, with or without its scheme",
        arguments: [
            "https://a.cn/x", "a.example.com/x", "www.example.com", "yunshan.cn",
            "http://1.2.3.4/x",
        ])
    func finds(_ link: String) {
        #expect(
            CheckCase.template("template/link", "您好\(link)") == [
                "rules/templates.yaml:2:40 carriers block links in marketing messages"
            ])
    }

    @Test(
        "is content with prices, names and numbers",
        arguments: [
            "2.9元/500克", "App 3.0", "v2.com1", "24h/7d", "E.T. 回家", "No.1", "Yunshan Co.Ltd",
            "a@b.cn",
        ])
    func passes(_ text: String) {
        #expect(CheckCase.template("template/link", text) == [])
    }

    @Test("is content with a link for service")
    func service() {
        let text = CheckCase.templateText("物流 a.cn/x").replacing("marketing", with: "service")
        #expect(CheckCase.findings("template/link", ["rules/templates.yaml": text]) == [])
    }
}
