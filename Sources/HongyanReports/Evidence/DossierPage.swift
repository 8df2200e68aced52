public import HongyanCore

/// A dossier with what the rule book adds to it, ready to be shown.
public struct DossierPage: Sendable {
    /// One decision of the occurrence with its gates.
    public struct Judgement: Sendable {
        public let record: DecisionRecord
        /// In gate order, with thresholds where the rule book in force is the one that decided.
        public let gates: [GateNote]
        public init(record: DecisionRecord, gates: [GateNote]) {
            self.record = record
            self.gates = gates
        }
    }
    public let dossier: Dossier
    public let judgements: [Judgement]
    public let zone: Zone
    /// What the rule is called; nil when the book no longer has it.
    public let title: String?
    /// The book in force now: thresholds are known only where it is the one that decided.
    public let presentBook: Digest
    public let madeAt: Timestamp
    /// Whether the whole number is shown.
    public let isUnmasked: Bool

    public init(
        dossier: Dossier, judgements: [Judgement], zone: Zone, title: String?, presentBook: Digest,
        madeAt: Timestamp, isUnmasked: Bool
    ) {
        self.dossier = dossier
        self.judgements = judgements
        self.zone = zone
        self.title = title
        self.presentBook = presentBook
        self.madeAt = madeAt
        self.isUnmasked = isUnmasked
    }

    /// `cn-2026@1, aliyun@1`; nil when that is not recorded, empty when the book was under none.
    var packs: [String]? { dossier.packs.map { $0.map(\.description) } }

    /// nil once it was erased.
    var number: String? {
        let number = dossier.number
        guard !number.e164.isEmpty || number.sealed != nil else { return nil }
        return isUnmasked ? number.e164 : number.description
    }
}

/// Words that the files of evidence share.
struct EvidenceWords {
    let words: Wording
    let zone: Zone

    init(_ language: Language, _ zone: Zone) {
        words = Wording(language: language)
        self.zone = zone
    }

    /// `2026-11-21 10:05:00+08:00`.
    func time(_ moment: Timestamp) -> String {
        var text = ""
        for character in zone.format(moment) { text.append(character == "T" ? " " : character) }
        return text
    }

    func time(_ moment: Timestamp?) -> String { moment.map { time($0) } ?? "—" }

    func action(_ action: ConsentProof.Action?) -> String {
        switch action {
        case nil: words("未记录", "not recorded")
        case .checkbox: words("勾选", "ticked a box")
        case .reply: words("短信上行", "sent a message")
        case .paper: words("纸质签字", "signed on paper")
        case .call: words("录音电话", "recorded call")
        case .counter: words("柜台登记", "told at the counter")
        case .other: words("其他", "other")
        }
    }

    func act(_ act: ConsentEvent.Act) -> String {
        switch act {
        case .grant: words("同意", "given")
        case .change: words("更新", "changed")
        case .withdraw: words("撤回", "withdrawn")
        case .merge: words("合并客户", "customers merged")
        case .retire: words("凭据到期删除", "proof deleted for its age")
        }
    }

    func optOut(_ record: OptOutRecord) -> String {
        let what = record.optOut.purpose.map(words.purpose) ?? words("全部", "everything")
        var text = words(
            "\(time(record.optOut.at)) 拒收\(what)，来源 \(record.optOut.source)",
            "\(time(record.optOut.at)) refused \(what), by \(record.optOut.source)")
        if let lifted = record.liftedAt {
            text += words("；\(time(lifted)) 重新同意", "; said yes again \(time(lifted))")
        }
        return text
    }

    /// `approved editor` and the like, in the language of the page.
    func step(_ step: String) -> String {
        let names = [
            "submitted": "送审", "approved": "通过", "rejected": "驳回", "filed": "报备",
            "effective": "报备生效", "refused": "报备被拒", "suspended": "暂停", "resumed": "恢复",
        ]
        let pieces = step.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = pieces.first, let chinese = names[first] else { return step }
        return ([words(chinese, first)] + pieces.dropFirst()).joined(separator: " ")
    }

    func source(_ source: Complaint.Source) -> String {
        switch source {
        case .centre: "12321"
        case .carrier: words("运营商", "carrier")
        case .provider: words("短信平台", "provider")
        case .customer: words("客户", "customer")
        }
    }

    /// `signature 云杉商城, since 2026-11-21 …: complaints …`.
    func stop(_ stop: Stop) -> String {
        let what =
            switch stop.scope {
            case .all: words("全部", "all")
            case .rule(let id): words("规则 \(id)", "rule \(id)")
            case .channel(let id): words("通道 \(id)", "channel \(id)")
            case .purpose(let purpose): words.purpose(purpose)
            case .template(let id): words("模板 \(id)", "template \(id)")
            case .signature(let name): words("签名 \(name) 的营销", "marketing under \(name)")
            }
        let since = words("，自 \(time(stop.since))", ", since \(time(stop.since))")
        return what + since + (stop.reason.isEmpty ? "" : words("：", ": ") + stop.reason)
    }

    /// The rows of a consent's proof, with their names.
    func proof(_ consent: Consent) -> [(String, String)] {
        let none = words("未记录", "not recorded")
        let proof = consent.proof
        return [
            (words("用途", "purpose"), words.purpose(consent.purpose)),
            (words("同意时间", "given at"), time(consent.at)),
            (words("来源", "source"), consent.source),
            (words("方式", "action"), action(proof.action)),
            (words("渠道", "channel"), proof.channel ?? none),
            (words("展示文本版本", "version of the text shown"), consent.textVersion ?? none),
            (words("展示文本", "text shown"), proof.text ?? none),
            (words("承诺频次", "frequency promised"), proof.frequency ?? none),
            (words("承诺期限", "term promised"), proof.term ?? none),
            (words("凭据哈希", "hash of the evidence"), proof.evidence ?? none),
            (words("监护人同意", "guardian's consent"), proof.guardian ?? "—"),
            (words("到期", "expires"), time(consent.expires)),
            (words("撤回", "withdrawn"), time(consent.withdrawn)),
        ]
    }

    func finding(_ finding: LedgerFinding) -> String {
        let what =
            switch finding.kind {
            case .changed: words("内容被改动", "was changed")
            case .missing: words("被删除", "is gone")
            case .added: words("事后插入", "was put in afterwards")
            case .seal: words("封印本身被改动或断链", "the seal itself or its chain was changed")
            case .unsealed: words("缺少封印", "has no seal")
            case .personal: words("号码、正文或凭据被换掉", "its number, text or proof is another one")
            case .copy: words("与台账流水不符", "differs from the journal")
            }
        let row = finding.row.isEmpty ? "" : " \(finding.row)"
        return "\(finding.day) \(finding.table)\(row): \(what)"
    }
}
