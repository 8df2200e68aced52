/// A message body with variables, parsed once into runs. Signature and opt-out words are not part
/// of it.
public struct Template: Hashable, Sendable {
    public enum Run: Hashable, Sendable {
        case fixed(String)
        case variable(Variable)
    }
    /// `${name|顾客}`: where the text comes from, what stands in for a missing value, how long it
    /// may be.
    public struct Variable: Hashable, Sendable {
        public enum Source: Hashable, Sendable {
            case tag(TagName, ValueType)
            /// A field of the event or signal behind the occurrence, written `event.amount` or
            /// `signal.rain_mm`.
            case field(String, ValueType)
            /// `event.date`, `signal.date`, `occurrence.date`: the local date the occurrence is
            /// about.
            case targetDate
        }
        /// As written between the braces, without the fallback.
        public let name: String
        public let source: Source
        public let fallback: String?
        /// In UTF-16 units; a longer value is a drop, never cut.
        public let maxLength: Int
        public init(name: String, source: Source, fallback: String?, maxLength: Int) {
            self.name = name
            self.source = source
            self.fallback = fallback
            self.maxLength = maxLength
        }
    }
    public let id: TemplateID
    public let purpose: Purpose
    public let runs: [Run]
    /// Hash over the template's canonical text: the version that approvals and messages name.
    public let version: Digest
    public init(id: TemplateID, purpose: Purpose, runs: [Run], version: Digest) {
        self.id = id
        self.purpose = purpose
        self.runs = runs
        self.version = version
    }
}
