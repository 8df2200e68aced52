/// Draws what the links between variables say into their domains.
struct TruthPropagation {
    /// More rounds can only find more; one of them per link is enough for a chain of links.
    private static let mostRounds = 8

    let links: [TruthLink]

    /// Narrows the domains. False when one of them comes out empty: nothing is possible.
    /// - Parameter stepsLeft: Less one for each domain and link that was looked at.
    func narrow(_ domains: inout [TruthDomain], _ stepsLeft: inout Int) -> Bool {
        for _ in 0..<TruthPropagation.mostRounds {
            stepsLeft -= domains.count + links.count
            let before = domains
            for link in links {
                switch link {
                case .needs(let number, let parts, let isExact):
                    presence(number, parts, isExact, &domains)
                case .order(let pair, let left, let right):
                    order(pair, left, right, &domains)
                case .covers(let inner, let small, let outer, let large):
                    cover(inner, small, outer, large, &domains)
                case .latest(let tag, let number, let aggregate):
                    latest(tag, number, aggregate, &domains)
                }
            }
            guard domains.allSatisfy(\.isPossible) else { return false }
            if domains == before { break }
        }
        return true
    }

    private func presence(
        _ number: Int, _ parts: [Int], _ isExact: Bool, _ domains: inout [TruthDomain]
    ) {
        if !domains[number].mayBeMissing {
            for part in parts { domains[part].mayBeMissing = false }
        }
        if parts.contains(where: { !domains[$0].mayHaveValue }) {
            domains[number].restrictValue(.nothing)
        }
        if isExact, parts.allSatisfy({ !domains[$0].mayBeMissing }) {
            domains[number].mayBeMissing = false
        }
        let open = parts.filter { domains[$0].mayBeMissing }
        if isExact, !domains[number].mayHaveValue, open.count == 1 {
            domains[open[0]].restrictValue(.nothing)
        }
    }

    // MARK: Two values

    private func order(_ pair: Int, _ left: Int, _ right: Int, _ domains: inout [TruthDomain]) {
        domains[pair].restrictValue(
            .relation(TruthPropagation.relation(domains[left], domains[right])))
        guard !domains[pair].mayBeMissing else { return }
        let relation = domains[pair].relation
        if relation == .equal {
            let (one, two) = (domains[left], domains[right])
            domains[left].restrictValue(.elements(two.elements))
            domains[right].restrictValue(.elements(one.elements))
        }
        if relation.isSubset(of: [.less, .equal]) {
            TruthPropagation.bound(left, right, isStrict: relation == .less, &domains)
        }
        if relation.isSubset(of: [.greater, .equal]) {
            TruthPropagation.bound(right, left, isStrict: relation == .greater, &domains)
        }
    }

    /// How two values can stand to each other by what each of them can be.
    private static func relation(_ left: TruthDomain, _ right: TruthDomain) -> Relation {
        var result = Relation.any
        for (one, two) in [(left.ranks, right.ranks), (left.offsets, right.offsets)] {
            guard let least = one.least, let greatest = one.greatest,
                let otherLeast = two.least, let otherGreatest = two.greatest
            else { continue }
            if least >= otherGreatest { result.remove(.less) }
            if greatest <= otherLeast { result.remove(.greater) }
            if one.intersection(two).isEmpty { result.remove(.equal) }
        }
        if case .only(let one) = left.elements, case .only(let two) = right.elements {
            if one.isDisjoint(with: two) { result.remove(.equal) }
            if one.count == 1, one == two { result.formIntersection(.equal) }
        }
        return result
    }

    /// The small value is at most the great one, or less than it.
    private static func bound(
        _ small: Int, _ great: Int, isStrict: Bool, _ domains: inout [TruthDomain]
    ) {
        let (one, two) = (domains[small], domains[great])
        if let most = two.ranks.greatest {
            domains[small].restrictValue(.ranks(isStrict ? .below(most) : .atMost(most)))
        }
        if let least = one.ranks.least {
            domains[great].restrictValue(.ranks(isStrict ? .above(least) : .atLeast(least)))
        }
        if let most = two.offsets.greatest, most < .max {
            domains[small].restrictValue(.offsets(isStrict ? .below(most) : .atMost(most)))
        }
        if let least = one.offsets.least, least > .min {
            domains[great].restrictValue(.offsets(isStrict ? .above(least) : .atLeast(least)))
        }
    }

    // MARK: Aggregates

    /// Two aggregates over the same kind of event, of which the outer sees all that the inner sees.
    private func cover(
        _ inner: Int, _ small: Aggregate, _ outer: Int, _ large: Aggregate,
        _ domains: inout [TruthDomain]
    ) {
        if domains[inner].provesEvents(small) { domains[outer].expectEvents(large) }
        if domains[outer].deniesEvents(large) { domains[inner].expectNoEvents(small) }
        if small.function == .count, large.function == .count {
            TruthPropagation.bound(inner, outer, isStrict: false, &domains)
        }
        guard small.field == large.field, !domains[inner].mayBeMissing,
            !domains[outer].mayBeMissing, [.min, .max, .last].contains(small.function),
            domains[inner].elements == .all
        else { return }
        switch large.function {
        case .min: TruthPropagation.bound(outer, inner, isStrict: false, &domains)
        case .max: TruthPropagation.bound(inner, outer, isStrict: false, &domains)
        case .count, .sum, .last: break
        }
    }

    /// An event inside the aggregate's time is no later than the latest one.
    private func latest(
        _ tag: Int, _ number: Int, _ aggregate: Aggregate, _ domains: inout [TruthDomain]
    ) {
        let inside = IntervalSet.above(-aggregate.span.milliseconds)
        if domains[number].provesEvents(aggregate) {
            domains[tag].restrict(.offsets(inside), orMissing: false)
        }
        let isOutside = domains[tag].offsets.intersection(inside).isEmpty
        if isOutside || !domains[tag].mayHaveValue {
            domains[number].expectNoEvents(aggregate)
        }
    }
}

extension TruthDomain {
    /// In every case that is left the aggregate has seen an event.
    fileprivate func provesEvents(_ aggregate: Aggregate) -> Bool {
        switch aggregate.function {
        // A sum that is missing has overflowed.
        case .count, .sum: !mayHaveValue || !ranks.contains(0)
        case .min, .max, .last: !mayBeMissing
        }
    }

    /// In every case that is left the aggregate has seen no event; certain of counts only.
    fileprivate func deniesEvents(_ aggregate: Aggregate) -> Bool {
        aggregate.function == .count && ranks.greatest == 0
    }

    fileprivate mutating func expectEvents(_ aggregate: Aggregate) {
        switch aggregate.function {
        case .count: restrict(.ranks(.atLeast(1)), orMissing: false)
        case .sum, .min, .max, .last: break
        }
    }

    fileprivate mutating func expectNoEvents(_ aggregate: Aggregate) {
        switch aggregate.function {
        case .count, .sum: restrict(.ranks(IntervalSet(0...0)), orMissing: false)
        case .min, .max, .last: restrictValue(.nothing)
        }
    }
}
