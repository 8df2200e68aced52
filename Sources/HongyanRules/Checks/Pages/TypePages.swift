/// Types of tags and fields.
enum TypePages {
    static let all: [CheckPage] = [
        CheckPage(
            id: "type/unknown", severity: .error,
            title: .init(zh: "类型是十种之一", en: "a type is one of the ten"),
            why: .init(
                zh: """
                    text、enum、boolean、integer、decimal、money、time、date、anniversary、s\
                    et。
                    """,
                en: """
                    text, enum, boolean, integer, decimal, money, time, date, anniversary, \
                    set.
                    """),
            bad: "points: int",
            good: "points: integer",
            hasFixIt: true)
    ]
}
