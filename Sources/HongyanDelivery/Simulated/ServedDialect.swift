internal import HongyanCore

/// What a made-up carrier says in one protocol: ``ServedCarrier`` decides, its dialect writes.
protocol ServedDialect: Sendable {
    var wire: WireProtocol { get }
    func request(_ packet: WirePacket) -> ServedRequest
    /// Of octets that are no packet, but whose length is known.
    func request(_ fault: WireFault) -> ServedRequest
    /// - Parameter passwords: By account; everybody is let in when there is none.
    func login(_ packet: WirePacket, _ passwords: [String: String]) -> ServedLogin
    /// To a login of somebody who is in, or a submission of somebody who is not.
    func outOfPlace(_ packet: WirePacket) -> [UInt8]?
    func submission(_ packet: WirePacket) -> ServedSubmission
    /// - Parameter number: Rises with every submission.
    func id(_ number: Int64, at now: Timestamp) -> ServedID
    func answer(to packet: WirePacket, _ outcome: ServedOutcome) -> [UInt8]?
    /// In the order in which they leave.
    func receipts(
        _ receipt: ServedReceipt, isOdd: Bool, _ random: inout RandomStream
    ) -> [(WirePacket, at: Timestamp)]
    func replies(to packet: WirePacket, id: ServedID, _ text: String, isLong: Bool) -> [WirePacket]
    /// Asks whether the client is there.
    var enquiry: WirePacket? { get }
}

/// What a client's packet asks for.
enum ServedRequest {
    case login(WirePacket)
    case submit(WirePacket)
    /// The client's answer to a delivery.
    case delivered(sequence: UInt32, isTaken: Bool)
    /// Needs no thought.
    case answer([UInt8]?)
    /// Answered, then the connection is closed.
    case goodbye([UInt8]?)
    case nothing
    /// Nothing behind it can be understood.
    case broken
}

enum ServedLogin {
    case accepted(account: String, canSend: Bool, canReceive: Bool, answer: [UInt8]?)
    case refused(answer: [UInt8]?)
}

/// What a carrier must know of a submission.
struct ServedSubmission {
    /// As written; empty when there is not exactly one.
    let destination: String
    let place: ConcatenationPart?
    let wantsReceipt: Wish

    enum Wish { case never, always, onFailure }
}

/// The carrier's id of a part, and how its journal writes it.
struct ServedID: Hashable {
    let octets: [UInt8]
    let text: String
}

enum ServedOutcome {
    case taken(ServedID)
    case throttled, badNumber, badText
}

/// What is to be reported of a part.
struct ServedReceipt {
    let packet: WirePacket
    let id: ServedID
    let isDelivered: Bool
    let code: String
    let submitted: Timestamp
    let done: Timestamp
}

/// Which protocol a made-up carrier speaks.
public enum CarrierProtocol: String, Hashable, Sendable, CaseIterable {
    /// SMPP 3.4.
    case smpp
    /// CMPP 2.0.
    case cmpp2
    /// CMPP 3.0.
    case cmpp3

    var dialect: any ServedDialect {
        switch self {
        case .smpp: SMPPServed()
        case .cmpp2: CMPPServed(isThree: false)
        case .cmpp3: CMPPServed(isThree: true)
        }
    }
}
