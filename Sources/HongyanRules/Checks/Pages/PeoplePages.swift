/// Staff who may receive trial messages.
enum PeoplePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "people/number", severity: .error,
            title: .init(
                zh: "people 里是中国大陆手机号",
                en: "people have mainland mobile numbers"),
            why: .init(
                zh: "试发只能发给这里的号码。写 11 位手机号，加引号。",
                en: "Trial messages go to these numbers only. Write the 11 digits, in quotes."),
            bad: "people: {小王: \"12345\"}",
            good: "people: {小王: \"13900000001\"}"),
        CheckPage(
            id: "people/twice", severity: .error,
            title: .init(
                zh: "有角色的人只写一次", en: "somebody with roles is named once"),
            why: .init(
                zh: """
                    模板审批按 people 里的名字认人：同一个人写成两个名字，就能一个人过两步审批。\
                    合并成一条，把角色写在一起。
                    """,
                en: """
                    Approvals know people by their keys here: under two keys one person could \
                    take two steps. Make them one, with all roles.
                    """),
            bad: """
                people:
                  li: {name: 李雷, roles: [editor]}
                  lilei: {name: 李雷, roles: [legal]}
                """,
            good: """
                people:
                  li: {name: 李雷, roles: [editor, legal]}
                """),
    ]
}
