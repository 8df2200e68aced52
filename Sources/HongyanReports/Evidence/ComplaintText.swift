public import HongyanCore

/// Complaints and their rates, for a terminal and as JSON.
public enum ComplaintText {
    /// One line a complaint, then one a rate; ends with a line end.
    public static func render(
        _ complaints: [Complaint], rates: [ComplaintRate], terms: ComplaintTerms, zone: Zone,
        language: Language
    ) -> String {
        let say = EvidenceWords(language, zone)
        let words = say.words
        var text = ""
        for complaint in complaints {
            let subject = [
                complaint.signature.map { "【\($0)】" }, complaint.template?.rawValue,
                complaint.customer?.rawValue, complaint.message?.description,
            ].compactMap { $0 }.joined(separator: " ")
            text += "\(complaint.day)  \(say.source(complaint.source))  \(subject)"
            if let note = complaint.note { text += "  \(note)" }
            text += "\n"
        }
        if complaints.isEmpty { text += words("没有投诉。", "There are no complaints.") + "\n" }
        for rate in rates { text += line(rate, terms, language) + "\n" }
        return text
    }

    /// `template birthday: 1 of 40,000 this month, 25.00 per million: suspended`.
    public static func line(
        _ rate: ComplaintRate, _ terms: ComplaintTerms, _ language: Language
    ) -> String {
        let words = Wording(language: language)
        let name =
            switch rate.subject {
            case .signature(let name): words("签名 \(name)", "signature \(name)")
            case .template(let id): words("模板 \(id)", "template \(id)")
            }
        let level =
            switch rate.level(terms) {
            case .fine: words("未到阈值", "below the threshold")
            case .suspend: words("到达停发阈值", "at the threshold of suspension")
            case .close: words("到达关停阈值", "at the threshold of closure")
            }
        return words(
            "\(name)：本月 \(rate.complaints) 件 / \(Figures.count(rate.sent)) 条，"
                + "每百万 \(rate.perMillion)，\(level)（\(terms.basis)）",
            "\(name): \(rate.complaints) of \(Figures.count(rate.sent)) this month, "
                + "\(rate.perMillion) per million, \(level) (\(terms.basis))")
    }

    /// `{"complaints":[…],"rates":[…]}`; ends with a line end.
    public static func json(
        _ complaints: [Complaint], rates: [ComplaintRate], terms: ComplaintTerms, zone: Zone
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("complaints") { json in array(complaints, zone, &json) }
            json.member("rates") { json in
                json.array { json in
                    for rate in rates { self.rate(rate, terms, stopped: nil, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    /// What taking in one complaint came to.
    public static func json(
        added rates: [(rate: ComplaintRate, stopped: Bool)], terms: ComplaintTerms
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("added", flag: true)
            json.member("rates") { json in
                json.array { json in
                    for entry in rates { rate(entry.rate, terms, stopped: entry.stopped, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    private static func rate(
        _ rate: ComplaintRate, _ terms: ComplaintTerms, stopped: Bool?, _ json: inout JSONWriter
    ) {
        json.object { json in
            switch rate.subject {
            case .signature(let name): json.member("signature", name)
            case .template(let id): json.member("template", id.rawValue)
            }
            json.member("complaints", rate.complaints)
            json.member("sent", rate.sent)
            json.member("per_million", rate.perMillion)
            json.member("level", rate.level(terms).rawValue)
            json.member("basis", terms.basis)
            if let stopped { json.member("stopped", flag: stopped) }
        }
    }

    static func array(_ complaints: [Complaint], _ zone: Zone, _ json: inout JSONWriter) {
        json.array { json in
            for complaint in complaints {
                json.object { json in
                    json.member("recorded_at", zone.format(complaint.recordedAt))
                    json.member("day", "\(complaint.day)")
                    json.member("source", complaint.source.rawValue)
                    if let id = complaint.message { json.member("message", id.description) }
                    if let name = complaint.signature { json.member("signature", name) }
                    if let id = complaint.template { json.member("template", id.rawValue) }
                    if let id = complaint.channel { json.member("channel", id.rawValue) }
                    if let id = complaint.customer { json.member("customer", id.rawValue) }
                    if let note = complaint.note { json.member("note", note) }
                }
            }
        }
    }
}
