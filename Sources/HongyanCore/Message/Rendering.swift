extension Template {
    /// The body for one customer: every variable replaced by its value or its fallback.
    ///
    /// Values are cleaned of control characters and never read as template text. An empty value
    /// counts as missing.
    /// - Parameters:
    ///   - tags: The customer's tags that are there.
    ///   - fields: Of the event or signal behind the occurrence.
    ///   - targetDate: The local date the occurrence is about.
    public func render(
        tags: [TagName: Value], fields: [String: Value], targetDate: CivilDay?, zone: Zone
    ) -> Result<String, RenderFault> {
        renderPlaced(tags: tags, fields: fields, targetDate: targetDate, zone: zone).map(\.body)
    }

    /// The same with where each value stands, in scalars of the body.
    func renderPlaced(
        tags: [TagName: Value], fields: [String: Value], targetDate: CivilDay?, zone: Zone
    ) -> Result<(body: String, values: [AuditVariable]), RenderFault> {
        var body = ""
        var count = 0
        var values: [AuditVariable] = []
        for run in runs {
            switch run {
            case .fixed(let text):
                body += text
                count += text.unicodeScalars.count
            case .variable(let variable):
                var text = ""
                switch variable.source {
                case .tag(let name, let type):
                    text = tags[name].map { ValueText.format($0, type: type, zone: zone) } ?? ""
                case .field(let name, let type):
                    text = fields[name].map { ValueText.format($0, type: type, zone: zone) } ?? ""
                case .targetDate: text = targetDate.map(ValueText.monthDay) ?? ""
                }
                if text.isEmpty { text = variable.fallback.map(ValueText.cleaned) ?? "" }
                if text.isEmpty { return .failure(.missing(variable.name)) }
                if text.utf16.count > variable.maxLength {
                    return .failure(.tooLong(variable.name))
                }
                body += text
                let end = count + text.unicodeScalars.count
                values.append(
                    AuditVariable(
                        name: variable.name, maxLength: variable.maxLength, range: count..<end,
                        isFilled: true))
                count = end
            }
        }
        return .success((body, values))
    }
}

/// Why a template gives no text for a customer; names the variable, never its value.
public enum RenderFault: Error, Hashable, Sendable {
    /// No value and no fallback.
    case missing(String)
    /// Longer than the variable's declared maximum; it is never cut.
    case tooLong(String)

    /// The variable, as written between the braces.
    public var variable: String {
        switch self {
        case .missing(let name), .tooLong(let name): name
        }
    }
}

/// The text as it leaves: signature, body, opt-out words.
public enum FinalText {
    /// `【云杉商城】` + body + opt-out words.
    ///
    /// A body that ends in a link is parted from the words by a space, or phones would take them
    /// into the link.
    /// - Parameters:
    ///   - signature: Without brackets; empty leaves them out.
    ///   - optOutWords: nil or empty for messages that need none.
    ///   - putsSignatureLast: Some channels have it at the end of the whole text.
    public static func compose(
        body: String, signature: String, optOutWords: String?, putsSignatureLast: Bool = false
    ) -> String {
        let words = optOutWords ?? ""
        let sign = signature.isEmpty ? "" : "【\(signature)】"
        let gap = !words.isEmpty && endsInLink(body) ? " " : ""
        let text = body + gap + words
        return putsSignatureLast ? text + sign : sign + text
    }

    /// The last run of visible ASCII holds a slash, or a point and a letter.
    private static func endsInLink(_ body: String) -> Bool {
        var hasPoint = false
        var hasLetter = false
        for byte in body.utf8.reversed() {
            guard byte > 0x20, byte < 0x7F else { break }
            if byte == UInt8(ascii: "/") { return true }
            if byte == UInt8(ascii: ".") { hasPoint = true }
            let letter = byte | 0x20
            if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") { hasLetter = true }
        }
        return hasPoint && hasLetter
    }
}
