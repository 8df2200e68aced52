/// How marketing ends: words that tell how to refuse, and truly do.
extension AuditRun {
    /// What is read as one phrase, with what customers are told to answer.
    private struct Phrase {
        let range: Range<Int>
        let key: String
    }

    private static func units(_ words: [String]) -> [[UInt16]] { words.map { Array($0.utf16) } }
    private static let actions = units([
        "取消订阅", "取消接收", "不再接收", "不想接收", "退订", "拒收", "取消", "谢绝", "退",
    ])
    private static let answers = units(["请回复", "请回", "请发送", "回复", "发送", "回", "发"])
    private static let quotes: Set<UInt16> = [
        0x22, 0x27, 0x201C, 0x201D, 0x2018, 0x2019, 0x300C, 0x300D, 0x28, 0x29, 0x3A,
    ]
    private static let opposites = units([
        "不退订", "不能退订", "无法退订", "勿退订", "不可退订", "不用退订", "无需退订", "别退订", "不支持退订",
        "不拒收", "勿拒收", "不接受退订", "退订无效", "不退",
    ])

    mutating func auditOptOut() {
        let places = tail()
        var end = places.count
        if profile.signaturePlace == .headOrTail, end > 0, folded[places[end - 1]] == 0x3011 {
            while end > 0, folded[places[end - 1]] != 0x3010 { end -= 1 }
            end = max(0, end - 1)
        }
        while end > 0, isClosing(folded[places[end - 1]]) { end -= 1 }
        if let phrase = phrase(places, endingAt: end) {
            auditPhrase(phrase, places)
            auditRepeated(before: phrase)
        } else {
            reportNoPhrase()
        }
    }

