public import HongyanCore

/// What one carriers' protocol says in the place of another's: packets in, words out. Connections,
/// windows and time-outs are ``LinkSession``'s, which is the same for all.
protocol LinkDialect: Sendable {
    var wire: WireProtocol { get }
    /// The first packet of a connection.
    mutating func login(
        _ role: LinkRole, sequence: UInt32, at now: Timestamp
    ) throws(WireMisfit) -> [UInt8]
    /// The parts of a text, at least one; nil for a text of more parts than there is room for.
    func parts(of submission: Submission) -> [EncodedPart]?
    func packet(
        _ part: EncodedPart, of submission: Submission, sequence: UInt32
    ) throws(WireMisfit) -> [UInt8]
    /// Asks whether the far side is there.
    func enquiry(sequence: UInt32) -> [UInt8]?
    func goodbye(sequence: UInt32) -> [UInt8]?
    mutating func hear(_ packet: WirePacket, at now: Timestamp) -> LinkWord
    /// Of octets that are no packet, but whose length is known.
    mutating func hear(_ fault: WireFault, _ octets: ArraySlice<UInt8>) -> LinkWord
    /// Parts of long replies that have waited too long.
    mutating func expired(at now: Timestamp) -> [ProviderEvent]
}

/// What a packet from the far side means.
enum LinkWord {
    case nothing
    /// The login with this sequence number was accepted.
    case welcome(UInt32)
    case rejection(UInt32, reason: String)
    /// To the submission with this sequence number; an empty id where the answer had none.
    case answer(UInt32, SubmissionWindow.Answer)
    /// Some request was not understood: the login, a submission, or nothing of weight.
    case nack(UInt32, code: String, FailureClass)
    /// `taken` is sent when the event is in the store, `busy` when there is no room for it.
    case delivery(ProviderEvent, taken: [UInt8]?, busy: [UInt8]?)
    /// Is answered at once.
    case reply([UInt8]?)
    /// The far side ends the session.
    case goodbye(answer: [UInt8]?)
    /// The answer to ours.
    case farewell
}

/// What a connection is for; a channel with two connections has two sessions.
public enum LinkRole: String, Hashable, Sendable {
    case transceiver, transmitter, receiver
    public var sends: Bool { self != .receiver }
}

/// One part's content, and how it is marked.
struct EncodedPart: Hashable, Sendable {
    let content: [UInt8]
    /// SMPP's `data_coding`, CMPP's `Msg_Fmt`.
    let coding: UInt64
    /// Beside the content; nil for a message of one part.
    let place: ConcatenationPart?
}
