import HongyanCore
import HongyanRules
import Testing

/// `policy/loosens`
@Suite("check policy/loosens")
struct PolicyLoosensTests {
    private func terms(_ text: String, pack: String? = nil) -> [String] {
        var files: [String: String?] = [
            "rules/policy.yaml": CheckCase.policyText(["terms": "{\(text)}"])
        ]
        if let pack {
            files["hongyan.yaml"] = Workspace.hongyan.replacing(
                "rate:", with: "pack: \(pack), rate:")
        }
        return CheckCase.findings("policy/loosens", files)
    }

    @Test("names both values, their layers and the pack")
    func law() {
        #expect(
            terms("complaint_answer: 30 days") == [
                "rules/policy.yaml:8:27 'complaint_answer' is 30 days, "
                    + "looser than 15 days of cn-2026@1"
            ])
        let found = Workspace.compile(
            Workspace.files([
                "rules/policy.yaml": CheckCase.policyText([
                    "terms": "{complaint_answer: 30 days}"
                ])
            ])
        ).diagnostics.first { $0.id == "policy/loosens" }
        #expect(found?.severity == .error)
        #expect(found?.notes.first?.en.hasPrefix("layer: law; source: 电信和互联网用户个人信息保护规定") == true)
    }

    @Test("what a provider lays down binds as well")
    func provider() {
        #expect(terms("text_length: 600 characters", pack: "aliyun").count == 1)
        #expect(terms("text_length: 600 characters") == [])
        #expect(terms("links: review", pack: "huawei").count == 1)
        #expect(terms("signature_length: 2..20 characters", pack: "huawei").count == 1)
    }

    @Test(
        "stricter or equal is allowed",
        arguments: [
            "complaint_answer: 15 days", "links: block", "symbols: block",
            "opt_out_within: 0 workdays", "variable_share: 20%", "text_length: 70 characters",
            "signature_length: 2..10 characters",
        ])
    func passes(_ text: String) { #expect(terms(text, pack: "aliyun") == []) }

    @Test("a confirmation of refusals that a pack forbids")
    func confirmation() {
        let pack = """
            pack: own
            version: 1
            title: {zh: 本地法, en: A law}
            layer: law
            country: CN
            in_force: 2026-01-01 ..
            values:
              opt_out_confirmation: {value: no, kind: law, source: a law, date: 2026-01-01}
            """
        func found(_ confirm: String) -> [String] {
            CheckCase.findings(
                "policy/loosens",
                [
                    "packs/own.yaml": pack,
                    "rules/policy.yaml": CheckCase.policyText([
                        "law": "own", "packs": "[packs/own.yaml]", "confirm_opt_out": confirm,
                    ]),
                ])
        }
        #expect(found("true").count == 1)
        #expect(found("true").first?.contains("looser than no of own@1") == true)
        #expect(found("false") == [])
    }

    @Test("a window that is open when the law closes")
    func window() {
        let windows = ["windows": "{day: \"daily 09:00-23:00\"}"]
        #expect(
            CheckCase.policy("policy/loosens", windows) == [
                "rules/policy.yaml:4:16 'day' is daily 09:00-23:00, "
                    + "looser than daily 08:00-22:00 of cn-2026@1"
            ])
        let unused = ["windows": "{day: \"daily 09:00-20:00\", night: \"daily 09:00-23:00\"}"]
        #expect(CheckCase.policy("policy/loosens", unused) == [])
    }

    @Test("a window that every channel's provider closes; one that is open is enough")
    func channels() {
        let late = CheckCase.policyText(["windows": "{day: \"daily 09:00-21:00\"}"])
        func found(_ channels: String) -> Int {
            let settings = "store: x\nzone: Asia/Shanghai\nchannels:\n\(channels)"
            return CheckCase.findings(
                "policy/loosens", ["rules/policy.yaml": late, "hongyan.yaml": settings]
            ).count
        }
        let qiniu =
            "  a: {provider: simulated, purposes: [marketing, service], price: 1, rate: 1/s, "
            + "pack: qiniu}\n"
        let huawei =
            "  b: {provider: simulated, purposes: [marketing], price: 1, rate: 1/s, "
            + "pack: huawei}\n"
        #expect(found(qiniu) == 1)
        #expect(found(qiniu + huawei) == 0)
    }

    @Test("a filing that is expected sooner than the provider answers")
    func filing() {
        func found(_ days: Int) -> Int {
            let settings = Workspace.hongyan.replacing(
                "rate:", with: "pack: baidu, filing: required, filing_days: \(days), rate:")
            return CheckCase.findings("policy/loosens", ["hongyan.yaml": settings]).count
        }
        #expect(found(1) == 1 && found(2) == 0 && found(9) == 0)
    }

    @Test("a channel's own opt-out words that its provider does not take")
    func words() {
        func found(_ words: String) -> Int {
            let settings = Workspace.hongyan.replacing(
                "rate:", with: "pack: aliyun, opt_out: \(words), rate:")
            return CheckCase.findings("policy/loosens", ["hongyan.yaml": settings]).count
        }
        #expect(found("回T退订") == 1)
        #expect(found("拒收请回复R") == 0)
    }
}
