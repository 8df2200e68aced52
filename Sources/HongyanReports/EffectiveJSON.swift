public import HongyanCore

/// An effective rule as one JSON object.
public enum EffectiveJSON {
    /// `{"rule","settings":[{"key","value","file","line","from"}],"bounds":[…]}`; `file` and `line`
    /// are left out for what is built in; ends with a line end.
    public static func render(_ rule: EffectiveRule) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("rule", rule.rule.rawValue)
            json.member("settings") { json in
                json.array { json in rule.settings.forEach { setting($0, &json) } }
            }
            json.member("bounds") { json in
                json.array { json in rule.bounds.forEach { setting($0, &json) } }
            }
        }
        return json.text + "\n"
    }

    private static func setting(
        _ setting: EffectiveRule.Setting, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("key", setting.path.joined(separator: "."))
            json.member("value", setting.text)
            if let file = setting.origin.file {
                json.member("file", file)
                json.member("line", setting.origin.line)
                json.member("from", setting.origin.path)
            } else if let pack = setting.origin.pack {
                json.member("from", "pack \(pack)")
            } else {
                json.member("from", "built in")
            }
        }
    }
}
