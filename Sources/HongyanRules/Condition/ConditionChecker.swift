import HongyanCore

/// Gives names and types to an expression and makes Core's `Condition` of it.
///
/// Faults are collected side by side, so that one run tells all of them.
struct ConditionChecker {
    /// Nodes after named audiences and computed tags have been put in.
    static let mostNodes = 2_000

    let names: Names
    let scope: FieldScope?
    /// Nodes so far.
    var size = 0
    private var faults: [ConditionFault] = []
    private var warnings: [ConditionFault] = []

    init(names: Names, scope: FieldScope? = nil) {
        self.names = names
        self.scope = scope
    }

    /// The checked condition, or nil when it has faults, which are reported.
    mutating func check(_ text: ConditionText) -> Condition? {
        run(text) { (checker, expression) in checker.condition(expression, guarded: []) }
    }

    /// The checked operand of a computed tag, or nil when it has faults, which are reported.
    mutating func checkOperand(_ text: ConditionText) -> Operand? {
        run(text) { (checker, expression) in
            do throws(ConditionFault) {
                return try checker.operand(expression, expecting: nil)
            } catch {
                checker.faults.append(error)
                return nil
            }
        }
    }

    private mutating func run<Answer>(
        _ text: ConditionText, _ body: (inout ConditionChecker, Expression) -> Answer?
    ) -> Answer? {
        let expression: Expression
        do throws(ConditionFault) {
            expression = try ConditionParser.parse(text.text)
        } catch {
            text.report(error, .error, to: names.findings)
            return nil
        }
        let answer = body(&self, expression)
        for fault in faults where !fault.id.isEmpty {
            text.report(fault, .error, to: names.findings)
        }
        guard faults.isEmpty else { return nil }
        for warning in warnings { text.report(warning, .warning, to: names.findings) }
        return answer
    }

    mutating func count(_ nodes: Int, at range: Range<Int>) throws(ConditionFault) {
        size += nodes
        guard size <= ConditionChecker.mostNodes else {
            throw ConditionFault(
                "condition/size", range,
                zh: "条件展开后不能超过 \(ConditionChecker.mostNodes) 项",
                en: "a condition must not grow beyond \(ConditionChecker.mostNodes) terms")
        }
    }

    // MARK: Conditions

    private mutating func condition(
        _ expression: Expression, guarded: Set<String>
    ) -> Condition? {
        do throws(ConditionFault) {
            try count(1, at: expression.range)
            return try checked(expression, guarded: guarded)
        } catch {
            faults.append(error)
            return nil
        }
    }

    private mutating func checked(
        _ expression: Expression, guarded: Set<String>
    ) throws(ConditionFault) -> Condition? {
        switch expression.kind {
        case .all(let sides):
            return conditions(sides, guarded: guarded).map { .all($0) }
        case .any(let sides):
            return conditions(sides, guarded: guarded).map { .any($0) }
        case .not(let inner):
            warnAboutMissing(in: inner, at: expression.range, guarded: guarded, isNot: true)
            return condition(inner, guarded: guarded).map { .not($0) }
        case .compare(let left, let comparison, let right):
            if comparison == .unequal {
                warnAboutMissing(
                    in: expression, at: expression.range, guarded: guarded, isNot: false)
            }
            return try compare(left, comparison, right, expression.range)
        case .isIn(let left, let items): return try isIn(left, items)
        case .between(let value, let low, let high): return try between(value, low, high)
        case .has(let set, let word): return try has(set, word)
        case .contains(let text, let part):
            let whole = try operand(text, expecting: .text)
            try require(whole.type == .text, whole, text.range, "文本", "a text")
            let inner = try operand(part, expecting: .text)
            try require(inner.type == .text, inner, part.range, "文本", "a text")
            return .contains(whole, inner)
        case .isMissing(let inner): return .isMissing(try operand(inner, expecting: nil))
        case .olderThan(let inner, let span): return .olderThan(try time(inner), span)
        case .within(let inner, let span): return .within(try time(inner), span)
        case .boolean(let flag): return .constant(flag)
        case .name(let name) where names.audiences[name] != nil && field(name) == nil:
            let (condition, nodes) = try names.condition(ofAudience: name, at: expression.range)
            try count(nodes, at: expression.range)
            return condition
        default:
            let alone = try operand(expression, expecting: nil)
            guard alone.type == .boolean else {
                throw ConditionFault(
                    "condition/type", expression.range,
                    zh: "这里要一个条件，而它是\(alone.type.words.zh)",
                    en: "expected a condition, this is \(alone.type.words.en)")
            }
            return .isTrue(alone)
        }
    }

