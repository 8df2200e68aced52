import HongyanCore

/// The schema of `rules/<rule>.test.yaml`: customers, what happens, and the decisions expected.
struct TestSchema {
    let forms: SchemaForms

    var json: Json {
        let happenings = Keys.testKinds.map { Json.Member("happening-\($0)", happening($0)) }
        return forms.document(
            .test, forms.language == .zh ? "鸿雁规则测试" : "Hongyan rule tests",
            forms.object(.test, root),
            definitions: [
                Json.Member("test-case", forms.object(.testCase, cases)),
                Json.Member("test-customer", customer), Json.Member("test-consent", consent),
                Json.Member("test-expect", expect), Json.Member("test-happening", chain),
            ] + happenings)
    }

    private var root: [Json.Member] {
        [
            Json.Member(
                "rule",
                forms.told(
                    "测试哪条规则；不写就是文件名。", "The tested rule; the file's name when left out.",
                    forms.choice(forms.names.rules))),
            Json.Member(
                "customers",
                forms.told(
                    "所有用例共用的顾客，按名称。", "Customers of all cases, by name.",
                    forms.map(SchemaForms.reference("test-customer")))),
            Json.Member(
                "cases",
                forms.told(
                    "用例。", "The cases.",
                    ["type": "array", "items": SchemaForms.reference("test-case")])),
        ]
    }

    // MARK: Cases

    private var cases: [Json.Member] {
        let rules: Json = ["type": "array", "items": forms.choice(forms.names.rules)]
        return [
            Json.Member(
                "name",
                forms.told("用例名，一句话。", "The case's name, a sentence.", SchemaForms.text)),
            Json.Member(
                "now",
                forms.told(
                    "虚拟时钟从这一刻开始。", "The virtual clock starts here.", SchemaForms.moment,
                    examples: ["2026-12-03 10:00"])),
            Json.Member(
                "until",
                forms.told(
                    "到这一刻为止；不写则是最后一个时刻之后两天。",
                    "The case ends here; two days after the last moment when left out.", moment)),
            Json.Member(
                "with",
                forms.told("一同参与的规则。", "Other rules that take part.", rules)),
            Json.Member(
                "rules",
                forms.told(
                    "一同参与、结果也要比较的规则。",
                    "Other rules that take part and whose decisions are compared.", rules)),
            Json.Member(
                "templates",
                forms.told(
                    "模板的状态，按模板名；不写的都已批准并报备。",
                    "How far templates have come, by name; those left out are approved and filed.",
                    forms.map(
                        SchemaForms.choice(RuleTestCase.TemplateState.allCases.map(\.rawValue)),
                        names: forms.names.templates.map {
                            SchemaForms.choice($0.map(\.entry.name))
                        }))),
            Json.Member(
                "customers",
                forms.told(
                    "只在这个用例里的顾客。", "Customers of this case only.",
                    forms.map(SchemaForms.reference("test-customer")))),
            Json.Member(
                "timeline",
                forms.told(
                    "发生的事，每项是事件、信号、已发、回复、标签、退订、停发、恢复、状态报告之一。",
                    "What happens; each entry is an event, a signal, something sent, a reply, "
                        + "tags, an opt-out, a stop, a resume or a receipt.",
                    ["type": "array", "items": SchemaForms.reference("test-happening")])),
            Json.Member(
                "expect",
                forms.told(
                    "期望的全部最终判定；`[]` 表示谁都不发。",
                    "All final decisions; `[]` means that nobody gets anything.",
                    ["type": "array", "items": SchemaForms.reference("test-expect")])),
            Json.Member(
                "todo",
                forms.told(
                    "已知不通过的原因；通过了会报告。",
                    "Why it is known to fail; when it passes, that is told.", SchemaForms.text)),
        ]
    }

