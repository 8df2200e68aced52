public import HongyanCore

/// Templates with their approvals, for a terminal.
public enum TemplateText {
    /// One template as `template list` shows it.
    public struct Row: Sendable {
        public let template: Template
        public let standing: TemplateStanding
        /// The enabled rules that use it, and what each waits for.
        public let rules: [RuleID]
        public let waits: [TemplateWait]
        public init(
            template: Template, standing: TemplateStanding, rules: [RuleID], waits: [TemplateWait]
        ) {
            self.template = template
            self.standing = standing
            self.rules = rules
            self.waits = waits
        }
    }

    /// All templates of a book, then the policy's steps; ends with a line end.
    public static func list(_ rows: [Row], book: RuleBook, language: Language) -> String {
        let words = Wording(language: language)
        let say = TemplateWords(words, book.workspace.zone)
        let room = max(12, rows.map { DisplayWidth.of($0.template.id.rawValue) }.max() ?? 0) + 2
        var lines = rows.flatMap { row -> [String] in
            let version = row.template.version.description.prefix(12)
            var line =
                DisplayWidth.left(row.template.id.rawValue, room) + "\(version)  "
                + say.approval(row.standing.approval, isEdit: row.standing.isEdit)
            if row.rules.isEmpty { line += words(" · 没有规则使用", " · no rule uses it") }
            return [line] + row.standing.suspensions.map { "  " + say.suspension($0) }
                + say.waits(row.waits.filter { $0.channel != nil }, indent: "  ")
        }
        lines.append("")
        lines.append(steps(of: book, words))
        return lines.joined(separator: "\n") + "\n"
    }

    /// `approval: editor → legal`, or that none is asked.
    private static func steps(of book: RuleBook, _ words: Wording) -> String {
        let steps = book.policy.approval
        return steps.isEmpty
            ? words("policy.yaml 没有 approval：模板不需审批", "no approval in policy.yaml: none is asked")
            : words("审批步骤：", "approval: ") + steps.joined(separator: " → ")
    }

