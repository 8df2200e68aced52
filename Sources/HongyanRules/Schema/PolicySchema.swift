import HongyanCore

/// The schema of `rules/policy.yaml`, as ``PolicyFile`` reads it.
struct PolicySchema {
    let forms: SchemaForms

    var json: Json {
        forms.document(
            .policy, forms.language == .zh ? "鸿雁政策" : "Hongyan policy",
            forms.object(.policy, words + layers + times + consents),
            definitions: [
                Json.Member("cap", cap), Json.Member("preset", preset),
                Json.Member("retention", retention), Json.Member("defaults", defaults),
                Json.Member("guardian", guardian),
            ])
    }

    private var words: [Json.Member] {
        [
            Json.Member(
                "signature",
                forms.told(
                    "签名，不带【】，最多 20 字；放在每条短信最前面。",
                    "The signature without its brackets, at most 20 characters; it stands before "
                        + "every message.", SchemaForms.signature)),
            Json.Member(
                "opt_out",
                forms.told(
                    "退订语，放在每条营销短信最后。", "The opt-out words that end every marketing message.",
                    SchemaForms.text, examples: ["拒收请回复R"])),
            Json.Member(
                "opt_out_scope",
                forms.told(
                    "客户回复退订后停发的范围：`all` 全部签名的营销短信，`signature` 仅所回复签名的；不写是 all。",
                    "What a refusal by reply binds: the marketing of `all` signatures, or of the "
                        + "`signature` that was answered; all when left out.",
                    ["enum": ["all", "signature"]])),
            Json.Member(
                "confirm_opt_out",
                forms.told(
                    "服务类规则可否在客户退订后发一条确认；不写是 false。",
                    "Whether a service rule may confirm a refusal; false when left out.",
                    SchemaForms.boolean)),
            Json.Member(
                "max_parts",
                forms.told(
                    "一条短信最多拆成几条计费，1–10；超过的不发。",
                    "The most parts a message may have, 1–10; longer ones are dropped.",
                    SchemaForms.integer(1...10), examples: [3])),
            Json.Member(
                "global_holdout",
                forms.told(
                    "不收任何营销短信的顾客比例，用来衡量营销的总效果。",
                    "The share of customers that no marketing reaches, to measure all of it.",
                    SchemaForms.share, examples: ["2%"])),
            Json.Member(
                "approval",
                forms.told(
                    "模板送审要过的步骤，按角色名依次写；作者不能审批，一人不能过两步。不写则不需审批。",
                    "The steps of a template's approval, each by its role, in order. The author "
                        + "approves none and nobody takes two. None is asked when left out.",
                    SchemaForms.roles, examples: [["editor", "supervisor", "legal"], "owner"])),
            Json.Member(
                "lexicons",
                forms.told(
                    "除自带词库外还用哪些词库文件。", "Lexicon files that count besides the shipped one.",
                    ["type": "array", "items": SchemaForms.pattern("lexicons/[^/]+\\.csv")])),
            Json.Member(
                "content_review",
                forms.told(
                    "内容审核结果为“复核”时：hold 等人处理，send 照发并记录。",
                    "What happens to a text that the audit wants reviewed: it waits, or it leaves.",
                    SchemaForms.choice(["hold", "send"]), examples: ["hold"])),
        ]
    }

    /// What stands above the workspace, and what it lays down in the same words.
    private var layers: [Json.Member] {
        [
            Json.Member(
                "law",
                forms.told(
                    "所依的法律包，如 `cn-2026`；工作区只能比它更严。",
                    "The law's pack, such as `cn-2026`; a workspace can only be stricter.",
                    SchemaForms.text, examples: ["cn-2026"])),
            Json.Member(
                "packs",
                forms.told(
                    "自己的包，放在 packs/ 里。", "Packs of your own, in the folder packs.",
                    [
                        "type": "array",
                        "items": ["type": "string", "pattern": "^packs/[^/.][^/]*\\.yaml$"],
                    ], examples: [["packs/uk.yaml"]])),
            Json.Member(
                "terms",
                forms.told(
                    "本店自定的期限与额度，与包同名同写法，只能更严。",
                    "Terms of your own, as packs write them; they can only be stricter.",
                    forms.object(Keys("terms", TermsReader.keys.map(\.rawValue)), terms))),
        ]
    }

    private var terms: [Json.Member] {
        TermsReader.keys.map { Json.Member($0.rawValue, SchemaForms.term($0)) }
    }

    private var times: [Json.Member] {
        [
            Json.Member(
                "windows",
                forms.told(
                    "可发时段，由规则按名称引用：`daily`、`workdays`（工作日，含调休上班）、`restdays`（其余的日子）、"
                        + "`weekends` 或 `mon-fri,sun`，再写时间段。",
                    "By name: `daily`, `workdays` (made-up weekends included), `restdays` (all "
                        + "others), `weekends` or `mon-fri,sun`, then spans.",
                    forms.map(
                        SchemaForms.window.adding([
                            Json.Member(
                                "examples",
                                ["daily 18:00-20:30", "workdays 09:00-12:00, 14:00-18:00"])
                        ])))),
            Json.Member(
                "blackouts",
                forms.told(
                    "不发营销短信的日子，首尾都算；公历与农历的月日每年重复。",
                    "Days without marketing, both ends included; solar and lunar days return.",
                    forms.map(
                        SchemaForms.blackout.adding([
                            Json.Member(
                                "examples", ["06-07 .. 06-09", "lunar 12-30 .. lunar 01-03"])
                        ])))),
            Json.Member(
                "caps",
                forms.told(
                    "频控：一个顾客在一段时间内最多收到几条营销短信，全部都要满足。",
                    "Caps: how many messages one customer may get in a time; all of them hold.",
                    forms.map(
                        [
                            "if": ["type": "object"],
                            "then": [
                                "if": ["required": ["trade"]],
                                "then": SchemaForms.reference("preset"),
                                "else": SchemaForms.reference("cap"),
                            ],
                            "else": [
                                "anyOf": [
                                    SchemaForms.cap.adding([
                                        Json.Member(
                                            "examples", ["1 per day", "2 per 7d", "8 per month"])
                                    ]),
                                    SchemaForms.choice(CapPreset.allCases.map(\.rawValue)),
                                ]
                            ],
                        ], names: SchemaForms.name(extra: "_-")))),
            Json.Member(
                "retention",
                forms.told(
                    "各类记录保留多少天；不得少于法定期限。",
                    "How many days each kind of record is kept; never less than the law says.",
                    SchemaForms.reference("retention"))),
            Json.Member(
                "defaults",
                forms.told(
                    "营销规则没写的键用这里的值；`priority` 对所有规则有效。",
                    "What a marketing rule takes when it is silent; `priority` is for all.",
                    SchemaForms.reference("defaults"))),
        ]
    }

