import HongyanCore

/// A known name in the place of an unknown one: a fix-it where it is surely meant, else a note.
struct Suggestion {
    /// The nearest known name.
    let name: String?
    let isSure: Bool

    init(for name: String, among known: [String]) {
        self.name = NearestName.of(name, among: known)
        isSure = self.name.map { NearestName.isSlip(name, of: $0) } ?? false
    }

    /// What may be put in; nil where a person has to look.
    var fix: String? { isSure ? name : nil }

    var notes: [Diagnostic.Message] {
        guard let name, !isSure else { return [] }
        return [Diagnostic.Message(zh: "最接近的是“\(name)”", en: "the nearest is '\(name)'")]
    }
}