    private mutating func conditions(
        _ sides: [Expression], guarded: Set<String>
    ) -> [Condition]? {
        let all = guarded.union(sides.compactMap(ConditionChecker.testedForMissing))
        let result = sides.map { condition($0, guarded: all) }
        let whole = result.compactMap { $0 }
        return whole.count == result.count ? whole : nil
    }

    private mutating func time(_ expression: Expression) throws(ConditionFault) -> Operand {
        let result = try operand(expression, expecting: .time)
        guard result.type == .time else {
            let isDay = result.type == .date || result.type == .anniversary
            throw ConditionFault(
                "condition/type", expression.range,
                zh: "这里要时间，而它是\(result.type.words.zh)",
                en: "expected a time, this is \(result.type.words.en)",
                notes: isDay
                    ? [
                        Diagnostic.Message(
                            zh: "日期请写 days until … <= 3", en: "for dates write days until … <= 3")
                    ] : [])
        }
        return result
    }

    private mutating func compare(
        _ left: Expression, _ comparison: Condition.Comparison, _ right: Expression,
        _ range: Range<Int>
    ) throws(ConditionFault) -> Condition {
        let (first, second) = try pair(left, right)
        try requireSame(first, second, right.range)
        let isOrdered = comparison != .equal && comparison != .unequal
        if case .set = first.type {
            throw ConditionFault(
                "condition/type", range, zh: "集合不能比较，请用 has",
                en: "a set cannot be compared, use has")
        }
        if isOrdered, !first.type.isOrdered {
            throw ConditionFault(
                "condition/type", range,
                zh: "\(first.type.words.zh)没有大小，只能用 = 或 !=",
                en: "\(first.type.words.en) has no order, only = and != fit")
        }
        return .compare(first, comparison, second)
    }

    /// Both sides typed, the one that stands for itself first, numbers at one scale.
    private mutating func pair(
        _ left: Expression, _ right: Expression
    ) throws(ConditionFault) -> (Operand, Operand) {
        var first: Operand
        var second: Operand
        if isLoose(left), !isLoose(right) {
            second = try operand(right, expecting: nil)
            first = try operand(left, expecting: second.type)
        } else {
            first = try operand(left, expecting: nil)
            second = try operand(right, expecting: first.type)
        }
        align(&first, &second)
        return (first, second)
    }

    private mutating func isIn(
        _ left: Expression, _ items: [Expression]
    ) throws(ConditionFault) -> Condition {
        var value = try operand(left, expecting: nil)
        switch value.type {
        case .set, .boolean, .duration:
            throw ConditionFault(
                "condition/type", left.range, zh: "in 不能用于\(value.type.words.zh)",
                en: "in does not fit \(value.type.words.en)")
        default: break
        }
        var literals: [Operand] = []
        for item in items {
            try count(1, at: item.range)
            var operand = try operand(item, expecting: value.type)
            align(&value, &operand)
            guard case .literal = operand else {
                throw ConditionFault(
                    "condition/list", item.range, zh: "列表里只能写值",
                    en: "a list may hold values only")
            }
            try requireSame(value, operand, item.range)
            literals.append(operand)
        }
        for index in literals.indices { align(&value, &literals[index]) }
        var values: [Value] = []
        for index in literals.indices {
            align(&value, &literals[index])
            if case .literal(let literal, _) = literals[index] { values.append(literal) }
        }
        return .isIn(value, values)
    }

