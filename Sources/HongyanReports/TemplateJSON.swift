public import HongyanCore

/// Templates with their approvals as JSON, keys in a fixed order.
public enum TemplateJSON {
    /// A list of templates; ends with a line end.
    public static func list(_ rows: [TemplateText.Row], book: RuleBook) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("approval") { texts(book.policy.approval, &$0) }
            json.member("templates") { json in
                json.array { json in
                    for row in rows { template(row, log: nil, book, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    /// One template with its log; ends with a line end.
    public static func show(
        _ row: TemplateText.Row, log: [TemplateEntry], book: RuleBook
    ) -> String {
        var json = JSONWriter()
        template(row, log: log, book, &json)
        return json.text + "\n"
    }

    /// What was done, as lines of the log; ends with a line end.
    public static func done(_ entries: [TemplateEntry], book: RuleBook) -> String {
        var json = JSONWriter()
        json.array { json in for line in entries { entry(line, book, &json) } }
        return json.text + "\n"
    }

    private static func texts(_ texts: [String], _ json: inout JSONWriter) {
        json.array { json in for text in texts { json.value(text) } }
    }

    private static func template(
        _ row: TemplateText.Row, log: [TemplateEntry]?, _ book: RuleBook, _ json: inout JSONWriter
    ) {
        let zone = book.workspace.zone
        let standing = row.standing
        json.object { json in
            json.member("template", row.template.id.rawValue)
            json.member("version", standing.version.description)
            json.member("purpose", row.template.purpose.rawValue)
            json.member("text", row.template.written)
            json.member("state", state(standing.approval))
            if case .review(let step) = standing.approval { json.member("next_step", step) }
            json.member("edited", flag: standing.isEdit)
            json.member("authors") { texts(standing.authors, &$0) }
            json.member("steps") { json in
                json.array { json in
                    for step in standing.taken {
                        json.object { json in
                            json.member("step", step.role)
                            json.member("person", step.person)
                            json.member("at", zone.format(step.at))
                            json.member("comment", step.comment)
                        }
                    }
                }
            }
            json.member("filings") { json in
                json.array { json in
                    for filing in standing.filings {
                        json.object { json in self.filing(filing, &json) }
                    }
                }
            }
            json.member("suspensions") { json in
                json.array { json in
                    for suspension in standing.suspensions {
                        json.object { json in
                            if let channel = suspension.channel {
                                json.member("channel", channel.rawValue)
                            }
                            json.member("since", zone.format(suspension.since))
                            json.member("person", suspension.person)
                            json.member("reason", suspension.reason)
                        }
                    }
                }
            }
            json.member("rules") { texts(row.rules.map(\.rawValue), &$0) }
            json.member("waits") { waits(row.waits, zone, &$0) }
            if let log {
                json.member("log") { json in
                    json.array { json in for line in log { entry(line, book, &json) } }
                }
            }
        }
    }

    /// `none`, `draft`, `review`, `approved`, `rejected`.
    private static func state(_ approval: TemplateStanding.Approval) -> String {
        switch approval {
        case .notAsked: "none"
        case .draft: "draft"
        case .review: "review"
        case .approved: "approved"
        case .rejected: "rejected"
        }
    }

    private static func filing(_ filing: TemplateFiling, _ json: inout JSONWriter) {
        json.member("channel", filing.channel.rawValue)
        json.member("carrier", filing.carrier.rawValue)
        switch filing.state {
        case .submitted(let on, let expected):
            json.member("state", "submitted")
            json.member("on", on.description)
            if let expected { json.member("expected", expected.description) }
        case .effective(let from, let through):
            json.member("state", "effective")
            json.member("from", from.description)
            if let through { json.member("through", through.description) }
        case .refused(let on):
            json.member("state", "refused")
            json.member("on", on.description)
        }
    }

    /// What rules wait for; also a part of reports.
    static func waits(_ waits: [TemplateWait], _ zone: Zone, _ json: inout JSONWriter) {
        json.array { json in
            for wait in waits {
                json.object { json in
                    json.member("rule", wait.rule.rawValue)
                    json.member("template", wait.template.rawValue)
                    json.member("reason", wait.reason.code)
                    if let step = wait.step { json.member("step", step) }
                    if let channel = wait.channel { json.member("channel", channel.rawValue) }
                    if !wait.carriers.isEmpty {
                        json.member("carriers") { texts(wait.carriers.map(\.rawValue), &$0) }
                    }
                    if let until = wait.until { json.member("until", zone.format(until)) }
                    if let day = wait.expected { json.member("expected", day.description) }
                }
            }
        }
    }

    private static func entry(
        _ entry: TemplateEntry, _ book: RuleBook, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("template", entry.template.rawValue)
            json.member("version", entry.version.description)
            switch entry.act {
            case .submitted: json.member("act", "submitted")
            case .approved(let step):
                json.member("act", "approved")
                json.member("step", step)
            case .rejected: json.member("act", "rejected")
            case .filed(let filing):
                json.member("act", "filed")
                self.filing(filing, &json)
            case .suspended(let channel):
                json.member("act", "suspended")
                if let channel { json.member("channel", channel.rawValue) }
            case .resumed(let channel):
                json.member("act", "resumed")
                if let channel { json.member("channel", channel.rawValue) }
            }
            json.member("person", entry.person)
            json.member("account", entry.account)
            json.member("at", book.workspace.zone.format(entry.at))
            json.member("comment", entry.comment)
        }
    }
}