    /// `2026-12-03 10:00`, `10:00` on the day of `now`, `90d ago`.
    private var moment: Json {
        var clocks: [String] = []
        for form in [SchemaForms.moment, SchemaForms.minute] {
            guard case .text(let pattern)? = form["pattern"] else { continue }
            clocks.append(String(pattern.dropFirst(2).dropLast(2)))
        }
        return SchemaForms.pattern((clocks + ["\(SchemaForms.spans) ago"]).joined(separator: "|"))
    }

    private var at: Json.Member {
        Json.Member(
            "at",
            forms.told(
                "何时：`2026-12-03 10:00`，或 `now` 当天的 `10:00`，或 `90d ago`。",
                "When: `2026-12-03 10:00`, `10:00` on the day of `now`, or `90d ago`.", moment))
    }

    private var who: Json.Member {
        Json.Member("customer", forms.told("顾客名。", "The customer's name.", SchemaForms.text))
    }

    // MARK: Customers

    private var customer: Json {
        let tags = settable.map { Json.Member($0.name, tag($0)) }
        let own = groups.filter { member in !tags.contains { $0.key == member.key } }
        var known: [Json.Member] = [Json.Member("type", ["object", "null"])]
        known.append(Json.Member("properties", .object(tags + own)))
        if forms.names.tags != nil { known.append(Json.Member("additionalProperties", false)) }
        return .object(known)
    }

    /// Tags that imports may set.
    private var settable: [SchemaNames.Entry] {
        (forms.names.tags ?? []).filter { entry in
            !entry.detail.hasPrefix("= ") && !forms.names.keepers.contains(entry.name)
        }
    }

    private func tag(_ entry: SchemaNames.Entry) -> Json {
        let words = [entry.title, entry.detail].compactMap { $0 }.joined(separator: " · ")
        return forms.told(words, words, value(entry))
    }

    private func value(_ entry: SchemaNames.Entry) -> Json {
        guard entry.detail.hasPrefix("set") else { return SchemaForms.text }
        return [
            "type": ["string", "number", "boolean", "array"], "minLength": 1,
            "items": SchemaForms.text,
        ]
    }

    private var groups: [Json.Member] {
        let flag = SchemaForms.boolean
        return [
            Json.Member(
                "phone",
                forms.told(
                    "手机号或 `none`；不写则有一个有效号码。",
                    "A mobile number or `none`; a valid one of their own when left out.",
                    ["type": ["string", "integer"], "minLength": 1], examples: ["none"])),
            Json.Member(
                "consent",
                forms.told(
                    "营销同意；不写就是同意，`none` 是没有。",
                    "Consent to marketing: given when left out, `none` is none.",
                    [
                        "if": ["type": "object"], "then": SchemaForms.reference("test-consent"),
                        "else": ["const": "none"],
                    ])),
            Json.Member(
                "opted_out",
                forms.told(
                    "已退订：`true` 为全部，或一种用途。", "Opted out: `true` of all, or of one purpose.",
                    refusal)),
            Json.Member(
                "holdout", forms.told("在规则的对照组里。", "In the rule's control group.", flag)),
            Json.Member(
                "global_holdout",
                forms.told("在全局对照组里。", "In the global control group.", flag)),
            Json.Member("rollout", forms.told("在灰度之内。", "Within the rollout.", flag)),
            Json.Member(
                "variant",
                forms.told(
                    "分到哪个模板。", "The variant they get.", forms.choice(templates))),
            Json.Member(
                "tags",
                forms.told(
                    "与上面的键同名的标签写在这里。", "Tags that are named like a key of this mapping.",
                    ["type": "object"])),
        ]
    }

    private var refusal: Json {
        let words: [Json] = [true, "true", false, "false"]
        return ["enum": .list(words + Purpose.allCases.map { .text($0.rawValue) })]
    }

    private var stopped: Json {
        let all: Json = ["const": .text(RuleTestTimelineReader.everything)]
        guard let rules = forms.names.rules, !rules.isEmpty else { return SchemaForms.text }
        return ["anyOf": [forms.choice(rules), all]]
    }

