/// One file as the rules see it, split once.
struct SourceText: Sendable {
    /// Relative to the root: `Sources/HongyanCore/World.swift`.
    let path: String
    let text: String
    let source: SwiftText
    /// The lines of the text, comments and all, the first being line 1.
    let lines: [Substring]
    /// The lines of the code.
    let codeLines: [Substring]
    /// Every word of the code.
    let words: Set<String>

    init(path: String, text: String) {
        self.path = path
        self.text = text
        source = SwiftText(text)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = source.code.split(separator: "\n", omittingEmptySubsequences: false)
        words = TidyRule.words(in: source.code[...])
    }
}
