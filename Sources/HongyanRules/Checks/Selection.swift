import HongyanCore

/// What surely holds for everybody a rule selects: proofs by the shape of conditions only.
enum Selection {
    /// Tags that are there for everybody whom a rule's trigger and audience select.
    static func present(_ rule: CompiledRule) -> Set<TagName> {
        var result = present(rule.audience)
        switch rule.trigger {
        case .event(let trigger): result.formUnion(present(trigger.where))
        case .absence(let trigger): result.formUnion(present(trigger.where))
        case .dormant(let trigger): result.insert(trigger.tag)
        case .date(let trigger): result.insert(trigger.tag)
        case .signal(let trigger): result.insert(trigger.by)
        case .enters(let trigger): result.formUnion(present(trigger.condition))
        case .schedule, .reply: break
        }
        return result
    }

    /// Tags that are missing for everybody whom a rule's audience selects.
    static func missing(_ rule: CompiledRule) -> Set<TagName> {
        Set(
            conjuncts(rule.audience).compactMap { part in
                if case .isMissing(.tag(let name, _)) = part { name } else { nil }
            })
    }

    /// Every comparison is false when an operand is missing; so where it holds, they are there.
    private static func present(_ condition: Condition) -> Set<TagName> {
        switch condition {
        case .constant, .isMissing: []
        case .all(let parts): parts.reduce(into: []) { $0.formUnion(present($1)) }
        case .any(let parts):
            parts.dropFirst().reduce(parts.first.map(present) ?? []) {
                $0.intersection(present($1))
            }
        case .not(.isMissing(let operand)): needed(operand)
        case .not(.not(let inner)): present(inner)
        case .not(.any(let parts)):
            parts.reduce(into: []) { $0.formUnion(present(.not($1))) }
        case .not: []
        case .compare(let left, _, let right), .contains(let left, let right):
            needed(left).union(needed(right))
        case .between(let operand, let low, let high):
            needed(operand).union(needed(low)).union(needed(high))
        case .isIn(let operand, _), .has(let operand, _), .isTrue(let operand),
            .olderThan(let operand, _), .within(let operand, _):
            needed(operand)
        }
    }

    /// Tags without which an operand is missing.
    private static func needed(_ operand: Operand) -> Set<TagName> {
        switch operand {
        case .tag(let name, _): [name]
        case .literal, .field, .aggregate: []
        case .daysUntil(let inner), .negated(let inner, _), .rescaled(let inner, _):
            needed(inner)
        case .arithmetic(let left, _, let right, _): needed(left).union(needed(right))
        }
    }

    // MARK: Two audiences

    /// With how many alike rules before it a check compares a rule at most: whoever clashes with
    /// later ones only is not told. It keeps the work in step with the number of rules.
    static let mostCompared = 100

    /// Whether an audience surely holds everybody of another.
    static func isAsWide(_ wide: Condition, as narrow: Condition) -> Bool {
        if wide == .constant(true) { return true }
        return isAsWide(conjuncts(wide), as: conjuncts(narrow))
    }

    /// The same for audiences taken apart before.
    static func isAsWide(_ wide: [Condition], as narrow: [Condition]) -> Bool {
        if wide == [.constant(true)] { return true }
        return wide.allSatisfy { narrow.contains($0) }
    }

    /// Whether two audiences surely have nobody in common: they want different values of one tag.
    static func areDisjoint(_ left: Condition, _ right: Condition) -> Bool {
        let others = conjuncts(right)
        return conjuncts(left).contains { one in
            others.contains { other in
                if other == .not(one) || one == .not(other) { return true }
                guard let (tag, values) = choice(one), let (tag2, values2) = choice(other) else {
                    return false
                }
                return tag == tag2 && values.isDisjoint(with: values2)
            }
        }
    }

    /// `tier = gold`, `tier in [gold, silver]`: the tag and the values it may have.
    private static func choice(_ condition: Condition) -> (TagName, Set<Value>)? {
        switch condition {
        case .compare(.tag(let name, _), .equal, .literal(let value, _)): (name, [value])
        case .isIn(.tag(let name, _), let values): (name, Set(values))
        default: nil
        }
    }

    static func conjuncts(_ condition: Condition) -> [Condition] {
        if case .all(let parts) = condition { return parts.flatMap(conjuncts) }
        return [condition]
    }
}
