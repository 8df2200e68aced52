public import HongyanCore

/// An audit for the terminal: the text once a finding, with carets under the words.
public enum AuditPage {
    /// Lines without an end; the last one is the verdict.
    public static func lines(
        _ text: String, _ report: AuditReport, language: Language
    ) -> [String] {
        var lines: [String] = []
        for finding in report.findings {
            lines += pointed(text, finding.span)
            let verdict = AuditWording.name(finding.verdict, language)
            lines.append(
                "  \(verdict) \(finding.id): \(finding.message(language))"
                    + AuditWording.disguise(finding.manner, language))
            if finding.manner != .plain {
                let label = language == .zh ? "读作" : "read as"
                lines.append("    \(label): \(finding.normalised)")
            }
            let basis = language == .zh ? "依据" : "basis"
            let source = finding.basis.source.isEmpty ? "" : " · \(finding.basis.source)"
            lines.append("    \(basis): \(finding.basis.words(language))\(source)")
            if let advice = finding.advice {
                lines.append("    \(language == .zh ? "建议" : "advice"): \(advice(language))")
            }
            lines.append("")
        }
        let count = report.findings.count
        let verdict = AuditWording.name(report.verdict, language)
        lines.append(
            language == .zh ? "\(verdict) · \(count) 处" : "\(verdict) · \(count) findings")
        return lines
    }

    /// The line of the text that holds a span, and carets of the right width under it.
    private static func pointed(_ text: String, _ span: AuditSpan) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let start = min(span.scalars.lowerBound, scalars.count)
        var from = start
        while from > 0, scalars[from - 1] != "\n" { from -= 1 }
        var to = start
        while to < scalars.count, scalars[to] != "\n" { to += 1 }
        let end = max(start, min(span.scalars.upperBound, to))
        let width = { (range: Range<Int>) -> Int in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return DisplayWidth.of(String(view))
        }
        var line = String.UnicodeScalarView()
        line.append(contentsOf: scalars[from..<to])
        let pad = String(repeating: " ", count: width(from..<start))
        let carets = String(repeating: "^", count: max(1, width(start..<end)))
        return [String(line), pad + carets]
    }
}
