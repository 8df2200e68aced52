/// What a row of a lexicon does to a text in which it is found.
public enum LexiconLevel: String, Hashable, Sendable, CaseIterable {
    /// An exception: it excuses what stands inside it.
    case pass
    /// Says what a text is about; no finding by itself.
    case mark
    /// Fine when written plainly; a guess at disguise otherwise (`wei信`).
    case disguised
    /// Refused by the providers whose profile names the category.
    case provider
    case review
    case block
}

/// One row of a lexicon: phrases with what they mean for a message.
public struct LexiconRow: Hashable, Sendable {
    /// Unique in its lexicon.
    public let id: String
    /// The id of its findings: `ad/absolute`, `banned/gambling`.
    public let category: String
    public let level: LexiconLevel
    /// Phrases, any of which counts. Width, case and traditional characters do not matter.
    public let terms: [String]
    /// Longer phrases in which a term is lawful: 第一时间 for 第一.
    public let exceptions: [String]
    /// A key of ``AuditBasis/known``, else the basis in words; empty takes the category's.
    public let basis: String
    /// What to say instead; empty where nothing is known.
    public let rewording: String
    /// When the row was last changed, as its lexicon counts.
    public let version: String
    /// The last day on which it counts; nil: always.
    public let expires: CivilDay?

    public init(
        id: String, category: String, level: LexiconLevel, terms: [String],
        exceptions: [String] = [], basis: String = "", rewording: String = "",
        version: String = "", expires: CivilDay? = nil
    ) {
        self.id = id
        self.category = category
        self.level = level
        self.terms = terms
        self.exceptions = exceptions
        self.basis = basis
        self.rewording = rewording
        self.version = version
        self.expires = expires
    }
}

/// A list of phrases with a name and a date.
public struct Lexicon: Hashable, Sendable {
    /// `cn-base` for the shipped one, else the file's path.
    public let name: String
    /// As the file says, such as `2026.11.21`; empty when it does not.
    public let version: String
    /// The day on which somebody last went over it; nil when the file does not say.
    public let updated: CivilDay?
    /// In file order.
    public let rows: [LexiconRow]
    /// Over all that matters in it.
    public let digest: Digest

    public init(name: String, version: String, updated: CivilDay?, rows: [LexiconRow]) {
        self.name = name
        self.version = version
        self.updated = updated
        self.rows = rows
        digest = Digest(
            hashing: [name, version] + rows.flatMap { LexiconFile.cells(of: $0) })
    }

    /// How old a lexicon may be before `hongyan status` asks for a look: a week, as the trade
    /// press advises; no law says so.
    public static let freshDays = 7

    /// Whole days since it was gone over; nil when nobody said when.
    public func age(on day: CivilDay) -> Int? { updated.map { day - $0 } }
}

/// What has changed from one lexicon to another.
public struct LexiconDiff: Hashable, Sendable {
    /// Ascending by id.
    public let added: [LexiconRow]
    public let removed: [LexiconRow]
    public let changed: [(old: LexiconRow, new: LexiconRow)]

    public init(from old: Lexicon, to new: Lexicon) {
        let before = Dictionary(old.rows.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let after = Dictionary(new.rows.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        added = after.keys.filter { before[$0] == nil }.sorted().compactMap { after[$0] }
        removed = before.keys.filter { after[$0] == nil }.sorted().compactMap { before[$0] }
        changed = before.keys.sorted().compactMap { id in
            guard let old = before[id], let new = after[id], old != new else { return nil }
            return (old, new)
        }
    }

    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    public static func == (left: LexiconDiff, right: LexiconDiff) -> Bool {
        left.added == right.added && left.removed == right.removed
            && left.changed.elementsEqual(right.changed, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(added)
        hasher.combine(removed)
        for (old, new) in changed {
            hasher.combine(old)
            hasher.combine(new)
        }
    }
}
