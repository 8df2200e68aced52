public import HongyanCore

/// The layers of a policy as one JSON object.
public enum PolicyJSON {
    /// `{"law","sections":[{"channel","pack","purpose","rule","settings":[{"key","value","layer",
    /// "said":[{"layer","by","value","kind","source","date","note"}]}]}]}`.
    ///
    /// What is not there is left out; `layer` is left out where only several layers together make
    /// the value; ends with a line end.
    public static func render(_ sections: [PolicySection], of book: RuleBook) -> String {
        var json = JSONWriter()
        json.object { json in
            if let law = book.policy.law { json.member("law", "\(law.name)") }
            json.member("sections") { json in
                json.array { json in sections.forEach { section($0, &json) } }
            }
        }
        return json.text + "\n"
    }

    private static func section(_ section: PolicySection, _ json: inout JSONWriter) {
        json.object { json in
            json.member("channel", section.channel.id.rawValue)
            if let pack = section.channel.pack { json.member("pack", "\(pack.name)") }
            json.member("purpose", section.purpose.rawValue)
            if let rule = section.rule { json.member("rule", rule.id.rawValue) }
            json.member("settings") { json in
                json.array { json in section.policy.settings.forEach { setting($0, &json) } }
            }
        }
    }

    private static func setting(_ setting: LayeredPolicy.Setting, _ json: inout JSONWriter) {
        json.object { json in
            json.member("key", setting.key.rawValue)
            json.member("value", setting.value.written(setting.key.unit))
            if let decider = setting.decider { json.member("layer", decider.layer.name) }
            json.member("said") { json in
                json.array { json in
                    for said in setting.said { Self.said(said, setting.key, &json) }
                }
            }
        }
    }

    private static func said(
        _ said: Sourced<PolicyValue>, _ key: PolicyKey, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("layer", said.layer.name)
            json.member("by", said.source.whoSays)
            json.member("value", said.value.written(key.unit))
            json.member("kind", said.source.kind.rawValue)
            if !said.source.document.isEmpty { json.member("source", said.source.document) }
            if let date = said.source.date { json.member("date", "\(date)") }
            if !said.source.note.isEmpty { json.member("note", said.source.note) }
        }
    }
}
