import HongyanCore

/// The schema of `hongyan.yaml`, as ``WorkspaceFile`` reads it.
struct SettingsSchema {
    let forms: SchemaForms

    var json: Json {
        forms.document(
            .workspace, forms.language == .zh ? "鸿雁工作区" : "Hongyan workspace",
            forms.object(.workspace, root),
            definitions: [
                Json.Member("encryption", encryption), Json.Member("channel", channel),
                Json.Member("link", LinkSchema(forms: forms).json),
                Json.Member("cmpp-link", LinkSchema(forms: forms).cmpp),
                Json.Member("price", terms.price), Json.Member("balance", terms.balance),
                Json.Member("codes", terms.codes), Json.Member("probes", terms.probes),
                Json.Member("probe", terms.probe),
                Json.Member("person", person), Json.Member("profile", profile),
                Json.Member("weather", weather), Json.Member("city", city),
            ])
    }

    private var terms: TermsSchema { TermsSchema(forms: forms) }

    private var root: [Json.Member] {
        [
            Json.Member(
                "store",
                forms.told(
                    "数据库文件，相对于工作区。", "The store's file, relative to the workspace.",
                    SchemaForms.text, examples: ["data/hongyan.sqlite"])),
            Json.Member(
                "zone",
                forms.told(
                    "时区，IANA 名称。", "The time zone, an IANA name.", SchemaForms.text,
                    examples: ["Asia/Shanghai"])),
            Json.Member(
                "budget",
                forms.told(
                    "全部短信每天或每月最多花多少元；用完后营销短信不再发，服务类和验证码照发。",
                    "The most that all messages may cost, yuan a day or month; when it is spent, "
                        + "marketing is not sent; service and verification still are.",
                    SchemaForms.budget, examples: ["5000/month"])),
            Json.Member(
                "encryption",
                forms.told(
                    "手机号在数据库里加密保存；不写就是明文。",
                    "Phone numbers are encrypted in the store; without it they are not.",
                    SchemaForms.reference("encryption"))),
            Json.Member(
                "channels",
                forms.told(
                    "短信通道，按名称，至少一个。", "Channels by name, at least one.",
                    forms.map(
                        SchemaForms.reference("channel"), names: SchemaForms.name(extra: "_-")
                    ).adding([Json.Member("minProperties", 1)]))),
            Json.Member(
                "people",
                forms.told(
                    "员工：测试发送和 `--redirect-to` 只发给这些手机号；模板由他们送审和审批。",
                    "Staff: the only numbers that test sends and `--redirect-to` reach, and who "
                        + "hands in and approves templates.",
                    forms.map([
                        "if": ["type": "object"], "then": SchemaForms.reference("person"),
                        "else": SettingsSchema.number,
                    ]))),
            Json.Member(
                "weather",
                forms.told(
                    "天气预报的来源，由守护进程取回，存为信号。",
                    "Forecasts, fetched by the daemon and kept as signals.",
                    SchemaForms.reference("weather"))),
        ] + terms.root
    }

    /// A mobile number; without quotes YAML takes it for a number, with or without 86 before it.
    static let number: Json = [
        "anyOf": [
            ["type": "string", "pattern": "^[^A-Za-z\\u4e00-\\u9fff]+$"],
            ["type": "integer", "minimum": 13_000_000_000, "maximum": 19_999_999_999],
            ["type": "integer", "minimum": 8_613_000_000_000, "maximum": 8_619_999_999_999],
            ["type": "integer", "minimum": 86_013_000_000_000, "maximum": 86_019_999_999_999],
        ]
    ]

    private var encryption: Json {
        forms.object(
            .encryption,
            [
                Json.Member(
                    "key",
                    forms.told(
                        "密钥所在的环境变量；`hongyan key new` 生成密钥。",
                        "The variable that holds the key; `hongyan key new` makes one.",
                        SchemaForms.pattern("\\$\\{env:[A-Za-z0-9_]+\\}"),
                        examples: ["${env:HONGYAN_KEY}"]))
            ])
    }

