import HongyanCore

/// A template with the places of its pieces.
struct TemplateBody {
    struct Piece {
        let run: Template.Run
        /// Bytes of the text.
        let range: Range<Int>
    }

    let template: Template
    let text: ConditionText
    let pieces: [Piece]
    let reader: FileReader
    /// Bytes of the template's id in the file.
    let keyPlace: Range<Int>

    /// Bytes of the file behind bytes of the text.
    func place(_ range: Range<Int>) -> Range<Int> { text.place(range) }

    /// A replacement of bytes of the text; nil where the file writes them in another way.
    func fix(_ range: Range<Int>, _ replacement: String) -> (range: Range<Int>, text: String)? {
        guard case .scalar(let scalar) = text.node.content, scalar.exactStart != nil else {
            return nil
        }
        return (place(range), replacement)
    }

    /// The fixed pieces, with where each starts in the text.
    var fixed: [(text: String, start: Int)] {
        pieces.compactMap { piece in
            guard case .fixed(let text) = piece.run else { return nil }
            return (text, piece.range.lowerBound)
        }
    }

    var variables: [(variable: Template.Variable, range: Range<Int>)] {
        pieces.compactMap { piece in
            guard case .variable(let variable) = piece.run else { return nil }
            return (variable, piece.range)
        }
    }

    /// Bytes of the text at which a phrase stands in a fixed piece, ascending.
    func ranges(of phrase: String) -> [Range<Int>] {
        fixed.flatMap { (text, start) in
            Bytes.ranges(of: phrase, in: text).map {
                start + $0.lowerBound..<start + $0.upperBound
            }
        }
    }
}

extension CheckContext {
    /// In file order.
    var bodies: [TemplateBody] {
        guard case .mapping(let entries) = templates.node("templates")?.content else { return [] }
        let known = Dictionary(
            book.templates.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        return entries.compactMap { entry in
            guard let template = known[entry.key], case .mapping(let fields) = entry.value.content,
                let node = fields.first(where: { $0.key == "text" })?.value,
                let text = ConditionText(node, in: templates.reader.source)
            else { return nil }
            return TemplateBody(
                template: template, text: text, pieces: CheckContext.pieces(template, text.text),
                reader: templates.reader, keyPlace: entry.keyRange)
        }
    }

    private static func pieces(_ template: Template, _ text: String) -> [TemplateBody.Piece] {
        let bytes = Array(text.utf8)
        var start = 0
        return template.runs.map { run in
            let end: Int
            switch run {
            case .fixed(let text): end = start + text.utf8.count
            case .variable:
                end = (bytes[start...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.count - 1) + 1
            }
            defer { start = end }
            return TemplateBody.Piece(run: run, range: start..<end)
        }
    }

    /// The enabled rules that may send each template, by path.
    var users: [TemplateID: [RuleSource]] {
        var result: [TemplateID: [RuleSource]] = [:]
        for source in rules where source.rule.isEnabled {
            for variant in source.rule.message.variants where variant.weight > 0 {
                result[variant.template, default: []].append(source)
            }
        }
        return result
    }
}

extension CompiledRule {
    /// Whether messages of its purpose meet a gate; what they do not meet changes nothing.
    func meets(_ gate: GateID) -> Bool { GateTable.gates(for: purpose).contains(gate) }
}

/// Searching texts byte by byte.
enum Bytes {
    /// Where a text occurs in another, ascending, without overlaps.
    static func ranges(of part: String, in text: String) -> [Range<Int>] {
        let needle = Array(part.utf8)
        let hay = Array(text.utf8)
        guard !needle.isEmpty else { return [] }
        var result: [Range<Int>] = []
        var index = 0
        while index + needle.count <= hay.count {
            if hay[index..<index + needle.count].elementsEqual(needle) {
                result.append(index..<index + needle.count)
                index += needle.count
            } else {
                index += 1
            }
        }
        return result
    }
}

extension FileSource {
    /// The text of a scalar, and a replacement of bytes of it where the file has them as they are.
    func text(_ path: String...) -> ConditionText? {
        node(path).flatMap { ConditionText($0, in: reader.source) }
    }
}

extension ConditionText {
    /// A replacement of all or some bytes of the text; nil where the file writes them in another
    /// way.
    func replacing(
        _ range: Range<Int>? = nil, with replacement: String
    ) -> (range: Range<Int>, text: String)? {
        guard case .scalar(let scalar) = node.content, scalar.exactStart != nil else { return nil }
        return (place(range ?? 0..<text.utf8.count), replacement)
    }
}
