import HongyanCore
import HongyanRules
import Testing

/// `template/advertising`
@Suite("check template/advertising")
struct TemplateAdvertisingTests {
    private func found(_ text: String, purpose: String) -> [String] {
        let templates = CheckCase.templateText(text).replacing("marketing", with: purpose)
        return CheckCase.findings("template/advertising", ["rules/templates.yaml": templates])
    }

    @Test("finds advertising in a message for service")
    func finds() {
        #expect(
            found("包裹已到，全场大促", purpose: "service") == [
                "rules/templates.yaml:2:43 '大促' is advertising, this message is for service"
            ])
        #expect(found("验证码123，限时优惠", purpose: "verification").count == 1)
    }

    @Test("is content with service, and with advertising as marketing")
    func passes() {
        #expect(found("您的优惠券已退回账户", purpose: "service") == [])
        #expect(found("您的秒杀订单已发货，折扣5元", purpose: "service") == [])
        #expect(found("全场大促", purpose: "marketing") == [])
    }
}
