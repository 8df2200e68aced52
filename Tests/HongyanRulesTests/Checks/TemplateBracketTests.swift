import HongyanCore
import HongyanRules
import Testing

/// `template/bracket`
@Suite("check template/bracket")
struct TemplateBracketTests {
    @Test("finds brackets that are read as a signature")
    func finds() {
        #expect(
            CheckCase.template("template/bracket", "您好【限时】满减") == [
                "rules/templates.yaml:2:40 what stands in 【】 is read as a signature"
            ])
        #expect(CheckCase.template("template/bracket", "限时】").count == 1)
    }

    @Test("is content with other brackets, and leaves the signature to its own check")
    func passes() {
        #expect(CheckCase.template("template/bracket", "您好“限时”《满减》[一]") == [])
        #expect(CheckCase.template("template/bracket", "【云杉商城】您好") == [])
    }
}
