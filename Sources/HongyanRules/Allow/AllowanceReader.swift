import HongyanCore

/// Reads the silencing comments of one file and reports those that say too little.
struct AllowanceReader {
    let reader: FileReader
    /// nil when nobody said what day it is: then no end date is too far.
    let today: CivilDay?

    private static let mark = Array("hongyan:".utf8)
    private var source: SourceText { reader.source }

    /// In order of the file.
    func read(_ root: YamlNode) -> [Allowance] {
        let comments = YamlComments.find(in: source, root: root)
        let alone = Set(
            comments.filter(standsAlone).map { source.lineNumber($0.lowerBound) })
        let firstKey = root.firstKey ?? source.bytes.count
        return comments.compactMap { comment in
            guard let words = words(of: comment) else { return nil }
            let line = source.lineNumber(comment.lowerBound)
            let reach: Allowance.Reach
            if comment.lowerBound < firstKey {
                reach = .file
            } else if alone.contains(line) {
                var next = line + 1
                while alone.contains(next) { next += 1 }
                reach = .line(next)
            } else {
                reach = .line(line)
            }
            return allowance(words, comment, reach)
        }
    }

    private func standsAlone(_ comment: Range<Int>) -> Bool {
        let start = source.line(source.lineNumber(comment.lowerBound)).lowerBound
        return source.bytes[start..<comment.lowerBound].allSatisfy(YamlComments.isSpace)
    }

    /// The words behind `hongyan:`; nil when the comment is not for us.
    private func words(of comment: Range<Int>) -> [Range<Int>]? {
        var index = comment.lowerBound
        while index < comment.upperBound,
            source.bytes[index] == UInt8(ascii: "#") || YamlComments.isSpace(source.bytes[index])
        {
            index += 1
        }
        guard source.bytes[index..<comment.upperBound].starts(with: AllowanceReader.mark) else {
            return nil
        }
        index += AllowanceReader.mark.count
        var result: [Range<Int>] = []
        while index < comment.upperBound {
            if YamlComments.isSpace(source.bytes[index]) {
                index += 1
                continue
            }
            let start = index
            while index < comment.upperBound, !YamlComments.isSpace(source.bytes[index]) {
                index += 1
            }
            result.append(start..<index)
        }
        return result
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: source.bytes[range], as: UTF8.self)
    }

    private func allowance(
        _ words: [Range<Int>], _ comment: Range<Int>, _ reach: Allowance.Reach
    ) -> Allowance? {
        guard words.count >= 2, text(words[0]) == "allow" else {
            return misread(words.first ?? comment)
        }
        let isKnown = checkID(words[1])
        var rest = words[2...]
        var until: CivilDay?
        if let word = rest.first, text(word) == "until" {
            rest = rest.dropFirst()
            let day = rest.popFirst()
            until = endDay(day ?? word)
        } else if let word = rest.first, text(word) != "because" {
            return misread(word)
        } else {
            reader.warning(
                "allow/date", at: words[1], zh: "没有截止日期：写 until 加日期",
                en: "no end date: write 'until' and a date")
        }
        guard let because = rest.first else {
            lacksReason(at: words[1])
            return nil
        }
        guard text(because) == "because" else { return misread(because) }
        guard let first = rest.dropFirst().first, let last = rest.last else {
            lacksReason(at: because)
            return nil
        }
        guard isKnown, let until else { return nil }
        return Allowance(
            id: text(words[1]), until: until, reason: text(first.lowerBound..<last.upperBound),
            reach: reach, comment: comment)
    }

    private func misread(_ place: Range<Int>) -> Allowance? {
        reader.warning(
            "allow/form", at: place, zh: "看不懂这条注释，它不起作用",
            en: "this comment is not understood and has no effect",
            notes: [
                Diagnostic.Message(
                    zh: "写作 # hongyan: allow 检查名 until 2027-03-01 because 理由",
                    en: "write # hongyan: allow CHECK until 2027-03-01 because REASON")
            ])
        return nil
    }

    private func lacksReason(at place: Range<Int>) {
        reader.warning(
            "allow/reason", at: place, zh: "没有理由：写 because 加一句话",
            en: "no reason: write 'because' and a phrase")
    }

    private func checkID(_ word: Range<Int>) -> Bool {
        let id = text(word)
        guard let page = CheckPages.page(id) else {
            reader.findings.report(
                "allow/unknown", .warning, in: source, at: word, zh: "没有检查“\(id)”",
                en: "there is no check '\(id)'",
                notes: [
                    Diagnostic.Message(
                        zh: "hongyan check --list 列出所有检查",
                        en: "'hongyan check --list' shows all checks")
                ], fix: CheckPages.nearest(id).map { (word, $0) })
            return false
        }
        guard !Allowance.canSilence(page) else { return true }
        let isError = page.severity == .error
        reader.warning(
            "allow/error", at: word, zh: isError ? "“\(id)”是错误，不能静音" : "“\(id)”不能静音",
            en: isError
                ? "'\(id)' is an error and cannot be silenced" : "'\(id)' cannot be silenced")
        return false
    }

    private func endDay(_ word: Range<Int>) -> CivilDay? {
        guard let day = CivilDay(text: text(word)) else {
            reader.warning(
                "allow/date", at: word, zh: "“\(text(word))”不是日期，如 2027-03-01",
                en: "'\(text(word))' is no date such as 2027-03-01")
            return nil
        }
        if let today, day - today > Allowance.mostDaysAhead {
            reader.warning(
                "allow/date", at: word, zh: "截止日期最远一年（到 \(today + Allowance.mostDaysAhead)）",
                en: "the end date is more than a year ahead (\(today + Allowance.mostDaysAhead))")
            return nil
        }
        return day
    }
}

extension YamlNode {
    /// Where the first key of a mapping begins.
    fileprivate var firstKey: Int? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first?.keyRange.lowerBound
    }
}
