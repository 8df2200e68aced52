public import HongyanCore

/// An audit as one JSON object a text.
public enum AuditJSON {
    /// `{"id","verdict","findings":[{"id","verdict","manner","start","end","utf16_start",
    /// "utf16_end","words","normalised","message","basis","basis_source","advice","source"}]}` and
    /// a line end. Places count scalars; words stand in the language asked for; what is not there
    /// is left out.
    ///
    /// - Parameter id: As the asker numbers texts; nil leaves it out.
    public static func line(_ report: AuditReport, id: String?, language: Language) -> String {
        var json = JSONWriter()
        json.object { json in
            if let id { json.member("id", id) }
            json.member("verdict", report.verdict.name)
            json.member("findings") { json in
                json.array { json in
                    for finding in report.findings { write(finding, language, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(
        _ finding: AuditFinding, _ language: Language, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("id", finding.id)
            json.member("verdict", finding.verdict.name)
            json.member("manner", AuditWording.key(finding.manner))
            json.member("start", finding.span.scalars.lowerBound)
            json.member("end", finding.span.scalars.upperBound)
            json.member("utf16_start", finding.span.utf16.lowerBound)
            json.member("utf16_end", finding.span.utf16.upperBound)
            json.member("words", finding.words)
            json.member("normalised", finding.normalised)
            json.member("message", finding.message(language))
            json.member("basis", finding.basis.words(language))
            if !finding.basis.source.isEmpty { json.member("basis_source", finding.basis.source) }
            if let advice = finding.advice { json.member("advice", advice(language)) }
            if let source = finding.source { json.member("source", source) }
        }
    }
}

/// Words of audits.
enum AuditWording {
    static func key(_ manner: AuditManner) -> String {
        switch manner {
        case .plain: "plain"
        case .broken: "broken"
        case .alike: "alike"
        }
    }

    static func name(_ verdict: AuditVerdict, _ language: Language) -> String {
        guard language == .zh else { return verdict.name }
        return switch verdict {
        case .pass: "通过"
        case .review: "复核"
        case .block: "拦截"
        }
    }

    /// Says how words were disguised; empty for plain ones.
    static func disguise(_ manner: AuditManner, _ language: Language) -> String {
        switch manner {
        case .plain: ""
        case .broken: language == .zh ? "（夹有符号或重复）" : " (broken up)"
        case .alike: language == .zh ? "（谐音、拼音或拆字）" : " (sounds or looks alike)"
        }
    }
}
