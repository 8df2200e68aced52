public import HongyanCore

/// A dossier as one self-contained HTML file, with the look of the report.
public enum DossierHTML {
    /// A whole document, ending with a line end. All text is escaped.
    public static func render(_ page: DossierPage, language: Language) -> String {
        let sheet = DossierSheet(page: page, say: EvidenceWords(language, page.zone))
        return HTMLParts.document(
            title: sheet.title, language: language,
            [
                sheet.header(), sheet.message(), sheet.consent(), sheet.optOuts(), sheet.gates(),
                sheet.delivery(), sheet.answers(), sheet.seal(), sheet.footer(),
            ])
    }
}

/// The sections, in reading order.
private struct DossierSheet {
    let page: DossierPage
    let say: EvidenceWords

    private var dossier: Dossier { page.dossier }
    private func words(_ chinese: String, _ english: String) -> String {
        say.words(chinese, english)
    }

    var title: String { words("短信举证档案", "Dossier of a message") }

    private var number: String {
        page.number ?? words("（已清除）", "(erased)")
    }

    private func list(_ rows: [(String, String)]) -> HTML {
        .element(
            "dl", [],
            rows.flatMap { row -> [HTML] in
                [.element("dt", row.0), .element("dd", row.1)]
            })
    }

    private func section(_ name: String, _ children: [HTML]) -> HTML {
        .element("section", [], [.element("h2", name)] + children)
    }

    private func table(_ caption: String, _ heads: [String], _ rows: [[String]]) -> HTML {
        HTMLParts.table(
            caption, heads,
            rows.map { row in
                .element(
                    "tr", [],
                    [.element("th", [("scope", "row")], [.text(row.first ?? "")])]
                        + row.dropFirst().map {
                            .element("td", [("class", "words")], [.text($0)])
                        })
            }, holdsWords: true)
    }

    func header() -> HTML {
        let state = say.words.state(dossier.state)
        let time = say.time(dossier.clearedAt)
        let purpose = say.words.purpose(dossier.purpose)
        let chinese = page.number.map { " \($0) " } ?? "已清除号码"
        let english = page.number ?? "an erased number"
        let lead = words(
            "\(time) 判定可发、发往\(chinese)的一条\(purpose)短信，现状：\(state)。",
            "A \(purpose) message to \(english), cleared \(time); it is \(state).")
        return .element(
            "header", [],
            [
                HTMLParts.geese, .element("h1", title),
                .element("p", class: "period", dossier.id.description),
                .element("p", class: "lead", lead),
            ])
    }

    func message() -> HTML {
        let text =
            dossier.text.isEmpty
            ? words("（正文已按规定清除）", "(the text was erased as the law asks)") : dossier.text
        let none = words("未记录", "not recorded")
        var rows: [(String, String)] = [
            (words("号码", "number"), number),
            (words("客户", "customer"), dossier.customer.rawValue),
            (
                words("规则", "rule"),
                page.title.map { "\($0) (\(dossier.rule))" } ?? dossier.rule.rawValue
            ),
            (words("触发", "occurrence"), dossier.key),
            (words("到期时刻", "fell due"), say.time(dossier.due)),
            (words("用途", "purpose"), say.words.purpose(dossier.purpose)),
            (words("通道", "channel"), dossier.channel.rawValue),
            (
                words("计费条数与费用", "parts and cost"),
                "\(dossier.parts) · \(Figures.money(dossier.cost))"
            ),
            (words("模板", "template"), dossier.template.rawValue),
            (words("模板版本", "version of the template"), dossier.templateVersion.description),
        ]
        if let approvals = dossier.approvals {
            let lines = approvals.map { "\(say.time($0.at)) \(say.step($0.step)) \($0.who)" }
            rows.append(
                (
                    words("模板审批与报备", "approvals and filings"),
                    lines.isEmpty ? words("无", "none") : lines.joined(separator: words("；", "; "))
                ))
        } else {
            rows.append((words("模板审批与报备", "approvals and filings"), none))
        }
        return section(
            words("短信", "The message"),
            [
                .element("div", [("class", "sample")], [.element("p", class: "bubble", text)]),
                list(rows),
            ])
    }