    private var person: Json {
        forms.object(
            .person,
            [
                Json.Member("name", forms.told("姓名。", "The name.", SchemaForms.text)),
                Json.Member(
                    "phone",
                    forms.told(
                        "手机号；不写则收不到测试短信。", "The number; without it no test messages come.",
                        SettingsSchema.number)),
                Json.Member(
                    "roles",
                    forms.told(
                        "可以过的审批步骤，名称与 policy.yaml 的 `approval` 一致。",
                        "The steps of `approval` in policy.yaml that they may take.",
                        SchemaForms.roles, examples: [["editor"]])),
            ])
    }

    // MARK: Channels

    /// `link` and `profile` belong to one provider each.
    private var channel: Json {
        forms.object(.channel, way + words + terms.channel).adding([
            Json.Member(
                "allOf",
                .list([
                    linked("smpp", to: "link"), linked("cmpp", to: "cmpp-link"),
                    [
                        "if": [
                            "properties": ["provider": ["enum": ["smpp", "cmpp"]]],
                            "required": ["provider"],
                        ],
                        "else": ["properties": ["link": false]],
                    ],
                ]))
        ])
    }

    private func linked(_ provider: String, to link: String) -> Json {
        [
            "if": [
                "properties": ["provider": ["const": .text(provider)]], "required": ["provider"],
            ],
            "then": [
                "required": ["link"],
                "properties": ["profile": false, "link": SchemaForms.reference(link)],
            ],
        ]
    }

    private var way: [Json.Member] {
        [
            Json.Member(
                "provider",
                forms.told(
                    "服务商；`simulated` 是程序内的模拟运营商，什么也不发出；`smpp`、`cmpp` 连接网关。",
                    "The provider; `simulated` is a carrier inside the program: nothing leaves; "
                        + "`smpp` is an SMSC over SMPP 3.4, `cmpp` a gateway over CMPP.",
                    SchemaForms.choice(["simulated", "smpp", "cmpp"]))),
            Json.Member(
                "purposes",
                forms.told(
                    "发哪些用途的短信。", "The purposes that it sends.",
                    ["type": "array", "items": SchemaForms.purpose, "minItems": 1])),
            Json.Member(
                "carriers",
                forms.told(
                    "发往哪些运营商；不写就是全部。", "The carriers that it reaches; all when left out.",
                    [
                        "type": "array", "minItems": 1,
                        "items": SchemaForms.choice(Carrier.allCases.map(\.rawValue)),
                    ])),
            Json.Member(
                "price",
                forms.told(
                    "每条价格，元，最多四位小数。", "Yuan a part, at most four decimals.",
                    [
                        "type": ["number", "string"], "minimum": 0,
                        "pattern": "^[0-9]+(\\.[0-9]{1,4})?$",
                    ], examples: ["0.045"])),
            Json.Member(
                "rate",
                forms.told(
                    "每秒条数。", "Parts a second.",
                    SchemaForms.pattern("0*(100000|[1-9][0-9]{0,4})/s"), examples: ["200/s"])),
        ]
    }

    private var words: [Json.Member] {
        [
            Json.Member(
                "signature",
                forms.told(
                    "此通道的签名；不写用 policy.yaml 的。",
                    "The channel's own signature instead of the policy's.", SchemaForms.signature)),
            Json.Member(
                "opt_out",
                forms.told(
                    "此通道的退订语；不写用 policy.yaml 的。",
                    "The channel's own opt-out words instead of the policy's.", SchemaForms.text)),
            Json.Member(
                "pack",
                forms.told(
                    "平台包，如 `aliyun`：它的时段、频控、退订语对此通道生效。",
                    "The provider's pack, such as `aliyun`: its hours, limits and words bind.",
                    SchemaForms.text, examples: ["aliyun"])),
            Json.Member(
                "filing",
                forms.told(
                    "模板要不要先向运营商报备：`required` 或 `none`；不写为 `none`。",
                    "Whether carriers want each template filed first: `required` or `none`, which "
                        + "it is when left out.",
                    SchemaForms.choice(FilingDemand.allCases.map(\.rawValue)))),
            Json.Member(
                "filing_days",
                forms.told(
                    "报备预计要几个工作日，0–60；不写为 7（行业说法，没有法规依据）。",
                    "How many working days a filing is expected to take, 0–60; 7 when left out, "
                        + "as the trade has it.",
                    SchemaForms.integer(0...60), examples: [7])),
            Json.Member(
                "profile",
                forms.told(
                    "模拟运营商的表现。", "How the simulated carrier behaves.",
                    SchemaForms.reference("profile"))),
            Json.Member(
                "link",
                forms.told(
                    "`smpp`、`cmpp` 通道怎样连接网关。",
                    "How an `smpp` or `cmpp` channel reaches its far side.",
                    ["type": "object"])),
        ]
    }

