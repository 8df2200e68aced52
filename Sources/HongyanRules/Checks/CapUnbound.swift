import HongyanCore

/// A cap on a purpose that meets no cap gate.
enum CapUnbound: Check {
    static let page = CheckPage(
        id: "cap/unbound", severity: .warning,
        title: .init(zh: "频控只写给受频控的用途", en: "a cap is for a purpose that caps bind"),
        why: .init(
            zh: "紧急短信不受频控：这条频控拦不住任何短信。",
            en: "Emergency messages meet no cap: this one stops nothing."),
        bad: "caps: {alarm: {count: \"1 per day\", purpose: emergency}}",
        good: "caps: {notice: {count: \"5 per day\", purpose: service}}")

    static func run(_ context: CheckContext) {
        for cap in context.book.policy.caps
        where !cap.purposes.contains(where: { GateTable.gates(for: $0).contains(.cap) }) {
            report(
                context.policy.reader, at: context.policy.place("caps", cap.name),
                zh: "频控“\(cap.name)”无效：\(cap.purposesWritten) 短信不受频控",
                en: "the cap '\(cap.name)' stops nothing, \(cap.purposesWritten) meets no caps")
        }
    }
}
