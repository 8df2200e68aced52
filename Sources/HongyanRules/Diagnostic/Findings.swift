/// Collects the diagnostics of one run. A class, because every reader of every file adds to the one
/// list.
final class Findings {
    /// More than this many in one run help nobody; the rest is counted.
    static let most = 500
    private(set) var list: [Diagnostic] = []
    private(set) var hasErrors = false

    func add(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { hasErrors = true }
        guard list.count < Findings.most else { return }
        list.append(diagnostic)
    }

    /// Puts another diagnostic in the place of each, or none. What had errors still has them.
    func rewrite(_ change: (Diagnostic) -> Diagnostic?) {
        let old = list
        list = old.compactMap(change)
    }

    /// Reports at a stretch of bytes; texts are masked, so that no phone number gets into them.
    func report(
        _ id: String, _ severity: Diagnostic.Severity = .error, in source: SourceText,
        at offsets: Range<Int>, zh: String, en: String, notes: [Diagnostic.Message] = [],
        fix: (range: Range<Int>, text: String)? = nil
    ) {
        if severity == .error { hasErrors = true }
        guard list.count < Findings.most else { return }
        let hidden = notes.map { Diagnostic.Message(zh: masked($0.zh), en: masked($0.en)) }
        add(
            Diagnostic(
                id: id, severity: severity, file: source.path, range: source.range(offsets),
                message: Diagnostic.Message(zh: masked(zh), en: masked(en)), notes: hidden,
                fixIt: fix.map {
                    Diagnostic.FixIt(range: source.range($0.range), replacement: $0.text)
                }))
    }
}

/// The text with every run that may be a phone number (11 digits or more, spaces and hyphens
/// between them allowed) blotted out but for its first three and last four digits; same width.
func masked(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    var digits: [Int] = []
    func blot() {
        if digits.count >= 11 {
            for index in digits.dropFirst(3).dropLast(4) {
                scalars[index] = scalars[index].value > 0x7F ? "＊" : "*"
            }
        }
        digits.removeAll(keepingCapacity: true)
    }
    for index in scalars.indices {
        let value = scalars[index].value
        if (0x30...0x39).contains(value) || (0xFF10...0xFF19).contains(value) {
            digits.append(index)
        } else if value != 0x20 && value != 0x2D && value != 0x3000 && value != 0xFF0D {
            blot()
        }
    }
    blot()
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
}