    private var templates: [SchemaNames.Entry]? { forms.names.templates?.map(\.entry) }

    private var consent: Json {
        let words = [
            ("at", "何时同意。", "When it was given."), ("expires", "何时到期。", "When it ends."),
            ("withdrawn", "何时撤回。", "When it was taken back."),
        ]
        return forms.object(
            .testConsent,
            words.map { Json.Member($0.0, forms.told($0.1, $0.2, SchemaForms.moment)) } + [
                Json.Member("source", forms.told("来源。", "Where it came from.", SchemaForms.text)),
                Json.Member(
                    "text",
                    forms.told(
                        "同意文本的版本；`none` 表示没有凭据。",
                        "The version of the text; `none` is no proof.", SchemaForms.text)),
            ])
    }

    // MARK: Timeline

    private var chain: Json {
        var result: Json = [
            "type": "object",
            "anyOf": .list(Keys.testKinds.map { ["required": [.text($0)]] }),
        ]
        for kind in Keys.testKinds.reversed() {
            result = [
                "if": ["type": "object", "required": [.text(kind)]],
                "then": SchemaForms.reference("happening-\(kind)"), "else": result,
            ]
        }
        return result
    }

    private func happening(_ kind: String) -> Json {
        let value = Json.Member(kind, happeningValue(kind))
        switch kind {
        case "event":
            let own = [
                at, who, value,
                Json.Member("id", forms.told("事件编号。", "The event's id.", SchemaForms.text)),
                Json.Member(
                    "arrives",
                    forms.told(
                        "何时收到；不写则发生时就收到。",
                        "When it arrives; as it happens when left out.", moment)),
            ]
            let fields = (forms.names.events ?? []).map { ($0.entry.name, $0.fields) }
            return open(kind, own, required: Keys.testEvent.required, fields)
        case "signal":
            let own = [
                at, value,
                Json.Member(
                    "key",
                    forms.told("标签的值，如城市。", "The tag's value, such as a city.", SchemaForms.text)),
                Json.Member(
                    "day",
                    forms.told(
                        "目标日。", "The target day.",
                        SchemaForms.pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
                        examples: ["2026-12-04"])),
            ]
            let fields = (forms.names.signals ?? []).map { ($0.entry.name, $0.fields) }
            return open(kind, own, required: Keys.testSignal.required, fields)
        case "receipt":
            let code = Json.Member(
                "code",
                forms.told(
                    "运营商的状态码；不写则 undelivered 为空号。",
                    "The carrier's code; 'undelivered' is a number that does not exist when left "
                        + "out.", SchemaForms.text, examples: ["MK:0001"]))
            return closed([at, who, value, code], required: Keys.testReceipt.required)
        case _ where Keys.testStops.contains(kind): return closed([at, value], required: ["at"])
        default: return closed([at, who, value], required: ["at", "customer"])
        }
    }

    private func closed(_ members: [Json.Member], required: [String]) -> Json {
        [
            "type": "object", "properties": .object(members), "additionalProperties": false,
            "required": .texts(required),
        ]
    }

    private func happeningValue(_ kind: String) -> Json {
        switch kind {
        case "event": forms.told("事件。", "The event.", forms.event)
        case "signal":
            forms.told("信号。", "The signal.", forms.choice(forms.names.signals?.map(\.entry)))
        case "sent":
            forms.told(
                "之前已发的规则，占频控名额。", "A rule whose message was cleared; it takes a slot.",
                forms.choice(forms.names.rules))
        case "reply": forms.told("顾客的回复。", "What the customer answers.", SchemaForms.text)
        case "tags":
            forms.told(
                "导入的标签；空值清除。", "Tags of an import; nothing clears one.",
                [
                    "type": "object",
                    "properties": .object(settable.map { Json.Member($0.name, [:]) }),
                    "additionalProperties": .flag(forms.names.tags == nil),
                ])
        case "stop":
            forms.told("停发：规则名，或 all 为全部。", "Stopped: a rule, or all.", stopped)
        case "resume":
            forms.told(
                "恢复：规则名，或 all；规则的熔断也清零。",
                "Taken back: a rule, or all; a rule's fuse is reset as well.", stopped)
        case "receipt":
            forms.told(
                "运营商对此前最后一条短信的状态报告。",
                "The carrier's word on the message that was handed over last.",
                SchemaForms.choice(RuleTestMoment.ReceiptWord.allCases.map(\.rawValue)))
        default: forms.told("退订。", "An opt-out.", refusal)
        }
    }

