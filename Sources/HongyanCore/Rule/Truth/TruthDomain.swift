/// What one test says of one variable when its value is there; whether the test also holds where
/// it is missing stands beside it.
enum Constraint: Hashable, Sendable {
    case anything, nothing
    /// Numbers, times, dates and lengths of time, by ``Value/rank``.
    case ranks(IntervalSet)
    /// A time less now, in milliseconds.
    case offsets(IntervalSet)
    /// Values that know equality only.
    case elements(ElementSet)
    /// The set has this word, or has it not.
    case word([UInt8], Bool)
    /// The text contains these bytes, or does not.
    case part([UInt8], Bool)
    case relation(Relation)

    var complement: Constraint {
        switch self {
        case .anything: .nothing
        case .nothing: .anything
        case .ranks(let set): .ranks(set.complement)
        case .offsets(let set): .offsets(set.complement)
        case .elements(let set): .elements(set.complement)
        case .word(let word, let isIn): .word(word, !isIn)
        case .part(let part, let isIn): .part(part, !isIn)
        case .relation(let relation): .relation(Relation.any.subtracting(relation))
        }
    }
}

/// How two values stand to each other. Of `a contains b`, `equal` means yes.
struct Relation: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let less = Relation(rawValue: 1)
    static let equal = Relation(rawValue: 2)
    static let greater = Relation(rawValue: 4)
    static let any: Relation = [.less, .equal, .greater]

    var mirrored: Relation {
        var result = intersection(.equal)
        if contains(.less) { result.insert(.greater) }
        if contains(.greater) { result.insert(.less) }
        return result
    }
}

/// A value that knows equality only; texts by their bytes.
enum Element: Hashable, Sendable {
    case text([UInt8])
    case flag(Bool)
    case anniversary(Anniversary)

    /// nil for ordered values and sets.
    init?(_ value: Value) {
        switch value {
        case .text(let text): self = .text(Array(text.utf8))
        case .boolean(let flag): self = .flag(flag)
        case .anniversary(let anniversary): self = .anniversary(anniversary)
        case .number, .time, .date, .duration, .set: return nil
        }
    }
}

enum ElementSet: Hashable, Sendable {
    case only(Set<Element>)
    case allBut(Set<Element>)

    static let all = ElementSet.allBut([])

    var complement: ElementSet {
        switch self {
        case .only(let set): .allBut(set)
        case .allBut(let set): .only(set)
        }
    }

    func intersection(_ other: ElementSet) -> ElementSet {
        switch (self, other) {
        case (.only(let one), .only(let two)): .only(one.intersection(two))
        case (.only(let one), .allBut(let two)): .only(one.subtracting(two))
        case (.allBut(let one), .only(let two)): .only(two.subtracting(one))
        case (.allBut(let one), .allBut(let two)): .allBut(one.union(two))
        }
    }
}

/// What is still possible for one variable: missing, or a value that meets every constraint.
///
/// The constraints on a value are kept apart by kind, so the domain is no smaller than the truth:
/// when it is empty, nothing is possible.
struct TruthDomain: Hashable, Sendable {
    var mayBeMissing = true
    private(set) var mayHaveValue = true
    private(set) var ranks = IntervalSet.all
    private(set) var offsets = IntervalSet.all
    private(set) var elements = ElementSet.all
    private(set) var relation = Relation.any
    private var words: [[UInt8]: Bool] = [:]
    private var parts: [[UInt8]: Bool] = [:]

    var isPossible: Bool { mayBeMissing || mayHaveValue }

    /// Leaves out what goes against a test.
    mutating func restrict(_ constraint: Constraint, orMissing: Bool) {
        if !orMissing { mayBeMissing = false }
        restrictValue(constraint)
    }

    /// Leaves out values; missing stays as possible as it was.
    mutating func restrictValue(_ constraint: Constraint) {
        guard mayHaveValue else { return }
        switch constraint {
        case .anything: return
        case .nothing: mayHaveValue = false
        case .ranks(let set): ranks = ranks.intersection(set)
        case .offsets(let set): offsets = offsets.intersection(set)
        case .elements(let set): elements = elements.intersection(set)
        case .relation(let other): relation = relation.intersection(other)
        case .word(let word, let isIn):
            if words.updateValue(isIn, forKey: word) == !isIn { mayHaveValue = false }
        case .part(let part, let isIn):
            restrictPart(part, isIn)
        }
        if ranks.isEmpty || offsets.isEmpty || relation.isEmpty { mayHaveValue = false }
        if case .only(let set) = elements { restrictTexts(set) }
    }

    /// A part that is wanted cannot hold one that is not.
    private mutating func restrictPart(_ part: [UInt8], _ isIn: Bool) {
        let before = parts.updateValue(isIn, forKey: part)
        if before == !isIn { mayHaveValue = false }
        guard before == nil else { return }
        for (other, otherIsIn) in parts where otherIsIn != isIn {
            if isIn ? part.containsBytes(other) : other.containsBytes(part) {
                mayHaveValue = false
            }
        }
    }

    /// The possible texts against the parts they must and must not have.
    private mutating func restrictTexts(_ set: Set<Element>) {
        let left = set.filter { element in
            guard !parts.isEmpty, case .text(let text) = element else { return true }
            return parts.allSatisfy { text.containsBytes($0.key) == $0.value }
        }
        if left.count < set.count { elements = .only(left) }
        if left.isEmpty { mayHaveValue = false }
    }
}

extension [UInt8] {
    func containsBytes(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard count >= part.count else { return false }
        for start in 0...(count - part.count) where self[start] == first {
            if self[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }
}
