public import HongyanCore

/// What must hold after every step of a fault run, whatever breaks.
///
/// Each is judged from the carrier's own tally, from what was fed in, and from the ledger as its
/// tables stand: never by the engine's gates.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    case submissionOnce = "submission.once"
    case numberHeld = "number.held"
    case optOutRespected = "optout.respected"
    case consentPresent = "consent.present"
    case windowOpen = "window.open"
    case stopHeld = "stop.held"
    case capHeld = "cap.held"
    case onceHeld = "once.held"
    case ledgerComplete = "ledger.complete"
    case ledgerFinal = "ledger.final"
    case decisionKept = "decision.kept"
    case stateTrue = "state.true"
    case receiptKept = "receipt.kept"
    case replyKept = "reply.kept"
    case moneyAdds = "money.adds"
    case queueMoves = "queue.moves"
    case sealClean = "seal.clean"
    case restartSame = "restart.same"
    case stepRuns = "step.runs"

    /// What it says.
    public func words(_ language: Language) -> String {
        language == .zh ? chinese : english
    }

    private var english: String {
        switch self {
        case .submissionOnce:
            "a message is handed over once; again only when the carrier certainly did not take it, "
                + "and a verification or emergency once more"
        case .numberHeld: "a message goes to the number that the customer has at that moment"
        case .optOutRespected: "nothing leaves for whom a refusal of it was taken in before"
        case .consentPresent: "marketing leaves only to a person and number that agreed to it"
        case .windowOpen: "marketing leaves only in its rule's window and on no blackout day"
        case .stopHeld: "nothing leaves that a person has stopped"
        case .capHeld: "no customer gets more marketing than each cap allows"
        case .onceHeld: "no customer gets a rule's message more often than its 'once' allows"
        case .ledgerComplete:
            "all that the carrier was handed stands in the ledger, with its decision"
        case .ledgerFinal: "an occurrence has one final decision, and nothing comes after it"
        case .decisionKept: "a decision that was committed durably is still there"
        case .stateTrue:
            "what the ledger says of a message is no more than what the carrier did with it"
        case .receiptKept: "a receipt that was taken in settles its message"
        case .replyKept: "a reply that was taken in stands in the store"
        case .moneyAdds:
            "charges are price times parts of what was heard to be accepted, and nothing else"
        case .queueMoves: "when everything works again, nothing stays behind in the queue"
        case .sealClean: "the sealed ledger verifies"
        case .restartSame:
            "a run with crashes comes to the same decisions and messages as one without"
        case .stepRuns: "a step fails only because of the fault that was put before it"
        }
    }

    private var chinese: String {
        switch self {
        case .submissionOnce:
            "一条消息只提交一次；只有运营商肯定没收时才可再提交，验证码与紧急消息可多一次"
        case .numberHeld: "消息只发往客户当时持有的号码"
        case .optOutRespected: "已收到拒收的，不再发出"
        case .consentPresent: "营销只发给同意过的人与号码"
        case .windowOpen: "营销只在规则的时段内、非禁发日发出"
        case .stopHeld: "人工停发的，一条也不出"
        case .capHeld: "每位客户收到的营销不超过各条频次上限"
        case .onceHeld: "同一规则给同一客户的次数不超过 once 的规定"
        case .ledgerComplete: "交给运营商的每一条都在台账里，并有其决定"
        case .ledgerFinal: "一次触发只有一个最终决定，其后再无决定"
        case .decisionKept: "已落盘的决定不会丢"
        case .stateTrue: "台账所记的消息状态不超出运营商实际所为"
        case .receiptKept: "收下的状态报告会了结其消息"
        case .replyKept: "收下的上行都在库里"
        case .moneyAdds: "计费等于已知被接收的条数乘单价，不多不少"
        case .queueMoves: "一切恢复后，队列里不留东西"
        case .sealClean: "封存的台账核验无误"
        case .restartSame: "有崩溃的运行与没有崩溃的运行，决定与消息相同"
        case .stepRuns: "一步只会因所施加的故障而失败"
        }
    }
}

/// An invariant that did not hold.
public struct Breach: Hashable, Sendable {
    public let invariant: Invariant
    /// `name=value` pairs, in no language.
    public let facts: String
    public init(_ invariant: Invariant, _ facts: String) {
        self.invariant = invariant
        self.facts = facts
    }
}
