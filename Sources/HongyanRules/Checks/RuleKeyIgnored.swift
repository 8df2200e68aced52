import HongyanCore

/// A key for a gate that messages of the rule's purpose do not meet.
enum RuleKeyIgnored: Check {
    static let page = CheckPage(
        id: "rule/key-ignored", severity: .warning,
        title: .init(
            zh: "规则只写它的用途会用到的键", en: "a rule has keys that its purpose obeys"),
        why: .init(
            zh: """
                验证码和紧急短信不过窗口、频次、灰度等闸：写了 window、once、limit 也不起作用，\
                短信随时照发。请删去这些键，或改用途。
                """,
            en: """
                Verification and emergency messages meet no gate for windows, once, rollout or \
                limits: such a key changes nothing, they leave at any time. Delete it, or change \
                the purpose.
                """),
        bad: "purpose: verification\nwindow: day\nclosed: drop", good: "purpose: verification")

    private static let keys: [(path: [String], gate: GateID)] = [
        (["once"], .once), (["window"], .window), (["closed"], .closed), (["late"], .late),
        (["limit"], .limit), (["rollout"], .rollout), (["holdout"], .holdout),
        (["trigger", "pace"], .pace), (["budget"], .budget),
    ]

    static func run(_ context: CheckContext) {
        for source in context.rules {
            let gates = GateTable.gates(for: source.rule.purpose)
            let purpose = source.rule.purpose.rawValue
            for (path, gate) in keys where !gates.contains(gate) {
                guard let place = source.file.keyPlace(path), let key = path.last else { continue }
                report(
                    source.file.reader, at: place,
                    zh: "\(purpose) 短信不受 \(key) 约束，写了也不起作用",
                    en: "'\(key)' does nothing, \(purpose) messages do not meet it")
            }
        }
    }
}
