import CYAML

/// Makes nodes out of libyaml's events and reports what the workspace files may not contain.
struct YamlComposer {
    private let text: CheckedText
    private let source: SourceText
    private let findings: Findings
    /// Raised when nothing more can be read; the finding is already made.
    private struct Stopped: Error {}

    init(text: CheckedText, source: SourceText, findings: Findings) {
        self.text = text
        self.source = source
        self.findings = findings
    }

    private struct Event {
        enum Kind {
            case streamStart, streamEnd, documentStart, documentEnd, alias, mappingEnd, sequenceEnd
            case scalar(YamlNode.Scalar), sequenceStart, mappingStart
        }
        let kind: Kind
        let range: Range<Int>
    }

    mutating func compose() -> YamlNode? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return nil }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        return source.bytes[text.start...].withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress ?? nothing, buffer.count)
            return try? document(&parser)
        }
    }

    /// libyaml wants a pointer even where there are no bytes.
    private var nothing: UnsafePointer<UInt8> { UnsafePointer(bitPattern: 1).unsafelyUnwrapped }

    private mutating func document(_ parser: inout yaml_parser_t) throws -> YamlNode? {
        _ = try next(&parser)
        var root: YamlNode?
        let first = try next(&parser)
        if case .documentStart = first.kind {
            root = try node(try next(&parser), &parser, level: 1)
            _ = try next(&parser)
            let after = try next(&parser)
            if case .documentStart = after.kind {
                findings.report(
                    "yaml/second-document", in: source, at: after.range,
                    zh: "一个文件只能有一个 YAML 文档",
                    en: "a file must hold one YAML document only")
            }
        }
        if root == nil || root?.isEmptyScalar == true {
            findings.report(
                "file/empty", in: source, at: 0..<0, zh: "文件是空的", en: "the file is empty")
            return nil
        }
        return root
    }

    private mutating func node(
        _ event: Event, _ parser: inout yaml_parser_t, level: Int
    ) throws -> YamlNode {
        guard level <= YamlReader.mostLevels else {
            findings.report(
                "yaml/depth", in: source, at: event.range,
                zh: "嵌套不能超过 \(YamlReader.mostLevels) 层",
                en: "nesting must not be deeper than \(YamlReader.mostLevels) levels")
            throw Stopped()
        }
        switch event.kind {
        case .scalar(let scalar):
            return YamlNode(content: .scalar(scalar), range: event.range)
        case .sequenceStart:
            var items: [YamlNode] = []
            while true {
                let inner = try next(&parser)
                if case .sequenceEnd = inner.kind {
                    let range =
                        event.range
                        .lowerBound..<max(
                            event.range.upperBound, inner.range.upperBound)
                    return YamlNode(content: .sequence(items), range: range)
                }
                items.append(try node(inner, &parser, level: level + 1))
            }
        case .mappingStart:
            return try mapping(event, &parser, level: level)
        default:
            // An alias: it has been reported, and stands for an empty text.
            let empty = YamlNode.Scalar(text: "", isPlain: true, exactStart: nil)
            return YamlNode(content: .scalar(empty), range: event.range)
        }
    }

    private mutating func mapping(
        _ event: Event, _ parser: inout yaml_parser_t, level: Int
    ) throws -> YamlNode {
        var entries: [YamlNode.Entry] = []
        var seen: [String: Range<Int>] = [:]
        while true {
            let inner = try next(&parser)
            if case .mappingEnd = inner.kind {
                let end = entries.last?.value.range.upperBound ?? event.range.upperBound
                let isFlow = inner.range.count > 0
                let upper = isFlow ? inner.range.upperBound : end
                let range = event.range.lowerBound..<max(event.range.lowerBound, upper)
                return YamlNode(content: .mapping(entries), range: range)
            }
            let key = try node(inner, &parser, level: level + 1)
            let value = try node(try next(&parser), &parser, level: level + 1)
            guard case .scalar(let scalar) = key.content else {
                findings.report(
                    "yaml/key", in: source, at: key.range, zh: "键必须是文字",
                    en: "a key must be text")
                continue
            }
            if let earlier = seen[scalar.text] {
                let line = source.lineNumber(earlier.lowerBound)
                findings.report(
                    "yaml/duplicate-key", in: source, at: key.range,
                    zh: "键“\(scalar.text)”重复，第 \(line) 行已有",
                    en: "duplicate key '\(scalar.text)', first on line \(line)")
                continue
            }
            seen[scalar.text] = key.range
            entries.append(
                YamlNode.Entry(key: scalar.text, keyRange: key.range, value: value))
        }
    }

    private mutating func next(_ parser: inout yaml_parser_t) throws -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else {
            syntaxError(parser)
            throw Stopped()
        }
        defer { yaml_event_delete(&event) }
        let start = text.byte(Int(event.start_mark.index))
        let range = start..<max(start, text.byte(Int(event.end_mark.index)))
        return Event(kind: kind(of: event, range), range: range)
    }

    private func kind(of event: yaml_event_t, _ range: Range<Int>) -> Event.Kind {
        switch event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_ALIAS_EVENT:
            reportAlias(range)
            return .alias
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            reportProperties(anchor: data.anchor, tag: data.tag, range)
            return .sequenceStart
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            reportProperties(anchor: data.anchor, tag: data.tag, range)
            return .mappingStart
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            reportProperties(anchor: data.anchor, tag: data.tag, range)
            let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
            let original = String(decoding: bytes, as: UTF8.self)
            let text = normalFormC(original)
            let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE
            let first = range.lowerBound + (isPlain ? 0 : 1)
            let end = first + original.utf8.count
            let isExact =
                end <= source.bytes.count && source.bytes[first..<end].elementsEqual(original.utf8)
            let isSame = text.utf8.elementsEqual(original.utf8)
            return .scalar(
                YamlNode.Scalar(
                    text: text, isPlain: isPlain, exactStart: isExact ? first : nil,
                    original: isSame ? nil : original))
        default: return .streamEnd
        }
    }

    private func reportAlias(_ range: Range<Int>) {
        findings.report(
            "yaml/alias", in: source, at: range, zh: "不允许锚点（&）和别名（*）",
            en: "anchors (&) and aliases (*) are not allowed")
    }

    private func reportProperties(
        anchor: UnsafePointer<UInt8>?, tag: UnsafePointer<UInt8>?, _ range: Range<Int>
    ) {
        guard anchor != nil || tag != nil else { return }
        let end = source.line(source.lineNumber(range.lowerBound)).upperBound
        let shown = range.lowerBound..<max(range.lowerBound, min(range.upperBound, end))
        if anchor != nil { reportAlias(shown) }
        if tag != nil {
            findings.report(
                "yaml/tag", in: source, at: shown, zh: "不允许 YAML 标签（!）",
                en: "YAML tags (!) are not allowed")
        }
    }

    private func syntaxError(_ parser: yaml_parser_t) {
        let offset = text.byte(Int(parser.problem_mark.index))
        let problem = parser.problem.map { String(cString: $0) } ?? "the text cannot be read"
        var notes: [Diagnostic.Message] = []
        var first = source.lineNumber(offset)
        if let context = parser.context {
            let line = source.lineNumber(text.byte(Int(parser.context_mark.index)))
            let words = String(cString: context)
            notes.append(
                Diagnostic.Message(
                    zh: "起于第 \(line) 行（\(YamlProblem.chinese(words))）",
                    en: "\(words), line \(line)"))
            first = min(first, line)
        }
        notes += YamlProblem.advice(problem, line: source.bytes[source.line(first)])
        findings.report(
            "yaml/syntax", in: source, at: offset..<offset,
            zh: "YAML 语法错误：\(YamlProblem.chinese(problem))",
            en: "YAML syntax: \(problem)", notes: notes)
    }
}