    func consent() -> HTML {
        let name = words("同意及其凭据", "Consent and its proof")
        guard dossier.purpose == .marketing else {
            return section(
                name,
                [
                    .element(
                        "p", class: "note",
                        words(
                            "这不是营销短信，不以营销同意为发送依据。",
                            "This is no marketing message: it rests on no consent to marketing."
                        ))
                ])
        }
        guard let consent = dossier.consentsThen.first else {
            return section(
                name,
                [
                    .element(
                        "p", class: "note",
                        words("台账中没有当时有效的同意。", "No consent that was in force then is recorded."))
                ])
        }
        var children = [list(say.proof(consent))]
        let events = dossier.consent.events.filter { $0.purpose == dossier.purpose }
        if !events.isEmpty {
            children.append(
                table(
                    words("同意的经过", "What became of consents"),
                    [
                        words("记录时间", "recorded"), words("事项", "what"),
                        words("同意时间", "given at"), words("来源", "source"),
                        words("撤回", "withdrawn"),
                    ],
                    events.map {
                        [
                            say.time($0.at), say.act($0.act), say.time($0.givenAt), $0.source,
                            say.time($0.withdrawn),
                        ]
                    }))
        }
        return section(name, children)
    }

    func optOuts() -> HTML {
        let then = dossier.optOuts(at: dossier.clearedAt)
        let now = dossier.optOuts(at: page.madeAt)
        func lines(_ records: [OptOutRecord]) -> String {
            records.isEmpty
                ? words("没有退订", "had not opted out")
                : records.map(say.optOut).joined(separator: words("；", "; "))
        }
        return section(
            words("退订状态", "Opt-outs"),
            [
                list([
                    (words("发送时", "when it was sent"), lines(then)),
                    (
                        words("制作本档案时", "now"),
                        now.isEmpty ? words("没有退订", "not opted out") : lines(now)
                    ),
                ])
            ])
    }

    func gates() -> HTML {
        var children: [HTML] = []
        for judgement in page.judgements {
            let record = judgement.record
            let decision =
                switch record.decision {
                case "send": words("发送", "send")
                case "hold":
                    words("暂缓至 \(say.time(record.until))", "hold until \(say.time(record.until))")
                default: words("不发送", "drop")
                }
            let explained = ExplanationWords(language: say.words.language, zone: page.zone)
            children.append(
                table(
                    "\(say.time(record.at)) · \(decision)",
                    [
                        words("闸", "gate"), words("结论", "verdict"), words("所见", "seen"),
                        words("限值", "threshold"), words("出处", "set in"),
                    ],
                    judgement.gates.map { note in
                        let verdict =
                            switch note.verdict.outcome {
                            case .pass: "✓"
                            case .hold: words("暂缓", "hold")
                            case .drop: words("不发", "drop")
                            }
                        return [
                            explained.gate(note.verdict.gate), verdict,
                            note.verdict.seen.isEmpty ? "—" : note.verdict.seen,
                            note.threshold ?? "—",
                            note.origin?.place ?? "—",
                        ]
                    }))
        }
        var rows = [(words("判定时的规则本", "book that decided"), dossier.book.description)]
        if dossier.book != page.presentBook {
            rows.append(
                (
                    words("注意", "note"),
                    words(
                        "现行规则本是 \(page.presentBook)，限值一栏只在两者相同时给出。",
                        "The book in force is \(page.presentBook); thresholds are shown only where "
                            + "it is the one that decided.")
                ))
        }
        rows.append(
            (
                words("法规与平台规则包", "law and provider packs"),
                page.packs.map { $0.isEmpty ? words("无", "none") : $0.joined(separator: ", ") }
                    ?? words("未记录", "not recorded")
            ))
        return section(words("合规闸", "Gates"), children + [list(rows)])
    }

