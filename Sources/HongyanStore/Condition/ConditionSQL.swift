internal import GRDB
internal import HongyanCore

/// Compiles conditions to SQL with bound parameters, `now` among them.
///
/// Every piece is two-valued: 0 or 1, never NULL. A missing value is NULL inside operands only. The
/// interpreter of Core gives the same answers; a generated test holds them together.
struct ConditionSQL {
    let now: Timestamp
    let zone: Zone
    /// The alias under which the customer's row is known.
    var customer = "c"
    /// The column that holds the payload which `field` reads; nil where there is none: fields are
    /// missing.
    var payload: String?

    func holds(_ condition: Condition) -> SQL {
        switch condition {
        case .constant(let flag): SQL(sql: flag ? "1" : "0")
        case .all(let parts): joined(parts, by: " AND ")
        case .any(let parts): joined(parts, by: " OR ")
        case .not(let inner): "(NOT \(holds(inner)))"
        case .compare(let left, let comparison, let right):
            "((\(operand(left)) \(sql: symbol(comparison)) \(operand(right))) IS TRUE)"
        case .isIn(let value, let list): isIn(value, list)
        case .between(let value, let low, let high):
            "((\(operand(value)) BETWEEN \(operand(low)) AND \(operand(high))) IS TRUE)"
        case .has(let set, let word):
            "((instr(\(operand(set)), \(Scalar.encode([word]))) > 0) IS TRUE)"
        case .contains(let text, let part):
            "((instr(\(operand(text)), \(operand(part))) > 0) IS TRUE)"
        case .isMissing(let value): "(\(operand(value)) IS NULL)"
        case .isTrue(let value): "(\(operand(value)) IS TRUE)"
        case .olderThan(let value, let span):
            "((\(operand(value)) < \((now - span).milliseconds)) IS TRUE)"
        case .within(let value, let span): within(value, span)
        }
    }

    private func joined(_ parts: [Condition], by word: String) -> SQL {
        var result: SQL = "("
        for (index, part) in parts.enumerated() {
            if index > 0 { result += SQL(sql: word) }
            result += holds(part)
        }
        return result + ")"
    }

    private func isIn(_ value: Operand, _ list: [Value]) -> SQL {
        var result: SQL = "((\(operand(value)) IN ("
        for (index, item) in list.enumerated() {
            if index > 0 { result += "," }
            result += literal(item)
        }
        return result + ")) IS TRUE)"
    }

    private func within(_ value: Operand, _ span: Span) -> SQL {
        let low = (now - span).milliseconds + 1
        return "((\(operand(value)) BETWEEN \(low) AND \(now.milliseconds)) IS TRUE)"
    }

    private func symbol(_ comparison: Condition.Comparison) -> String {
        comparison == .unequal ? "<>" : comparison.rawValue
    }

    /// SQL whose value is the operand's, or NULL when it is missing.
    func operand(_ operand: Operand) -> SQL {
        switch operand {
        case .literal(let value, _): literal(value)
        case .tag(let name, _): SQL(sql: "\(customer).\(TagColumns.name(name))")
        case .field(let name, _):
            payload.map { Self.field(name, of: $0) } ?? "NULL"
        case .aggregate(let aggregate): self.aggregate(aggregate)
        case .daysUntil(let inner): daysUntil(inner)
        case .arithmetic(let left, let sign, let right, _):
            "\(sql: function(sign))(\(self.operand(left)), \(self.operand(right)))"
        case .negated(let inner, _): "hy_sub(0, \(self.operand(inner)))"
        case .rescaled(let inner, let type):
            "hy_mul(\(self.operand(inner)), \(factor(from: inner.type, to: type)))"
        }
    }

    private func function(_ sign: Operand.Arithmetic) -> String {
        switch sign {
        case .plus: "hy_add"
        case .minus: "hy_sub"
        case .times: "hy_mul"
        case .dividedBy: "hy_div"
        }
    }

    private func factor(from: ValueType, to: ValueType) -> Int64 {
        guard case .number(let small) = from, case .number(let large) = to, large > small
        else { return 1 }
        return (small..<large).reduce(Int64(1)) { (power: Int64, _: Int) in power * 10 }
    }

    private func literal(_ value: Value) -> SQL { "\(Scalar.encode(value))" }

    private func daysUntil(_ inner: Operand) -> SQL {
        let today = Int64(zone.day(of: now).number)
        if inner.type == .anniversary { return "hy_days_until(\(operand(inner)), \(today))" }
        return "(\(operand(inner)) - \(today))"
    }

    /// A payload field; names come from the checked schema, and are bound all the same.
    static func field(_ name: String, of payload: String) -> SQL {
        "json_extract(\(sql: payload), \(path(name)))"
    }

    static func path(_ name: String) -> String {
        "$.\""
            + name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\\\"") + "\""
    }

    // MARK: Aggregates

    private func aggregate(_ aggregate: Aggregate) -> SQL {
        let source = events(aggregate)
        guard let name = aggregate.field else { return "(SELECT COUNT(*) \(source))" }
        let value = Self.field(name, of: "x.payload")
        switch aggregate.function {
        case .count: return "(SELECT COUNT(\(value)) \(source))"
        case .min: return "(SELECT MIN(\(value)) \(source))"
        case .max: return "(SELECT MAX(\(value)) \(source))"
        case .last:
            return """
                (SELECT \(value) \(source) AND \(value) IS NOT NULL
                 ORDER BY x.at DESC, x.seq DESC LIMIT 1)
                """
        case .sum: return sum(of: value, source)
        }
    }

    private func events(_ aggregate: Aggregate) -> SQL {
        let from = (now - aggregate.span).milliseconds
        return """
            FROM events x WHERE x.slot = 0 AND x.customer = \(sql: customer).row
            AND x.kind = \(aggregate.event.rawValue)
            AND x.at > \(from) AND x.at <= \(now.milliseconds)
            """
    }

    /// The exact sum, NULL when it leaves 64 bits: SQLite's own SUM would raise an error, so the
    /// high
    /// and low halves are added apart.
    private func sum(of value: SQL, _ source: SQL) -> SQL {
        """
        (SELECT CASE WHEN h BETWEEN -2147483648 AND 2147483647 THEN (h << 32) | l END FROM (
         SELECT COALESCE(SUM(v >> 32), 0) + (COALESCE(SUM(v & 4294967295), 0) >> 32) AS h,
         COALESCE(SUM(v & 4294967295), 0) & 4294967295 AS l FROM (
         SELECT \(value) AS v \(source))))
        """
    }
}
