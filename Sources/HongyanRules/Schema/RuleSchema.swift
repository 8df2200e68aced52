import HongyanCore

/// The schema of `rules/<rule>.yaml`, as ``RuleFile`` reads it.
struct RuleSchema {
    let forms: SchemaForms

    var json: Json {
        let trigger = TriggerSchema(forms: forms)
        var definitions = [Json.Member("trigger", trigger.json)]
        definitions += trigger.kinds
        definitions += [
            Json.Member("variant", variant(nil)), Json.Member("goal", goal),
            Json.Member("message", message(nil)),
        ]
        for purpose in Purpose.allCases {
            definitions.append(
                Json.Member("message-\(purpose.rawValue)", message(purpose.rawValue)))
        }
        let root = forms.object(.rule, whom + timing + outcome)
            .adding([Json.Member("allOf", .list(relations))])
        return forms.document(
            .rule, forms.language == .zh ? "鸿雁规则" : "Hongyan rule", root, definitions: definitions)
    }

    // MARK: Keys

    private var whom: [Json.Member] {
        let audiences = (forms.names.audiences ?? []).map { Json.text($0.name) }
        return [
            Json.Member(
                "rule",
                forms.told(
                    "规则名，与文件名一致。台账按它记账：改名时把旧名写进 `was`，不可挪作他用。",
                    "The rule's id, as the file is named. The ledger goes by it: put the old one "
                        + "under `was` when you rename, and never use it for something else.",
                    SchemaForms.name(extra: "-"))),
            Json.Member(
                "title",
                forms.told("报告里显示的名称。", "What reports call the rule.", SchemaForms.text)),
            Json.Member(
                "purpose",
                forms.told(
                    "用途，决定要过哪些闸：营销过全部；服务、验证、紧急依次更少。",
                    "Decides which gates a message meets: marketing all of them, service, "
                        + "verification and emergency fewer and fewer.", SchemaForms.purpose)),
            Json.Member(
                "trigger",
                forms.told(
                    "等什么发生。用哪些键，就是哪种触发。",
                    "What the rule waits for; the keys used say which kind of trigger it is.",
                    SchemaForms.reference("trigger"))),
            Json.Member(
                "audience",
                forms.condition(
                    "发给谁：一个条件，或一个人群的名称；不写就是所有人。",
                    "To whom: a condition or the name of an audience; everyone when left out.",
                    examples: audiences)),
        ]
    }

    private var timing: [Json.Member] {
        [
            Json.Member(
                "once",
                forms.told(
                    "同一顾客多久一次：每次触发、每 30 天、每个日历年、一生一次。",
                    "How often one customer may get it: each occurrence, per 30 days, per calendar "
                        + "year, once ever.", SchemaForms.once,
                    examples: ["per occurrence", "per 30d", "per year", "ever"])),
            Json.Member(
                "priority",
                forms.told(
                    "0–100，大的先占频控名额；不写用 policy.yaml 的默认值。",
                    "0–100: the greater gets the last slot under a shared cap.",
                    SchemaForms.integer(0...100), examples: [50, 80])),
            Json.Member(
                "window",
                forms.told(
                    "何时能发：policy.yaml 里的时段名。",
                    "When it may be sent: a window of policy.yaml.",
                    forms.choice(forms.names.windows))),
            Json.Member(
                "closed",
                forms.told(
                    "时段外怎么办：放弃，或最多等到到期后这么久。",
                    "When the window is closed: drop it, or let it wait until due + this.",
                    SchemaForms.closed, examples: ["drop", "defer 24h"])),
            Json.Member(
                "late",
                forms.told(
                    "第一次判定晚于到期这么久就不发；`never` 不设限。",
                    "Skip what is first decided later than due + this; `never` skips nothing.",
                    SchemaForms.late, examples: ["skip 30m", "skip 12h", "never"])),
            Json.Member(
                "limit",
                forms.told(
                    "熔断：超过就停下，等人恢复。",
                    "A fuse: more than this trips the rule until a person resumes it.",
                    SchemaForms.limit, examples: ["20000/day", "500/hour"])),
            Json.Member(
                "budget",
                forms.told(
                    "本规则每天或每月最多花多少元；用完后不再发，直到下一天或下月。",
                    "The most that the rule's messages may cost, yuan a day or month; when it is "
                        + "spent, nothing is sent until the next.",
                    SchemaForms.budget, examples: ["300/day", "5000/month"])),
            Json.Member(
                "rollout",
                forms.told(
                    "灰度：只对这么多比例的顾客生效，按稳定的哈希。",
                    "Gray release: so many of the customers, by a stable hash.",
                    SchemaForms.share, examples: ["10%", "100%"])),
            Json.Member(
                "holdout",
                forms.told(
                    "对照组：这么多比例的顾客不发，用来衡量效果。",
                    "Control group: so many get nothing, to measure what the rule does.",
                    SchemaForms.share, examples: ["5%", "10%"])),
        ]
    }

