/// Who lays something down. A later layer may be stricter than the ones before it, never looser.
public enum PolicyLayer: Int, Hashable, Comparable, Sendable, CaseIterable {
    case law, provider
    /// What this program takes where the workspace is silent; it gives way to the workspace.
    case builtIn
    case workspace, rule

    public static func < (left: PolicyLayer, right: PolicyLayer) -> Bool {
        left.rawValue < right.rawValue
    }

    /// `law`, `provider`, `built-in`, `workspace` or `rule`: the same in every language.
    public var name: String {
        switch self {
        case .law: "law"
        case .provider: "provider"
        case .builtIn: "built-in"
        case .workspace: "workspace"
        case .rule: "rule"
        }
    }
}

/// What kind of document a value rests on.
public enum SourceKind: String, Hashable, Sendable, CaseIterable {
    /// A statute or regulation.
    case law
    /// The provider's or a carrier's own page or notice.
    case provider
    /// What is commonly done; nobody demands it.
    case practice
    /// A figure that trade articles claim and no law or provider page states.
    case press
    /// The workspace's own word.
    case own
}

/// The name of a pack: `cn-2026`, `aliyun`.
public struct PackID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A pack at one version, as ledger and explanations name it: `aliyun@1`.
public struct PackVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let id: PackID
    /// From 1; it grows with every change of a value.
    public let version: Int
    public init(id: PackID, version: Int) {
        self.id = id
        self.version = version
    }
    public var description: String { "\(id)@\(version)" }
    public static func < (left: PackVersion, right: PackVersion) -> Bool {
        left.id == right.id ? left.version < right.version : left.id < right.id
    }
}

/// Where a value comes from: who lays it down, in which document, as of when.
public struct PolicySource: Hashable, Sendable {
    public let layer: PolicyLayer
    /// nil for what no pack says.
    public let pack: PackVersion?
    /// Of the workspace's and rules' own values: where they are written.
    public let origin: SettingOrigin?
    public let kind: SourceKind
    /// The document, with its article or page; empty for the workspace's own word.
    public let document: String
    /// The day as of which the document says so; nil when it has none.
    public let date: CivilDay?
    /// What has to be known to read the value rightly; empty mostly.
    public let note: String

    public init(
        layer: PolicyLayer, pack: PackVersion? = nil, origin: SettingOrigin? = nil,
        kind: SourceKind = .own, document: String = "", date: CivilDay? = nil, note: String = ""
    ) {
        self.layer = layer
        self.pack = pack
        self.origin = origin
        self.kind = kind
        self.document = document
        self.date = date
        self.note = note
    }

    /// Who says it, in one word: `aliyun@1`, `rules/policy.yaml:31`, `built-in`.
    public var name: String {
        pack?.description ?? origin?.place ?? layer.name
    }
}

/// A value and where it comes from.
public struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    public let source: PolicySource
    public init(_ value: Value, _ source: PolicySource) {
        self.value = value
        self.source = source
    }

    /// The layer that decided.
    public var layer: PolicyLayer { source.layer }
    /// `aliyun@1`; nil for what no pack says.
    public var pack: PackVersion? { source.pack }

    public func map<Other: Hashable & Sendable>(
        _ transform: (Value) -> Other
    ) -> Sourced<Other> {
        Sourced<Other>(transform(value), source)
    }
}
