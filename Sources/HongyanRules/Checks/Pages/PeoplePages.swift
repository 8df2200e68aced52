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
            good: "people: {小王: \"13900000001\"}")
    ]
}