    private var profile: Json {
        let shares: [(key: String, zh: String, en: String)] = [
            ("refused", "提交被拒的比例。", "Submissions that are refused."),
            ("failed", "状态报告为失败的比例。", "Messages that fail."),
            ("silent", "没有状态报告的比例。", "Messages without a receipt."),
            ("lost_response", "响应丢失的比例。", "Submissions whose response is lost."),
            ("opt_out_replies", "回复退订的比例。", "Messages answered with an opt-out."),
            ("other_replies", "回复其他内容的比例。", "Messages answered with something else."),
        ]
        let members = shares.map {
            Json.Member($0.key, forms.told($0.zh, $0.en, SchemaForms.share, examples: ["1%"]))
        }
        return forms.object(
            .profile,
            members + [
                Json.Member(
                    "latency",
                    forms.told(
                        "响应要多久。", "How long a response takes.", SchemaForms.milliseconds,
                        examples: ["80ms"])),
                Json.Member(
                    "receipt_latency",
                    forms.told(
                        "状态报告要多久。", "How long a receipt takes.", SchemaForms.milliseconds,
                        examples: ["4s"])),
                Json.Member(
                    "throttle",
                    forms.told(
                        "每秒超过这么多就限流。", "Above so many parts a second it throttles.",
                        SchemaForms.pattern("0*(100000|[0-9]{1,5})/s"), examples: ["400/s"])),
                Json.Member(
                    "journal",
                    forms.told(
                        "把收到的提交记进这个文件。", "A file that takes down what was handed over.",
                        SchemaForms.text)),
            ])
    }

    // MARK: Weather

    private var weather: Json {
        let cities = forms.map(SchemaForms.reference("city"))
        return forms.object(
            .weather,
            [
                Json.Member(
                    "signal",
                    forms.told(
                        "存为 tags.yaml 里的哪种信号。", "The signal of tags.yaml that it becomes.",
                        forms.choice(forms.names.signals?.map(\.entry)))),
                Json.Member(
                    "url",
                    forms.told(
                        "接口地址；密钥写作 `${env:NAME}`。",
                        "The service's address; secrets as `${env:NAME}`.",
                        SchemaForms.pattern("https?://[^\\n]*"),
                        examples: ["https://api.open-meteo.com/v1/forecast"])),
                Json.Member(
                    "every",
                    forms.told(
                        "多久取一次。", "How often it is fetched.", SchemaForms.span,
                        examples: ["3h"])),
                Json.Member(
                    "cities",
                    forms.told(
                        "城市及其位置；名称与标签的值一致。",
                        "Cities and where they are; named as the tag's values are.", cities)),
            ])
    }

    private var city: Json {
        func degrees(_ most: Int) -> Json {
            [
                "type": ["number", "string"], "minimum": .number(-most), "maximum": .number(most),
                "pattern": "^-?[0-9]+(\\.[0-9]{1,6})?$",
            ]
        }
        return forms.object(
            .city,
            [
                Json.Member(
                    "latitude",
                    forms.told("纬度，北为正。", "Latitude, north is positive.", degrees(90))),
                Json.Member(
                    "longitude",
                    forms.told("经度，东为正。", "Longitude, east is positive.", degrees(180))),
            ])
    }
}
