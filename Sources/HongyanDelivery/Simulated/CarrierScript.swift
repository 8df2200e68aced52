internal import HongyanCore

/// What the simulated carrier will do with one submission: fixed by seed and submission id alone,
/// so that the order in which submissions arrive changes nothing.
struct CarrierScript: Equatable {
    /// nil: the response never comes; the session times out.
    let response: ProviderEvent.Response?
    let responseAfter: Span
    /// Whether the carrier took the message, whatever the client gets to hear.
    let isAccepted: Bool
    /// After the response; nil when no receipt ever comes.
    let receipt: (outcome: Receipt.Outcome, code: String, after: Span)?
    /// After the receipt.
    let reply: (text: String, after: Span)?

    static func == (left: CarrierScript, right: CarrierScript) -> Bool {
        left.response == right.response && left.responseAfter == right.responseAfter
            && left.isAccepted == right.isAccepted && left.receipt?.code == right.receipt?.code
            && left.receipt?.after == right.receipt?.after && left.reply?.text == right.reply?.text
            && left.reply?.after == right.reply?.after
    }

    /// How long a client waits before it calls a response lost.
    static let responseTimeout = Span.seconds(60)
    /// Codes and what they mean: as carriers write them (invalid number, off, suspended, handset
    /// full).
    static let failureCodes: [String] = ["MK:0001", "MI:0024", "MK:0005", "MK:0017", "EXPIRED"]
    static let refusalCodes: [String] = ["ID:0076", "MK:0012", "DB:0141"]
    static let optOutTexts: [String] = ["R", "T", "TD", "退订", "ｒ", "TD.", " t ", "拒收"]
    static let otherTexts: [String] = ["好的", "谢谢", "T恤还有货吗", "几点关门？", "收到", "1"]

    /// The carrier's own id of a submission.
    static func providerID(of submission: Submission) -> String {
        "sim-" + String(submission.id.description.prefix(20))
    }

    init(for submission: Submission, profile: SimulatedProfile, seed: UInt64) {
        self.init(
            id: submission.id.description, providerID: CarrierScript.providerID(of: submission),
            profile: profile, seed: seed)
    }

    /// - Parameter id: What the luck of this submission hangs on, beside the seed.
    init(id: String, providerID: String, profile: SimulatedProfile, seed: UInt64) {
        var random = RandomStream(seed: seed, purpose: "carrier", id: id)
        let jitter = Span(
            milliseconds: profile.latency.milliseconds * Int64(random.below(100)) / 100)
        responseAfter = profile.latency + jitter
        if random.chance(of10000: profile.refusedShare) {
            isAccepted = false
            let code = Self.refusalCodes[random.below(Self.refusalCodes.count)]
            response = .refused(code: code)
            receipt = nil
            reply = nil
            return
        }
        isAccepted = true
        response =
            random.chance(of10000: profile.lostResponseShare)
            ? nil : .accepted(providerID: providerID)
        if random.chance(of10000: profile.silentShare) {
            receipt = nil
            reply = nil
            return
        }
        let spread = Int64(random.below(300))
        let after = Span(milliseconds: profile.receiptLatency.milliseconds * (50 + spread) / 100)
        if random.chance(of10000: profile.failedShare) {
            let code = Self.failureCodes[random.below(Self.failureCodes.count)]
            receipt = (.failed, code, after)
            reply = nil
            return
        }
        receipt = (.delivered, "DELIVRD", after)
        let minutes = Span.seconds(Int64(20 + random.below(3_600)))
        if random.chance(of10000: profile.optOutShare) {
            reply = (Self.optOutTexts[random.below(Self.optOutTexts.count)], minutes)
        } else if random.chance(of10000: profile.otherReplyShare) {
            reply = (Self.otherTexts[random.below(Self.otherTexts.count)], minutes)
        } else {
            reply = nil
        }
    }
}
