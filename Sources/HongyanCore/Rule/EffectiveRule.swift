/// Where a setting's value was written.
public struct SettingOrigin: Hashable, Sendable {
    /// Relative to the workspace; nil when nobody wrote it and the value is built in.
    public let file: String?
    /// From 1; 0 without a file.
    public let line: Int
    /// The keys down to the value, joined by points: `defaults.window`.
    public let path: String
    /// The pack that says it; nil for what stands in a file or is built in.
    public let pack: PackVersion?
    public init(file: String?, line: Int, path: String, pack: PackVersion? = nil) {
        self.file = file
        self.line = line
        self.path = path
        self.pack = pack
    }

    /// `rules/policy.yaml:31` or `pack aliyun@1`; nil for what is built in.
    public var place: String? {
        if let pack { return "pack \(pack)" }
        return file.map { line > 0 ? "\($0):\(line)" : $0 }
    }
}

/// A rule with every default and every value of the policy filled in, and where each came from.
public struct EffectiveRule: Hashable, Sendable {
    public struct Setting: Hashable, Sendable {
        /// `["window"]`, `["trigger", "within"]`; for bounds `["caps", "week"]`.
        public let path: [String]
        /// As YAML, in one line.
        public let text: String
        public let origin: SettingOrigin
        public init(path: [String], text: String, origin: SettingOrigin) {
            self.path = path
            self.text = text
            self.origin = origin
        }
    }

    public let rule: RuleID
    /// The rule's own keys in the order in which rule files are written, defaults included.
    public let settings: [Setting]
    /// What workspace and policy add: windows, caps, blackouts, signature and the like that bind
    /// it.
    public let bounds: [Setting]

    public init(rule: RuleID, settings: [Setting], bounds: [Setting]) {
        self.rule = rule
        self.settings = settings
        self.bounds = bounds
    }

    /// Where a setting or a bound came from; nil when the rule has none of that path.
    public func origin(of path: String...) -> SettingOrigin? {
        (settings + bounds).first { $0.path == path }?.origin
    }

    /// The rule as a YAML file that means the same, each value with a comment that says where it
    /// came from, and the bounds as comments below. Ends with a line end.
    public func yaml(_ language: Language) -> String {
        var rows: [(text: String, note: String)] = []
        var parent: String?
        for setting in settings {
            if setting.path.count > 1, setting.path.first != parent {
                rows.append(("\(setting.path[0]):", ""))
            }
            parent = setting.path.first
            let indent = String(repeating: "  ", count: setting.path.count - 1)
            let name = setting.path.last ?? ""
            rows.append(("\(indent)\(name): \(setting.text)", note(setting, language)))
        }
        let zh = language == .zh
        var text = zh ? "# \(rule)：全部取值\n" : "# \(rule) with every value filled in\n"
        text += EffectiveRule.aligned(rows)
        text += zh ? "\n# 对它生效的全店设置\n" : "\n# what the workspace adds\n"
        text += EffectiveRule.aligned(
            bounds.map {
                ("# \($0.path.joined(separator: ".")): \($0.text)", note($0, language))
            })
        return text
    }

    private func note(_ setting: Setting, _ language: Language) -> String {
        guard let place = setting.origin.place else {
            return language == .zh ? "# 内置" : "# built in"
        }
        let own = setting.path.joined(separator: ".")
        return setting.origin.path == own ? "# \(place)" : "# \(place) \(setting.origin.path)"
    }

    /// Comments stand below each other, but not behind very long values.
    private static func aligned(_ rows: [(text: String, note: String)]) -> String {
        let widths = rows.filter { !$0.note.isEmpty }.map { DisplayWidth.of($0.text) }
        let column = widths.filter { $0 <= 48 }.max() ?? 0
        return rows.map { row in
            if row.note.isEmpty { return row.text + "\n" }
            let gap = max(0, column - DisplayWidth.of(row.text))
            return row.text + String(repeating: " ", count: gap + 2) + row.note + "\n"
        }.joined()
    }
}
