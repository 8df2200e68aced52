/// Finds the comments of a YAML file, which libyaml drops.
enum YamlComments {
    /// From `#` to the end of each line that has one; ascending.
    ///
    /// A `#` begins a comment at the start of a line or behind white space, unless it stands inside
    /// quotation marks or a block scalar. A plain scalar ends before it.
    static func find(in source: SourceText, root: YamlNode) -> [Range<Int>] {
        var texts: [Range<Int>] = []
        collect(root, source, &texts)
        texts.sort { $0.lowerBound < $1.lowerBound }
        var result: [Range<Int>] = []
        var next = 0
        for number in 1...source.lineCount {
            let line = source.line(number)
            var index = line.lowerBound
            while index < line.upperBound {
                while next < texts.count, texts[next].upperBound <= index { next += 1 }
                if next < texts.count, texts[next].lowerBound <= index {
                    index = texts[next].upperBound
                } else if source.bytes[index] == UInt8(ascii: "#"),
                    index == line.lowerBound || isSpace(source.bytes[index - 1])
                {
                    result.append(index..<line.upperBound)
                    break
                } else {
                    index += 1
                }
            }
        }
        return result
    }

    /// The bytes in which `#` is text: quoted scalars, and block scalars behind their first line.
    private static func collect(
        _ node: YamlNode, _ source: SourceText, _ texts: inout [Range<Int>]
    ) {
        switch node.content {
        case .mapping(let entries):
            for entry in entries {
                texts.append(entry.keyRange)
                collect(entry.value, source, &texts)
            }
        case .sequence(let items):
            for item in items { collect(item, source, &texts) }
        case .scalar(let scalar) where !scalar.isPlain && !node.range.isEmpty:
            let first = source.bytes[node.range.lowerBound]
            if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
                let header = source.line(source.lineNumber(node.range.lowerBound)).upperBound
                if header < node.range.upperBound { texts.append(header..<node.range.upperBound) }
            } else {
                texts.append(node.range)
            }
        case .scalar: break
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
