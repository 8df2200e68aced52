/// Whether a condition holds whoever the customer is and whenever it is asked.
public enum Truth: String, Hashable, Sendable, CaseIterable {
    case never, always
    /// Sometimes, or not known.
    case maybe
}

/// Proves that conditions can never hold, or always do, without looking at any customer.
///
/// Sound, and not complete: `never` and `always` are proofs for every customer whose values fit the
/// types of the schema, at every moment; `maybe` says nothing. The search for a case stops after a
/// bounded number of steps, and then the answer is `maybe`.
///
/// It knows: ranges of numbers, times, dates and of arithmetic with numbers, overflow included;
/// the values of an enum; texts that are, or contain, other texts; words of sets; what is older
/// than or within; missing values; comparisons between two tags; and that an aggregate over a
/// longer time sees what one over a shorter time sees.
public struct ConditionTruth: Sendable {
    /// Steps of one search: so many tests, domains and links are looked at.
    public static let mostSteps = 50_000

    private let latest: [TagName: EventKind]

    /// - Parameter latest: Tags that keep the time of the customer's latest event of a kind, which
    ///   ties them to counts of those events.
    public init(latest: [TagName: EventKind] = [:]) { self.latest = latest }

    public init(schema: TagSchema) {
        var latest: [TagName: EventKind] = [:]
        for tag in schema.tags {
            if case .latest(let event) = tag.source { latest[tag.name] = event }
        }
        self.init(latest: latest)
    }

    public func truth(of condition: Condition) -> Truth {
        if excludes([condition]) { return .never }
        return excludes([.not(condition)]) ? .always : .maybe
    }

    /// True is a proof that no customer meets all of the conditions at one moment.
    public func excludes(_ conditions: [Condition]) -> Bool {
        var steps = ConditionTruth.mostSteps
        return excludes(conditions, stepsLeft: &steps)
    }

    /// True is a proof that whoever meets all of the conditions meets the other one as well.
    public func implies(_ conditions: [Condition], _ other: Condition) -> Bool {
        excludes(conditions + [.not(other)])
    }

    /// ``excludes(_:)`` out of a purse of steps, for whoever asks many questions: the answer is
    /// false when it is empty.
    public func excludes(_ conditions: [Condition], stepsLeft: inout Int) -> Bool {
        guard stepsLeft > 0 else { return false }
        var builder = TruthFormulaBuilder(latest: latest)
        let formulas = conditions.map { builder.formula($0) }
        let most = min(stepsLeft, ConditionTruth.mostSteps)
        var search = TruthSearch(
            propagation: TruthPropagation(links: builder.links), stepsLeft: most - builder.size)
        let isPossible = search.isPossible(formulas, builder.domains)
        stepsLeft -= most - search.stepsLeft
        return !isPossible
    }
}

/// Looks for a case in which all of some formulas hold.
private struct TruthSearch {
    let propagation: TruthPropagation
    /// When none is left, everything counts as possible.
    var stepsLeft: Int

    mutating func isPossible(_ formulas: [TruthFormula], _ domains: [TruthDomain]) -> Bool {
        guard stepsLeft > 0 else { return true }
        var domains = domains
        var choices: [[TruthFormula]] = []
        guard take(formulas, &domains, &choices), propagation.narrow(&domains, &stepsLeft) else {
            return false
        }
        var isSettled = false
        while !isSettled {
            guard stepsLeft > 0 else { return true }
            isSettled = true
            var open: [[TruthFormula]] = []
            for choice in choices {
                let left = choice.filter { isOpen($0, domains) }
                if left.isEmpty { return false }
                if left.count > 1 {
                    open.append(left)
                } else {
                    guard take(left, &domains, &open) else { return false }
                    isSettled = false
                }
            }
            choices = open
            if !isSettled, !propagation.narrow(&domains, &stepsLeft) { return false }
        }
        guard let least = choices.indices.min(by: { choices[$0].count < choices[$1].count }) else {
            return true
        }
        let choice = choices.remove(at: least)
        let rest = choices.map { TruthFormula.any($0) }
        return choice.contains { isPossible([$0] + rest, domains) }
    }

    /// Draws atoms into the domains and sets choices aside. False when nothing is left.
    private mutating func take(
        _ formulas: [TruthFormula], _ domains: inout [TruthDomain],
        _ choices: inout [[TruthFormula]]
    ) -> Bool {
        for formula in formulas {
            stepsLeft -= 1
            guard stepsLeft > 0 else { return true }
            switch formula {
            case .constant(let answer): if !answer { return false }
            case .atom(let number, let constraint, let orMissing):
                domains[number].restrict(constraint, orMissing: orMissing)
                if !domains[number].isPossible { return false }
            case .all(let parts): if !take(parts, &domains, &choices) { return false }
            case .any(let parts): choices.append(parts)
            }
        }
        return true
    }

    /// Not yet known to be impossible beside the domains.
    private mutating func isOpen(_ formula: TruthFormula, _ domains: [TruthDomain]) -> Bool {
        stepsLeft -= 1
        switch formula {
        case .constant(let answer): return answer
        case .atom(let number, let constraint, let orMissing):
            var domain = domains[number]
            domain.restrict(constraint, orMissing: orMissing)
            return domain.isPossible
        case .all(let parts): return parts.allSatisfy { isOpen($0, domains) }
        case .any(let parts): return parts.contains { isOpen($0, domains) }
        }
    }
}
