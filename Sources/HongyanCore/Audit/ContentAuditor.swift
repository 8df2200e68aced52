/// Audits texts against lexicons and a profile: pure, so that the same text always comes to the
/// same findings.
///
/// A class, because the tables made from the lexicons are shared by every page and never change;
/// two are equal when their lexicons are.
public final class ContentAuditor: Hashable, Sendable {
    /// With the shipped lexicon only.
    public static let standard = ContentAuditor(lexicons: [.shipped])

    /// In the order in which they were given.
    public let lexicons: [Lexicon]
    /// Over all lexicons: what verdicts name.
    public let digest: Digest
    /// For verdicts: the shipped lexicon's version, and the digest's first digits when others
    /// count as well.
    public let label: String
    let phrases: [Phrase]
    let rows: [Row]
    let matcher: PhraseMatcher
    /// The last days of rows that have one, ascending.
    private let lastDays: [CivilDay]

    /// A row with what is asked of it for each hit.
    struct Row: Sendable {
        let row: LexiconRow
        let lexicon: String
        /// `ad` of `ad/absolute`.
        let family: String
        let category: AuditCategory
    }

    /// One thing that is looked for.
    struct Phrase: Sendable {
        enum Reading: Sendable { case plain, alike, spoken }
        let row: Int
        let isException: Bool
        let reading: Reading
        /// As the matcher sees it.
        let units: [UInt16]
        /// Folded, before sounds and shapes are made one.
        let plain: [UInt16]
        /// Letters or digits at an end, gaps aside: they must not go on outside.
        let startsInWord: Bool
        let endsInWord: Bool
        /// A clause begins or ends there.
        let startsClause: Bool
        let endsClause: Bool
        /// Which part of which pattern with gaps it is; nil where it is a phrase of its own.
        let part: Part?
    }

    /// A place in a pattern with gaps.
    struct Part: Sendable {
        let pattern: Int
        /// From 0.
        let slot: Int
        let isLast: Bool
    }

    /// - Parameter lexicons: Rows count together; a row of level `pass` excuses in all of them.
    public init(lexicons: [Lexicon]) {
        self.lexicons = lexicons
        digest = Digest(hashing: lexicons.map { $0.digest.description })
        let shipped = lexicons.first { $0.name == ShippedLexicon.name }?.version
        let own = lexicons.count > (shipped == nil ? 0 : 1)
        label = [shipped, own ? String(digest.description.prefix(8)) : nil].compactMap { $0 }
            .joined(separator: "+")
        var rows: [Row] = []
        var builder = PhraseBuilder()
        for lexicon in lexicons {
            for row in lexicon.rows {
                builder.add(row, index: rows.count)
                rows.append(
                    Row(
                        row: row, lexicon: lexicon.name,
                        family: String(row.category.prefix { $0 != "/" }),
                        category: AuditCategory.named(row.category)))
            }
        }
        self.rows = rows
        lastDays = rows.compactMap(\.row.expires).sorted()
        phrases = builder.phrases
        matcher = PhraseMatcher(builder.phrases.map(\.units))
    }

    public static func == (left: ContentAuditor, right: ContentAuditor) -> Bool {
        left === right || left.digest == right.digest
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// How many rows count no more on a day: two days of the same number are alike.
    func expired(on day: CivilDay) -> Int {
        var low = 0
        var high = lastDays.count
        while low < high {
            let middle = (low + high) / 2
            if lastDays[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All that is to be said of a text.
    ///
    /// - Parameters:
    ///   - text: As it would leave: signature, body and opt-out words.
    ///   - day: By which rows have expired; nil: none has.
    ///   - asksConsent: The text asks for consent, so it may name what the consent is for.
    public func audit(
        _ text: AuditText, purpose: Purpose, profile: AuditProfile = .standard,
        on day: CivilDay? = nil, asksConsent: Bool = false
    ) -> AuditReport {
        var run = AuditRun(
            text, purpose: purpose, profile: profile, auditor: self, day: day,
            asksConsent: asksConsent)
        run.audit()
        guard !run.findings.isEmpty else { return AuditReport(findings: []) }
        return AuditReport(
            findings: run.findings.sorted { left, right in
                let (a, b) = (left.span.scalars, right.span.scalars)
                if a.lowerBound != b.lowerBound { return a.lowerBound < b.lowerBound }
                if a.upperBound != b.upperBound { return a.upperBound < b.upperBound }
                return left.id < right.id
            })
    }
}

/// Makes the phrases that the matcher looks for out of rows.
private struct PhraseBuilder {
    var phrases: [ContentAuditor.Phrase] = []
    private let folder = TextFolder.shared
    private static let one = Array("一".utf16)[0]

    /// Patterns with gaps so far.
    private var patterns = 0

    /// What all readings of a term have in common.
    private struct Context {
        let row: Int
        let isException: Bool
        let isSpoken: Bool
        var startsClause = false
        var endsClause = false
        var part: ContentAuditor.Part?
        /// An account may be written right behind: vxabc123.
        var mayGoOn = false
    }

    mutating func add(_ row: LexiconRow, index: Int) {
        let isException = row.level == .pass
        for term in row.terms {
            add(
                term,
                Context(
                    row: index, isException: isException, isSpoken: row.level != .mark,
                    mayGoOn: row.category == AuditRun.contactMark))
        }
        for term in row.exceptions {
            add(term, Context(row: index, isException: true, isSpoken: false))
        }
    }

    /// A term that is no pattern, which files refuse, stands for nothing.
    private mutating func add(_ term: String, _ context: Context) {
        guard let pattern = try? PhrasePattern(term) else { return }
        let hasGaps = pattern.slots.count > 1
        if hasGaps { patterns += 1 }
        for (slot, choices) in pattern.slots.enumerated() {
            var context = context
            let isLast = slot == pattern.slots.count - 1
            context.startsClause = slot == 0 && pattern.startsClause
            context.endsClause = isLast && pattern.endsClause
            if hasGaps {
                context.part = ContentAuditor.Part(
                    pattern: patterns - 1, slot: slot, isLast: isLast)
            }
            for choice in choices { read(choice, context) }
        }
    }

    private mutating func read(_ words: String, _ context: Context) {
        let plain = folder.fold(words)
        guard !plain.isEmpty else { return }
        add(plain, plain, .plain, context)
        if plain.contains(Self.one) {
            let digits = plain.map { $0 == Self.one ? 0x31 : $0 }
            add(digits, digits, .plain, context)
        }
        let alike = plain.map(folder.alike)
        if alike != plain { add(alike, plain, .alike, context) }
        guard context.isSpoken, !context.isException, context.part == nil,
            (2...8).contains(plain.count)
        else { return }
        let syllables = plain.compactMap(folder.syllable)
        if syllables.count == plain.count { add(syllables, plain, .spoken, context) }
    }

    private mutating func add(
        _ units: [UInt16], _ plain: [UInt16], _ reading: ContentAuditor.Phrase.Reading,
        _ context: Context
    ) {
        let word: TextFolder.Kind = [.letter, .digit]
        phrases.append(
            ContentAuditor.Phrase(
                row: context.row, isException: context.isException, reading: reading, units: units,
                plain: plain,
                startsInWord: context.part?.slot ?? 0 == 0
                    && !folder.kind(units[0]).isDisjoint(with: word),
                endsInWord: !context.mayGoOn && context.part?.isLast ?? true
                    && !folder.kind(units[units.count - 1]).isDisjoint(with: word),
                startsClause: context.startsClause, endsClause: context.endsClause,
                part: context.part))
    }
}
