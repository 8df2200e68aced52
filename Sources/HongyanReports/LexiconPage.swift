public import HongyanCore

/// Lexicons and their differences, for the terminal and as JSON.
public enum LexiconPage {
    /// One line a lexicon, and with `rows` one a row.
    public static func lines(
        _ lexicons: [Lexicon], rows: Bool, on day: CivilDay, language: Language
    ) -> [String] {
        lexicons.flatMap { lexicon in
            [summary(lexicon, on: day, language: language)]
                + (rows ? lexicon.rows.map { "  " + row($0) } : [])
        }
    }

    /// `cn-base 2026.11.21: 97 rows, 1041 terms, 3 days old`, with a reminder after a week.
    public static func summary(_ lexicon: Lexicon, on day: CivilDay, language: Language) -> String {
        let terms = lexicon.rows.reduce(0) { $0 + $1.terms.count }
        let expired = lexicon.rows.count { $0.expires.map { $0 < day } ?? false }
        let version = lexicon.version.isEmpty ? "" : " \(lexicon.version)"
        let zh = language == .zh
        var text = "\(lexicon.name)\(version): "
        text +=
            zh ? "\(lexicon.rows.count) 行 \(terms) 词" : "\(lexicon.rows.count) rows, \(terms) terms"
        if expired > 0 { text += zh ? "，\(expired) 行过期" : ", \(expired) rows expired" }
        guard let age = lexicon.age(on: day) else {
            return text + (zh ? "，没写更新日期" : ", no date of update")
        }
        text += zh ? "，\(max(0, age)) 天前更新" : ", updated \(max(0, age)) days ago"
        if age > Lexicon.freshDays {
            text += zh ? "——该过一遍了（每周一次）" : ": due for its weekly look"
        }
        return text
    }

    private static func row(_ row: LexiconRow) -> String {
        let except = row.exceptions.isEmpty ? "" : " ∖ \(row.exceptions.joined(separator: "|"))"
        return "\(row.id) \(row.category) \(row.level.rawValue) "
            + row.terms.joined(separator: "|") + except
    }

    /// `[{"name","version","updated","age_days","rows","terms","entries":[…]}]`; `entries` with
    /// `rows` only.
    public static func json(_ lexicons: [Lexicon], rows: Bool, on day: CivilDay) -> String {
        var json = JSONWriter()
        json.array { json in
            for lexicon in lexicons {
                json.object { json in
                    json.member("name", lexicon.name)
                    json.member("version", lexicon.version)
                    if let updated = lexicon.updated { json.member("updated", "\(updated)") }
                    if let age = lexicon.age(on: day) { json.member("age_days", age) }
                    json.member("rows", lexicon.rows.count)
                    json.member("terms", lexicon.rows.reduce(0) { $0 + $1.terms.count })
                    if rows {
                        json.member("entries") { json in
                            json.array { json in
                                for row in lexicon.rows { write(row, &json) }
                            }
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(_ row: LexiconRow, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", row.id)
            json.member("category", row.category)
            json.member("level", row.level.rawValue)
            json.member("terms") { json in
                json.array { json in row.terms.forEach { json.value($0) } }
            }
            json.member("exceptions") { json in
                json.array { json in row.exceptions.forEach { json.value($0) } }
            }
            json.member("basis", row.basis)
            json.member("rewording", row.rewording)
            json.member("version", row.version)
            if let expires = row.expires { json.member("expires", "\(expires)") }
        }
    }

    /// `+`, `-` and `~` lines by id.
    public static func lines(_ diff: LexiconDiff, language: Language) -> [String] {
        let lines =
            diff.added.map { "+ " + row($0) } + diff.removed.map { "- " + row($0) }
            + diff.changed.flatMap { ["~ " + row($0.old), "  → " + row($0.new)] }
        return lines.isEmpty ? [language == .zh ? "没有不同" : "no difference"] : lines
    }

    /// `{"added":[…],"removed":[…],"changed":[{"old","new"}]}`.
    public static func json(_ diff: LexiconDiff) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("added") { json in
                json.array { json in diff.added.forEach { write($0, &json) } }
            }
            json.member("removed") { json in
                json.array { json in diff.removed.forEach { write($0, &json) } }
            }
            json.member("changed") { json in
                json.array { json in
                    for (old, new) in diff.changed {
                        json.object { json in
                            json.member("old") { json in write(old, &json) }
                            json.member("new") { json in write(new, &json) }
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }
}
