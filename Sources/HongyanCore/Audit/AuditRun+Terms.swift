/// What the lexicons find.
extension AuditRun {
    private struct Hit {
        let phrase: Int
        let range: Range<Int>
        let manner: AuditManner
        /// Of a pattern with gaps: the stretches that were found; empty for others.
        var parts: [Range<Int>] = []
    }

    /// A part of a pattern with gaps, by units of a reading.
    private struct Piece {
        let phrase: Int
        let units: Range<Int>
        let part: ContentAuditor.Part
    }

    mutating func auditTerms() {
        var hits = hits(in: strict, .plain)
        let loose = traits.hasNoise || traits.hasRepeats ? folder.loose(strict) : nil
        if let loose { hits += self.hits(in: loose, .broken) }
        let base = loose ?? strict
        if traits.hasAlikes { hits += self.hits(in: folder.alike(base), .alike) }
        if traits.hasLetters, let spoken = folder.spoken(base) {
            hits += spokenHits(spoken.text, spoken.latin, base)
        }
        guard !hits.isEmpty else { return }
        settle(hits)
    }

    private func hits(in text: FoldedText, _ manner: AuditManner) -> [Hit] {
        var result: [Hit] = []
        var pieces: [Piece] = []
        auditor.matcher.scan(text.units) { index, end in
            let phrase = auditor.phrases[index]
            switch phrase.reading {
            case .plain: break
            case .alike where manner == .alike: break
            default: return
            }
            let start = end - phrase.units.count
            guard stands(phrase, text, start, end) else { return }
            if let part = phrase.part {
                pieces.append(Piece(phrase: index, units: start..<end, part: part))
            } else {
                result.append(Hit(phrase: index, range: range(start..<end, text), manner: manner))
            }
        }
        if pieces.count > 1 {
            for piece in pieces where piece.part.slot == 0 {
                join(piece, pieces, text, manner).map { result.append($0) }
            }
        }
        return result
    }

    /// The scalars behind units of a reading.
    private func range(_ units: Range<Int>, _ text: FoldedText) -> Range<Int> {
        Int(text.sources[units.lowerBound])..<Int(text.last(units.upperBound - 1)) + 1
    }

    /// The nearest parts that make a pattern whole, each in the clause of the one before.
    private func join(
        _ first: Piece, _ pieces: [Piece], _ text: FoldedText, _ manner: AuditManner
    ) -> Hit? {
        var chain = [first]
        while let last = chain.last, !last.part.isLast {
            let next = pieces.first { piece in
                piece.part.pattern == last.part.pattern && piece.part.slot == last.part.slot + 1
                    && piece.units.lowerBound >= last.units.upperBound
                    && piece.units.lowerBound - last.units.upperBound <= PhrasePattern.widestGap
            }
            guard let next,
                !text.units[last.units.upperBound..<next.units.lowerBound].contains(
                    where: Self.endsClause)
            else { return nil }
            chain.append(next)
        }
        let parts = chain.map { range($0.units, text) }
        return Hit(
            phrase: first.phrase, range: parts[0].lowerBound..<parts[parts.count - 1].upperBound,
            manner: manner, parts: parts)
    }

    /// Letters and digits at an end of a phrase may not go on, and clauses end where they must.
    private func stands(
        _ phrase: ContentAuditor.Phrase, _ text: FoldedText, _ start: Int, _ end: Int
    ) -> Bool {
        if phrase.endsClause, !isClauseEnd(text.units, end) { return false }
        if phrase.startsClause, !isClauseStart(text.units, start) { return false }
        if phrase.startsInWord, start > 0 {
            let both = folder.kind(text.units[start]).intersection(
                folder.kind(text.units[start - 1]))
            if !both.isDisjoint(with: [.letter, .digit]) { return false }
        }
        if phrase.endsInWord, end < text.units.count {
            let both = folder.kind(text.units[end - 1]).intersection(folder.kind(text.units[end]))
            if !both.isDisjoint(with: [.letter, .digit]) { return false }
        }
        return true
    }

    /// Pinyin: at least one syllable is written in letters, and the characters beside it are the
    /// phrase's own or sound and look like them.
    private func spokenHits(
        _ text: FoldedText, _ latin: [Bool], _ base: FoldedText
    ) -> [Hit] {
        var result: [Hit] = []
        auditor.matcher.scan(text.units) { index, end in
            let phrase = auditor.phrases[index]
            guard phrase.reading == .spoken else { return }
            let start = end - phrase.units.count
            guard latin[start..<end].contains(true) else { return }
            for place in start..<end where !latin[place] {
                let own = folder.alike(folded[Int(text.sources[place])])
                guard own == folder.alike(phrase.plain[place - start]) else { return }
            }
            // `di1` would be read into any English word: three letters at least.
            let range = Int(text.sources[start])..<Int(text.last(end - 1)) + 1
            let letters = folded[range].count { folder.kind($0).contains(.letter) }
            guard letters >= 3 || phrase.plain.count > 2 else { return }
            result.append(Hit(phrase: index, range: range, manner: .alike))
        }
        return result
    }

