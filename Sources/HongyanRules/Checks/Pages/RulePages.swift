/// A rule as a whole.
enum RulePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "rule/closed", severity: .error,
            title: .init(
                zh: "有窗口就写明关窗时怎么办",
                en: "a rule with a window says what happens when it is closed"),
            why: .init(
                zh: """
                    窗口关着时，drop 直接放弃，defer 24h 最多等 24 小时。两者差别很大，没有\
                    默认值；营销规则也可以写在 policy.yaml 的 defaults 里。
                    """,
                en: """
                    When the window is closed, 'drop' gives the message up and 'defer 24h' \
                    lets it wait until due + 24h. There is no default; marketing rules may \
                    take it from 'defaults' of policy.yaml.
                    """),
            bad: """
                purpose: service
                window: day
                """,
            good: """
                purpose: service
                window: day
                closed: defer 24h
                """),
        CheckPage(
            id: "rule/duplicate", severity: .error,
            title: .init(zh: "一个规则名只属于一条规则", en: "a rule id belongs to one rule"),
            why: .init(
                zh: """
                    规则名是台账的键，次数、分组、已发记录都记在它名下。was: 里交出的旧名也\
                    不能再用。
                    """,
                en: """
                    The id is the ledger's key: caps, groups and what was sent are kept \
                    under it. An old id given up in 'was:' cannot be used again.
                    """),
            bad: """
                # b.yaml
                was: [a]        # while rules/a.yaml is still there
                """,
            good: """
                # b.yaml
                was: [a]        # and rules/a.yaml is deleted
                """),
        CheckPage(
            id: "rule/file", severity: .error,
            title: .init(zh: "规则名与文件名一致", en: "a rule's id is its file's name"),
            why: .init(
                zh: """
                    这样一眼就知道规则在哪个文件。要改规则名，请同时改文件名并写 was: [旧名]，\
                    否则历史和频控会断开。
                    """,
                en: """
                    So everybody knows where a rule is. To rename a rule, rename its file \
                    and write 'was: [OLD-ID]', else its history and caps are lost.
                    """),
            bad: """
                # rules/birthday.yaml
                rule: birthdays
                """,
            good: """
                # rules/birthday.yaml
                rule: birthday
                """),
        CheckPage(
            id: "rule/late", severity: .error,
            title: .init(
                zh: "营销规则写明多晚就不发",
                en: "a marketing rule says when it is too late"),
            why: .init(
                zh: """
                    停机恢复后，迟到的触发是跳过（skip 30m）还是照发（never），要由人决定。\
                    写在规则里或 policy.yaml 的 defaults 里。
                    """,
                en: """
                    After a pause, occurrences that are found late are skipped ('skip 30m') \
                    or still sent ('never'): a person has to say which, here or in \
                    'defaults' of policy.yaml.
                    """),
            bad: "# no 'late' in the rule nor in defaults",
            good: "late: skip 30m"),
        CheckPage(
            id: "rule/asks-consent", severity: .error,
            title: .init(
                zh: "征求营销同意的规则自身不是营销", en: "a rule that asks for consent is no marketing"),
            why: .init(
                zh: """
                    营销短信要先有同意才能发，征求同意的短信不能等它。写 asks_consent: marketing，规则用途用 \
                    service；拒绝过或没有答复的客户不会再被征求（令31/2015 第18条）。
                    """,
                en: """
                    Marketing waits for consent, so what asks for it cannot be marketing. Write \
                    'asks_consent: marketing' in a service rule; whoever refused or did not answer \
                    is not asked again (order 31 of 2015, article 18).
                    """),
            bad: "purpose: marketing\nasks_consent: marketing",
            good: "purpose: service\nasks_consent: marketing"),
        CheckPage(
            id: "rule/limit", severity: .error,
            title: .init(zh: "营销规则有熔断上限", en: "a marketing rule has a limit"),
            why: .init(
                zh: """
                    条件写错时，上限让它停在两万条，而不是发给所有人。写在规则里或 policy.ya\
                    ml 的 defaults 里。
                    """,
                en: """
                    When a condition is wrong, the limit stops the rule at 20,000 instead of \
                    everybody. Write it here or in 'defaults' of policy.yaml.
                    """),
            bad: "# no 'limit' in the rule nor in defaults",
            good: "limit: 20000/day"),
        CheckPage(
            id: "rule/window", severity: .error,
            title: .init(zh: "营销规则有发送窗口", en: "a marketing rule has a window"),
            why: .init(
                zh: "营销短信只能在规定的时间发。窗口写在规则里或 policy.yaml 的 defaults 里。",
                en: """
                    Marketing may leave at certain hours only. Name the window here or in \
                    'defaults' of policy.yaml.
                    """),
            bad: "# no 'window' in the rule nor in defaults",
            good: "window: day"),
    ]
}
