/// What an audit says of a text: the worst of its findings. In this order.
public enum AuditVerdict: Int, Hashable, Comparable, Sendable, CaseIterable {
    case pass, review, block

    public static func < (left: AuditVerdict, right: AuditVerdict) -> Bool {
        left.rawValue < right.rawValue
    }

    /// `pass`, `review`, `block`.
    public var name: String {
        switch self {
        case .pass: "pass"
        case .review: "review"
        case .block: "block"
        }
    }
}

/// How a finding came to light.
public enum AuditManner: Int, Hashable, Comparable, Sendable {
    /// As written, up to width, case, invisible and traditional characters.
    case plain
    /// Behind inserted symbols or spaces, or with characters said twice.
    case broken
    /// Through pinyin, homophones, look-alikes or split characters: a guess, so never more than
    /// `review`.
    case alike

    public static func < (left: AuditManner, right: AuditManner) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A stretch of the audited text, counted in two ways. Half-open, from the text's first character.
public struct AuditSpan: Hashable, Sendable {
    /// Unicode scalars.
    public let scalars: Range<Int>
    /// UTF-16 units, as editors and browsers count.
    public let utf16: Range<Int>
    public init(scalars: Range<Int>, utf16: Range<Int>) {
        self.scalars = scalars
        self.utf16 = utf16
    }
}

/// One thing that an audit found.
public struct AuditFinding: Hashable, Sendable {
    /// Stable: `ad/absolute`, `signature/missing`. What clearances name.
    public let id: String
    /// `review` or `block`.
    public let verdict: AuditVerdict
    public let manner: AuditManner
    public let span: AuditSpan
    /// The words as they stand in the text; empty when something is missing.
    public let words: String
    /// What they were read as.
    public let normalised: String
    public let basis: AuditBasis
    /// What is wrong: one phrase.
    public let message: AuditWords
    /// What to do, or to say instead; nil where nothing can be advised.
    public let advice: AuditWords?
    /// The row of a lexicon behind it, `lexicon/row`; nil for what is not found by words.
    public let source: String?

    public init(
        id: String, verdict: AuditVerdict, manner: AuditManner = .plain, span: AuditSpan,
        words: String, normalised: String, basis: AuditBasis, message: AuditWords,
        advice: AuditWords?, source: String? = nil
    ) {
        self.id = id
        self.verdict = verdict
        self.manner = manner
        self.span = span
        self.words = words
        self.normalised = normalised
        self.basis = basis
        self.message = message
        self.advice = advice
        self.source = source
    }

    /// Whether a check of templates tells it: not what is about signature, opt-out words and
    /// length, for which policy and channels are to blame, and not what checks of their own tell.
    public var isOfTemplate: Bool {
        let others = [
            "signature/", "optout/", "variable/adjacent", "variable/long", "form/invisible",
            "diversion/link", "length/",
        ]
        return !isFilingAdvice && !others.contains { id.hasPrefix($0) }
    }

    /// Whether it is about how a template is made and asks for no more than a look: a matter for
    /// who files it, not for each message that leaves.
    public var isFilingAdvice: Bool {
        let ids = ["variable/share", "variable/adjacent", "variable/long", "variable/repeated"]
        return verdict == .review && ids.contains(id)
    }
}

/// The same words in both languages.
public struct AuditWords: Hashable, Sendable {
    public let zh: String
    public let en: String
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
    public func callAsFunction(_ language: Language) -> String {
        language == .zh ? zh : en
    }
}

/// What an audit of one text came to.
public struct AuditReport: Hashable, Sendable {
    /// By place in the text, then by id.
    public let findings: [AuditFinding]
    public init(findings: [AuditFinding]) { self.findings = findings }
    /// The worst; `pass` when nothing was found.
    public var verdict: AuditVerdict { findings.map(\.verdict).max() ?? .pass }

    /// Without the `review` findings that somebody has cleared; a `block` is never cleared.
    public func cleared(by clearances: Set<AuditClearance>, version: Digest) -> AuditReport {
        guard !clearances.isEmpty else { return self }
        return AuditReport(
            findings: findings.filter {
                $0.verdict == .block
                    || !clearances.contains(AuditClearance(version: version, finding: $0.id))
            })
    }
}

/// A person's word that a `review` finding of one version of a template may leave: with the proof
/// that the finding asks for. Any edit makes another version, and so voids it.
///
/// Whoever approves templates fills ``ContentPolicy/clearances`` with these.
public struct AuditClearance: Hashable, Sendable {
    /// Of the template.
    public let version: Digest
    /// ``AuditFinding/id``.
    public let finding: String
    public init(version: Digest, finding: String) {
        self.version = version
        self.finding = finding
    }
}
