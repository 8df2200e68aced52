/// A piece of a YAML file: text until the schema gives it a type.
struct YamlNode {
    enum Content {
        case mapping([Entry])
        case sequence([YamlNode])
        case scalar(Scalar)
    }

    struct Entry {
        let key: String
        /// Bytes of the key.
        let keyRange: Range<Int>
        let value: YamlNode
    }

    struct Scalar {
        let text: String
        /// Written without quotes.
        let isPlain: Bool
        /// Where the text stands byte by byte in the file; nil for escapes, folding and blocks.
        let exactStart: Int?
        /// The text as it stands at `exactStart`, where normalising changed it.
        var original: String?
    }

    let content: Content
    /// Bytes of the file.
    let range: Range<Int>

    /// A key without a value (`late:`).
    var isEmptyScalar: Bool {
        if case .scalar(let scalar) = content {
            scalar.isPlain && scalar.text.isEmpty
        } else {
            false
        }
    }
}