    private mutating func settle(_ hits: [Hit]) {
        let phrases = auditor.phrases
        let exceptions = hits.filter { phrases[$0.phrase].isException }
        let terms = hits.filter { !phrases[$0.phrase].isException && isCurrent($0) }
            .sorted { left, right in
                // What stands in one piece before what has gaps.
                if left.parts.isEmpty != right.parts.isEmpty { return left.parts.isEmpty }
                if left.range.count != right.range.count {
                    return left.range.count > right.range.count
                }
                if left.manner != right.manner { return left.manner < right.manner }
                let (one, other) = (level(left), level(right))
                if one != other { return one > other }
                if left.range.lowerBound != right.range.lowerBound {
                    return left.range.lowerBound < right.range.lowerBound
                }
                return left.phrase < right.phrase
            }
        var taken: [(family: String, range: Range<Int>, isFine: Bool)] = []
        var marks: [Hit] = []
        for hit in terms where !exceptions.contains(where: { excuses($0, hit) }) {
            let row = auditor.rows[phrases[hit.phrase].row]
            if row.row.level == .mark {
                if hit.manner == .plain || row.row.category == Self.contactMark {
                    marks.append(hit)
                }
                continue
            }
            let isTaken = taken.contains {
                $0.family == row.family && $0.range.overlaps(hit.range)
                    && !($0.isFine && !hit.parts.isEmpty)
            }
            if isTaken { continue }
            let verdict = verdict(of: row, hit)
            // What is fine as it stands still hides the shorter words inside it, but no pattern
            // that it is only a part of.
            taken.append((row.family, hit.range, verdict == .pass))
            if verdict > .pass { report(hit, row, verdict) }
        }
        for mark in marks
        where auditor.rows[phrases[mark.phrase].row].row.category == Self.contactMark {
            auditAccount(after: mark.range, mark.manner)
        }
        auditMarks(
            marks.filter { $0.manner == .plain }.map {
                (auditor.rows[phrases[$0.phrase].row].row.category, $0.range)
            })
    }

    /// Of two rows about the same words the stricter one counts.
    private func level(_ hit: Hit) -> Int {
        switch auditor.rows[auditor.phrases[hit.phrase].row].row.level {
        case .pass, .mark: 0
        case .disguised: 1
        case .provider: 2
        case .review: 3
        case .block: 4
        }
    }

    private func isCurrent(_ hit: Hit) -> Bool {
        guard let day, let end = auditor.rows[auditor.phrases[hit.phrase].row].row.expires else {
            return true
        }
        return end >= day
    }

    /// Whether an exception covers a hit: one of its own row, or a row of level `pass` of the same
    /// category or of all (`any/any`).
    private func excuses(_ exception: Hit, _ hit: Hit) -> Bool {
        // A pattern with gaps falls with any of its parts.
        let isCovered = ([hit.range] + hit.parts).contains { range in
            exception.range.lowerBound <= range.lowerBound
                && exception.range.upperBound >= range.upperBound
        }
        // A guess excuses guesses only.
        guard isCovered, exception.manner <= hit.manner else { return false }
        let from = auditor.phrases[exception.phrase].row
        let to = auditor.phrases[hit.phrase].row
        if from == to { return true }
        let row = auditor.rows[from].row
        guard row.level == .pass, isCurrent(exception) else { return false }
        return row.category == "any/any" || row.category == auditor.rows[to].row.category
    }

    private func verdict(of row: ContentAuditor.Row, _ hit: Hit) -> AuditVerdict {
        let most: AuditVerdict =
            hit.manner == .alike || (hit.manner == .broken && isLightlyBroken(hit.range))
            ? .review : .block
        var verdict: AuditVerdict
        switch row.row.level {
        case .pass, .mark: return .pass
        case .disguised: verdict = hit.manner == .plain ? .pass : .review
        case .provider:
            verdict = profile.refusedCategories.contains(row.row.category) ? .block : .pass
        case .review: verdict = .review
        case .block: verdict = .block
        }
        if row.family == "diversion" { verdict = min(verdict, profile.diversion) }
        if !isMarketing, !row.category.inService {
            let isClaim = ["ad", "guarantee", "price"].contains(row.family)
            // A plain claim makes a message for service into advertising; the rest is no matter.
            verdict = isClaim && verdict == .block && hit.manner != .alike ? .block : .pass
        }
        if row.row.category == "service/marketing" {
            if isMarketing || asksConsent && namesConsent(hit.range) { return .pass }
        }
        return softened(min(verdict, most), row, hit)
    }

