import HongyanCore
import Testing

/// What the words around a phrase make of it.
@Suite("audit: what stands around a phrase")
struct AuditContextTests {
    private func ids(
        _ body: String, _ purpose: Purpose = .marketing, asksConsent: Bool = false
    ) -> [String] {
        let tail = purpose == .marketing ? "。拒收请回复R" : "。"
        return ContentAuditor.standard.audit(
            AuditText("【云杉商城】\(body)\(tail)"), purpose: purpose, asksConsent: asksConsent
        ).findings.map { "\($0.verdict.name) \($0.id)" }
    }

    @Test(
        "the title of a work may say what a claim may not; brackets alone make no title of a claim")
    func titles() {
        #expect(ids("《唯一》重映，仅限周六一场") == [])
        #expect(ids("《最好的我们》周六点映，会员票35元") == [])
        #expect(ids("预约的《世界第一等》已到馆", .service) == [])
        #expect(ids("《全网最低价》今晚开抢") == ["review ad/absolute"])
        #expect(ids("《新书》到货，全网最低价") == ["block ad/absolute"])
    }

    @Test("who says no promises nothing, and who warns recommends nothing")
    func denials() {
        #expect(ids("我们不保证提分，只陪孩子练习", .service) == [])
        #expect(ids("投资不保本，请谨慎") == [])
        #expect(ids("谨防诈骗：承诺稳赚不赔的，一律不要相信", .service) == [])
        #expect(ids("我们不是最便宜的，但每道菜现做") == [])
        #expect(ids("严禁赌博，发现请举报", .service) == [])
        #expect(ids("我行不会要求您加微信", .service) == [])
        #expect(ids("您的快递丢失，请勿着急，添加客服QQ88776655", .service) == ["block diversion/wechat"])
        // A warning in an advertisement does not make it harmless.
        #expect(ids("警惕错过，保本保息") == ["review guarantee/finance"])
        #expect(ids("警惕错过！保本保息") == ["block guarantee/finance"])
    }

    @Test("an account behind WeChat or QQ leads away, what people pay with does not")
    func accounts() {
        for body in [
            "加我vx abc_12345", "福利QQ群：77665544", "微信号 shop8866", "找店长vx:yunshan", "V信：ys-2026",
            "加vxys8899", "QQ77665544",
        ] {
            #expect(ids(body) == ["block diversion/wechat"], "\(body)")
        }
        #expect(ids("徽❤信：abc8866").contains("review diversion/wechat"))
        for body in [
            "可用微信支付38元",
            "单号WX20261121", "qqyunshan直播", "打开微信小程序下单", "微信、支付宝都可以", "QQ音乐会员八折",
            "添加到购物车，微信支付立减",
        ] {
            #expect(!ids(body).contains { $0.hasSuffix("diversion/wechat") }, "\(body)")
        }
    }

    @Test("a request for consent names what the consent is for, and advertises nothing besides")
    func consent() {
        let text = "回复1同意每月接收不超过4条优惠信息，一年内有效"
        #expect(ids(text, .service, asksConsent: true) == [])
        #expect(ids(text, .service) == ["review service/marketing"])
        #expect(ids("回复1订阅新品、促销通知", .service, asksConsent: true) == [])
        #expect(
            ids("全场五折，回复1同意接收优惠信息", .service, asksConsent: true)
                == ["block service/marketing"])
        #expect(
            ids("同意接收短信，即领优惠券", .service, asksConsent: true) == ["block service/marketing"])
    }

    @Test("a discount inside a service message is marketing, a paid bill is not")
    func discounts() {
        #expect(ids("家长会改到周五，书包七折", .service) == ["review service/marketing"])
        #expect(ids("本单已按会员九折结算，实付58元", .service) == [])
        #expect(ids("您购买的三折伞已发货", .service) == [])
        #expect(ids("第一件已签收，第二件正在派送途中", .service) == [])
    }
}