    private mutating func between(
        _ value: Expression, _ low: Expression, _ high: Expression
    ) throws(ConditionFault) -> Condition {
        var middle = try operand(value, expecting: nil)
        var bottom = try operand(low, expecting: middle.type)
        var top = try operand(high, expecting: middle.type)
        align(&middle, &bottom)
        align(&middle, &top)
        align(&middle, &bottom)
        try requireSame(middle, bottom, low.range)
        try requireSame(middle, top, high.range)
        try require(
            middle.type.isOrdered, middle, value.range, "数、时间或日期", "a number, time or date")
        return .between(middle, bottom, top)
    }

    private mutating func has(
        _ set: Expression, _ word: Expression
    ) throws(ConditionFault) -> Condition {
        let whole = try operand(set, expecting: nil)
        guard case .set(let allowed) = whole.type else {
            throw ConditionFault(
                "condition/type", set.range, zh: "has 只用于集合标签",
                en: "has fits set tags only, this is \(whole.type.words.en)")
        }
        let text: String
        switch word.kind {
        case .name(let name): text = name
        case .text(let quoted): text = quoted
        case .number(let digits): text = digits
        default:
            throw ConditionFault(
                "condition/type", word.range, zh: "has 后面要一个词", en: "expected a word after has")
        }
        if !allowed.isEmpty {
            guard let value = allowed.first(where: { $0 == text }) else {
                throw unlisted(text, allowed, word.range)
            }
            return .has(whole, value)
        }
        return .has(whole, text)
    }

    // MARK: Missing values

    /// The name in `x is missing` and `not x is missing`.
    private static func testedForMissing(_ expression: Expression) -> String? {
        switch expression.kind {
        case .not(let inner): return testedForMissing(inner)
        case .isMissing(let inner):
            if case .name(let name) = inner.kind { return name }
            return nil
        default: return nil
        }
    }

    private mutating func warnAboutMissing(
        in expression: Expression, at range: Range<Int>, guarded: Set<String>, isNot: Bool
    ) {
        var found: [String] = []
        collectNames(expression, &found)
        guard let name = found.first(where: { !guarded.contains($0) }) else { return }
        let note: Diagnostic.Message
        if isNot {
            note = Diagnostic.Message(
                zh: "若不想要他们，加上 and \(name) is not missing；若想要，加上 or \(name) is missing",
                en:
                    "'and \(name) is not missing' leaves them out, 'or \(name) is missing' says so"
            )
        } else {
            note = Diagnostic.Message(
                zh: "若想要他们，加上 or \(name) is missing；若不想要，加上 and \(name) is not missing",
                en:
                    "'or \(name) is missing' takes them in, 'and \(name) is not missing' says so"
            )
        }
        warnings.append(
            ConditionFault(
                "condition/missing", range,
                zh: isNot ? "缺少“\(name)”的客户也满足 not" : "缺少“\(name)”的客户不满足 !=",
                en: isNot
                    ? "'not' also holds for customers without '\(name)'"
                    : "'!=' does not hold for customers without '\(name)'",
                notes: [note]))
    }

    /// Tags with a column and fields, outside `is missing`, in the order written.
    private func collectNames(_ expression: Expression, _ found: inout [String]) {
        switch expression.kind {
        case .name(let name):
            if field(name) != nil || names.tag(name) != nil { found.append(name) }
        case .all(let sides), .any(let sides):
            for side in sides { collectNames(side, &found) }
        case .not(let inner), .negated(let inner), .daysUntil(let inner), .olderThan(let inner, _),
            .within(let inner, _), .has(let inner, _), .isIn(let inner, _):
            collectNames(inner, &found)
        case .compare(let left, _, let right), .arithmetic(let left, _, let right),
            .contains(let left, let right):
            collectNames(left, &found)
            collectNames(right, &found)
        case .between(let value, let low, let high):
            for side in [value, low, high] { collectNames(side, &found) }
        case .isMissing, .aggregate, .number, .duration, .date, .text, .boolean: break
        }
    }
}