    /// What a claim in the title of a work, a denial or a warning come to.
    private func softened(
        _ verdict: AuditVerdict, _ row: ContentAuditor.Row, _ hit: Hit
    ) -> AuditVerdict {
        guard verdict > .pass else { return .pass }
        switch row.family {
        case "ad":
            if isInTitle(hit.range) {
                return verdict == .review || isAboutWorks(hit.range) ? .pass : .review
            }
            if isDisclaimed(hit.range) { return .pass }
            return isWarning(hit.range) ? lowered(verdict) : verdict
        case "guarantee", "banned":
            if isDenied(hit.range) { return .pass }
            return isWarning(hit.range) ? lowered(verdict) : verdict
        case "diversion": return refusesContact(hit.range) ? lowered(verdict) : verdict
        default: return verdict
        }
    }

    /// One step for marketing, all the way for the rest.
    private func lowered(_ verdict: AuditVerdict) -> AuditVerdict {
        isMarketing && verdict == .block ? .review : .pass
    }

    /// Whether words are parted in one place only, by a blank, `/` or `|`: that may be a list.
    private func isLightlyBroken(_ range: Range<Int>) -> Bool {
        var gaps = 0
        var isInGap = false
        for place in range {
            let unit = folded[place]
            if unit == TextFolder.dropped { continue }
            let isNoise = folder.kind(unit).contains(.noise)
            if isNoise {
                guard unit == 0x20 || unit == 0x2F || unit == 0x7C else { return false }
                if !isInGap { gaps += 1 }
            }
            isInGap = isNoise
        }
        return gaps == 1
    }

    private mutating func report(_ hit: Hit, _ row: ContentAuditor.Row, _ verdict: AuditVerdict) {
        let basis = row.row.basis.isEmpty ? row.category.basis : row.row.basis
        let rewording = row.row.rewording
        findings.append(
            AuditFinding(
                id: row.row.category, verdict: verdict, manner: hit.manner, span: span(hit.range),
                words: words(hit.range),
                normalised: hit.parts.isEmpty
                    ? String(decoding: auditor.phrases[hit.phrase].plain, as: UTF16.self)
                    : normal(hit.range),
                basis: AuditBasis.named(basis), message: row.category.message,
                advice: rewording.isEmpty
                    ? row.category.advice
                    : AuditWords(zh: "可改为“\(rewording)”", en: "say “\(rewording)” instead"),
                source: "\(row.lexicon)/\(row.row.id)"))
    }

    // MARK: What a text is about

    private mutating func auditMarks(_ marks: [(category: String, range: Range<Int>)]) {
        for mark in marks where mark.category.hasPrefix("mark/weather") {
            auditWeather(mark.range, isWarning: mark.category == "mark/weather-warning")
        }
        guard isMarketing else { return }
        if let mark = marks.first(where: { $0.category == "mark/health-food" }),
            !has("不能代替药物"), !has("不能替代药物")
        {
            report(
                "guarantee/health-food-notice", .review, at: mark.range, basis: "ad-law-18",
                zh: "保健食品广告须写明“本品不能代替药物”", en: "advertising for health food must say 本品不能代替药物",
                advice: AuditWords(
                    zh: "在正文中加上“本品不能代替药物”", en: "add 本品不能代替药物 to the text"))
        }
        if marks.contains(where: { $0.category == "mark/medicine" }) {
            // 广告法 16, 18: nobody may recommend medicine; with medicine around, no proof helps.
            findings = findings.map { finding in
                guard finding.id == "ad/authority", finding.verdict == .review,
                    finding.manner != .alike
                else { return finding }
                return AuditFinding(
                    id: finding.id, verdict: .block, manner: finding.manner, span: finding.span,
                    words: finding.words, normalised: finding.normalised,
                    basis: AuditBasis.named("ad-law-16"), message: finding.message,
                    advice: finding.advice, source: finding.source)
            }
        }
    }

    /// Whether the folded text has a phrase.
    func has(_ phrase: String, in range: Range<Int>? = nil) -> Bool {
        place(of: Array(phrase.utf16), in: range ?? 0..<folded.count) != nil
    }

    /// Where a folded phrase first stands, dropped characters not counted as a break.
    func place(of phrase: [UInt16], in range: Range<Int>) -> Range<Int>? {
        guard let first = phrase.first else { return nil }
        for start in range where folded[start] == first {
            var place = start
            var matched = 0
            while place < range.upperBound, matched < phrase.count {
                if folded[place] == phrase[matched] {
                    matched += 1
                } else if folded[place] != TextFolder.dropped {
                    break
                }
                place += 1
            }
            if matched == phrase.count { return start..<place }
        }
        return nil
    }
}