    func delivery() -> HTML {
        let name = words("提交与状态报告", "Submissions and receipts")
        guard !dossier.submissions.isEmpty else {
            return section(
                name, [.element("p", class: "note", words("没有提交给平台。", "Nothing was handed over."))])
        }
        var rows: [[String]] = []
        for submission in dossier.submissions {
            rows.append([
                words("第 \(submission.attempt) 次提交", "submission \(submission.attempt)"),
                say.time(submission.writtenAt), submission.channel.rawValue, "—",
            ])
            let charge = submission.charged.map { " · " + Figures.money($0) } ?? ""
            rows.append([
                words("平台应答", "response"), say.time(submission.respondedAt),
                submission.providerID ?? "—",
                submission.state + (submission.code.map { " " + $0 } ?? "") + charge,
            ])
            for receipt in submission.receipts {
                rows.append([
                    words("状态报告", "receipt"), say.time(receipt.at), receipt.providerID,
                    "\(receipt.outcome.rawValue) \(receipt.code)",
                ])
            }
        }
        return section(
            name,
            [
                table(
                    "",
                    [
                        words("事项", "what"), words("时间", "when"),
                        words("通道或平台编号", "channel or provider's id"), words("结果", "outcome"),
                    ], rows)
            ])
    }

    func answers() -> HTML {
        var children: [HTML] = []
        if !dossier.replies.isEmpty {
            children.append(
                table(
                    words("此后的上行回复", "Replies since"),
                    [words("时间", "when"), words("内容", "text"), words("判为", "read as")],
                    dossier.replies.map { [say.time($0.at), $0.text, $0.meaning] }))
        }
        if !dossier.complaints.isEmpty {
            children.append(
                table(
                    words("关于该号码的投诉", "Complaints from this number"),
                    [
                        words("登记时间", "recorded"), words("来源", "source"),
                        words("短信日期", "day of the message"), words("备注", "note"),
                    ],
                    dossier.complaints.map {
                        [
                            say.time($0.recordedAt), say.source($0.source), "\($0.day)",
                            $0.note ?? "—",
                        ]
                    }))
        }
        if children.isEmpty {
            children = [.element("p", class: "note", words("没有回复，也没有投诉。", "None."))]
        }
        return section(words("回复与投诉", "Replies and complaints"), children)
    }

    func seal() -> HTML {
        let name = words("台账封印", "Seal of the ledger")
        switch dossier.seal {
        case .none:
            return section(
                name,
                [
                    .element(
                        "p", class: "note",
                        words("当天的台账尚未封存。", "The day's ledger is not sealed yet."))
                ])
        case .holds(let seal), .broken(let seal, _):
            var rows = [
                (words("日期", "day"), "\(seal.day)"),
                (words("封存时间", "sealed at"), say.time(seal.sealedAt)),
                (words("当日哈希 (SHA-256)", "hash (SHA-256)"), seal.hash.description),
                (words("前一日哈希", "hash of the day before"), seal.previous.description),
            ]
            let result: String
            if case .broken(_, let findings) = dossier.seal {
                result =
                    words("不符：", "does not hold: ")
                    + findings.prefix(20).map(say.finding).joined(separator: words("；", "; "))
            } else {
                result = words(
                    "相符：封存后当天的记录没有任何改动",
                    "holds: nothing of the day was changed since it was sealed")
            }
            rows.append((words("核验", "verified"), result))
            return section(name, [list(rows)])
        }
    }

    func footer() -> HTML {
        let mask =
            page.isUnmasked
            ? words(
                "本档案应要求显示完整号码，仅供监管机关使用，请妥善保管。",
                "Made with the whole number, for the authority that asked; keep it safe.")
            : page.number == nil
                ? words("号码已按规定清除。", "The number was erased as the law asks.")
                : words("号码已遮盖中间四位。", "The number is masked.")
        return .element(
            "footer",
            words(
                "由鸿雁根据台账生成于 \(say.time(page.madeAt))。\(mask)",
                "Made by Hongyan from the ledger at \(say.time(page.madeAt)). \(mask)"))
    }
}
