/// One audit: the text in its readings, and what was found so far.
struct AuditRun {
    let text: AuditText
    let purpose: Purpose
    let profile: AuditProfile
    let auditor: ContentAuditor
    let day: CivilDay?
    let asksConsent: Bool
    let folder = TextFolder.shared
    var isMarketing: Bool { purpose == .marketing }

    /// Of the text, one by one.
    let scalars: [UInt32]
    /// By scalar: what it folds to; a barrier in placeholders.
    let folded: [UInt16]
    /// Without what is dropped.
    let strict: FoldedText
    /// What there is in the text at all, so that most texts skip most questions.
    let traits: Traits
    var findings: [AuditFinding] = []

    struct Traits {
        var hasNoise = false
        var hasRepeats = false
        var hasLetters = false
        var hasAlikes = false
        var digits = 0
        var hasPoint = false
        /// A point, or as many digits as the shortest phone number.
        var mayHaveContacts: Bool { hasPoint || digits >= 10 }
        /// The first scalar of each, -1 without one.
        var traditional = -1
        var invisible = -1
        var foreign = -1
        var symbol = -1
        /// 【 and 】, by place.
        var brackets: [Int] = []
    }

    init(
        _ text: AuditText, purpose: Purpose, profile: AuditProfile, auditor: ContentAuditor,
        day: CivilDay?, asksConsent: Bool
    ) {
        self.text = text
        self.purpose = purpose
        self.profile = profile
        self.auditor = auditor
        self.day = day
        self.asksConsent = asksConsent
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.text.utf8.count)
        for scalar in text.text.unicodeScalars { scalars.append(scalar.value) }
        self.scalars = scalars
        (folded, strict, traits) = Self.read(scalars, text.variables)
    }

    private static func read(
        _ scalars: [UInt32], _ variables: [AuditVariable]
    ) -> (folded: [UInt16], strict: FoldedText, traits: Traits) {
        let folder = TextFolder.shared
        var folded: [UInt16] = []
        folded.reserveCapacity(scalars.count)
        for scalar in scalars { folded.append(folder.fold(scalar)) }
        for variable in variables where !variable.isFilled {
            for place in variable.range where place < folded.count {
                folded[place] = TextFolder.barrier
            }
        }
        var strict = FoldedText()
        strict.reserve(scalars.count)
        var traits = Traits()
        var last: UInt16 = 0
        var index = 0
        while index < folded.count {
            let unit = folded[index]
            if unit != TextFolder.dropped {
                let kind = folder.kind(unit)
                if kind.rawValue == 1 {
                    if unit == last { traits.hasRepeats = true }
                } else if kind.rawValue != 0 {
                    traits.note(kind, unit: unit, last: last)
                }
                last = unit
                strict.append(unit, Int32(truncatingIfNeeded: index))
            }
            traits.note(scalars[index], unit: unit, at: index, folder)
            // `t。cn`
            if unit == 0x3002, index + 1 < folded.count,
                folder.kind(folded[index + 1]).contains(.letter)
            {
                traits.hasPoint = true
            }
            index += 1
        }
        return (folded, strict, traits)
    }

    // MARK: Finding things

    /// UTF-16 and scalar places of some scalars.
    func span(_ range: Range<Int>) -> AuditSpan {
        var start = 0
        var length = 0
        for (index, scalar) in scalars.enumerated() {
            let width = scalar > 0xFFFF ? 2 : 1
            if index < range.lowerBound { start += width }
            if range.contains(index) { length += width }
        }
        return AuditSpan(scalars: range, utf16: start..<start + length)
    }

    /// Some scalars as they stand in the text.
    func words(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars[range] {
            if let scalar = Unicode.Scalar(scalar) { view.append(scalar) }
        }
        return String(view)
    }

    /// Some scalars as they were read.
    func normal(_ range: Range<Int>) -> String {
        String(
            decoding: folded[range].filter { $0 != TextFolder.dropped && $0 != TextFolder.barrier },
            as: UTF16.self)
    }

    /// Adds a finding that is not about the words of a lexicon.
    mutating func report(
        _ id: String, _ verdict: AuditVerdict, at range: Range<Int>, basis: String,
        zh: String, en: String, advice: AuditWords? = nil, manner: AuditManner = .plain
    ) {
        guard verdict > .pass else { return }
        let verdict = manner == .alike ? min(verdict, .review) : verdict
        findings.append(
            AuditFinding(
                id: id, verdict: verdict, manner: manner, span: span(range), words: words(range),
                normalised: normal(range), basis: AuditBasis.named(basis),
                message: AuditWords(zh: zh, en: en), advice: advice))
    }

    /// Every audit, in no order that matters.
    mutating func audit() {
        guard !strict.units.isEmpty else {
            report(
                "length/empty", .block, at: 0..<0, basis: "provider", zh: "短信是空的",
                en: "there is no text")
            return
        }
        auditSignature()
        if isMarketing { auditOptOut() }
        auditTerms()
        if traits.mayHaveContacts { auditContacts() }
        auditForm()
        if !text.variables.isEmpty { auditVariables() }
    }

    /// Whether a scalar belongs to a variable's value or placeholder.
    func isVariable(_ place: Int) -> Bool {
        text.variables.contains { $0.range.contains(place) }
    }
}

extension AuditRun.Traits {
    /// Of a unit that is not simply Han.
    fileprivate mutating func note(_ kind: TextFolder.Kind, unit: UInt16, last: UInt16) {
        if kind.contains(.alike) { hasAlikes = true }
        if kind.contains(.noise) { hasNoise = true }
        if kind.contains(.letter) { hasLetters = true }
        if !kind.isDisjoint(with: [.digit, .hanDigit]) { digits += 1 }
        if kind.contains(.han), unit == last { hasRepeats = true }
    }

    @inline(__always)
    fileprivate mutating func note(
        _ scalar: UInt32, unit: UInt16, at index: Int, _ folder: TextFolder
    ) {
        // Common characters of GB 2312 fold to themselves.
        if scalar >= 0x4E00, scalar <= 0x9FFF {
            if unit != UInt16(truncatingIfNeeded: scalar), traditional < 0,
                folder.isTraditional(scalar)
            {
                traditional = index
            }
            return
        }
        if scalar < 0x80 {
            if unit == TextFolder.dropped, invisible < 0 { invisible = index }
            if scalar == 0x2E { hasPoint = true }
            return
        }
        noteRare(scalar, unit: unit, at: index, folder)
    }

    private mutating func noteRare(
        _ scalar: UInt32, unit: UInt16, at index: Int, _ folder: TextFolder
    ) {
        switch scalar {
        case 0x3010, 0x3011: brackets.append(index)
        case 0x2190...0x21FF, 0x25A0...0x26FF, 0x2700...0x27BF, 0x203B, 0x3012, 0x3013,
            0x2B00...0x2BFF:
            if symbol < 0 { symbol = index }
        case 0xFE00...0xFE0F, 0x200D, 0x20E3: break  // parts of emoji
        default:
            if unit == 0x2E { hasPoint = true }
            if unit == TextFolder.dropped, invisible < 0 { invisible = index }
            if scalar < 0x530, scalar >= 0x370, foreign < 0,
                folder.foreign.contains(UInt16(truncatingIfNeeded: scalar))
            {
                foreign = index
            }
        }
    }
}
