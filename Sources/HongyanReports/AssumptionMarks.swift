import HongyanCore

/// Which figures of a report rest on which of its assumptions. Each assumption that figures rest on
/// has a letter; a figure that hangs on it bears that letter in every form of the report.
struct AssumptionMarks {
    /// A stretch of the report whose figures stand on the same ground.
    enum Figure: String, CaseIterable {
        case occurrences, sent, cost, hours, collisions, waits, touches, channels, states
    }

    /// Assumptions that figures rest on, in the report's order: `seed` belongs to the carrier.
    let keys: [String]
    private let grounds: [RuleID: String]
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
        let bearing = ["events", "cut", "signals", "carrier", "calendar", "templates"]
        keys = report.assumptions.map(\.key).filter { bearing.contains($0) }
        grounds = Dictionary(
            report.frame.grounds.map { ($0.rule, $0.ground.rawValue) },
            uniquingKeysWith: { first, _ in first })
    }

    /// `a`, `b` … in the order of the assumptions; nil for one that no figure rests on.
    func letter(of key: String) -> String? {
        guard let place = keys.firstIndex(of: key), place < 26 else { return nil }
        return String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(place))))
    }

    /// What a rule's occurrences rest on by its own trigger.
    func keys(of rule: RuleID) -> [String] {
        guard let ground = grounds[rule] else { return [] }
        return keys.filter { $0 == ground || ($0 == "cut" && ground == "events") }
    }

    /// What figures over all rules rest on.
    func keys(of figure: Figure) -> [String] {
        let rules = report.rules.filter { $0.occurrences > 0 || grounds[$0.rule] == "events" }
        let own = Set(rules.flatMap { keys(of: $0.rule) })
        switch figure {
        case .occurrences: return keys.filter { own.contains($0) }
        case .sent, .cost, .hours, .collisions, .waits, .touches, .channels, .states:
            // Simulated replies opt out, and who opted out gets no more; windows ask the calendar.
            return keys.filter {
                own.contains($0) || ["carrier", "calendar", "templates"].contains($0)
            }
        }
    }

    /// The letters of some keys: `ab`.
    func letters(of keys: [String]) -> String { keys.compactMap { letter(of: $0) }.joined() }
}

extension AssumptionMarks {
    /// Small letters that lead to the assumptions.
    func html(_ keys: [String], _ words: Wording) -> HTML {
        let links = keys.compactMap { key -> HTML? in
            guard let letter = letter(of: key) else { return nil }
            let name = words("前提 \(letter)：", "assumption \(letter): ") + words.assumption(key)
            return .element(
                "a",
                [("href", "#assumption-\(key)"), ("aria-label", name), ("title", name)],
                [.text(letter)])
        }
        guard !links.isEmpty else { return .empty }
        return .element("sup", [("class", "mark")], links)
    }
}
