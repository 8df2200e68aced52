import HongyanCore

extension ConditionChecker {
    /// Types an operand; `expecting` is what the other side is, for words and literals that take
    /// their type from it.
    mutating func operand(
        _ expression: Expression, expecting: ValueType?
    ) throws(ConditionFault) -> Operand {
        try count(1, at: expression.range)
        switch expression.kind {
        case .name(let name): return try named(name, expecting: expecting, expression.range)
        case .number(let text): return try number(text, expression.range)
        case .duration(let span): return .literal(.duration(span), .duration)
        case .boolean(let flag): return .literal(.boolean(flag), .boolean)
        case .date(let day):
            if expecting == .time { return .literal(.time(names.zone.moment(day)), .time) }
            return .literal(.date(day), .date)
        case .text(let text): return try quoted(text, expecting: expecting, expression.range)
        case .aggregate(let function, let name, let span):
            return try aggregate(function, name, span, expression.range)
        case .daysUntil(let inner):
            let day = try operand(inner, expecting: .date)
            try require(
                day.type == .date || day.type == .anniversary, day, inner.range, "日期或周年日",
                "a date or an anniversary")
            return .daysUntil(day)
        case .negated(let inner):
            let value = try operand(inner, expecting: nil)
            guard case .number = value.type else {
                try require(false, value, inner.range, "数", "a number")
                throw .silent
            }
            if case .literal(.number(let count), let type) = value, count != .min {
                return .literal(.number(-count), type)
            }
            return .negated(value, value.type)
        case .arithmetic(let left, let sign, let right):
            return try arithmetic(left, sign, right, expression.range)
        default:
            throw ConditionFault(
                "condition/type", expression.range, zh: "这里要一个值，而它是条件",
                en: "expected a value, this is a condition")
        }
    }

