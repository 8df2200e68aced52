import HongyanCore

/// The schema of what ``ChannelTermsReader`` reads.
struct TermsSchema {
    let forms: SchemaForms

    private static let money: Json = [
        "type": ["number", "string"], "minimum": 0, "pattern": "^[0-9]+(\\.[0-9]{1,4})?$",
    ]
    private static let day: Json = SchemaForms.pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")
    private static let carriers: Json = [
        "type": "array", "items": SchemaForms.choice(Carrier.allCases.map(\.rawValue)),
    ]

    var root: [Json.Member] {
        [
            Json.Member(
                "receipt_codes",
                forms.told(
                    "状态报告代码的含义，补充或改写内置的表。",
                    "What receipt codes mean, over the built-in table.",
                    SchemaForms.reference("codes"))),
            Json.Member(
                "probes",
                forms.told(
                    "`hongyan channel probe` 用的文本和自己的测试号码。",
                    "The text and the own numbers of `hongyan channel probe`.",
                    SchemaForms.reference("probes"))),
        ]
    }

    var channel: [Json.Member] {
        [
            Json.Member(
                "prices",
                forms.told(
                    "按日期、按运营商的价格；没有适用的行时用 `price`。",
                    "Prices by date and carrier; `price` where none applies.",
                    ["type": "array", "items": SchemaForms.reference("price")])),
            Json.Member(
                "weight",
                forms.told(
                    "与其他有权重的通道按比例分流；0 表示只作备用；不写则按价格选。",
                    "Its share beside other channels with a weight; 0 stands by; without it the "
                        + "price decides.", SchemaForms.integer(0...1_000), examples: [70])),
            Json.Member(
                "refund",
                forms.told(
                    "平台怎样退费：`none` 不退，`failed` 失败的退回。",
                    "What the provider gives back: `none`, or what `failed`.",
                    SchemaForms.choice(RefundRule.allCases.map(\.rawValue)))),
            Json.Member(
                "balance",
                forms.told(
                    "账户余额和报警线。", "The account's balance, and when to be alarmed.",
                    SchemaForms.reference("balance"))),
        ]
    }

    var price: Json {
        forms.object(
            .price,
            [
                Json.Member("from", forms.told("从哪天起。", "Its first day.", Self.day)),
                Json.Member(
                    "carriers",
                    forms.told(
                        "哪些运营商；不写就是全部。", "For whose numbers; all when left out.",
                        Self.carriers)),
                Json.Member(
                    "price", forms.told("每条价格，元。", "Yuan a part.", Self.money)),
            ])
    }

    var balance: Json {
        forms.object(
            .balance,
            [
                Json.Member(
                    "amount",
                    forms.told("当天开始时的余额，元。", "Yuan at the day's beginning.", Self.money)),
                Json.Member("on", forms.told("哪一天。", "The day.", Self.day)),
                Json.Member(
                    "alarm", forms.told("低于此数报警，元。", "Yuan; alarm below this.", Self.money)),
            ])
    }

    var codes: Json {
        let words: [(ReceiptMeaning, String, String)] = [
            (.gone, "空号。", "Nobody has the number."),
            (.suspended, "停机。", "Suspended."), (.off, "关机或不在服务区。", "Off or out of reach."),
            (.busy, "手机忙、满或出错。", "The handset is busy, full or fails."),
            (.unsupported, "不支持短信。", "It takes no short messages."),
            (.path, "网关路径故障，结果未知。", "The gateway's path; the outcome is not known."),
            (.flow, "流量或队列。", "Flow and queues."), (.blacklist, "运营商黑名单。", "Blacklisted."),
            (.quota, "配额、时段、白名单。", "Quotas, hours, lists."),
            (.content, "内容或签名。", "Content or signature."),
            (.route, "路由或配置。", "Routes and settings."),
            (.ported, "携号转网。", "Ported to another carrier."),
            (.other, "不说明号码的问题。", "It says nothing about the number."),
        ]
        let list: Json = [
            "type": ["array", "string"], "items": SchemaForms.text, "minLength": 1,
        ]
        return forms.object(
            .codes, words.map { Json.Member($0.0.rawValue, forms.told($0.1, $0.2, list)) })
    }

    var probes: Json {
        forms.object(
            .probes,
            [
                Json.Member(
                    "text",
                    forms.told(
                        "测试短信，不带签名。", "What is sent, without the signature.",
                        SchemaForms.text)),
                Json.Member(
                    "numbers",
                    forms.told(
                        "自己的号码，按名称。", "Own numbers by name.",
                        forms.map(SchemaForms.reference("probe")))),
            ])
    }

    var probe: Json {
        forms.object(
            .probe,
            [
                Json.Member("number", forms.told("手机号。", "The number.", SettingsSchema.number)),
                Json.Member("province", forms.told("省份。", "The province.", SchemaForms.text)),
                Json.Member(
                    "carrier",
                    forms.told(
                        "现在的运营商；不写按号段。", "Its carrier now; by the prefix when left out.",
                        SchemaForms.choice(Carrier.allCases.map(\.rawValue)))),
            ])
    }
}
