/// One complaint about a message.
public struct Complaint: Hashable, Sendable {
    /// Who told us.
    public enum Source: String, Hashable, Sendable, CaseIterable {
        /// The reporting centre for spam (12321网络不良与垃圾信息举报受理中心).
        case centre = "12321"
        case carrier, provider, customer
    }
    public let recordedAt: Timestamp
    /// The local day of the message that is complained about.
    public let day: CivilDay
    public let source: Source
    /// The message, where it was found.
    public let message: Digest?
    /// What stood before it and what it was made from; nil when no message was found.
    public let signature: String?
    public let template: TemplateID?
    public let channel: ChannelID?
    public let customer: CustomerID?
    public let note: String?
    public init(
        recordedAt: Timestamp, day: CivilDay, source: Source, message: Digest?, signature: String?,
        template: TemplateID?, channel: ChannelID?, customer: CustomerID?, note: String?
    ) {
        self.recordedAt = recordedAt
        self.day = day
        self.source = source
        self.message = message
        self.signature = signature
        self.template = template
        self.channel = channel
        self.customer = customer
        self.note = note
    }
}

/// When complaints stop what they are about.
///
/// Rates are complaints for each million messages that were handed over in the calendar month.
public struct ComplaintTerms: Hashable, Sendable {
    /// From this rate on a signature or template is suspended; in hundredths.
    public let suspendHundredths: Int
    /// From this rate on the provider closes the account; in hundredths.
    public let closeHundredths: Int
    /// Fewer complaints than this in the month stop nothing.
    public let fewest: Int
    /// With fewer messages than this in the month no rate is told; 0 where the source names no
    /// least number.
    public let leastSent: Int
    /// Where the rates come from.
    public let basis: String
    public init(
        suspendHundredths: Int, closeHundredths: Int, fewest: Int = 1, leastSent: Int = 0,
        basis: String
    ) {
        self.suspendHundredths = suspendHundredths
        self.closeHundredths = closeHundredths
        self.fewest = fewest
        self.leastSent = leastSent
        self.basis = basis
    }

    /// 0.25 in a million suspends, 0.4 closes the account. Source: Huawei Cloud MSGSMS, 规则与限制
    /// (read 2026-11-20), which names no least number of messages. The strictest of the providers
    /// that publish a figure.
    public static let huawei = ComplaintTerms(
        suspendHundredths: 25, closeHundredths: 40, basis: "huaweicloud MSGSMS 规则与限制")
}

/// Complaints about one signature or template in one month.
public struct ComplaintRate: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        case signature(String)
        case template(TemplateID)

        /// What is stopped.
        public var scope: Stop.Scope {
            switch self {
            case .signature(let name): .signature(name)
            case .template(let id): .template(id)
            }
        }
    }
    public enum Level: String, Hashable, Sendable { case fine, suspend, close }
    public let subject: Subject
    public let complaints: Int
    /// Messages handed over and not certainly refused.
    public let sent: Int
    public init(subject: Subject, complaints: Int, sent: Int) {
        self.subject = subject
        self.complaints = complaints
        self.sent = sent
    }

    /// Complaints for each million messages, in hundredths, rounded down; as if one message had
    /// been sent where none is counted.
    public var hundredthsPerMillion: Int { complaints * 100_000_000 / max(1, sent) }

    /// `0.31`.
    public var perMillion: String {
        let (whole, rest) = hundredthsPerMillion.quotientAndRemainder(dividingBy: 100)
        return "\(whole).\(padded(rest, 2))"
    }

    public func level(_ terms: ComplaintTerms) -> Level {
        guard complaints >= max(1, terms.fewest), sent >= terms.leastSent else { return .fine }
        if hundredthsPerMillion >= terms.closeHundredths { return .close }
        return hundredthsPerMillion >= terms.suspendHundredths ? .suspend : .fine
    }
}
