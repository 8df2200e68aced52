import HongyanCore

/// The words of approvals, filings and suspensions, in both languages.
struct TemplateWords {
    let words: Wording
    let zone: Zone

    init(_ words: Wording, _ zone: Zone) {
        self.words = words
        self.zone = zone
    }

    private func time(_ moment: Timestamp) -> String {
        ExplanationWords(language: words.language, zone: zone).time(moment)
    }

    /// `approved · 2 suspensions …`: how far a version has come, on one line.
    func line(_ standing: TemplateStanding) -> String {
        var pieces = [approval(standing.approval, isEdit: standing.isEdit)]
        if !standing.authors.isEmpty {
            let names = standing.authors.joined(separator: ", ")
            pieces.append(words("送审 \(names)", "submitted by \(names)"))
        }
        pieces += standing.taken.map { "\($0.role) \($0.person) \(time($0.at))" }
        pieces += standing.suspensions.map(suspension)
        let version = standing.version.description.prefix(12)
        return "\(standing.template) \(version) · " + pieces.joined(separator: " · ")
    }

    func approval(_ approval: TemplateStanding.Approval, isEdit: Bool = false) -> String {
        switch approval {
        case .notAsked: words("不需审批", "no approval asked")
        case .draft:
            isEdit
                ? words("草稿（改过，须重新送审）", "draft (edited since: submit it anew)")
                : words("草稿（未送审）", "draft (not submitted)")
        case .review(let step): words("等待审批：\(step)", "in review: \(step) is next")
        case .approved: words("已批准", "approved")
        case .rejected: words("被驳回", "rejected")
        }
    }

    func suspension(_ suspension: TemplateStanding.Suspension) -> String {
        let place = suspension.channel.map { words("通道 \($0) ", "on \($0) ") } ?? ""
        let reason = suspension.reason.isEmpty ? "" : words("：", ": ") + suspension.reason
        return words("暂停 ", "suspended ") + place
            + words(
                "自 \(time(suspension.since))，\(suspension.person)",
                "since \(time(suspension.since)) by \(suspension.person)") + reason
    }

    func filing(_ state: TemplateFiling.State) -> String {
        switch state {
        case .submitted(let on, let expected):
            let end =
                expected.map { words("，预计 \($0) 有结果", ", answer expected \($0)") } ?? ""
            return words("\(on) 已提交", "submitted \(on)") + end
        case .effective(let from, let through):
            let end = through.map { words(" 至 \($0)", " through \($0)") } ?? ""
            return words("\(from) 起生效", "in effect from \(from)") + end
        case .refused(let on): return words("\(on) 未通过", "refused \(on)")
        }
    }

    func carrier(_ carrier: Carrier) -> String {
        switch carrier {
        case .mobile: words("移动", "mobile")
        case .unicom: words("联通", "unicom")
        case .telecom: words("电信", "telecom")
        case .broadnet: words("广电", "broadnet")
        case .unknown: words("未知", "unknown")
        }
    }

    /// One line of the log, without who and when.
    func act(_ act: TemplateEntry.Act) -> String {
        switch act {
        case .submitted: return words("送审", "submitted")
        case .approved(let step): return words("批准 \(step)", "approved as \(step)")
        case .rejected: return words("驳回", "rejected")
        case .filed(let filing):
            return "\(filing.channel) \(carrier(filing.carrier)) \(self.filing(filing.state))"
        case .suspended(let channel):
            return words("暂停", "suspended") + (channel.map { " \($0)" } ?? "")
        case .resumed(let channel):
            return words("恢复", "resumed") + (channel.map { " \($0)" } ?? "")
        }
    }

    /// `welcome ← welcome: in review, legal is next`; what a rule waits for and until when.
    func wait(_ wait: TemplateWait) -> String {
        var text = ReasonWords.words(wait.reason.code, words.language)
        if let step = wait.step { text += words("（下一步 \(step)）", " (\(step) is next)") }
        if let channel = wait.channel {
            let whom = wait.carriers.map(carrier).joined(separator: words("、", ", "))
            text += " · \(channel)" + (whom.isEmpty ? "" : " \(whom)")
        }
        if let until = wait.until {
            return text + words("，\(time(until)) 起可发", ", until \(time(until))")
        }
        if let day = wait.expected {
            return text + words("，预计 \(day) 有结果", ", answer expected \(day)")
        }
        return text + words("，何时可发未知", ", until somebody acts")
    }

    /// Lines of a section: each rule and template with what is waited for.
    func waits(_ waits: [TemplateWait], indent: String) -> [String] {
        waits.map { "\(indent)\($0.rule) ← \($0.template): \(wait($0))" }
    }
}