    private var outcome: [Json.Member] {
        [
            Json.Member(
                "message",
                .object(
                    forms.describe(
                        forms.language == .zh
                            ? "模板名，或带权重的多个模板（A/B 测试）。"
                            : "A template, or several with weights for an A/B test.")
                        + [Json.Member("type", ["string", "number", "boolean", "array"])])),
            Json.Member(
                "goal",
                forms.told(
                    "希望顾客做什么：这段时间内的这个事件算达成。",
                    "What the customer should do: this event within this time counts.",
                    SchemaForms.reference("goal"))),
            Json.Member(
                "was",
                forms.told(
                    "这条规则用过的旧名，台账与游标归它所有。",
                    "Earlier ids of this rule, whose ledger and cursors it takes over.",
                    ["type": "array", "items": SchemaForms.text])),
            Json.Member(
                "enabled",
                forms.told(
                    "写 false 则不运行。", "false switches the rule off.", SchemaForms.boolean)),
            Json.Member(
                "asks_consent",
                forms.told(
                    "这条短信征求对营销的同意：拒绝过或没有答复的客户不再收到；规则用途不能是 marketing。",
                    "The message asks for consent to marketing: not sent again to whoever refused "
                        + "or did not answer; the rule's own purpose is another.",
                    SchemaForms.choice([Purpose.marketing.rawValue]))),
        ]
    }

    // MARK: Keys that depend on others

    private var relations: [Json] {
        var message = SchemaForms.reference("message")
        for purpose in Purpose.allCases.reversed() {
            message = [
                "if": RuleSchema.purpose(is: purpose.rawValue),
                "then": RuleSchema.only("message", "message-\(purpose.rawValue)"),
                "else": purpose == Purpose.allCases.last
                    ? RuleSchema.only("message", "message") : message,
            ]
        }
        var result = [message]
        let others = Purpose.allCases.filter { $0 != .marketing }.map(\.rawValue)
        result.append([
            "if": [
                "properties": ["purpose": ["enum": .texts(others)]],
                "required": ["purpose", "window"],
            ],
            "then": ["required": ["closed"]],
        ])
        result.append([
            "if": ["required": ["asks_consent"]],
            "then": ["properties": ["purpose": ["enum": .texts(others)]]],
        ])
        if let given = forms.names.defaults {
            let missed = ["window", "closed", "late", "limit"].filter { !given.contains($0) }
            if !missed.isEmpty {
                result.append([
                    "if": RuleSchema.purpose(is: Purpose.marketing.rawValue),
                    "then": ["required": .texts(missed)],
                ])
            }
        }
        return result
    }

    private static func purpose(is word: String) -> Json {
        ["properties": ["purpose": ["const": .text(word)]], "required": ["purpose"]]
    }

    private static func only(_ key: String, _ definition: String) -> Json {
        ["properties": .object([Json.Member(key, SchemaForms.reference(definition))])]
    }

    // MARK: Message and goal

    /// One template, or a list of variants; of templates for this purpose where one is given.
    private func message(_ purpose: String?) -> Json {
        let counts: Json = [
            "not": ["properties": ["weight": ["enum": [0, "0"]]], "required": ["weight"]]
        ]
        let list: Json = [
            "items": variant(purpose), "minItems": 1, "uniqueItems": true, "contains": counts,
        ]
        return ["if": ["type": "array"], "then": list, "else": template(purpose)]
    }

    private func template(_ purpose: String?) -> Json {
        let all = forms.names.templates
        let fit = all?.filter { purpose == nil || $0.purpose == purpose }.map(\.entry)
        if all?.isEmpty == false, fit?.isEmpty == true {
            return .object(
                forms.describe(
                    forms.language == .zh
                        ? "templates.yaml 里没有这种用途的模板。"
                        : "templates.yaml has no template for this purpose.")
                    + [Json.Member("not", [:])])
        }
        return forms.told(
            "templates.yaml 里的模板。", "A template of templates.yaml.", forms.choice(fit))
    }

    private func variant(_ purpose: String?) -> Json {
        forms.object(
            .variant,
            [
                Json.Member("template", template(purpose)),
                Json.Member(
                    "weight",
                    forms.told(
                        "权重：分到这个模板的份数。", "How many shares of the customers get this template.",
                        SchemaForms.integer(0...10_000), examples: [1])),
            ])
    }

    private var goal: Json {
        forms.object(
            .goal,
            [
                Json.Member(
                    "event",
                    forms.told("达成的事件。", "The event that counts.", forms.event)),
                Json.Member(
                    "within",
                    forms.told(
                        "从提交算起多久之内。", "How long after it was handed over.",
                        SchemaForms.span, examples: ["3d", "14d"])),
            ])
    }
}

extension SchemaForms {
    var event: Json { choice(names.events?.map(\.entry)) }
}
