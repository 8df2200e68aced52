import HongyanCore

/// A cap of 0 for everybody.
enum CapZero: Check {
    static let page = CheckPage(
        id: "cap/zero", severity: .error,
        title: .init(zh: "频控至少允许一条", en: "a cap lets at least one message pass"),
        why: .init(
            zh: """
                频控为 0 时，这种用途的短信一条也发不出去，而规则看上去都在运行。\
                要停发请用 hongyan stop；要排除一部分人，请给这条频控写 audience。
                """,
            en: """
                Under a cap of 0 no message of that purpose ever leaves, while the rules look \
                alive. To stop sending use 'hongyan stop'; to leave some people out, give the cap \
                an audience.
                """),
        bad: "caps: {week: \"0 per 7d\"}", good: "caps: {week: \"2 per 7d\"}")

    static func run(_ context: CheckContext) {
        for cap in context.book.policy.caps
        where cap.count == 0 && cap.audience == .constant(true)
            && cap.purposes.contains(where: { GateTable.gates(for: $0).contains(.cap) })
        {
            report(
                context.policy.reader, at: context.policy.place("caps", cap.name),
                zh: "频控“\(cap.name)”为 0：\(cap.purposesWritten) 短信一条也发不出去",
                en: "the cap '\(cap.name)' of 0 lets no \(cap.purposesWritten) message leave")
        }
    }
}