    /// An entry that also takes the fields of its event or signal.
    private func open(
        _ kind: String, _ own: [Json.Member], required: [String],
        _ owners: [(name: String, fields: [SchemaNames.Entry])]
    ) -> Json {
        let more = Json.Member(
            "fields",
            forms.told(
                "与上面的键同名的字段写在这里。", "Fields that are named like a key of this entry.",
                ["type": "object"]))
        let relations: [Json] = owners.map { owner in
            let fields = owner.fields.filter { field in !own.contains { $0.key == field.name } }
            let keys = (own + [more]).map(\.key) + fields.map(\.name)
            return [
                "if": ["properties": .object([Json.Member(kind, ["const": .text(owner.name)])])],
                "then": [
                    "properties": .object(fields.map { Json.Member($0.name, tag($0)) }),
                    "propertyNames": ["enum": .texts(keys)],
                ],
            ]
        }
        var members: [Json.Member] = [
            Json.Member("type", "object"), Json.Member("properties", .object(own + [more])),
            Json.Member("required", .texts(required)),
        ]
        if !relations.isEmpty { members.append(Json.Member("allOf", .list(relations))) }
        return .object(members)
    }

    // MARK: Expectations

    private var expect: Json {
        let reason: Json = SchemaForms.text
        let caps = (forms.names.caps ?? []).map { Json.text("cap.\($0)") }
        let reasons: [Json] =
            ["window", "blackout", "limit", "pace"] + caps
            + [
                "optout", "consent.missing", "once", "holdout", "rollout", "late", "closed",
                "calendar.missing",
            ]
        let members = [
            at, who,
            Json.Member(
                "rule",
                forms.told(
                    "哪条规则；不写就是被测的。", "The rule; the tested one when left out.",
                    forms.choice(forms.names.rules))),
            Json.Member(
                "send",
                forms.told(
                    "发出：`true`，或模板名。", "Sent: `true`, or the template.",
                    SchemaForms.text, examples: [true] + (templates ?? []).map { .text($0.name) })),
            Json.Member(
                "text",
                forms.told(
                    "正文要包含的文字。", "What the text must contain.",
                    [
                        "type": ["string", "number", "boolean", "array"], "minLength": 1,
                        "items": SchemaForms.text,
                    ])),
            Json.Member(
                "parts",
                forms.told("计费条数。", "How many parts.", SchemaForms.integer(1...100))),
            Json.Member(
                "hold",
                forms.told("暂缓，及原因。", "Held, and why.", reason, examples: reasons)),
            Json.Member("until", forms.told("暂缓到何时。", "Held until when.", moment)),
            Json.Member(
                "drop",
                forms.told("不发，及原因。", "Dropped, and why.", reason, examples: reasons)),
        ]
        let unfit: [(String, [String])] = [
            ("send", ["until"]), ("hold", ["text", "parts"]), ("drop", ["text", "parts", "until"]),
        ]
        return forms.object(.testExpect, members).adding([
            Json.Member("oneOf", .list(Keys.testDecisions.map { ["required": [.text($0)]] })),
            Json.Member(
                "allOf",
                .list(
                    unfit.map { kind, keys in
                        [
                            "if": ["required": [.text(kind)]],
                            "then": ["properties": .object(keys.map { Json.Member($0, false) })],
                        ]
                    })),
        ])
    }
}
