import HongyanCore

/// What all pages share: the document around them, the geese and plain tables.
enum HTMLParts {
    /// A whole document without script and without network, ending with a line end.
    static func document(title: String, language: Language, _ sections: [HTML]) -> String {
        let policy = "default-src 'none'; style-src 'unsafe-inline'"
        let head = HTML.element(
            "head", [],
            [
                .void("meta", [("charset", "utf-8")]),
                .void(
                    "meta",
                    [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
                .void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)]),
                .void("meta", [("name", "robots"), ("content", "noindex")]),
                .element("title", title),
                .element("style", [], [.constant(HTMLStyle.sheet)]),
            ])
        let body = HTML.element("body", [], [.element("main", [], sections)])
        let lang = language == .zh ? "zh-CN" : "en"
        let document = HTML.element("html", [("lang", lang)], [head, body])
        return "<!DOCTYPE html>\n" + document.markup + "\n"
    }

    /// Wild geese in flight.
    static var geese: HTML {
        let birds = [(8, 44), (34, 34), (60, 24), (88, 12), (112, 26), (134, 40)]
        return .element(
            "svg", [("class", "geese"), ("viewBox", "0 0 150 60"), ("aria-hidden", "true")],
            birds.map { bird -> HTML in
                .void("path", [("d", "M\(bird.0 - 7) \(bird.1 - 4)q5 -1 7 4q3 -6 9 -5")])
            })
    }

    /// Four numbers under a headline, each with a name and a remark.
    /// - Parameter marks: Behind each number; none when empty.
    static func figures(_ items: [(String, String, String)], marks: [HTML] = []) -> HTML {
        .element(
            "ul", [("class", "figures")],
            items.enumerated().map { place, item -> HTML in
                .element(
                    "li", [("class", "figure")],
                    [
                        .element("span", item.0),
                        .element(
                            "div", [],
                            [.element("b", item.1), place < marks.count ? marks[place] : .empty]),
                        .element("small", item.2),
                    ])
            })
    }

    static func cells(_ name: String, _ values: [String]) -> HTML {
        .element(
            "tr", [],
            [.element("th", [("scope", "row")], [.text(name)])] + values.map { .element("td", $0) })
    }

    /// - Parameter marks: Behind the caption.
    static func table(
        _ caption: String, _ heads: [String], _ rows: [HTML], foot: HTML? = nil,
        holdsWords: Bool = false, marks: HTML = .empty
    ) -> HTML {
        let head = HTML.element(
            "tr", [], heads.map { .element("th", [("scope", "col")], [.text($0)]) })
        var children: [HTML] = [
            .element("caption", [], [.text(caption), marks]), .element("thead", [], [head]),
            .element("tbody", [], rows),
        ]
        if let foot { children.append(.element("tfoot", [], [foot])) }
        return .element("table", holdsWords ? [("class", "words")] : [], children)
    }
}
