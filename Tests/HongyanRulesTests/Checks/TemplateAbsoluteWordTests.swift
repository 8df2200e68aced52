import HongyanCore
import HongyanRules
import Testing

/// `template/absolute-word`
@Suite("check template/absolute-word")
struct TemplateAbsoluteWordTests {
    @Test("finds what the law forbids by name")
    func finds() {
        #expect(
            CheckCase.template("template/absolute-word", "全城最佳口味") == [
                "rules/templates.yaml:2:40 the advertising law forbids '最佳' by name"
            ])
        #expect(CheckCase.template("template/absolute-word", "国家级、最高级").count == 2)
    }

    @Test("is content with tips for use, and with other words")
    func passes() {
        #expect(CheckCase.template("template/absolute-word", "最佳食用期3天") == [])
        #expect(CheckCase.template("template/absolute-word", "最后一天，第一时间") == [])
        #expect(CheckCase.template("template/absolute-word", "最佳食用期，最佳").count == 1)
    }
}
