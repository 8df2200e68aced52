import HongyanCore

/// Gives types to the nodes of one file and reports what does not fit.
struct FileReader {
    let source: SourceText
    let findings: Findings

    func error(
        _ id: String, at range: Range<Int>, zh: String, en: String,
        notes: [Diagnostic.Message] = [], fix: String? = nil
    ) {
        findings.report(
            id, in: source, at: range, zh: zh, en: en, notes: notes,
            fix: fix.map { (range, $0) })
    }

    func warning(
        _ id: String, at range: Range<Int>, zh: String, en: String,
        notes: [Diagnostic.Message] = []
    ) {
        findings.report(id, .warning, in: source, at: range, zh: zh, en: en, notes: notes)
    }

    /// A name that is not among the known ones.
    /// - Returns: The known one that was probably meant.
    @discardableResult
    func unknown(
        _ id: String, _ name: String, at range: Range<Int>, among known: [String], zh: String,
        en: String
    ) -> String? {
        let nearest = Suggestion(for: name, among: known)
        var notes = nearest.notes
        if nearest.name == nil, !known.isEmpty {
            let shown = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? " …" : "")
            notes.append(Diagnostic.Message(zh: "可用：\(shown)", en: "known: \(shown)"))
        }
        error(
            id, at: range, zh: "未知\(zh)“\(name)”", en: "unknown \(en) '\(name)'", notes: notes,
            fix: nearest.fix)
        return nearest.fix
    }

    func wrongShape(
        _ node: YamlNode, _ zh: String, _ en: String, fix: (range: Range<Int>, text: String)? = nil
    ) {
        let found: (zh: String, en: String) =
            switch node.content {
            case .mapping: ("一组键值", "a mapping")
            case .sequence: ("一个列表", "a list")
            case .scalar(let scalar):
                node.isEmptyScalar
                    ? ("空", "nothing")
                    : scalar.text.isEmpty ? ("空文字", "an empty text") : ("文字", "text")
            }
        findings.report(
            "yaml/type", in: source, at: head(node), zh: "这里要\(zh)，而它是\(found.zh)",
            en: "expected \(en), found \(found.en)", fix: fix)
    }

    /// The node's bytes on its first line, so that a caret never marks half a file.
    private func head(_ node: YamlNode) -> Range<Int> {
        let start = node.range.lowerBound
        let line = source.line(source.lineNumber(start))
        return start..<max(start, min(node.range.upperBound, line.upperBound))
    }

    // MARK: Shapes

    func entries(_ node: YamlNode) -> [YamlNode.Entry]? {
        if case .mapping(let entries) = node.content { return entries }
        wrongShape(node, "一组键值", "a mapping")
        return nil
    }

    func items(_ node: YamlNode) -> [YamlNode]? {
        if case .sequence(let items) = node.content { return items }
        var fix: (range: Range<Int>, text: String)?
        if case .scalar(let scalar) = node.content, scalar.isPlain, !scalar.text.isEmpty,
            head(node) == node.range
        {
            fix = (node.range, "[\(scalar.text)]")
        }
        wrongShape(node, "列表 […]", "a list", fix: fix)
        return nil
    }

    /// A mapping with fixed keys. Unknown keys are reported and left out, missing ones reported.
    func fields(
        _ node: YamlNode, known: [String], required: [String] = []
    ) -> [String: YamlNode]? {
        guard let entries = entries(node) else { return nil }
        var result: [String: YamlNode] = [:]
        var meant: Set<String> = []
        for entry in entries {
            if known.contains(entry.key) {
                result[entry.key] = entry.value
            } else {
                let nearest = unknown(
                    "key/unknown", entry.key, at: entry.keyRange, among: known, zh: "键", en: "key")
                if let nearest { meant.insert(nearest) }
            }
        }
        // A key that was only misspelt is not missed as well.
        for key in required where result[key] == nil && !meant.contains(key) {
            let start = node.range.lowerBound
            let isFlow = start < source.bytes.count && source.bytes[start] == UInt8(ascii: "{")
            let place =
                isFlow ? start..<start + 1 : entries.first?.keyRange ?? start..<start
            error("key/missing", at: place, zh: "缺少键“\(key)”", en: "the key '\(key)' is missing")
        }
        return result
    }

    // MARK: Scalars

    /// Text that is not empty.
    func text(_ node: YamlNode, _ zh: String = "文字", _ en: String = "text") -> String? {
        guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else {
            wrongShape(node, zh, en)
            return nil
        }
        return scalar.text
    }

    /// Text that a closure understands; else one finding that says what was wanted.
    func read<Answer>(
        _ node: YamlNode, _ zh: String, _ en: String, _ parse: (String) -> Answer?
    ) -> Answer? {
        guard let text = text(node, zh, en) else { return nil }
        if let answer = parse(text) { return answer }
        error(
            "value/form", at: head(node), zh: "“\(text)”不对，应为 \(zh)",
            en: "'\(text)' does not fit, expected \(en)")
        return nil
    }

    func integer(_ node: YamlNode, in range: ClosedRange<Int>) -> Int? {
        read(
            node, "\(range.lowerBound) 到 \(range.upperBound) 的整数",
            "a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) {
            guard let number = FileReader.digits($0), range.contains(number) else { return nil }
            return number
        }
    }

    func boolean(_ node: YamlNode) -> Bool? {
        read(node, "true 或 false", "true or false") {
            $0 == "true" ? true : ($0 == "false" ? false : nil)
        }
    }

    /// `90d`, `2h`, `30m`, `60s`; with `milliseconds` also `80ms`.
    func span(_ node: YamlNode, milliseconds: Bool = false) -> Span? {
        read(node, "时长，如 90d、2h、30m", "a length of time such as 90d, 2h, 30m") {
            FileReader.span($0, milliseconds: milliseconds)
        }
    }

    /// A span of whole days.
    func days(_ node: YamlNode, in range: ClosedRange<Int>) -> Int? {
        let words = "\(range.lowerBound)d–\(range.upperBound)d"
        return read(node, "整天数 \(words)", "whole days, \(words)") { text -> Int? in
            let day = Span.days(1).milliseconds
            guard let span = Span(text: text), span.milliseconds % day == 0 else { return nil }
            let count = Int(span.milliseconds / day)
            return range.contains(count) ? count : nil
        }
    }

    func minute(_ node: YamlNode) -> MinuteOfDay? {
        read(node, "时刻，如 10:00", "a time of day such as 10:00") { text -> MinuteOfDay? in
            guard let minute = MinuteOfDay(text: text), minute.minutes < 1_440 else { return nil }
            return minute
        }
    }

    /// `10%` or `0.5%`, in buckets of 10,000.
    func share(_ node: YamlNode) -> Int? {
        read(node, "0% 到 100%（最多两位小数）", "0% to 100% (at most two decimals)") {
            text -> Int? in
            guard text.hasSuffix("%"),
                let count = FileReader.decimal(String(text.dropLast()), scale: 2), count <= 10_000
            else { return nil }
            return Int(count)
        }
    }

    /// One of the raw values of an enum.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: YamlNode, _ zh: String, _ en: String
    ) -> Choice? {
        guard let text = text(node, zh, en) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        unknown(
            "value/unknown", text, at: head(node), among: Choice.allCases.map(\.rawValue), zh: zh,
            en: en)
        return nil
    }

    /// One text or a list of texts.
    func texts(_ node: YamlNode) -> [String]? {
        if case .scalar = node.content { return text(node).map { [$0] } }
        guard let items = items(node) else { return nil }
        let result = items.compactMap { text($0) }
        return result.count == items.count ? result : nil
    }

    func condition(_ node: YamlNode) -> ConditionText? {
        guard text(node, "条件", "a condition") != nil else { return nil }
        return ConditionText(node, in: source)
    }

    // MARK: Names

    /// Lower-case ASCII letters, digits and the given extra signs, a letter or digit first, at most
    /// 64.
    func checkName(_ name: String, at range: Range<Int>, extra: [UInt8]) -> Bool {
        let isLetter: (UInt8) -> Bool = { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        let isGood =
            name.utf8.count <= 64 && name.utf8.first.map(isLetter) == true
            && name.utf8.allSatisfy { isLetter($0) || extra.contains($0) }
        if isGood { return true }
        let signs = extra.map { "\(Unicode.Scalar($0))" }.joined(separator: " ")
        error(
            "name/form", at: range, zh: "名称“\(name)”只能用小写字母、数字和 \(signs)，最长 64",
            en: "the name '\(name)' must be lower-case letters, digits and \(signs), at most 64")
        return false
    }

    // MARK: Forms

    /// Decimal digits only.
    static func digits(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(Lexer.isDigit) else { return nil }
        return Int(text)
    }

    /// Not negative, at most `scale` decimal places, counted in 10^−scale.
    static func decimal(_ text: String, scale: Int) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Lexer.isDigit) })
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= scale, text.utf8.count <= 18 else { return nil }
        let zeros = String(repeating: "0", count: scale - fraction.utf8.count)
        return Int64(parts[0] + fraction + zeros)
    }

    static func span(_ text: String, milliseconds: Bool) -> Span? {
        if milliseconds, text.hasSuffix("ms"), let count = digits(text.dropLast(2)) {
            return count <= 86_400_000 ? Span(milliseconds: Int64(count)) : nil
        }
        return Span(text: text)
    }
}
