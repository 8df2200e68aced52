import HongyanCore

/// How the values of packs and of `terms:` are written, by key.
enum PackForms {
    static func value(_ key: PolicyKey, _ node: YamlNode, _ reader: FileReader) -> PolicyValue? {
        switch key {
        case .hours: hours(node, reader)
        case .caps: nil
        case .optOut: words(node, reader)
        case .signaturePlace:
            reader.read(node, "first 或 last", "first or last") {
                $0 == "first" || $0 == "last" ? .words([$0]) : nil
            }
        case .signatureLength: range(node, reader)
        case .links, .phoneNumbers, .diversion, .adjacentVariables, .repeatedVariable, .symbols,
            .traditionalCharacters, .invisibleCharacters:
            reader.read(node, "pass、review 或 block", "pass, review or block") { text in
                AuditVerdict.allCases.first { $0.name == text }.map { .verdict($0) }
            }
        case .refusedCategories: words(node, reader)
        case .optOutConfirmation:
            reader.read(node, "yes 或 no", "yes or no") { text in
                ["yes": PolicyValue.permission(true), "no": .permission(false)][text]
            }
        default: amount(key, node, reader)
        }
    }

    /// `daily 08:00-22:00`; only the days of the week, for a pack holds in every year.
    private static func hours(_ node: YamlNode, _ reader: FileReader) -> PolicyValue? {
        guard let text = reader.text(node, "时段", "a window") else { return nil }
        switch TimeForms.window(text, name: "hours") {
        case .success(let window):
            guard !window.needsCalendar else {
                reader.error(
                    "value/form", at: node.range, zh: "包的时段只按星期写，不按工作日",
                    en: "the hours of a pack are told by days of the week, not by working days")
                return nil
            }
            return .hours([window])
        case .failure(let fault):
            reader.error(
                "window/form", at: node.range, zh: fault.message.zh, en: fault.message.en)
            return nil
        }
    }

    private static func words(_ node: YamlNode, _ reader: FileReader) -> PolicyValue? {
        guard case .sequence(let items) = node.content else {
            return reader.text(node).map { .words([$0]) }
        }
        let words = items.compactMap { reader.text($0) }
        return words.count == items.count && !words.isEmpty ? .words(words) : nil
    }

    /// `2..12 characters`.
    private static func range(_ node: YamlNode, _ reader: FileReader) -> PolicyValue? {
        reader.read(node, "范围，如 2..12 characters", "a range such as 2..12 characters") { text in
            guard text.hasSuffix(" characters"),
                let ends = ends(String(text.dropLast(" characters".count))),
                let from = FileReader.digits(ends.0), let through = FileReader.digits(ends.1),
                from <= through, through <= 10_000
            else { return nil }
            return .range(from: from, through: through)
        }
    }

    private static func amount(
        _ key: PolicyKey, _ node: YamlNode, _ reader: FileReader
    ) -> PolicyValue? {
        let example = key.unit.written(6)
        return reader.read(node, "数量，如 \(example)", "an amount such as \(example)") {
            amount($0, key.unit).map { .amount($0) }
        }
    }

    /// The amount in the unit; nil for another unit, a sign, or more than a million.
    static func amount(_ text: String, _ unit: PolicyKey.Unit) -> Int? {
        let number: Int?
        switch unit {
        case .percent:
            number = text.hasSuffix("%") ? FileReader.digits(text.dropLast()) : nil
            if let number, number > 100 { return nil }
        case .perHundredMillion:
            guard text.hasSuffix(" per million") else { return nil }
            let rate = String(text.dropLast(" per million".count))
            number = FileReader.decimal(rate, scale: 2).map { Int($0) }
        case .none: number = FileReader.digits(text)
        case .characters, .variables, .days, .workdays, .months:
            // One of them goes without the plural's s.
            let words = [" " + unit.word, " " + unit.word.dropLast()]
            guard let word = words.first(where: { text.hasSuffix($0) }) else { return nil }
            number = FileReader.digits(text.dropLast(word.count))
        }
        return number.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
    }

    /// The texts on both sides of `..`, without the spaces around them.
    static func ends(_ text: String) -> (String, String)? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix("..") {
                return (
                    TimeForms.trimmed(text[..<index]),
                    TimeForms.trimmed(text[text.index(index, offsetBy: 2)...])
                )
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// A date, the inner nil for an open end, the outer for what is no date.
    static func day(_ text: String) -> CivilDay?? {
        if text.isEmpty { return .some(nil) }
        return CivilDay(text: text).map { .some($0) }
    }
}
