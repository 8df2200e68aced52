/// A text to audit, with the stretches that came from variables.
public struct AuditText: Hashable, Sendable {
    public let text: String
    /// By place.
    public let variables: [AuditVariable]
    public init(_ text: String, variables: [AuditVariable] = []) {
        self.text = text
        self.variables = variables
    }
}

/// A variable of an audited text.
public struct AuditVariable: Hashable, Sendable {
    public let name: String
    /// Declared, in UTF-16 units; nil when nobody said.
    public let maxLength: Int?
    /// Scalars of the text: its value, or its placeholder.
    public let range: Range<Int>
    /// Whether a value stands there; a placeholder (`${name}`) is no words.
    public let isFilled: Bool
    public init(name: String, maxLength: Int?, range: Range<Int>, isFilled: Bool) {
        self.name = name
        self.maxLength = maxLength
        self.range = range
        self.isFilled = isFilled
    }

    /// The same, so many scalars further on.
    func moved(by count: Int) -> AuditVariable {
        AuditVariable(
            name: name, maxLength: maxLength,
            range: range.lowerBound + count..<range.upperBound + count, isFilled: isFilled)
    }
}

extension AuditText {
    /// What a variable stands for in a text with placeholders.
    public struct Filling: Hashable, Sendable {
        public let value: String?
        /// Declared maximum in UTF-16 units.
        public let maxLength: Int?
        public init(value: String? = nil, maxLength: Int? = nil) {
            self.value = value
            self.maxLength = maxLength
        }
    }

    /// Reads the placeholders of a text: `${name}`, `${name|fallback}`, and `{1}` as Tencent has
    /// them.
    ///
    /// - Parameter fillings: By name; a value takes the placeholder's place, in the text too.
    public init(template: String, fillings: [String: Filling] = [:]) {
        var text = ""
        var count = 0
        var variables: [AuditVariable] = []
        var rest = Array(template.unicodeScalars)[...]
        func add(_ scalars: some Sequence<Unicode.Scalar>) {
            for scalar in scalars {
                text.unicodeScalars.append(scalar)
                count += 1
            }
        }
        while let first = rest.first {
            guard let (name, length) = Self.placeholder(rest) else {
                add([first])
                rest = rest.dropFirst()
                continue
            }
            let filling = fillings[name]
            let start = count
            if let value = filling?.value {
                add(value.unicodeScalars)
            } else {
                add(rest.prefix(length))
            }
            variables.append(
                AuditVariable(
                    name: name, maxLength: filling?.maxLength, range: start..<count,
                    isFilled: filling?.value != nil))
            rest = rest.dropFirst(length)
        }
        self.init(text, variables: variables)
    }

    /// The placeholder at the start of some scalars.
    private static func placeholder(
        _ scalars: ArraySlice<Unicode.Scalar>
    ) -> (name: String, length: Int)? {
        let isNamed = scalars.starts(with: ["$", "{"])
        guard isNamed || scalars.first == "{",
            let end = scalars.prefix(80).firstIndex(of: "}")
        else { return nil }
        let inner = scalars[(scalars.startIndex + (isNamed ? 2 : 1))..<end]
        var name = String.UnicodeScalarView()
        name.append(contentsOf: inner.prefix { $0 != "|" })
        guard !name.isEmpty, isNamed || name.allSatisfy({ ("0"..."9").contains($0) }) else {
            return nil
        }
        return (String(name), end - scalars.startIndex + 1)
    }
}

extension Template {
    /// The message as it would leave, with placeholders for the values: what `hongyan check`
    /// audits before anybody is written to.
    ///
    /// - Parameters:
    ///   - signature: Without brackets.
    ///   - optOutWords: nil for messages that need none.
    public func auditText(signature: String, optOutWords: String?) -> AuditText {
        var body = ""
        var variables: [AuditVariable] = []
        let head = FinalText.compose(body: "", signature: signature, optOutWords: nil)
        var count = head.unicodeScalars.count
        for run in runs {
            let piece: String
            switch run {
            case .fixed(let text): piece = text
            case .variable(let variable):
                piece = "${\(variable.name)}"
                variables.append(
                    AuditVariable(
                        name: variable.name, maxLength: variable.maxLength,
                        range: count..<count + piece.unicodeScalars.count, isFilled: false))
            }
            body += piece
            count += piece.unicodeScalars.count
        }
        return AuditText(
            FinalText.compose(body: body, signature: signature, optOutWords: optOutWords),
            variables: variables)
    }
}
