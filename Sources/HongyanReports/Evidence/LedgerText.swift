public import HongyanCore

/// Seals and what a look at them found, for a terminal and as JSON.
public enum LedgerText {
    /// One line a day: `2026-11-20  hash  rows`; ends with a line end.
    public static func render(
        _ seals: [LedgerSeal], zone: Zone, language: Language
    ) -> String {
        let words = Wording(language: language)
        guard !seals.isEmpty else { return words("还没有封存过。", "Nothing is sealed yet.") + "\n" }
        return seals.map { seal in
            let parts = seal.parts.map { "\($0.table) \($0.count)" }.joined(separator: ", ")
            return "\(seal.day)  \(seal.hash)\n    \(parts)\n"
        }.joined()
    }

    /// `[{"day","hash","previous","sealed_at","rows":{TABLE: COUNT}}]`; ends with a line end.
    public static func json(_ seals: [LedgerSeal], zone: Zone) -> String {
        var json = JSONWriter()
        json.array { json in
            for seal in seals {
                json.object { json in
                    json.member("day", "\(seal.day)")
                    json.member("hash", seal.hash.description)
                    json.member("previous", seal.previous.description)
                    json.member("sealed_at", zone.format(seal.sealedAt))
                    json.member("rows") { json in
                        json.object { json in
                            for part in seal.parts { json.member(part.table, part.count) }
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    /// What was looked at, then each finding on a line; ends with a line end.
    public static func render(
        _ result: LedgerVerification, zone: Zone, language: Language
    ) -> String {
        let say = EvidenceWords(language, zone)
        let words = say.words
        guard let last = result.last else {
            return words("没有可核验的封印。", "There are no seals to verify.") + "\n"
        }
        let count = Figures.count(result.rows)
        var text = words(
            "核验 \(result.days) 天、\(count) 行", "\(result.days) days, \(count) rows")
        if result.erased > 0 {
            text += words(
                "，其中 \(result.erased) 行的个人信息已清除", ", personal fields erased in \(result.erased)")
        }
        if result.retired > 0 {
            text += words(
                "，另有 \(result.retired) 行到期删除", ", \(result.retired) rows deleted for their age")
        }
        if let reaches = result.reaches {
            text += "\n" + words("台账自 \(reaches) 起完整", "the ledger is whole from \(reaches) on")
        }
        if result.unopened > 0 {
            let count = Figures.count(result.unopened)
            text +=
                "\n"
                + words(
                    "没有密钥：\(count) 个加密号码只比对了密文与哈希，没有解开",
                    "without the key: \(count) encrypted numbers and their hashes are as they were "
                        + "written, and were not opened")
        }
        text += "\n" + words("最后一天", "last day") + " \(last.day)  \(last.hash)\n"
        if result.findings.isEmpty {
            return text + words("全部相符：封存之后没有改动。", "Everything holds: nothing was changed.") + "\n"
        }
        text +=
            words("发现 \(result.findings.count) 处不符：", "\(result.findings.count) findings:") + "\n"
        for finding in result.findings { text += "  " + say.finding(finding) + "\n" }
        return text
    }

    /// `{"days","rows","erased","retired","unopened","reaches","last","hash","holds",
    /// "findings":[…]}`; ends with a line end.
    public static func json(_ result: LedgerVerification) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("days", result.days)
            json.member("rows", result.rows)
            json.member("erased", result.erased)
            json.member("retired", result.retired)
            json.member("unopened", result.unopened)
            if let day = result.reaches { json.member("reaches", "\(day)") }
            if let last = result.last {
                json.member("last", "\(last.day)")
                json.member("hash", last.hash.description)
            }
            json.member("holds", flag: result.findings.isEmpty)
            json.member("findings") { json in array(result.findings, &json) }
        }
        return json.text + "\n"
    }

    static func array(_ findings: [LedgerFinding], _ json: inout JSONWriter) {
        json.array { json in
            for finding in findings {
                json.object { json in
                    json.member("day", "\(finding.day)")
                    json.member("table", finding.table)
                    json.member("row", finding.row)
                    json.member("kind", finding.kind.rawValue)
                }
            }
        }
    }
}
