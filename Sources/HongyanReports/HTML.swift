/// A piece of HTML. Text and attribute values are escaped on the way in, and elements are closed by
/// construction, so that nothing a customer or a rule is called can break out.
struct HTML {
    private(set) var markup: String

    static let empty = HTML(markup: "")

    /// Text, escaped.
    static func text(_ raw: String) -> HTML { HTML(markup: escape(raw)) }

    static func element(
        _ name: String, _ attributes: [(String, String)] = [], _ children: [HTML]
    ) -> HTML {
        var markup = "<" + name
        for (key, value) in attributes { markup += " \(key)=\"\(escape(value))\"" }
        markup += ">"
        for child in children { markup += child.markup }
        markup += "</\(name)>"
        return HTML(markup: markup)
    }

    /// An element around text, with a class.
    static func element(_ name: String, class style: String? = nil, _ text: String) -> HTML {
        element(name, style.map { [("class", $0)] } ?? [], [.text(text)])
    }

    /// An element that has no end tag (`meta`), or is closed at once in SVG (`rect`).
    static func void(_ name: String, _ attributes: [(String, String)]) -> HTML {
        var markup = "<" + name
        for (key, value) in attributes { markup += " \(key)=\"\(escape(value))\"" }
        return HTML(markup: markup + "/>")
    }

    /// Only for constants of this target: the style sheet.
    static func constant(_ markup: String) -> HTML { HTML(markup: markup) }

    static func escape(_ raw: String) -> String {
        var result = ""
        for scalar in raw.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default:
                // Control characters are not allowed in HTML; neither is what turns text around.
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                let isDirection =
                    (0x202A...0x202E).contains(scalar.value)
                    || (0x2066...0x2069).contains(scalar.value)
                if !isControl && !isDirection { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }
}