    /// One template: its words, how far it has come, its filings, its log; ends with a line end.
    public static func show(
        _ row: Row, log: [TemplateEntry], book: RuleBook, language: Language
    ) -> String {
        let words = Wording(language: language)
        let zone = book.workspace.zone
        let say = TemplateWords(words, zone)
        let standing = row.standing
        var lines = [
            "\(row.template.id) · \(words.purpose(row.template.purpose)) · \(standing.version)",
            "  " + row.template.written, "",
            words("状态：", "state: ") + say.approval(standing.approval, isEdit: standing.isEdit),
            steps(of: book, words),
        ]
        lines += standing.suspensions.map { say.suspension($0) }
        let names = row.rules.map(\.rawValue).joined(separator: ", ")
        lines.append(words("规则：", "rules: ") + (names.isEmpty ? "–" : names))
        let channels = book.workspace.channels.filter {
            $0.filing == .required && $0.purposes.contains(row.template.purpose)
        }
        if !channels.isEmpty {
            lines += ["", words("报备", "filing")]
            for channel in channels {
                for carrier in channel.filedCarriers {
                    let state =
                        standing.filing(channel.id, carrier).map(say.filing)
                        ?? words("未提交", "not submitted")
                    lines.append("  \(channel.id) \(say.carrier(carrier)): \(state)")
                }
            }
        }
        if !log.isEmpty {
            lines += ["", words("经过", "log")]
            let times = ExplanationWords(language: language, zone: zone)
            for entry in log {
                let person = book.workspace.person(entry.person).map(name) ?? entry.person
                let account = entry.account.isEmpty ? "" : " (\(entry.account))"
                let comment = entry.comment.isEmpty ? "" : words("：", ": ") + entry.comment
                lines.append(
                    "  \(times.time(entry.at))  \(entry.version.description.prefix(12))  "
                        + "\(say.act(entry.act)) · \(person)\(account)\(comment)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func name(_ person: Person) -> String {
        person.name == person.id ? person.id : "\(person.id) \(person.name)"
    }

    /// What was done, one line for each entry; ends with a line end.
    public static func done(
        _ entries: [TemplateEntry], standings: [TemplateStanding], book: RuleBook,
        language: Language
    ) -> String {
        let say = TemplateWords(Wording(language: language), book.workspace.zone)
        let lines = entries.map { entry -> String in
            let state =
                standings.first { $0.template == entry.template }.map {
                    " → " + say.approval($0.approval, isEdit: $0.isEdit)
                } ?? ""
            let isStep =
                switch entry.act {
                case .submitted, .approved, .rejected: true
                case .filed, .suspended, .resumed: false
                }
            return "\(entry.template) \(entry.version.description.prefix(12)): "
                + say.act(entry.act) + (isStep ? state : "")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Why something may not be done, as one sentence without a full stop.
    public static func refusal(
        _ refusal: TemplateRefusal, template: TemplateID, person: Person, language: Language
    ) -> String {
        let words = Wording(language: language)
        let who = name(person)
        func list(_ names: [String]) -> String { names.joined(separator: ", ") }
        let text: String
        switch refusal {
        case .notAsked:
            text = words(
                "policy.yaml 没有 approval，不需审批", "policy.yaml has no 'approval': none is asked")
        case .notSubmitted:
            text = words("尚未送审，请先 template submit", "not submitted yet: 'template submit' first")
        case .edited:
            text = words(
                "送审之后改过，须重新送审", "edited since it was submitted: submit it anew")
        case .alreadyIn(let step):
            text = words("已送审，下一步是 \(step)", "already submitted; \(step) is next")
        case .alreadyApproved: text = words("已批准", "approved already")
        case .rejected:
            text = words("已被驳回，须重新送审", "rejected: it has to be submitted again")
        case .wrongStep(let wanted, let next):
            text = words("轮到 \(next)，不是 \(wanted)", "\(next) is next, not \(wanted)")
        case .unknownStep(let name, let known):
            text = words(
                "审批里没有步骤 \(name)（\(list(known))）",
                "the approval has no step '\(name)' (known: \(list(known)))")
        case .author:
            text = words("\(who) 是作者，作者不能审批", "\(who) is its author, who never approves")
        case .samePerson(let step):
            text = words(
                "\(who) 已过了 \(step) 一步，一人不能过两步",
                "\(who) took the step \(step); one person never takes two")
        case .role(let step, let held):
            let roles = held.isEmpty ? words("没有角色", "no role") : list(held)
            text = words(
                "下一步是 \(step)，\(who) 的角色：\(roles)", "\(step) is next, and \(who) has \(roles)")
        case .noRole(let steps):
            text = words(
                "\(who) 不是任何一步的审批人（\(list(steps))）",
                "\(who) has none of the approval's roles (\(list(steps)))")
        default: text = place(refusal, words)
        }
        return "\(template): \(text)"
    }

    private static func place(_ refusal: TemplateRefusal, _ words: Wording) -> String {
        switch refusal {
        case .notApproved:
            words("批准之后才能报备", "it is filed after its approval, not before")
        case .unknownChannel(let id, let known):
            words(
                "没有通道 \(id)（\(known.map(\.rawValue).joined(separator: ", "))）",
                "there is no channel '\(id)' "
                    + "(known: \(known.map(\.rawValue).joined(separator: ", ")))")
        case .noFiling(let id):
            words(
                "通道 \(id) 不要报备（hongyan.yaml 里没有 filing: required）",
                "channel \(id) asks for no filing (no 'filing: required' in hongyan.yaml)")
        case .carrier(let carrier, let id):
            words(
                "通道 \(id) 不发往 \(carrier.rawValue)",
                "channel \(id) does not reach \(carrier.rawValue)")
        case .filingEndsFirst:
            words("结束日早于生效日", "it would end before it takes effect")
        case .alreadySuspended: words("已经暂停", "suspended already")
        case .notSuspended: words("没有暂停", "not suspended")
        case .noReason:
            words(
                "因投诉暂停的模板，写明理由（--reason）才能恢复",
                "what complaints suspended is resumed with --reason only")
        default: "\(refusal)"
        }
    }
}
