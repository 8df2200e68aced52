/// Rule tests.
enum TestPages {
    static let all = subjects + happenings

    /// What happens in a case, and what is expected.
    private static let happenings: [CheckPage] = [
        CheckPage(
            id: "test/arrives", severity: .error,
            title: .init(
                zh: "事件不早于发生时到达",
                en: "an event does not arrive before it happens"),
            why: .init(
                zh: """
                    arrives 是收到事件的时刻，迟到的事件在它之前不起作用。先到后发生的事件\
                    没有意义，用例就测不出迟到。
                    """,
                en: """
                    'arrives' is when the event is received: until then it does nothing. \
                    One that arrives first and happens later means nothing, so the case \
                    would not show what lateness does.
                    """),
            bad: "{at: 10:05, customer: 金卡, event: cart.updated, arrives: 10:00}",
            good: "{at: 10:05, customer: 金卡, event: cart.updated, arrives: 10:30}"),
        CheckPage(
            id: "test/event", severity: .error,
            title: .init(
                zh: "用例里的事件在 tags.yaml 里声明",
                en: "a case's event is declared in tags.yaml"),
            why: .init(
                zh: "没有声明的事件不会触发规则，用例测的就不是规则会遇到的事。",
                en: """
                    No rule fires on an event that is not declared, so the case would \
                    not test what a rule can meet.
                    """),
            bad: "{at: 10:05, customer: 金卡, event: cart.updatd}",
            good: "{at: 10:05, customer: 金卡, event: cart.updated}",
            hasFixIt: true),
        CheckPage(
            id: "test/expect", severity: .error,
            title: .init(
                zh: "一项期望是一个判定",
                en: "an expected decision is one decision"),
            why: .init(
                zh: "send（发出）、hold（暂缓）、drop（不发）三者恰有其一，才知道期望的是什么。",
                en: "Exactly one of 'send', 'hold' and 'drop' says what is expected."),
            bad: "{at: 10:05, customer: 金卡}",
            good: "{at: 10:05, customer: 金卡, send: true}"),
        CheckPage(
            id: "test/field", severity: .error,
            title: .init(
                zh: "用例里的字段属于它的事件或信号",
                en: "a case's field belongs to its event or signal"),
            why: .init(
                zh: "没有声明的字段，条件和变量都读不到，用例就测不到想测的条件。",
                en: """
                    No condition and no variable reads a field that is not declared, so \
                    the case would not reach the condition that it is for.
                    """),
            bad: "{at: 10:05, customer: 金卡, event: cart.updated, amout: 99}",
            good: "{at: 10:05, customer: 金卡, event: cart.updated, amount: 99}",
            hasFixIt: true),
        CheckPage(
            id: "test/happening", severity: .error,
            title: .init(
                zh: "时间线的一项是一件事",
                en: "an entry of the timeline is one happening"),
            why: .init(
                zh: """
                    event（事件）、signal（信号）、sent（已发）、reply（回复）、tags（标签）、\
                    opted_out（退订）、stop（停发）、resume（恢复）、receipt（状态报告）恰有其一，\
                    才知道这一刻发生了什么。
                    """,
                en: """
                    Exactly one of event, signal, sent, reply, tags, opted_out, stop, resume and \
                    receipt says what happens at that moment.
                    """),
            bad: "{at: 10:05, customer: 金卡}",
            good: "{at: 10:05, customer: 金卡, event: cart.updated}"),
        CheckPage(
            id: "test/reason", severity: .error,
            title: .init(
                zh: "原因是判定会给出的原因",
                en: "a reason is one that decisions give"),
            why: .init(
                zh: "不会出现的原因永远对不上。频控的原因写 cap. 加它的名称，如 cap.week。",
                en: """
                    A reason that no decision gives never fits. That of a cap is 'cap.' \
                    and its name, as in cap.week.
                    """),
            bad: "{at: 10:05, customer: 金卡, drop: cap.wek}",
            good: "{at: 10:05, customer: 金卡, drop: cap.week}",
            hasFixIt: true),
        CheckPage(
            id: "test/signal", severity: .error,
            title: .init(
                zh: "用例里的信号在 tags.yaml 里声明",
                en: "a case's signal is declared in tags.yaml"),
            why: .init(
                zh: "没有声明的信号不会触发规则，用例测的就不是规则会遇到的事。",
                en: """
                    No rule fires on a signal that is not declared, so the case would \
                    not test what a rule can meet.
                    """),
            bad: "{at: 10:00, signal: wether, key: 上海, day: 2026-12-04, rain_mm: 12}",
            good: "{at: 10:00, signal: weather, key: 上海, day: 2026-12-04, rain_mm: 12}",
            hasFixIt: true),
        CheckPage(
            id: "test/template", severity: .error,
            title: .init(
                zh: "期望的模板在 templates.yaml 里",
                en: "an expected template is in templates.yaml"),
            why: .init(
                zh: "没有的模板不会发出，期望永远对不上。只要发出就行时写 true。",
                en: """
                    A template that is not there is never sent, so the case could not \
                    pass. 'true' takes any.
                    """),
            bad: "{at: 10:05, customer: 金卡, send: helo}",
            good: "{at: 10:05, customer: 金卡, send: hello}",
            hasFixIt: true),
        CheckPage(
            id: "test/until", severity: .error,
            title: .init(
                zh: "until 在用例的所有时刻之后",
                en: "'until' is after all that the case names"),
            why: .init(
                zh: "用例到 until 为止，之后写下的事和判定都不会看到：本该不通过的用例会通过。",
                en: """
                    The case ends at 'until' and never sees what is named for later: a \
                    case that should fail would pass.
                    """),
            bad: """
                until: 2026-12-03 11:00
                expect:
                  - {at: 12:00, customer: 金卡, send: true}
                """,
            good: """
                until: 2026-12-03 13:00
                expect:
                  - {at: 12:00, customer: 金卡, send: true}
                """),
    ]

