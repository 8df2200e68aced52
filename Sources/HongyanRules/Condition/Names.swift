import HongyanCore

/// What a condition may name: tags, events, audiences. Computed tags and audiences are checked when
/// they are first asked for, so that they may stand in any order. A class, because that answer is
/// kept.
final class Names {
    enum Resolved<Answer> {
        case waiting(ConditionText)
        case running
        case done(Answer, size: Int)
        /// Reported already.
        case faulty
    }

    let zone: Zone
    let findings: Findings
    /// False when tags.yaml could not be read: then unknown names are nobody's fault.
    let isWhole: Bool
    var tags: [TagDefinition] = []
    var events: [EventDefinition] = []
    var computed: [String: Resolved<Operand>] = [:]
    var audiences: [String: Resolved<Condition>] = [:]
    /// Tags and events that are declared, but faulty: using them is no second fault.
    var broken: Set<String> = []
    /// In file order, for `nearest`.
    var known: [String] = []

    init(zone: Zone, findings: Findings, isWhole: Bool) {
        self.zone = zone
        self.findings = findings
        self.isWhole = isWhole
    }

    func tag(_ name: String) -> TagDefinition? { tags.first { $0.name.rawValue == name } }
    func event(_ kind: String) -> EventDefinition? { events.first { $0.kind.rawValue == kind } }

    /// The expression of a computed tag; a fault without an id where it was reported before.
    func operand(
        ofComputed name: String, at range: Range<Int>
    ) throws(ConditionFault) -> (Operand, Int) {
        switch computed[name] {
        case .done(let operand, let size): return (operand, size)
        case .running: throw Names.cycle(name, range)
        case .waiting(let text):
            computed[name] = .running
            var checker = ConditionChecker(names: self)
            guard let operand = checker.checkOperand(text) else {
                computed[name] = .faulty
                throw .silent
            }
            computed[name] = .done(operand, size: checker.size)
            return (operand, checker.size)
        case .faulty, nil: throw .silent
        }
    }

    /// The condition of a named audience; a fault without an id where it was reported before.
    func condition(
        ofAudience name: String, at range: Range<Int>
    ) throws(ConditionFault) -> (Condition, Int) {
        switch audiences[name] {
        case .done(let condition, let size): return (condition, size)
        case .running: throw Names.cycle(name, range)
        case .waiting(let text):
            audiences[name] = .running
            var checker = ConditionChecker(names: self)
            guard let condition = checker.check(text) else {
                audiences[name] = .faulty
                throw .silent
            }
            audiences[name] = .done(condition, size: checker.size)
            return (condition, checker.size)
        case .faulty, nil: throw .silent
        }
    }

    private static func cycle(_ name: String, _ range: Range<Int>) -> ConditionFault {
        ConditionFault(
            "condition/cycle", range, zh: "“\(name)”引用了它自己",
            en: "'\(name)' is defined by itself")
    }
}

extension ConditionFault {
    /// Stands for a fault that was reported elsewhere.
    static var silent: ConditionFault { ConditionFault("", 0..<0, zh: "", en: "") }
}
