import HongyanCore

/// The schema of `rules/templates.yaml`, as ``TemplatesFile`` reads it.
struct TemplatesSchema {
    let forms: SchemaForms

    var json: Json {
        let templates = forms.told(
            "短信模板，按名称。", "Message templates by name.",
            forms.map(SchemaForms.reference("template"), names: SchemaForms.name(extra: "-")))
        return forms.document(
            .templates, forms.language == .zh ? "鸿雁模板" : "Hongyan templates",
            forms.object(.templates, [Json.Member("templates", templates)]),
            definitions: [Json.Member("template", template), Json.Member("variable", variable)])
    }

    private var template: Json {
        forms.object(
            .template,
            [
                Json.Member(
                    "purpose",
                    forms.told(
                        "用途，与用它的规则一致。", "The purpose, the same as the rule's that uses it.",
                        SchemaForms.purpose)),
                Json.Member(
                    "text",
                    forms.told(
                        "正文，不含签名和退订语。`${name|顾客}` 是变量，竖线后是缺值时的替代。",
                        "The body, without signature and opt-out words. `${name|顾客}` is a variable "
                            + "with what stands in for a missing value.",
                        SchemaForms.text.adding([
                            Json.Member("maxLength", .number(TemplatesFile.mostCharacters)),
                            // No variable is left open.
                            Json.Member("pattern", "^([^$]|\\$(?!\\{)|\\$\\{[^}]*\\})*$"),
                        ]))),
                Json.Member("variables", variables),
            ])
    }

    /// What is known can be completed; whether a text has the variable, the compiler tells.
    private var variables: Json {
        var schema = forms.map(maximum("", ""))
        if forms.names.tags != nil {
            schema = [
                "type": "object", "properties": .object(known), "additionalProperties": false,
            ]
        }
        return forms.told(
            "各变量最长几个字；不写时：文本和数字 20，时间和日期 16，枚举为最长的值。",
            "The longest value of each variable; by default 20 for texts and numbers, 16 for times "
                + "and dates, the longest value of an enum.", schema)
    }

    private var known: [Json.Member] {
        var names: [(name: String, detail: String)] = []
        for tag in forms.names.tags ?? [] where isWritable(tag) {
            names.append(
                (tag.name, [tag.title, tag.detail].compactMap { $0 }.joined(separator: " · ")))
        }
        let events = (forms.names.events ?? []).flatMap(\.fields).map { ("event.", $0) }
        let signals = (forms.names.signals ?? []).flatMap(\.fields).map { ("signal.", $0) }
        for (prefix, field) in events + signals {
            let name = prefix + field.name
            if names.contains(where: { $0.name == name }) { continue }
            names.append(
                (name, [field.title, field.detail].compactMap { $0 }.joined(separator: " · ")))
        }
        let day = forms.language == .zh ? "目标日" : "the target day"
        for name in ["occurrence.date", "event.date", "signal.date"] {
            names.append((name, day))
        }
        return names.map { Json.Member($0.name, maximum($0.detail, $0.detail)) }
    }

    /// A tag with a column whose value can be written out.
    private func isWritable(_ tag: SchemaNames.Entry) -> Bool {
        !(tag.detail.hasPrefix("= ") || tag.detail == "boolean" || tag.detail.hasPrefix("set"))
    }

    /// `8` or `{max: 8}`.
    private func maximum(_ zh: String, _ en: String) -> Json {
        let schema: Json = [
            "type": ["integer", "string", "object"],
            "if": ["type": "object"], "then": SchemaForms.reference("variable"),
            "else": SchemaForms.integer(1...500),
        ]
        return zh.isEmpty ? schema : forms.told(zh, en, schema)
    }

    private var variable: Json {
        forms.object(
            .variable,
            [
                Json.Member(
                    "max",
                    forms.told(
                        "最长几个字，1–500。", "The longest value, 1–500 characters.",
                        SchemaForms.integer(1...500), examples: [8]))
            ])
    }
}
