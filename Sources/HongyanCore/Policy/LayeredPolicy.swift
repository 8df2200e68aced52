/// What holds for one purpose when all layers are put upon each other, and who says so.
///
/// Each key has one definition of "tighter" (``PolicyKey/tightness``); no layer can loosen what
/// another says, and the order in which layers of one kind are given does not matter.
public struct LayeredPolicy: Hashable, Sendable {
    /// One key: what holds, and what each layer says of it.
    public struct Setting: Hashable, Sendable {
        public let key: PolicyKey
        public let value: PolicyValue
        /// By layer from the law down, then by pack; what gave way to a format or to the
        /// workspace's own word is not among them.
        public let said: [Sourced<PolicyValue>]
        public init(key: PolicyKey, value: PolicyValue, said: [Sourced<PolicyValue>]) {
            self.key = key
            self.value = value
            self.said = said
        }

        /// Of those who say just what holds, the first layer: it would hold without the others.
        /// nil when only several together make it.
        public var decider: Sourced<PolicyValue>? { said.first { $0.value == value } }
    }

    public let purpose: Purpose
    /// In the order of ``PolicyKey``; keys that nobody states are left out.
    public let settings: [Setting]

    /// - Parameter statements: Of all layers, in any order; those for other purposes do not count.
    public init(_ statements: [PolicyStatement], purpose: Purpose) {
        self.purpose = purpose
        let binding = statements.filter { $0.binds(purpose) }
        settings = PolicyKey.allCases.compactMap { key in
            Self.setting(key, binding.filter { $0.key == key })
        }
    }

    public func setting(_ key: PolicyKey) -> Setting? { settings.first { $0.key == key } }

    private static func setting(_ key: PolicyKey, _ all: [PolicyStatement]) -> Setting? {
        var standing = all.sorted(by: precedes)
        // What is built in speaks only where nobody below does.
        if standing.contains(where: { $0.source.layer > .builtIn }) {
            standing.removeAll { $0.source.layer == .builtIn }
        }
        if key.tightness == .format, let first = standing.map({ formatRank($0) }).min() {
            standing = standing.filter { formatRank($0) == first }
        }
        guard let first = standing.first else { return nil }
        let value = standing.dropFirst().reduce(first.value) {
            key.tightness.combined($0, $1.value)
        }
        return Setting(
            key: key, value: value, said: standing.map { Sourced($0.value, $0.source) })
    }

    /// Who decides about wording: the provider, else the law, else the others from below.
    private static func formatRank(_ statement: PolicyStatement) -> Int {
        switch statement.source.layer {
        case .provider: 0
        case .law: 1
        case .rule: 2
        case .workspace: 3
        case .builtIn: 4
        }
    }

    private static func precedes(_ left: PolicyStatement, _ right: PolicyStatement) -> Bool {
        if left.source.layer != right.source.layer { return left.source.layer < right.source.layer }
        return left.source.name.utf8.lexicographicallyPrecedes(right.source.name.utf8)
    }
}

extension LayeredPolicy {
    /// A value that allows what a layer above forbids.
    public struct Loosening: Hashable, Sendable {
        public let statement: PolicyStatement
        public let above: PolicyStatement
        public init(statement: PolicyStatement, above: PolicyStatement) {
            self.statement = statement
            self.above = above
        }
    }

    /// Every value of workspace and rules that is looser than one of the law's or a provider's
    /// for a purpose of its own; in the order given.
    public static func loosenings(in statements: [PolicyStatement]) -> [Loosening] {
        let above = statements.filter { $0.source.layer < .builtIn }
        var found: [Loosening] = []
        for statement in statements where statement.source.layer > .builtIn {
            let tightness = statement.key.tightness
            // Caps are never alternatives: each holds beside the others.
            guard tightness != .together, tightness != .format else { continue }
            for other in above where other.key == statement.key && meets(statement, other) {
                if !tightness.isAsTight(statement.value, as: other.value) {
                    found.append(Loosening(statement: statement, above: other))
                }
            }
        }
        return found
    }

    private static func meets(_ left: PolicyStatement, _ right: PolicyStatement) -> Bool {
        left.purposes.isEmpty || right.purposes.isEmpty
            || !left.purposes.isDisjoint(with: right.purposes)
    }
}

extension LayeredPolicy {
    /// An amount in the key's unit; nil when nobody states it.
    public func amount(_ key: PolicyKey) -> Sourced<Int>? {
        guard let setting = setting(key), case .amount(let amount) = setting.value,
            let decider = setting.decider
        else { return nil }
        return Sourced(amount, decider.source)
    }

    /// Whether something is allowed; nil when nobody states it.
    public func allows(_ key: PolicyKey) -> Sourced<Bool>? {
        guard let setting = setting(key), case .permission(let isAllowed) = setting.value,
            let decider = setting.decider
        else { return nil }
        return Sourced(isAllowed, decider.source)
    }

    /// What the audit says; nil when nobody states it.
    public func verdict(_ key: PolicyKey) -> AuditVerdict? {
        guard case .verdict(let verdict)? = setting(key)?.value else { return nil }
        return verdict
    }

    /// The least and the greatest, each with who says so; nil when nobody states it.
    public func range(_ key: PolicyKey) -> (from: Sourced<Int>, through: Sourced<Int>)? {
        guard let setting = setting(key), case .range(let from, let through) = setting.value
        else { return nil }
        var least: Sourced<Int>?
        var most: Sourced<Int>?
        for said in setting.said {
            guard case .range(let low, let high) = said.value else { continue }
            if low == from, least == nil { least = Sourced(low, said.source) }
            if high == through, most == nil { most = Sourced(high, said.source) }
        }
        guard let least, let most else { return nil }
        return (least, most)
    }

    /// The phrases or the place that a format allows; nil when nobody states it.
    public func words(_ key: PolicyKey) -> Sourced<[String]>? {
        guard let setting = setting(key), case .words(let words) = setting.value,
            let first = setting.said.first
        else { return nil }
        return Sourced(words, (setting.decider ?? first).source)
    }
}
