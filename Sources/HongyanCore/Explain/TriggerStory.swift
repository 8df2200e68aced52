/// What a trigger made of one customer up to a moment: its last occurrences and the rows behind
/// them. Told by the trigger's own rules over the rows, without SQL; a test holds it to the store's
/// queries.
public struct TriggerStory: Sendable {
    /// One firing, or what might have become one.
    public struct Chapter: Sendable {
        public let key: String
        public let due: Timestamp
        public let cause: Occurrence.Cause
        public let status: Status
        /// The rows behind it, ascending by time.
        public let steps: [Step]
        /// `where`, `when` or the entered condition with the values it saw; empty without one.
        public let condition: [ConditionTrace]

        public init(
            key: String, due: Timestamp, cause: Occurrence.Cause, status: Status,
            steps: [Step] = [], condition: [ConditionTrace] = []
        ) {
            self.key = key
            self.due = due
            self.cause = cause
            self.status = status
            self.steps = steps
            self.condition = condition
        }
    }

    public enum Status: String, Hashable, Sendable {
        /// It falls due later, if nothing comes in between.
        case waiting
        /// It fell due, and what it waited for is so.
        case due
        /// What it waited to be absent came.
        case cancelled
        /// `where`, `when` or the entered condition does not hold.
        case unmatched
        /// The signal is older than it may be.
        case stale
        /// It fell due before the rule was active, and the backlog is skipped.
        case backlog
        /// An earlier occurrence of the same key fell due: one key is decided once.
        case repeated
    }

    /// A row that an occurrence rests on.
    public struct Step: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            /// The event that starts it.
            case started
            /// A later event of the same key: the timer starts anew.
            case restarted
            /// The event that must not come.
            case cancelled
            /// When the fact was fetched.
            case fetched
            /// When a sample saw the customer enter.
            case entered
            /// When the customer answered.
            case replied
        }
        public let kind: Kind
        public let at: Timestamp
        /// The event's kind, the signal's key or the keyword.
        public let name: String
        /// The event's id; empty for other rows.
        public let id: String
        public init(kind: Kind, at: Timestamp, name: String, id: String = "") {
            self.kind = kind
            self.at = at
            self.name = name
            self.id = id
        }
    }

    /// Why there is no chapter.
    public enum Missing: Hashable, Sendable {
        case event(EventKind)
        case tag(TagName)
        case signal(key: String, day: CivilDay)
        /// No sample saw the customer enter; `isInside` from the baseline on.
        case entry(isInside: Bool)
        case reply
        /// The clock has not struck yet.
        case instant
    }

    /// Ascending by due time; the last ``mostChapters``.
    public let chapters: [Chapter]
    public let missing: Missing?
    /// When the trigger next falls due or looks for this customer, strictly after now; nil when
    /// that hangs on rows to come.
    public let next: Timestamp?
    /// Of `enters` without an entry: its condition, as it is now.
    public let condition: [ConditionTrace]

    public static let mostChapters = 5

    public init(
        chapters: [Chapter], missing: Missing? = nil, next: Timestamp? = nil,
        condition: [ConditionTrace] = []
    ) {
        self.chapters = chapters
        self.condition = condition
        self.missing = missing
        self.next = next
    }
}
