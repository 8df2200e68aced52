import HongyanCore
import HongyanRules
import Testing

/// `template/signature`
@Suite("check template/signature")
struct TemplateSignatureTests {
    @Test("finds a signature in the body, and takes it out")
    func finds() {
        #expect(
            CheckCase.template("template/signature", "【云杉商城】您好") == [
                "rules/templates.yaml:2:38 "
                    + "the signature stands here and is put before the text again"
            ])
        let templates = CheckCase.templateText("【云杉商城】您好")
        #expect(
            CheckCase.fixes("template/signature", ["rules/templates.yaml": templates]) == [
                "【云杉商城】 -> "
            ])
    }

    @Test("is content with the name alone")
    func passes() {
        #expect(CheckCase.template("template/signature", "打开云杉商城App") == [])
        #expect(CheckCase.template("template/signature", "【云杉】您好") == [])
    }
}
