public import HongyanCore

/// Results of rule tests for a terminal.
public struct RuleTestText {
    private let zone: Zone
    private let language: Language
    private let color: Bool

    public init(zone: Zone, language: Language, color: Bool) {
        self.zone = zone
        self.language = language
        self.color = color
    }

    private var isChinese: Bool { language == .zh }
    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// One case: a line, and for a failure the comparison (`-` expected and missing, `+` decided
    /// and not expected) and how it came about. Each line ends in a line break.
    public func render(_ result: RuleTestResult, milliseconds: Int) -> String {
        let time = "  \(milliseconds) ms"
        let name = result.test.name
        switch result.verdict {
        case .passed: return "  \(paint("✔", "32")) \(name)\(time)\n"
        case .knownGap(let why):
            return "  \(paint("…", "33")) \(name)\(time)\n      todo: \(why)\n"
        case .gapClosed(let why):
            let words =
                isChinese
                ? "现在通过了，请删掉 todo：\(why)" : "passes now, remove its todo: \(why)"
            return "  \(paint("✘", "31")) \(name)\(time)  \(place(result))\n      \(words)\n"
        case .failed: break
        }
        var text = "  \(paint("✘", "31")) \(name)\(time)  \(place(result))\n"
        for line in comparison(result) {
            let code = line.hasPrefix("-") ? "31" : line.hasPrefix("+") ? "32" : "2"
            text += "      \(paint(line, code))\n"
        }
        for line in explanation(result) { text += "      \(line)\n" }
        return text
    }

    private func place(_ result: RuleTestResult) -> String { "\(result.path):\(result.test.line)" }

    private func words(_ result: RuleTestResult) -> RuleTestWords {
        RuleTestWords(zone: zone, language: language, rule: result.rule)
    }

    func comparison(_ result: RuleTestResult) -> [String] {
        let words = words(result)
        return result.lines.map { line in
            switch line {
            case .agreed(let actual): "  " + words.line(actual)
            case .missing(let expected): "- " + words.line(expected)
            case .unexpected(let actual): "+ " + words.line(actual)
            case .pointless(let customer, let at): "- " + words.pointless(customer, at)
            }
        }
    }

    /// Decisions that a line is about are shown gate by gate, others by what kept them back.
    func explanation(_ result: RuleTestResult) -> [String] {
        let words = words(result)
        let moments = result.lines.compactMap { line -> Timestamp? in
            switch line {
            case .agreed: nil
            case .missing(let expected): expected.at
            case .unexpected(let actual): actual.at
            case .pointless(_, let at): at
            }
        }
        var lines: [String] = []
        var last: (customer: String, rule: RuleID)?
        for trail in result.trails {
            if last.map({ $0 != (trail.customer, trail.rule) }) ?? true {
                lines.append("\(trail.customer) · \(trail.rule)")
                last = (trail.customer, trail.rule)
            }
            let isWhole = moments.contains(trail.at)
            lines += words.lines(trail, isWhole: isWhole).map { "  " + $0 }
        }
        return lines
    }

    /// The last line: how many cases came to what.
    public func summary(_ verdicts: [RuleTestResult.Verdict], milliseconds: Int) -> String {
        var counts = (passed: 0, failed: 0, gaps: 0)
        for verdict in verdicts {
            switch verdict {
            case .passed: counts.passed += 1
            case .failed, .gapClosed: counts.failed += 1
            case .knownGap: counts.gaps += 1
            }
        }
        let all = verdicts.count
        if isChinese {
            let gaps = counts.gaps > 0 ? "，\(counts.gaps) 个已知缺口" : ""
            return "\(all) 个用例：\(counts.passed) 个通过，\(counts.failed) 个失败\(gaps)，"
                + "用时 \(milliseconds) ms\n"
        }
        let gaps = counts.gaps > 0 ? ", \(counts.gaps) known gaps" : ""
        return "\(all) cases: \(counts.passed) passed, \(counts.failed) failed\(gaps), "
            + "in \(milliseconds) ms\n"
    }

    // MARK: Coverage

    /// One line a rule, then what was never seen, with its place.
    public func render(_ report: RuleTestCoverageReport) -> String {
        var text = isChinese ? "覆盖率：\n" : "coverage:\n"
        let names = report.parts.map { $0.rule?.rawValue ?? "policy.yaml" }
        let width = names.map { DisplayWidth.of($0) }.max() ?? 0
        for (name, part) in zip(names, report.parts) {
            let share = DisplayWidth.right("\(part.percent)%", 4)
            let code = part.percent == 100 ? "32" : "31"
            text += "  \(DisplayWidth.left(name, width))  \(paint(share, code))"
            text += "  \(part.seen)/\(part.total)\n"
            for gap in part.gaps {
                let place = "\(gap.place.file):\(gap.place.line):\(gap.place.column)"
                let words =
                    isChinese
                    ? (gap.outcome ? "从未为真" : "从未为假")
                    : (gap.outcome ? "never true" : "never false")
                text += "    \(place): \(words): \(gap.place.text)\n"
            }
            for variant in part.unseenVariants {
                text += isChinese ? "    变体从未发出：" : "    variant never sent: "
                text += "\(variant)\n"
            }
            guard part.rule != nil else { continue }
            text += gates(part)
        }
        return text
    }

    private func gates(_ part: RuleTestCoverageReport.Part) -> String {
        func list(_ gates: [GateID]) -> String {
            gates.isEmpty ? "—" : gates.map(\.rawValue).joined(separator: " ")
        }
        return isChinese
            ? "    闸：拦过 \(list(part.gates))；没拦过 \(list(part.unseenGates))\n"
            : "    gates: decided \(list(part.gates)); never \(list(part.unseenGates))\n"
    }
}
