public import HongyanCore

/// Results of rule tests for machines: JSON, and the XML that CI servers read.
public struct RuleTestRecord: Sendable {
    public let result: RuleTestResult
    public let milliseconds: Int
    public init(result: RuleTestResult, milliseconds: Int) {
        self.result = result
        self.milliseconds = milliseconds
    }
}

public enum RuleTestFiles {
    /// One object: `{"cases":[{"file","line","rule","name","status","milliseconds","todo","lines":[
    /// {"mark","decision"}],"explanation":[…]}],"coverage":[…]}`. The status is `passed`, `failed`,
    /// `todo` or `todo-passes`; marks are those of the text, `coverage` is there when it was asked
    /// for.
    public static func json(
        _ records: [RuleTestRecord], coverage: RuleTestCoverageReport?, zone: Zone,
        language: Language
    ) -> String {
        let text = RuleTestText(zone: zone, language: language, color: false)
        var json = JSONWriter()
        json.object { json in
            json.member("cases") { json in
                json.array { json in
                    for record in records { write(record, text, &json) }
                }
            }
            if let coverage {
                json.member("coverage") { json in
                    json.array { json in coverage.parts.forEach { write($0, &json) } }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(
        _ record: RuleTestRecord, _ text: RuleTestText, _ json: inout JSONWriter
    ) {
        let result = record.result
        json.object { json in
            json.member("file", result.path)
            json.member("line", result.test.line)
            json.member("rule", result.rule.rawValue)
            json.member("name", result.test.name)
            json.member("status", status(result.verdict))
            json.member("milliseconds", record.milliseconds)
            if let todo = result.test.todo { json.member("todo", todo) }
            json.member("lines") { json in
                json.array { json in
                    for line in text.comparison(result) {
                        json.object { json in
                            json.member("mark", String(line.prefix(1)))
                            json.member("decision", String(line.dropFirst(2)))
                        }
                    }
                }
            }
            json.member("explanation") { json in
                json.array { json in text.explanation(result).forEach { json.value($0) } }
            }
        }
    }

    private static func status(_ verdict: RuleTestResult.Verdict) -> String {
        switch verdict {
        case .passed: "passed"
        case .failed: "failed"
        case .knownGap: "todo"
        case .gapClosed: "todo-passes"
        }
    }

    private static func write(
        _ part: RuleTestCoverageReport.Part, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("part", part.rule?.rawValue ?? "policy.yaml")
            json.member("percent", part.percent)
            json.member("seen", part.seen)
            json.member("total", part.total)
            json.member("gaps") { json in
                json.array { json in
                    for gap in part.gaps {
                        json.object { json in
                            json.member("file", gap.place.file)
                            json.member("line", gap.place.line)
                            json.member("column", gap.place.column)
                            json.member("text", gap.place.text)
                            json.key("never")
                            json.literal(gap.outcome ? "true" : "false")
                        }
                    }
                }
            }
            json.member("unseen_variants") { json in
                json.array { json in part.unseenVariants.forEach { json.value($0.rawValue) } }
            }
            json.member("gates") { json in
                json.array { json in part.gates.forEach { json.value($0.rawValue) } }
            }
            json.member("unseen_gates") { json in
                json.array { json in part.unseenGates.forEach { json.value($0.rawValue) } }
            }
        }
    }

    /// JUnit's XML: one suite a file, a known gap is a skipped case.
    public static func junit(
        _ records: [RuleTestRecord], zone: Zone, language: Language
    ) -> String {
        let text = RuleTestText(zone: zone, language: language, color: false)
        var paths: [String] = []
        for record in records where !paths.contains(record.result.path) {
            paths.append(record.result.path)
        }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for path in paths {
            let own = records.filter { $0.result.path == path }
            let failures = own.count { !$0.result.verdict.isGood }
            let skipped = own.count { status($0.result.verdict) == "todo" }
            xml += "  <testsuite name=\"\(escaped(path))\" tests=\"\(own.count)\" "
            xml += "failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\" "
            xml += "time=\"\(seconds(own.reduce(0) { $0 + $1.milliseconds }))\">\n"
            for record in own { xml += testcase(record, text) }
            xml += "  </testsuite>\n"
        }
        return xml + "</testsuites>\n"
    }

    private static func testcase(_ record: RuleTestRecord, _ text: RuleTestText) -> String {
        let result = record.result
        var xml = "    <testcase classname=\"\(escaped(result.rule.rawValue))\" "
        xml += "name=\"\(escaped(result.test.name))\" file=\"\(escaped(result.path))\" "
        xml += "line=\"\(result.test.line)\" time=\"\(seconds(record.milliseconds))\""
        switch result.verdict {
        case .passed: return xml + "/>\n"
        case .knownGap(let why):
            return xml + ">\n      <skipped message=\"\(escaped(why))\"/>\n    </testcase>\n"
        case .gapClosed(let why):
            xml += ">\n      <failure message=\"\(escaped("todo passes: \(why)"))\"/>\n"
            return xml + "    </testcase>\n"
        case .failed:
            let lines = text.comparison(result)
            let first = lines.first { !$0.hasPrefix(" ") } ?? ""
            let body = (lines + text.explanation(result)).joined(separator: "\n")
            xml += ">\n      <failure message=\"\(escaped(first))\">\(escaped(body))</failure>\n"
            return xml + "    </testcase>\n"
        }
    }

    /// `1.024`.
    private static func seconds(_ milliseconds: Int) -> String {
        ValueText.decimal(Int64(milliseconds), scale: 3)
    }

    /// Text as XML 1.0 allows it, in attributes too; what it has no place for becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\n": result.append(contentsOf: "&#10;".unicodeScalars)
            case "\t": result.append(contentsOf: "&#9;".unicodeScalars)
            case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
            default:
                let isAllowed =
                    scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                result.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return String(result)
    }
}
