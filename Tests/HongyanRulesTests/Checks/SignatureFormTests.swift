import HongyanCore
import HongyanRules
import Testing

/// `signature/form`
@Suite("check signature/form")
struct SignatureFormTests {
    private func found(_ signature: String) -> [String] {
        CheckCase.policy("signature/form", ["signature": signature])
    }

    @Test("finds what platforms refuse", arguments: ["云", "云杉测试", "Test商城", "云杉 商城"])
    func finds(_ signature: String) {
        #expect(
            found(signature) == [
                "rules/policy.yaml:1:12 platforms refuse '\(signature)': "
                    + "2 to 16 characters, no spaces, no test"
            ])
    }

    @Test("is content with a short name", arguments: ["云杉", "云杉商城", "Hongyan"])
    func passes(_ signature: String) { #expect(found(signature) == []) }
}
