public import HongyanCore

/// What binds a purpose through one channel: a section of `hongyan policy show`.
public struct PolicySection: Sendable {
    public let channel: Channel
    public let purpose: Purpose
    public let rule: CompiledRule?
    public let policy: LayeredPolicy

    public init(book: RuleBook, channel: Channel, purpose: Purpose, rule: CompiledRule?) {
        self.channel = channel
        self.purpose = purpose
        self.rule = rule
        policy = book.layered(purpose, through: channel, for: rule)
    }
}

extension PolicySource {
    /// Who says it: `aliyun@1`, `rules/policy.yaml windows.day`; empty for what is
    /// built in.
    var whoSays: String {
        if layer == .builtIn { return "" }
        guard pack == nil, let origin else { return name }
        return "\(name) \(origin.path)"
    }
}
