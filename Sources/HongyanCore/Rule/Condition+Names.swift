extension Condition {
    /// The aggregates it asks for, in the order of their first use, each once.
    public var aggregates: [Aggregate] {
        leaves { if case .aggregate(let aggregate) = $0 { aggregate } else { nil } }
    }

    /// The tags it reads, in the order of their first use, each once.
    public var tagNames: [TagName] {
        leaves { if case .tag(let name, _) = $0 { name } else { nil } }
    }

    /// The event or signal fields it reads, in the order of their first use, each once. Fields
    /// inside aggregates are not among them.
    public var fieldNames: [String] {
        leaves { if case .field(let name, _) = $0 { name } else { nil } }
    }

    /// Whether time alone may change its answer.
    public var asksClock: Bool {
        switch self {
        case .olderThan, .within: return true
        case .all(let parts), .any(let parts): return parts.contains(where: \.asksClock)
        case .not(let inner): return inner.asksClock
        default: break
        }
        var asks = false
        forEachOperand { operand in
            switch operand {
            case .aggregate, .daysUntil: asks = true
            default: break
            }
        }
        return asks
    }

    private func leaves<Name: Hashable>(_ pick: (Operand) -> Name?) -> [Name] {
        var seen: Set<Name> = []
        var names: [Name] = []
        forEachOperand { operand in
            if let name = pick(operand), seen.insert(name).inserted { names.append(name) }
        }
        return names
    }

    /// Every operand of the tree, outer before inner, left before right.
    func forEachOperand(_ body: (Operand) -> Void) {
        switch self {
        case .constant: break
        case .all(let parts), .any(let parts): for part in parts { part.forEachOperand(body) }
        case .not(let inner): inner.forEachOperand(body)
        case .compare(let left, _, let right), .contains(let left, let right):
            left.forEach(body)
            right.forEach(body)
        case .between(let operand, let low, let high):
            operand.forEach(body)
            low.forEach(body)
            high.forEach(body)
        case .isIn(let operand, _), .has(let operand, _), .isMissing(let operand),
            .isTrue(let operand), .olderThan(let operand, _), .within(let operand, _):
            operand.forEach(body)
        }
    }
}

extension Operand {
    func forEach(_ body: (Operand) -> Void) {
        body(self)
        switch self {
        case .literal, .tag, .field, .aggregate: break
        case .daysUntil(let inner), .negated(let inner, _), .rescaled(let inner, _):
            inner.forEach(body)
        case .arithmetic(let left, _, let right, _):
            left.forEach(body)
            right.forEach(body)
        }
    }
}
