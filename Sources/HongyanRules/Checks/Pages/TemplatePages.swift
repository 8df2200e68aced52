/// Templates.
enum TemplatePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "template/brace", severity: .error,
            title: .init(zh: "变量有右花括号", en: "a variable is closed with '}'"),
            why: .init(
                zh: "没有结束的变量会让后面的文字都消失。",
                en: "A variable that never ends would swallow the rest of the text."),
            bad: "text: \"您好${name\"",
            good: "text: \"您好${name|顾客}\""),
        CheckPage(
            id: "template/computed", severity: .error,
            title: .init(zh: "计算标签不作变量", en: "a computed tag is no variable"),
            why: .init(
                zh: """
                    模板变量要和客户资料一起取出，计算标签每次都要重算。把数值导入成普通标签，\
                    或用事件的字段。
                    """,
                en: """
                    Variables come with the customer's row; a computed tag would be worked \
                    out for each message. Import the value as a tag or use the event's \
                    field.
                    """),
            bad: "text: \"您已消费${spend}元\"",
            good: "text: \"本次消费${event.amount}元\""),
        CheckPage(
            id: "template/field", severity: .error,
            title: .init(
                zh: "触发带来模板要用的字段",
                en: "the trigger brings what the template uses"),
            why: .init(
                zh: """
                    ${event.…} 只有事件触发才有，${signal.…} 只有信号触发才有，而且要是那\
                    个事件（信号）的字段。
                    """,
                en: """
                    ${event.…} is there for event triggers only, ${signal.…} for signal \
                    triggers, and the field must be that event's or signal's own.
                    """),
            bad: """
                trigger: {date: birthday, at: 10:00}
                message: code        # uses ${event.cart_id}
                """,
            good: """
                trigger: {event: cart.updated}
                message: code
                """),
        CheckPage(
            id: "template/length", severity: .error,
            title: .init(zh: "模板不超过 1000 字", en: "a template has at most 1,000 characters"),
            why: .init(
                zh: "1000 字已是 15 条短信。请写短些，或放一个链接。",
                en: "1,000 characters are 15 parts already. Write less, or put in a link.")),
        CheckPage(
            id: "template/parts", severity: .warning,
            title: .init(
                zh: "最长的短信也在 max_parts 之内",
                en: "the longest message fits into max_parts"),
            why: .init(
                zh: """
                    变量都取最长时会超过 policy.yaml 的 max_parts，那些客户就收不到。写短一\
                    些、给变量声明较小的 max，或提高 max_parts（要多付钱）。
                    """,
                en: """
                    With all variables at their longest it takes more parts than \
                    policy.yaml's 'max_parts'; those customers get nothing. Shorten it, \
                    declare a smaller 'max', or raise max_parts and pay more.
                    """),
            bad: "text: \"${name}${city}……\"",
            good: """
                text: "${name|顾客}……"
                variables: {name: {max: 8}}
                """),
        CheckPage(
            id: "template/purpose", severity: .error,
            title: .init(zh: "模板与规则的用途一致", en: "template and rule have one purpose"),
            why: .init(
                zh: "用途决定要过哪些闸。服务模板用在营销规则里，会躲过退订和频控。",
                en: """
                    The purpose decides which gates a message meets. A service template in a \
                    marketing rule would slip past opt-outs and caps.
                    """),
            bad: """
                # rules/a.yaml
                purpose: marketing
                message: code        # purpose: service
                """,
            good: """
                purpose: service
                message: code
                """),
        CheckPage(
            id: "template/type", severity: .error,
            title: .init(
                zh: "变量是写得出来的值",
                en: "a variable is a value that can be written"),
            why: .init(
                zh: "是/否、集合和时长没有合适的写法；在不同事件里类型不同的字段也不行。",
                en: """
                    Booleans, sets and lengths of time have no fit wording; nor has a field \
                    whose type differs between events.
                    """),
            bad: "text: \"您喜欢${interests}\"",
            good: "text: \"您所在的${city|城市}\""),
        CheckPage(
            id: "template/unknown", severity: .error,
            title: .init(zh: "模板和变量都存在", en: "templates and variables exist"),
            why: .init(
                zh: """
                    规则要发的模板在 templates.yaml 里，模板里的变量在 tags.yaml 里。写错的\
                    变量会原样发给客户。
                    """,
                en: """
                    The template that a rule sends stands in templates.yaml, and its \
                    variables in tags.yaml. A misspelt one would reach customers as it is.
                    """),
            bad: "message: helo",
            good: "message: hello",
            hasFixIt: true),
        CheckPage(
            id: "template/variable", severity: .error,
            title: .init(
                zh: "声明长度的变量在模板里",
                en: "a variable with a maximum is in the text"),
            why: .init(
                zh: """
                    为不存在的变量声明长度没有用处，多半是名称写错了，真正的变量仍按默认长度\
                    算。
                    """,
                en: """
                    A maximum for a variable that is not there does nothing; mostly the name \
                    is misspelt and the true one keeps its default.
                    """),
            bad: """
                text: "${name|顾客}"
                variables: {nmae: {max: 8}}
                """,
            good: """
                text: "${name|顾客}"
                variables: {name: {max: 8}}
                """),
    ]
}
