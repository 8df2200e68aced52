import HongyanCore

/// A signature that platforms refuse.
///
/// Aliyun takes 2 to 12 characters, no symbols, no 测试 or test (CreateSmsSign); Huawei Cloud 2 to
/// 16; all want the sender's short name, not a neutral word.
enum SignatureForm: Check {
    static let page = CheckPage(
        id: "signature/form", severity: .warning,
        title: .init(zh: "签名是平台收的样子", en: "a signature is one that platforms take"),
        why: .init(
            zh: "签名要 2 到 16 字，不带空格，不含“测试”或“test”；否则平台不予报备，短信发不出去。",
            en: """
                A signature has 2 to 16 characters, no spaces, and neither 测试 nor test in it; \
                else platforms do not file it and nothing leaves.
                """),
        bad: "signature: 云杉 测试", good: "signature: 云杉商城")

    static func run(_ context: CheckContext) {
        check(context.book.policy.signature, context.policy, ["signature"])
        for channel in context.book.workspace.channels {
            guard let signature = channel.signature else { continue }
            check(signature, context.workspace, ["channels", channel.id.rawValue, "signature"])
        }
    }

    private static func check(_ signature: String, _ file: FileSource, _ path: [String]) {
        guard let node = file.node(path) else { return }
        let isTest = ["测试", "test"].contains {
            !Bytes.ranges(of: $0, in: signature.lowercased()).isEmpty
        }
        let hasSpace = signature.contains(where: \.isWhitespace)
        guard !(2...16).contains(signature.count) || isTest || hasSpace else { return }
        report(
            file.reader, at: file.firstLine(of: node.range),
            zh: "平台不收签名“\(signature)”：要 2 到 16 字，无空格，不含测试",
            en: "platforms refuse '\(signature)': 2 to 16 characters, no spaces, no test")
    }
}