    /// The case itself: which rule, which customers.
    private static let subjects: [CheckPage] = [
        CheckPage(
            id: "test/computed", severity: .error,
            title: .init(
                zh: "由事件得出的标签不能直接写",
                en: "tags that come from events are not set"),
            why: .init(
                zh: """
                    这些标签由事件算出或记下。直接写的值会与事件不符，用例测的就不是真实情\
                    况。请在 timeline 里写事件。
                    """,
                en: """
                    Such a tag is computed or kept from events. A value of its own would \
                    contradict them, and the case would test what cannot be. Put the \
                    events into the timeline.
                    """),
            bad: "金卡: {tier: gold, orders_365d: 3}",
            good: """
                timeline:
                  - {at: 9d ago, customer: 金卡, event: order.placed}
                """),
        CheckPage(
            id: "test/customer", severity: .error,
            title: .init(
                zh: "客户先定义一次，再使用",
                en: "a customer is defined once and then used"),
            why: .init(
                zh: """
                    没有定义的客户不会收到任何短信，期望就无从比较；定义两次，就不知道用的\
                    是哪一个。
                    """,
                en: """
                    A customer who is not defined gets nothing, so there is nothing to \
                    compare; of one who is defined twice nobody knows which is meant.
                    """),
            bad: "{at: 10:05, customer: 金牌, send: true}",
            good: "{at: 10:05, customer: 金卡, send: true}",
            hasFixIt: true),
        CheckPage(
            id: "test/customers", severity: .error,
            title: .init(
                zh: "用例里有客户",
                en: "a case has customers"),
            why: .init(
                zh: "没有客户的用例不会有任何判定，期望 [] 总是通过，什么也没有测。",
                en: """
                    Without customers nothing is decided: an expected [] always passes \
                    and tests nothing.
                    """),
            bad: """
                cases:
                  - {name: 不打扰, now: 2026-12-03 10:00, expect: []}
                """,
            good: """
                customers: {铜卡: {tier: bronze}}
                cases:
                  - {name: 不打扰, now: 2026-12-03 10:00, expect: []}
                """),
        CheckPage(
            id: "test/group", severity: .error,
            title: .init(
                zh: "客户只在存在的分组里",
                en: "a customer is in a group that there is"),
            why: .init(
                zh: "规则没有 holdout 或 rollout 时没有人在里面，写上只会让人误以为测过分组。",
                en: """
                    Where a rule has no 'holdout' or 'rollout', nobody is in it: the \
                    case would only look as if it tested the group.
                    """),
            bad: """
                # rules/r.yaml 没有 holdout
                金卡: {tier: gold, holdout: true}
                """,
            good: """
                # rules/r.yaml: holdout: 5%
                金卡: {tier: gold, holdout: true}
                """),
        CheckPage(
            id: "test/name", severity: .error,
            title: .init(
                zh: "用例名不重复",
                en: "cases have different names"),
            why: .init(
                zh: "报告用名称指出没有通过的用例，同名就找不到是哪一个。",
                en: """
                    A report names the case that fails; of two with one name nobody \
                    knows which.
                    """),
            bad: """
                - {name: 当晚提醒, …}
                - {name: 当晚提醒, …}
                """,
            good: """
                - {name: 当晚提醒, …}
                - {name: 已付款就不提醒, …}
                """),
        CheckPage(
            id: "test/phone", severity: .error,
            title: .init(
                zh: "号码是手机号或 none",
                en: "a phone is a mobile number or none"),
            why: .init(
                zh: """
                    无效号码收不到短信，用例会因为号码而不是因为规则而不通过。没有号码的客\
                    户写 none。
                    """,
                en: """
                    An invalid number gets nothing, so the case would fail for the \
                    number and not for the rule. A customer without one has 'none'.
                    """),
            bad: "金卡: {phone: 12345}",
            good: "金卡: {phone: none}"),
        CheckPage(
            id: "test/rule", severity: .error,
            title: .init(
                zh: "用例的规则是参与比较的规则",
                en: "a case's rule is there and is compared"),
            why: .init(
                zh: """
                    没有的规则不会有判定。文件测的是同名的规则；别的规则写进 with 一同参与，\
                    写进 rules 还要比较结果。
                    """,
                en: """
                    A rule that is not there decides nothing. A file tests the rule of \
                    its name; others take part under 'with', and are compared as well \
                    under 'rules'.
                    """),
            bad: "with: [birthdy]",
            good: "with: [birthday]",
            hasFixIt: true),
        CheckPage(
            id: "test/tag", severity: .error,
            title: .init(
                zh: "用例里的标签在 tags.yaml 里声明",
                en: "a case's tag is declared in tags.yaml"),
            why: .init(
                zh: "没有声明的标签，条件和变量都读不到，客户就不是用例想要的那一位。",
                en: """
                    No condition and no variable reads a tag that is not declared, so \
                    the customer would not be the one that the case is about.
                    """),
            bad: "金卡: {teir: gold}",
            good: "金卡: {tier: gold}",
            hasFixIt: true),
        CheckPage(
            id: "test/value", severity: .error,
            title: .init(
                zh: "标签和字段的值符合类型",
                en: "values of tags and fields fit their types"),
            why: .init(
                zh: "不符合类型的值导入时会被拒收，真实客户不会有这样的值。",
                en: """
                    An import refuses a value that does not fit its type, so no real \
                    customer has it.
                    """),
            bad: "金卡: {tier: glod}",
            good: "金卡: {tier: gold}",
            hasFixIt: true),
        CheckPage(
            id: "test/variant", severity: .error,
            title: .init(
                zh: "变体是规则会发的模板",
                en: "a variant is one of the rule's templates"),
            why: .init(
                zh: "规则不发的模板没有人分到。权重为 0 的也一样。",
                en: "Nobody gets a template that the rule does not send, nor one with weight 0."),
            bad: "金卡: {variant: helo}",
            good: "金卡: {variant: hello}",
            hasFixIt: true),
    ]
}
