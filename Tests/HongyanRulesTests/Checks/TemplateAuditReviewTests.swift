import HongyanCore
import HongyanRules
import Testing

/// `template/audit-review`
@Suite("check template/audit-review")
struct TemplateAuditReviewTests {
    @Test("finds what would wait for a person")
    func finds() {
        let found = CheckCase.template("template/audit-review", "销量第一的坚果")
        #expect(found.count == 1)
        #expect(found.first?.contains("'销量第一'") ?? false, "\(found)")
        #expect(CheckCase.template("template/audit-review", "原价99元，现价59元").count == 1)
    }

    @Test("is content with ordinary words, and leaves blocks to the other check")
    func passes() {
        #expect(CheckCase.template("template/audit-review", "第一件原价，第二件半价") == [])
        #expect(CheckCase.template("template/audit-review", "全网最低价等您来") == [])
    }
}
