import HongyanCore

/// A condition's text and where it stands in its file.
struct ConditionText {
    let text: String
    let node: YamlNode
    let source: SourceText

    /// nil when the node is no text or an empty one.
    init?(_ node: YamlNode, in source: SourceText) {
        guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else { return nil }
        text = scalar.text
        self.node = node
        self.source = source
    }

    /// The bytes of the file behind bytes of the text: exact where the text stands in the file as
    /// it is, else the whole scalar.
    func place(_ range: Range<Int>) -> Range<Int> {
        guard case .scalar(let scalar) = node.content, let start = scalar.exactStart else {
            return node.range
        }
        guard let original = scalar.original else {
            return start + range.lowerBound..<start + range.upperBound
        }
        let lower = ConditionText.offset(range.lowerBound, of: scalar.text, in: original)
        let upper = ConditionText.offset(range.upperBound, of: scalar.text, in: original)
        return start + lower..<start + max(lower, upper)
    }

    /// The byte of the text as written that stands for a byte of its normal form: the two have the
    /// same characters, one by one.
    private static func offset(_ wanted: Int, of text: String, in original: String) -> Int {
        var (count, result) = (0, 0)
        for (character, written) in zip(text, original) {
            if count >= wanted { break }
            count += character.utf8.count
            result += written.utf8.count
        }
        return result
    }

    /// Text that is to stand inside the node's own quotation marks.
    private func escaped(_ text: String) -> String {
        switch source.bytes[node.range.lowerBound] {
        case UInt8(ascii: "'"):
            return text.map { $0 == "'" ? "''" : String($0) }.joined()
        case UInt8(ascii: "\""):
            return text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        default: return text
        }
    }

    /// A piece of the text; a phone number in it is masked where it is reported.
    func words(_ range: Range<Int>) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
    }

    /// Whether bytes of the text stand in the file as they are, so that they can be replaced.
    var isExact: Bool {
        if case .scalar(let scalar) = node.content { scalar.exactStart != nil } else { false }
    }

    func report(
        _ fault: ConditionFault, _ severity: Diagnostic.Severity, to findings: Findings
    ) {
        var fix: (range: Range<Int>, text: String)?
        if case .scalar(let scalar) = node.content, scalar.exactStart != nil, let wanted = fault.fix
        {
            fix = (place(wanted.range), escaped(wanted.text))
        }
        findings.report(
            fault.id, severity, in: source, at: place(fault.range), zh: fault.message.zh,
            en: fault.message.en, notes: fault.notes, fix: fix)
    }
}

/// The fields that a trigger's event or signal brings along.
struct FieldScope {
    /// `event` or `signal`.
    let prefix: String
    let fields: [FieldDefinition]
}
