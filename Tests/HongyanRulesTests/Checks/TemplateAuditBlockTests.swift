import HongyanCore
import HongyanRules
import Testing

/// `template/audit-block`
@Suite("check template/audit-block")
struct TemplateAuditBlockTests {
    @Test("finds what the content gate would drop, with its place and its basis")
    func finds() {
        let found = CheckCase.template("template/audit-block", "全网最低价等您来")
        #expect(found.count == 1)
        #expect(found.first?.contains("'全网最低价'") ?? false, "\(found)")
        #expect(CheckCase.template("template/audit-block", "加微信领券").count == 1)
    }

    @Test("is content with ordinary words, and leaves reviews to the other check")
    func passes() {
        #expect(CheckCase.template("template/audit-block", "最后三天，第一时间来看") == [])
        #expect(CheckCase.template("template/audit-block", "销量第一的坚果") == [])
    }
}
