import HongyanCore

/// The schema of `rules/calendar.yaml`, as ``CalendarFile`` reads it.
struct CalendarSchema {
    let forms: SchemaForms

    var json: Json {
        forms.document(
            .calendar, forms.language == .zh ? "鸿雁放假通知" : "Hongyan notices of working days",
            forms.object(
                .calendar,
                [
                    Json.Member(
                        "notices",
                        forms.told(
                            "程序还不知道的年份，每年一份国务院办公厅的放假通知。",
                            "The State Council's notices for years that the program does not know "
                                + "yet.",
                            ["type": "array", "items": SchemaForms.reference("notice")]))
                ]),
            definitions: [Json.Member("notice", notice)])
    }

    private static let date = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    private var notice: Json {
        forms.object(
            .notice,
            [
                Json.Member(
                    "year",
                    forms.told(
                        "哪一年。", "The year.", SchemaForms.integer(StatutoryDays.years),
                        examples: [2027])),
                Json.Member(
                    "notice",
                    forms.told(
                        "文号。", "The notice's number.", SchemaForms.text,
                        examples: ["国办发明电〔2025〕7号"])),
                Json.Member(
                    "source",
                    forms.told(
                        "网址。", "Where it can be read.", SchemaForms.text)),
                Json.Member(
                    "off",
                    forms.told(
                        "放假的日子，按节日；首尾都算。", "Days off by holiday, both ends included.",
                        forms.map(
                            SchemaForms.pattern(
                                "[ \\t]*\(Self.date)[ \\t]*(\\.\\.[ \\t]*\(Self.date)[ \\t]*)?"
                            ).adding([Json.Member("examples", ["2027-02-05 .. 2027-02-12"])])))),
                Json.Member(
                    "work",
                    forms.told(
                        "调休上班的周六、周日；没有就写 []。", "Made-up Saturdays and Sundays; [] for none.",
                        ["type": "array", "items": SchemaForms.pattern(Self.date)])),
            ])
    }
}
