/// The lexicon that comes with the program.
///
/// Terms, levels and articles follow the law's text and the guides named in ``AuditBasis/known``;
/// exceptions are what ordinary messages say lawfully (广告绝对化用语执法指南 5, 6). Political and
/// obscene lists stay out: a workspace brings its own.
enum ShippedLexicon {
    static let name = "cn-base"
    static let version = "2026.11.21"
    static let updated = "2026-11-21"

    static var text: String {
        """
        # version: \(version)
        # updated: \(updated)
        \(LexiconFile.columns.joined(separator: ","))
        \(claims)
        \(conduct)
        \(banned)

        """
    }
}

extension Lexicon {
    /// The shipped lexicon, `cn-base`. A test holds it to having no faults.
    public static let shipped = LexiconFile.read(
        ShippedLexicon.text, name: ShippedLexicon.name
    ).lexicon
}
