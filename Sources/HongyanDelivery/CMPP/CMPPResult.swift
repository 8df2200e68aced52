/// `Result` of `CMPP_SUBMIT_RESP`, QB-GF-028-2003 §7.4.3.2: what it means for the message.
public struct CMPPResult: Hashable, Sendable {
    public let code: UInt64
    /// The number in decimal, as carriers' lists have it.
    public var name: String { String(code) }
    public let failure: FailureClass

    public init(_ code: UInt64) {
        self.code = code
        failure = Self.failure(code)
    }

    static let structure: UInt64 = 1
    static let throttled: UInt64 = 8
    static let destination: UInt64 = 13

    private static func failure(_ code: UInt64) -> FailureClass {
        switch code {
        case 1, 4, 6: .content
        // The command, the fee code, the business code, Src_Id or Msg_src: the account's terms.
        case 2, 5, 7, 10, 11: .auth
        // A packet of this number came before, and nobody knows what became of it.
        case 3: .ambiguous
        case 8: .throttle
        // Not a number that this gateway serves; charged number; destination.
        case 9, 12, 13: .number
        // A refusal is a refusal, though nobody knows why: it was certainly not taken.
        default: .transient
        }
    }
}
