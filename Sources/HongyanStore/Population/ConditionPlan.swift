internal import HongyanCore

/// A condition made ready to be asked of many rows: tests of one column against fixed values read
/// the column itself, all others go to Core's interpreter.
///
/// It says what `Condition.holds` says; a generated test holds the two to the same answer.
indirect enum ConditionPlan {
    case constant(Bool)
    case all([ConditionPlan])
    case any([ConditionPlan])
    case not(ConditionPlan)
    /// The count lies in the range; a missing one does not.
    case count(column: Int, ClosedRange<Int64>)
    /// The count is there and is another.
    case otherThan(column: Int, Int64)
    /// The count is one of them.
    case oneOf(column: Int, [Int64])
    /// By the word's place in the column's pool; the last answer is for a missing word.
    case word(column: Int, answers: [Bool])
    case isMissing(column: Int)
    /// The time lies before `now − span`.
    case older(column: Int, Span)
    /// The time lies in `(now − span, now]`.
    case within(column: Int, Span)
    /// An aggregate over the customer's events against a fixed value.
    case aggregate(Aggregate, Condition.Comparison, Value)
    case interpreted(Condition)
}

extension Population {
    /// Words that a column may have for its tests to be answered beforehand.
    private static let mostWords = 4_096

    /// The same plan each time it is asked for.
    func plan(_ condition: Condition, in zone: Zone) -> ConditionPlan {
        if let known = plans[condition] { return known }
        let plan = make(condition, zone)
        plans[condition] = plan
        return plan
    }

    private func make(_ condition: Condition, _ zone: Zone) -> ConditionPlan {
        switch condition {
        case .constant(let answer): .constant(answer)
        case .all(let parts): .all(parts.map { make($0, zone) })
        case .any(let parts): .any(parts.map { make($0, zone) })
        case .not(let inner): .not(make(inner, zone))
        case .compare(.aggregate(let aggregate), let comparison, .literal(let value, _)):
            .aggregate(aggregate, comparison, value)
        default: leaf(condition, zone) ?? .interpreted(condition)
        }
    }

    /// nil for what is no test of one column against fixed values.
    private func leaf(_ condition: Condition, _ zone: Zone) -> ConditionPlan? {
        guard let index = Self.onlyTag(of: condition).flatMap({ columnNumbers[$0] }),
            columns[index].leastRows.isEmpty
        else { return nil }
        if case .isMissing = condition { return .isMissing(column: index) }
        guard columns[index].isCount else { return words(condition, index, zone) }
        switch condition {
        case .compare(_, let comparison, .literal(let value, _)):
            return Self.count(value).flatMap { Self.range(index, comparison, $0) }
        case .between(_, .literal(let low, _), .literal(let high, _)):
            guard let low = Self.count(low), let high = Self.count(high) else { return nil }
            return Self.range(index, low, high)
        case .isIn(_, let values):
            let counts = values.compactMap(Self.count)
            return counts.count == values.count ? .oneOf(column: index, counts) : nil
        case .isTrue: return .count(column: index, 1...Int64.max)
        case .olderThan(_, let span):
            return columns[index].tag.type == .time ? .older(column: index, span) : nil
        case .within(_, let span):
            return columns[index].tag.type == .time ? .within(column: index, span) : nil
        default: return nil
        }
    }

    /// The tag, where the condition tests it against fixed values and nothing else.
    private static func onlyTag(of condition: Condition) -> TagName? {
        switch condition {
        case .compare(.tag(let name, _), _, .literal), .isIn(.tag(let name, _), _),
            .between(.tag(let name, _), .literal, .literal), .has(.tag(let name, _), _),
            .contains(.tag(let name, _), .literal), .isMissing(.tag(let name, _)),
            .isTrue(.tag(let name, _)), .olderThan(.tag(let name, _), _),
            .within(.tag(let name, _), _):
            name
        default: nil
        }
    }

    /// Asks the interpreter once a word.
    private func words(
        _ condition: Condition, _ index: Int, _ zone: Zone
    ) -> ConditionPlan? {
        let pool = columns[index].poolValues
        guard pool.count <= Self.mostWords else { return nil }
        // No test of words asks for the time.
        let answers = (pool + [nil]).map { (word: Value?) in
            condition.holds(for: Subject(now: .distantPast, zone: zone, tag: { _ in word }))
        }
        return .word(column: index, answers: answers)
    }

    private static func range(
        _ index: Int, _ comparison: Condition.Comparison, _ value: Int64
    ) -> ConditionPlan {
        switch comparison {
        case .equal: range(index, value, value)
        case .unequal: .otherThan(column: index, value)
        case .lessOrEqual: range(index, .min, value)
        case .greaterOrEqual: range(index, value, .max)
        case .less: value == .min ? .constant(false) : range(index, .min, value - 1)
        case .greater: value == .max ? .constant(false) : range(index, value + 1, .max)
        }
    }

    private static func range(_ index: Int, _ low: Int64, _ high: Int64) -> ConditionPlan {
        // The least count of all stands for a missing one.
        let low = max(low, TagColumn.missing + 1)
        return low <= high ? .count(column: index, low...high) : .constant(false)
    }

    /// What a column has for a value; nil for values that are words.
    private static func count(_ value: Value) -> Int64? {
        if case .boolean(let flag) = value { return flag ? 1 : 0 }
        return value.rank
    }
}

extension Population.Judge {
    func holds(_ plan: ConditionPlan) -> Bool {
        switch plan {
        case .constant(let answer): return answer
        case .all(let parts):
            for part in parts where !holds(part) { return false }
            return true
        case .any(let parts):
            for part in parts where holds(part) { return true }
            return false
        case .not(let inner): return !holds(inner)
        case .count(let column, let range):
            return range.contains(population.columns[column].stored(row))
        case .otherThan(let column, let value):
            let count = population.columns[column].stored(row)
            return count != value && count != TagColumn.missing
        case .oneOf(let column, let values):
            return values.contains(population.columns[column].stored(row))
        case .word(let column, let answers):
            let place = population.columns[column].wordPlace(row)
            return place < 0 ? answers[answers.count - 1] : answers[place]
        case .isMissing(let column): return population.columns[column].isMissing(row)
        case .older(let column, let span):
            let count = population.columns[column].stored(row)
            return count != TagColumn.missing && count < (now - span).milliseconds
        case .within(let column, let span):
            let count = population.columns[column].stored(row)
            return count > (now - span).milliseconds && count <= now.milliseconds
        case .aggregate(let aggregate, let comparison, let value):
            return Condition.compare(
                population.value(of: aggregate, for: row, now: now), comparison, value)
        case .interpreted(let condition): return condition.holds(for: subject)
        }
    }
}