    /// A name that is not a tag or field takes its meaning from the other side.
    func isLoose(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .name(let name):
            field(name) == nil && names.tag(name) == nil && names.computed[name] == nil
        case .text, .date: true
        default: false
        }
    }

    /// The field of that name, bare or behind its prefix.
    func field(_ name: String) -> FieldDefinition? {
        guard let scope else { return nil }
        let bare =
            name.hasPrefix(scope.prefix + ".")
            ? String(name.dropFirst(scope.prefix.count + 1)) : name
        return scope.fields.first { $0.name == bare }
    }

    private mutating func named(
        _ name: String, expecting: ValueType?, _ range: Range<Int>
    ) throws(ConditionFault) -> Operand {
        if case .enumeration(let values) = expecting,
            let value = values.first(where: { $0 == name })
        {
            return .literal(.text(value), .enumeration(values))
        }
        let isTag = names.tag(name) != nil || names.computed[name] != nil
        if let field = field(name) {
            if isTag, let scope {
                throw ConditionFault(
                    "name/ambiguous", range, zh: "“\(name)”既是字段又是标签",
                    en: "'\(name)' is both a field and a tag",
                    notes: [
                        Diagnostic.Message(
                            zh: "字段写作 \(scope.prefix).\(name)，标签写作 tag.\(name)",
                            en:
                                "\(scope.prefix).\(name) is the field, tag.\(name) the tag"
                        )
                    ])
            }
            return .field(field.name, field.type)
        }
        let bare = name.hasPrefix("tag.") ? String(name.dropFirst(4)) : name
        if let tag = names.tag(bare) { return .tag(tag.name, tag.type) }
        if names.computed[bare] != nil {
            let (operand, nodes) = try names.operand(ofComputed: bare, at: range)
            try count(nodes, at: range)
            return operand
        }
        throw unknown(name, expecting: expecting, range)
    }

    /// What people write for true and false.
    private static let booleans: [String: String] = [
        "yes": "true", "no": "false", "on": "true", "off": "false", "y": "true", "n": "false",
        "是": "true", "否": "false", "真": "true", "假": "false",
    ]

    private func unknown(
        _ name: String, expecting: ValueType?, _ range: Range<Int>
    ) -> ConditionFault {
        guard names.isWhole, !names.broken.contains(name) else { return .silent }
        if case .enumeration(let values) = expecting { return unlisted(name, values, range) }
        if expecting == .boolean, let flag = ConditionChecker.booleans[name.lowercased()] {
            return ConditionFault(
                "value/unknown", range, zh: "“\(name)”应写作 \(flag)",
                en: "'\(name)' is written '\(flag)'", fix: (range, flag))
        }
        if case .set = expecting {
            return ConditionFault(
                "condition/type", range, zh: "集合不能比较，请用 has",
                en: "a set cannot be compared, use has")
        }
        if expecting == .text {
            return ConditionFault(
                "condition/quote", range, zh: "文本要加引号", en: "text is written in quotes",
                fix: (range, "'\(name)'"))
        }
        if names.audiences[name] != nil {
            return ConditionFault(
                "condition/type", range, zh: "“\(name)”是人群，不是值",
                en: "'\(name)' is an audience, not a value")
        }
        var candidates = names.known
        if let scope {
            let isPrefixed = name.hasPrefix(scope.prefix + ".")
            candidates += scope.fields.map { isPrefixed ? "\(scope.prefix).\($0.name)" : $0.name }
        }
        if name.hasPrefix("event.") || name.hasPrefix("signal.") {
            let nearest = Suggestion(for: name, among: candidates)
            return ConditionFault(
                "field/unknown", range, zh: "此处没有字段“\(name)”",
                en: "there is no field '\(name)' here",
                notes: scope == nil
                    ? [
                        Diagnostic.Message(
                            zh: "事件和信号的字段只在触发的 where、when 里可用",
                            en: "fields are known in a trigger's 'where' or 'when' only"
                        )
                    ] : nearest.notes,
                fix: nearest.fix.map { (range, $0) })
        }
        let nearest = Suggestion(for: name, among: candidates)
        var notes =
            nearest.notes + [
                Diagnostic.Message(
                    zh: "标签和人群在 rules/tags.yaml 中声明",
                    en: "tags and audiences are declared in rules/tags.yaml")
            ]
        if let scope, !scope.fields.isEmpty {
            let shown = scope.fields.map(\.name).joined(separator: ", ")
            notes.append(Diagnostic.Message(zh: "这里的字段：\(shown)", en: "fields here: \(shown)"))
        }
        return ConditionFault(
            "tag/unknown", range, zh: "未知标签“\(name)”", en: "unknown tag '\(name)'",
            notes: notes, fix: nearest.fix.map { (range, $0) })
    }

    func unlisted(_ text: String, _ allowed: [String], _ range: Range<Int>) -> ConditionFault {
        let nearest = Suggestion(for: text, among: allowed)
        let shown = allowed.prefix(12).joined(separator: ", ") + (allowed.count > 12 ? " …" : "")
        return ConditionFault(
            "value/unknown", range, zh: "“\(text)”不在允许的值之中",
            en: "'\(text)' is not one of the allowed values",
            notes: nearest.notes + [
                Diagnostic.Message(zh: "允许：\(shown)", en: "allowed: \(shown)")
            ],
            fix: nearest.fix.map { (range, $0) })
    }

    private func number(_ text: String, _ range: Range<Int>) throws(ConditionFault) -> Operand {
        let scale = text.split(separator: ".").dropFirst().first?.utf8.count ?? 0
        let type = ValueType.number(scale: scale)
        guard scale <= ValueType.maxScale else {
            throw ConditionFault(
                "condition/number", range, zh: "小数最多 \(ValueType.maxScale) 位",
                en: "at most \(ValueType.maxScale) decimal places")
        }
        guard let count = Int64(text.filter { $0 != "." }) else {
            throw ConditionFault(
                "condition/number", range, zh: "数太大", en: "the number is too great")
        }
        return .literal(.number(count), type)
    }

    private func quoted(
        _ text: String, expecting: ValueType?, _ range: Range<Int>
    ) throws(ConditionFault) -> Operand {
        guard let expecting else { return .literal(.text(text), .text) }
        switch expecting {
        case .enumeration(let values):
            guard let value = values.first(where: { $0 == text }) else {
                throw unlisted(text, values, range)
            }
            return .literal(.text(value), expecting)
        case .time, .date, .anniversary:
            guard case .success(let value) = ValueText.parse(text, as: expecting, zone: names.zone)
            else {
                throw ConditionFault(
                    "condition/date", range, zh: "“\(text)”不是\(expecting.words.zh)",
                    en: "'\(text)' is not \(expecting.words.en)")
            }
            return .literal(value, expecting)
        default: return .literal(.text(text), .text)
        }
    }

    private mutating func aggregate(
        _ function: Aggregate.Function, _ name: Expression, _ span: Span?, _ range: Range<Int>
    ) throws(ConditionFault) -> Operand {
        guard case .name(let path) = name.kind else { throw .silent }
        guard let span, span > .zero else {
            throw ConditionFault(
                "condition/span", range, zh: "\(function.rawValue) 要写时长，如 90d",
                en: "\(function.rawValue) needs a length of time such as 90d")
        }
        let kinds = names.events
        if function == .count {
            if let owner = kinds.first(where: { path.hasPrefix($0.kind.rawValue + ".") }),
                names.event(path) == nil
            {
                throw ConditionFault(
                    "condition/field", name.range, zh: "count 数事件，不写字段",
                    en: "count counts events and takes no field",
                    fix: (name.range, owner.kind.rawValue))
            }
            guard let event = names.event(path) else { throw unknownEvent(path, name.range) }
            return .aggregate(
                Aggregate(
                    function: .count, event: event.kind, field: nil, span: span,
                    type: .number(scale: 0)))
        }
        let owner = kinds.first { path.hasPrefix($0.kind.rawValue + ".") }
        guard let owner else {
            if names.event(path) != nil {
                throw ConditionFault(
                    "condition/field", name.range, zh: "\(function.rawValue) 要写字段，如 \(path).amount",
                    en: "\(function.rawValue) needs a field, such as \(path).amount")
            }
            throw unknownEvent(path, name.range)
        }
        let field = String(path.dropFirst(owner.kind.rawValue.count + 1))
        guard let definition = owner.field(field) else {
            let known = owner.fields.map { $0.name }
            let nearest = Suggestion(for: field, among: known)
            throw ConditionFault(
                "field/unknown", name.range, zh: "事件“\(owner.kind)”没有字段“\(field)”",
                en: "the event '\(owner.kind)' has no field '\(field)'",
                notes: nearest.notes,
                fix: nearest.fix.map {
                    (name.range, "\(owner.kind).\($0)")
                })
        }
        let isFit =
            switch (function, definition.type) {
            case (.sum, .number), (.min, .number), (.max, .number), (.min, .time), (.max, .time),
                (.min, .date), (.max, .date):
                true
            case (.last, .set): false
            case (.last, _): true
            default: false
            }
        guard isFit else {
            throw ConditionFault(
                "condition/type", name.range,
                zh: "\(function.rawValue) 不能用于\(definition.type.words.zh)",
                en: "\(function.rawValue) does not fit \(definition.type.words.en)")
        }
        return .aggregate(
            Aggregate(
                function: function, event: owner.kind, field: field, span: span,
                type: definition.type))
    }

    private func unknownEvent(_ path: String, _ range: Range<Int>) -> ConditionFault {
        guard names.isWhole, !names.broken.contains(path) else { return .silent }
        var known = names.events.map { $0.kind.rawValue }
        for event in names.events { known += event.fields.map { "\(event.kind).\($0.name)" } }
        let nearest = Suggestion(for: path, among: known)
        return ConditionFault(
            "event/unknown", range, zh: "未知事件“\(path)”", en: "unknown event '\(path)'",
            notes: nearest.notes, fix: nearest.fix.map { (range, $0) })
    }

    private mutating func arithmetic(
        _ left: Expression, _ sign: Operand.Arithmetic, _ right: Expression, _ range: Range<Int>
    ) throws(ConditionFault) -> Operand {
        var first = try operand(left, expecting: nil)
        var second = try operand(right, expecting: nil)
        guard case .number(let leftScale) = first.type else {
            try require(false, first, left.range, "数", "a number")
            throw .silent
        }
        guard case .number(let rightScale) = second.type else {
            try require(false, second, right.range, "数", "a number")
            throw .silent
        }
        switch sign {
        case .plus, .minus:
            align(&first, &second)
            return .arithmetic(first, sign, second, first.type)
        case .times:
            guard leftScale + rightScale <= ValueType.maxScale else {
                throw ConditionFault(
                    "condition/number", range, zh: "乘积的小数超过 \(ValueType.maxScale) 位",
                    en: "the product has more than \(ValueType.maxScale) decimal places")
            }
            return .arithmetic(first, sign, second, .number(scale: leftScale + rightScale))
        case .dividedBy:
            guard rightScale == 0 else {
                throw ConditionFault(
                    "condition/number", right.range, zh: "除数必须是整数",
                    en: "the divisor must be a whole number")
            }
            return .arithmetic(first, sign, second, first.type)
        }
    }

    // MARK: Types

    /// Brings two numbers to the greater scale; literals are rewritten, others wrapped.
    func align(_ left: inout Operand, _ right: inout Operand) {
        guard case .number(let a) = left.type, case .number(let b) = right.type, a != b else {
            return
        }
        if a < b {
            left = rescaled(left, from: a, to: b)
        } else {
            right = rescaled(right, from: b, to: a)
        }
    }

    private func rescaled(_ operand: Operand, from: Int, to: Int) -> Operand {
        let type = ValueType.number(scale: to)
        if case .literal(.number(let count), _) = operand {
            var value = count
            var hasOverflow = false
            for _ in from..<to where !hasOverflow {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                value = product
                hasOverflow = overflow
            }
            if !hasOverflow { return .literal(.number(value), type) }
        }
        if case .rescaled(let inner, _) = operand { return .rescaled(inner, type) }
        return .rescaled(operand, type)
    }

    func require(
        _ isFit: Bool, _ operand: Operand, _ range: Range<Int>, _ zh: String, _ en: String
    ) throws(ConditionFault) {
        guard !isFit else { return }
        throw ConditionFault(
            "condition/type", range, zh: "这里要\(zh)，而它是\(operand.type.words.zh)",
            en: "expected \(en), this is \(operand.type.words.en)")
    }

    func requireSame(
        _ left: Operand, _ right: Operand, _ range: Range<Int>
    ) throws(ConditionFault) {
        guard left.type != right.type else { return }
        throw ConditionFault(
            "condition/type", range,
            zh: "\(left.type.words.zh)不能与\(right.type.words.zh)相比",
            en: "\(left.type.words.en) cannot be compared with \(right.type.words.en)")
    }
}

extension ValueType {
    /// Has a before and after.
    var isOrdered: Bool {
        switch self {
        case .number, .time, .date, .duration: true
        case .text, .enumeration, .boolean, .anniversary, .set: false
        }
    }

    /// The type for a sentence.
    var words: Diagnostic.Message {
        switch self {
        case .text: Diagnostic.Message(zh: "文本", en: "a text")
        case .enumeration: Diagnostic.Message(zh: "枚举", en: "an enum")
        case .boolean: Diagnostic.Message(zh: "布尔值", en: "a boolean")
        case .number(let scale):
            scale == 0
                ? Diagnostic.Message(zh: "整数", en: "a whole number")
                : Diagnostic.Message(zh: "小数", en: "a decimal number")
        case .time: Diagnostic.Message(zh: "时间", en: "a time")
        case .date: Diagnostic.Message(zh: "日期", en: "a date")
        case .anniversary: Diagnostic.Message(zh: "周年日", en: "an anniversary")
        case .set: Diagnostic.Message(zh: "集合", en: "a set")
        case .duration: Diagnostic.Message(zh: "时长", en: "a length of time")
        }
    }
}
