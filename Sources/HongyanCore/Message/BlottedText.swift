extension Template {
    /// A text of this template with what it says of the customer in words blotted out: of each text
    /// value, be it a name or a pick-up code, the first character stays. Numbers, prices and dates
    /// stay.
    ///
    /// - Parameter text: As it left, with signature and opt-out words around the body.
    /// - Returns: nil when the text is not of this template.
    public func blotted(_ text: String) -> String? {
        let characters = Array(text)
        var blotted = characters
        var position = 0
        /// Where the variable that is being read begins, and whether it holds words.
        var open: (start: Int, holdsWords: Bool)?
        var isFirst = true
        for run in runs {
            switch run {
            case .variable(let variable):
                if isFirst { position = Self.bodyStart(characters) }
                open = (open?.start ?? position, (open?.holdsWords ?? false) || variable.holdsWords)
            case .fixed(let fixed):
                let words = Array(fixed)
                let mayMove = isFirst || open != nil
                guard
                    let found = Self.place(
                        of: words, in: characters, from: position, mayMove: mayMove)
                else { return nil }
                if let open { Self.blot(&blotted, open, through: found) }
                open = nil
                position = found + words.count
            }
            isFirst = false
        }
        if let open { Self.blot(&blotted, open, through: characters.count) }
        return String(blotted)
    }

    /// Behind the signature.
    private static func bodyStart(_ text: [Character]) -> Int {
        guard text.first == "【", let end = text.firstIndex(of: "】") else { return 0 }
        return end + 1
    }

    private static func place(
        of words: [Character], in text: [Character], from start: Int, mayMove: Bool
    ) -> Int? {
        var at = start
        while at + words.count <= text.count {
            if text[at..<at + words.count].elementsEqual(words) { return at }
            guard mayMove else { return nil }
            at += 1
        }
        return nil
    }

    private static func blot(
        _ text: inout [Character], _ open: (start: Int, holdsWords: Bool), through end: Int
    ) {
        guard open.holdsWords else { return }
        for index in (open.start + 1)..<max(end, open.start + 1) { text[index] = "*" }
    }
}

extension Template.Variable {
    /// Its value is free text.
    fileprivate var holdsWords: Bool {
        switch source {
        case .tag(_, let type), .field(_, let type): type == .text
        case .targetDate: false
        }
    }
}

extension RuleBook {
    /// A message's text as it may be shown to those who are not to know the customer: by the
    /// template it was made of. A text of none of them loses all but its signature.
    public func blotted(_ text: String) -> String {
        for template in templates {
            if let blotted = template.blotted(text) { return blotted }
        }
        guard let end = text.firstIndex(of: "】") else { return "…" }
        return text[...end] + "…"
    }
}