    private var consents: [Json.Member] {
        [
            Json.Member(
                "guardian",
                forms.told(
                    "谁是儿童：其同意须有监护人同意的凭据（个保法第31条）。",
                    "Who is a child: their consent needs a guardian's (PIPL article 31).",
                    SchemaForms.reference("guardian"))),
            Json.Member(
                "consent_answer",
                forms.told(
                    "征求同意后多久没有回复就算拒绝，不再征求；不写是 7d。",
                    "A request for consent that is not answered for so long was refused; 7d when "
                        + "left out.", SchemaForms.span, examples: ["7d"])),
        ]
    }

    private var guardian: Json {
        forms.object(
            .guardian,
            [
                Json.Member(
                    "birthday",
                    forms.told(
                        "生日标签，须带年份。", "The tag of the birthday, with its year.", SchemaForms.text)),
                Json.Member(
                    "age",
                    forms.told(
                        "多少岁以下要监护人同意，14–18。", "Under how many years, 14–18.",
                        SchemaForms.integer(14...18), examples: [14])),
                Json.Member(
                    "minor",
                    forms.told(
                        "或者：为真即是儿童的布尔标签。", "Or: the boolean tag that is true for children.",
                        SchemaForms.text)),
            ])
    }

    private var cap: Json {
        forms.object(
            .cap,
            [
                Json.Member(
                    "count",
                    forms.told(
                        "几条、多长时间：`day`、`week`、`month`、`year` 按日历，`7d` 是滚动的。",
                        "How many in what time: `day`, `week`, `month`, `year` by the calendar, "
                            + "`7d` rolling.", SchemaForms.cap,
                        examples: ["2 per 7d", "4 per month"])),
                Json.Member(
                    "audience",
                    forms.condition("只对这些顾客。", "Only for these customers.")),
                Json.Member(
                    "purpose",
                    forms.told(
                        "数哪种用途的短信；不写是营销。", "Which purpose counts; marketing when left out.",
                        SchemaForms.purpose)),
                Json.Member(
                    "purposes",
                    forms.told(
                        "几种用途一起数。", "Several purposes that count together.",
                        ["type": "array", "items": SchemaForms.purpose])),
                Json.Member(
                    "season",
                    forms.told(
                        "只在这段日子生效。", "It binds in these days only.", SchemaForms.season,
                        examples: ["28d before lunar 01-01", "06-01 .. 06-20"])),
                Json.Member(
                    "outside",
                    forms.told(
                        "这段日子以外才生效。", "It binds outside these days only.",
                        SchemaForms.season, examples: ["28d before lunar 01-01"])),
            ])
    }

    private var preset: Json {
        forms.object(
            .preset,
            [
                Json.Member(
                    "trade",
                    forms.told(
                        "行业：零售、餐饮或企业客户。", "The trade.",
                        SchemaForms.choice(CapPreset.allCases.map(\.rawValue)))),
                Json.Member(
                    "new",
                    forms.condition("谁是新客；不写就对所有人。", "Who is new; everybody when left out.")),
                Json.Member(
                    "active",
                    forms.condition("谁是活跃客户；不写就对所有人。", "Who is active; everybody when left out.")),
            ])
    }

    private var retention: Json {
        forms.object(
            .retention,
            RetentionPeriods.Record.allCases.map { record in
                Json.Member(
                    record.rawValue,
                    forms.told(
                        "\(record.source.zh)。至少 \(record.least) 天。",
                        "\(record.source.en). At least \(record.least) days.",
                        SchemaForms.span, examples: [.text("\(record.usual)d")]))
            })
    }

    private var defaults: Json {
        forms.object(
            .defaults,
            [
                Json.Member(
                    "window",
                    forms.told(
                        "何时能发：上面的时段名。", "When it may be sent: a window from above.",
                        forms.choice(forms.names.windows))),
                Json.Member(
                    "closed",
                    forms.told(
                        "时段外：放弃，或最多等到到期后这么久。",
                        "When the window is closed: drop, or wait until due + this.",
                        SchemaForms.closed, examples: ["drop", "defer 24h"])),
                Json.Member(
                    "late",
                    forms.told(
                        "第一次判定晚于到期这么久就不发。", "Skip what is first decided later than due + this.",
                        SchemaForms.late, examples: ["skip 30m", "never"])),
                Json.Member(
                    "limit",
                    forms.told(
                        "熔断：超过就停下。", "A fuse: more than this trips the rule.",
                        SchemaForms.limit, examples: ["20000/day", "500/hour"])),
                Json.Member(
                    "priority",
                    forms.told(
                        "0–100，大的先占名额。", "0–100: the greater clears first.",
                        SchemaForms.integer(0...100), examples: [50])),
            ])
    }
}