    private func isClosing(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x3002, 0x2E, 0x21, 0x2C, 0x3B, 0x7E, 0x29: true
        default: false
        }
    }

    /// The last scalars that are neither dropped nor blank: more than any phrase has.
    private func tail() -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(64)
        var place = folded.count
        while place > 0, places.count < 64 {
            place -= 1
            if folded[place] != TextFolder.dropped, folded[place] != 0x20 { places.append(place) }
        }
        return places.reversed()
    }

    /// First characters of actions and answers: no phrase begins with another.
    private static let beginnings = Set((actions + answers).compactMap(\.first))

    private func phrase(_ places: [Int], endingAt end: Int) -> Phrase? {
        for length in stride(from: min(24, end), through: 3, by: -1)
        where Self.beginnings.contains(folded[places[end - length]]) {
            if let phrase = parse(places, from: end - length, end: end) { return phrase }
        }
        return nil
    }

    /// Reads `拒收请回复R`, `退订回TD`, `回T退订`, `回复“T”即可退订`, `回复退订` from one place to
    /// another.
    private func parse(_ places: [Int], from start: Int, end: Int) -> Phrase? {
        var cursor = start
        func take(_ words: [[UInt16]]) -> Bool {
            for word in words where cursor + word.count <= end {
                let fits = word.indices.allSatisfy { folded[places[cursor + $0]] == word[$0] }
                if fits {
                    cursor += word.count
                    return true
                }
            }
            return false
        }
        func skipQuotes() {
            while cursor < end, Self.quotes.contains(folded[places[cursor]]) { cursor += 1 }
        }
        func key() -> String? {
            let from = cursor
            while cursor < end,
                !folder.kind(folded[places[cursor]]).isDisjoint(with: [.letter, .digit])
            {
                cursor += 1
            }
            guard cursor > from else { return nil }
            return String(decoding: places[from..<cursor].map { folded[$0] }, as: UTF16.self)
                .uppercased()
        }
        let range = places[start]..<places[end - 1] + 1
        if take(Self.actions) {
            guard take(Self.answers) else { return nil }
            skipQuotes()
            guard let key = key() else { return nil }
            skipQuotes()
            _ = take([Array("即可".utf16)])
            return cursor == end && isKey(key) ? Phrase(range: range, key: key) : nil
        }
        guard take(Self.answers) else { return nil }
        skipQuotes()
        let key = key()
        skipQuotes()
        if key != nil { _ = take([Array("即可".utf16), Array("可".utf16)]) }
        guard take(Self.actions) else { return nil }
        skipQuotes()
        guard cursor == end else { return nil }
        let word = key ?? "退订"
        return isKey(word) ? Phrase(range: range, key: word) : nil
    }

    private func isKey(_ word: String) -> Bool {
        word == "R" || word == "T" || ReplyClassifier.meaning(of: word) == .optOut
    }

    private mutating func auditPhrase(_ phrase: Phrase, _ places: [Int]) {
        let range = phrase.range
        let negations = Set("不勿别无未莫".utf16)
        if let before = places.last(where: { $0 < range.lowerBound }),
            negations.contains(folded[before])
        {
            return reportOpposite(before..<range.upperBound)
        }
        if let place = range.first(where: { isForeign($0) }) {
            report(
                "optout/look-alike", .block, at: place..<place + 1, basis: "ad-law-43",
                zh: "退订语里的“\(words(place..<place + 1))”不是拉丁字母",
                en: "'\(words(place..<place + 1))' in the opt-out words is no Latin letter",
                advice: AuditWords(zh: "改为字母 \(phrase.key)", en: "write the letter \(phrase.key)"))
            return
        }
        let accepted = profile.optOutPhrases
        if accepted.isEmpty, range.allSatisfy({ isPlain($0) }) { return }
        let plain = words(range).filter { !$0.isWhitespace }
        let folded = normal(range).filter { !$0.isWhitespace }
        if !accepted.isEmpty, !accepted.contains(where: { $0.lowercased() == folded }) {
            report(
                "optout/not-accepted", .block, at: range, basis: "provider",
                zh: "\(profile.name) 不收退订语“\(plain)”",
                en: "\(profile.name) does not take the opt-out words '\(plain)'",
                advice: AuditWords(
                    zh: "改为“\(accepted[0])”", en: "write “\(accepted[0])” instead"))
        } else if plain.lowercased() != folded {
            report(
                "optout/form", .review, at: range, basis: "provider",
                zh: "退订语要用普通字符", en: "opt-out words are written in plain characters",
                advice: AuditWords(
                    zh: "改为“\(folded.uppercased())”", en: "write “\(folded.uppercased())”"))
        }
    }

    private func isPlain(_ place: Int) -> Bool {
        let (scalar, unit) = (scalars[place], UInt32(folded[place]))
        return scalar == unit || (scalar < 0x5B && scalar + 0x20 == unit)
    }

    private func isForeign(_ place: Int) -> Bool {
        scalars[place] <= 0xFFFF && folder.foreign.contains(UInt16(scalars[place]))
    }

    /// Words of refusal that stand earlier in the text as well.
    private mutating func auditRepeated(before phrase: Phrase) {
        let body = 0..<phrase.range.lowerBound
        guard
            place(of: Self.actions[4], in: body) != nil
                || place(of: Self.actions[5], in: body) != nil
        else { return }
        let places = self.places
        for end in places.indices where places[end] < phrase.range.lowerBound && end >= 3 {
            guard let earlier = self.phrase(places, endingAt: end + 1) else { continue }
            if isVariable(earlier.range.lowerBound) { return }
            report(
                "optout/repeated", .review, at: earlier.range, basis: "provider",
                zh: "退订语写了两次", en: "the opt-out words are there twice",
                advice: AuditWords(zh: "只留末尾的一句", en: "keep those at the end"))
            return
        }
    }

    /// The scalars that are neither dropped nor blank.
    private var places: [Int] {
        folded.indices.filter { folded[$0] != TextFolder.dropped && folded[$0] != 0x20 }
    }

    private mutating func reportNoPhrase() {
        let places = self.places
        for word in Self.opposites {
            if let range = place(of: word, in: 0..<folded.count) { return reportOpposite(range) }
        }
        let needsWords = has("退订") || has("拒收") || has("取消订阅") || has("退")
        if needsWords {
            for end in stride(from: places.count - 1, through: 3, by: -1) {
                guard let phrase = phrase(places, endingAt: end) else { continue }
                report(
                    "optout/not-last", .block, at: phrase.range, basis: "provider",
                    zh: "退订语要放在最后", en: "the opt-out words come last",
                    advice: AuditWords(zh: "移到短信末尾", en: "move them to the end"))
                return
            }
        }
        let word =
            place(of: Array("退订".utf16), in: 0..<folded.count)
            ?? place(of: Array("拒收".utf16), in: 0..<folded.count)
        let phrase = profile.optOutPhrases.first ?? "拒收请回复R"
        report(
            word == nil ? "optout/missing" : "optout/unclear", .block,
            at: word ?? scalars.count..<scalars.count, basis: "ad-law-43",
            zh: word == nil ? "营销短信没有退订语" : "退订语没有告诉客户回复什么",
            en: word == nil
                ? "marketing without opt-out words"
                : "the opt-out words do not tell customers what to answer",
            advice: AuditWords(zh: "末尾加上“\(phrase)”", en: "end with “\(phrase)”"))
    }

    private mutating func reportOpposite(_ range: Range<Int>) {
        let phrase = profile.optOutPhrases.first ?? "拒收请回复R"
        report(
            "optout/opposite", .block, at: range, basis: "ad-law-43",
            zh: "“\(words(range))”说的是不能退订", en: "'\(words(range))' says the opposite of an opt-out",
            advice: AuditWords(zh: "改为“\(phrase)”", en: "write “\(phrase)” instead"))
    }
}
