import HongyanCore

/// The schema of `rules/tags.yaml`, as ``TagsFile`` reads it.
struct TagsSchema {
    let forms: SchemaForms

    var json: Json {
        forms.document(
            .tags, forms.language == .zh ? "鸿雁标签、事件与信号" : "Hongyan tags, events and signals",
            forms.object(.tags, root),
            definitions: [
                Json.Member("type", type(TagsFile.types)), Json.Member("tag", tag),
                Json.Member("event", event), Json.Member("field", field),
                Json.Member("signal", signal), Json.Member("audience", audience),
            ])
    }

    private var root: [Json.Member] {
        [
            Json.Member(
                "tags",
                forms.told(
                    "顾客的标签：存下的、记录最近事件时间的（`latest`）、由事件算出的（`computed`）。",
                    "What is known of a customer: stored, the time of a latest event (`latest`), "
                        + "or computed from events (`computed`).",
                    forms.map(shortOr("tag"), names: SchemaForms.freeName))),
            Json.Member(
                "events",
                forms.told(
                    "某时发生的事，及其字段。", "Things that happen at a time, and their fields.",
                    forms.map(
                        SchemaForms.reference("event"), names: SchemaForms.name(extra: "_.")))),
            Json.Member(
                "signals",
                forms.told(
                    "外部事实，如各城市的天气预报，按目标日。",
                    "Outside facts for a target day, such as a city's weather.",
                    forms.map(
                        SchemaForms.reference("signal"), names: SchemaForms.name(extra: "_")))),
            Json.Member(
                "audiences",
                forms.told(
                    "有名字的条件，规则里可直接写它的名称。",
                    "Conditions with a name, for rules to use.",
                    forms.map(
                        [
                            "if": ["type": "object"], "then": SchemaForms.reference("audience"),
                            "else": forms.condition("条件。", "A condition."),
                        ], names: SchemaForms.freeName))),
        ]
    }

    // MARK: Tags and fields

    /// A type alone, or a mapping. An enum needs its values and a decimal its scale.
    private func shortOr(_ definition: String) -> Json {
        let short = TagsFile.types.filter { $0 != "enum" && $0 != "decimal" }
        return [
            "if": ["type": "object"], "then": SchemaForms.reference(definition),
            "else": type(short),
        ]
    }

    private func type(_ words: [String]) -> Json {
        let zh = [
            "text": "文本", "enum": "枚举，值写在 values", "boolean": "是否", "integer": "整数",
            "decimal": "小数，位数写在 scale", "money": "金额，元，两位小数", "time": "时间", "date": "日期",
            "anniversary": "周年日，公历或农历", "set": "集合，值可写在 values",
        ]
        let en = [
            "text": "text", "enum": "one of values", "boolean": "yes or no",
            "integer": "a whole number", "decimal": "a number with scale decimal places",
            "money": "yuan with two decimal places", "time": "a moment", "date": "a day",
            "anniversary": "a day of the year, solar or lunar", "set": "some of values",
        ]
        let table = forms.language == .zh ? zh : en
        return SchemaForms.choice(words).adding([
            Json.Member("enumDescriptions", .texts(words.map { table[$0, default: ""] }))
        ])
    }

    private var typed: [Json.Member] {
        [
            Json.Member(
                "type",
                forms.told("类型。", "The type.", SchemaForms.reference("type"))),
            Json.Member(
                "values",
                forms.told(
                    "允许的值（枚举、集合）。", "The values that are allowed, of an enum or a set.",
                    [
                        "type": "array", "items": SchemaForms.text, "minItems": 1,
                        "uniqueItems": true,
                    ])),
            Json.Member(
                "scale",
                forms.told(
                    "小数位数，0–6。", "Decimal places, 0–6.",
                    SchemaForms.integer(0...ValueType.maxScale), examples: [1, 2])),
            Json.Member(
                "title", forms.told("给人看的名称。", "What people call it.", SchemaForms.text)),
        ]
    }

    /// What a type must have beside it, and may not have.
    private static let fits: [Json] = [
        [
            "if": TagsSchema.type(in: ["enum"]), "then": ["required": ["values"]],
        ],
        [
            "if": TagsSchema.type(in: ["decimal"]), "then": ["required": ["scale"]],
            "else": [
                "if": ["required": ["type"]], "then": ["properties": ["scale": false]],
            ],
        ],
        [
            "if": TagsSchema.type(in: TagsFile.types.filter { $0 != "enum" && $0 != "set" }),
            "then": ["properties": ["values": false]],
        ],
    ]

    private static func type(in words: [String]) -> Json {
        ["properties": ["type": ["enum": .texts(words)]], "required": ["type"]]
    }

    private var tag: Json {
        let more = [
            Json.Member(
                "latest",
                forms.told(
                    "由系统记录：顾客最近一次该事件的时间。一种事件只能有一个。",
                    "Kept by the store: the time of the customer's latest event of this kind; "
                        + "one tag an event.", forms.event)),
            Json.Member(
                "computed",
                forms.condition(
                    "用到时由事件算出的值。", "A value computed from events when it is asked for.",
                    examples: ["count(order.placed, 90d)", "sum(order.placed.amount, 365d)"])),
        ]
        let one: Json = [
            ["required": ["type"]], ["required": ["latest"]], ["required": ["computed"]],
        ]
        return forms.object(.tag, typed + more).adding([
            Json.Member("oneOf", one), Json.Member("allOf", .list(TagsSchema.fits)),
        ])
    }

    private var field: Json {
        forms.object(.field, typed).adding([Json.Member("allOf", .list(TagsSchema.fits))])
    }

    private var fields: Json {
        forms.told(
            "字段及其类型。", "Fields and their types.",
            forms.map(
                shortOr("field"),
                names: SchemaForms.name(extra: "_").adding([
                    Json.Member(
                        "not", ["enum": .texts((ConditionParser.keywords.sorted()) + ["date"])])
                ])))
    }

    // MARK: Events, signals, audiences

    private var event: Json {
        forms.object(
            .event,
            [
                Json.Member("title", forms.told("名称。", "What people call it.", SchemaForms.text)),
                Json.Member("fields", fields),
            ])
    }

    private var signal: Json {
        let tags = forms.names.tags?.filter {
            $0.detail == "text" || $0.detail.hasPrefix("enum")
        }
        return forms.object(
            .signal,
            [
                Json.Member("title", forms.told("名称。", "What people call it.", SchemaForms.text)),
                Json.Member(
                    "by",
                    forms.told(
                        "按哪个标签的值区分（文本或枚举）。", "The tag whose value is its key: a text or enum.",
                        forms.choice(tags?.isEmpty == false ? tags : forms.names.tags))),
                Json.Member(
                    "fresh",
                    forms.told(
                        "比这更旧的不用。", "Older than this it is never used.", SchemaForms.span,
                        examples: ["12h"])),
                Json.Member("fields", fields),
            ])
    }

    private var audience: Json {
        forms.object(
            .audience,
            [
                Json.Member("title", forms.told("名称。", "What people call it.", SchemaForms.text)),
                Json.Member("where", forms.condition("条件。", "The condition.")),
            ])
    }
}
