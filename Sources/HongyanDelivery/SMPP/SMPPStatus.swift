/// `command_status` of SMPP 3.4 §5.1.3: its name, and what it means for the message.
///
/// The classes follow what SMSCs use the codes for: Jasmin retries RSYSERR, RTHROTTLED, RMSGQFUL
/// and RINVSCHED (docs of `submit_sm` retrial, 2024), Kannel and Vumi treat RMSGQFUL as RTHROTTLED.
public struct SMPPStatus: Hashable, Sendable {
    public let code: UInt32
    /// Without `ESME_`; `0x…` for codes of vendors.
    public let name: String
    public let failure: FailureClass

    public init(_ code: UInt32) {
        self.code = code
        if let known = Self.table.first(where: { $0.code == code }) {
            name = known.name
            failure = known.failure
        } else {
            name = "0x" + String(code, radix: 16)
            // A refusal is a refusal, though nobody knows why: it was certainly not taken.
            failure = .transient
        }
    }

    private init(_ code: UInt32, _ name: String, _ failure: FailureClass) {
        self.code = code
        self.name = name
        self.failure = failure
    }

    static let invalidLength: UInt32 = 0x02
    static let invalidCommand: UInt32 = 0x03
    static let invalidBindStatus: UInt32 = 0x04
    static let alreadyBound: UInt32 = 0x05
    static let systemError: UInt32 = 0x08
    static let invalidDestination: UInt32 = 0x0B
    static let invalidPassword: UInt32 = 0x0E
    static let invalidSystemID: UInt32 = 0x0F
    static let queueFull: UInt32 = 0x14
    static let submitFailed: UInt32 = 0x45
    static let throttled: UInt32 = 0x58

    /// Ascending.
    static let table: [SMPPStatus] = [
        .init(0x01, "RINVMSGLEN", .content), .init(0x02, "RINVCMDLEN", .content),
        .init(0x03, "RINVCMDID", .auth), .init(0x04, "RINVBNDSTS", .transient),
        .init(0x05, "RALYBND", .auth), .init(0x06, "RINVPRTFLG", .content),
        .init(0x07, "RINVREGDLVFLG", .content), .init(0x08, "RSYSERR", .transient),
        .init(0x0A, "RINVSRCADR", .auth), .init(0x0B, "RINVDSTADR", .number),
        .init(0x0C, "RINVMSGID", .transient), .init(0x0D, "RBINDFAIL", .auth),
        .init(0x0E, "RINVPASWD", .auth), .init(0x0F, "RINVSYSID", .auth),
        .init(0x11, "RCANCELFAIL", .transient), .init(0x13, "RREPLACEFAIL", .transient),
        .init(0x14, "RMSGQFUL", .throttle), .init(0x15, "RINVSERTYP", .auth),
        .init(0x33, "RINVNUMDESTS", .number), .init(0x34, "RINVDLNAME", .number),
        .init(0x40, "RINVDESTFLAG", .number), .init(0x42, "RINVSUBREP", .content),
        .init(0x43, "RINVESMCLASS", .content), .init(0x44, "RCNTSUBDL", .number),
        .init(0x45, "RSUBMITFAIL", .content), .init(0x48, "RINVSRCTON", .auth),
        .init(0x49, "RINVSRCNPI", .auth), .init(0x50, "RINVDSTTON", .number),
        .init(0x51, "RINVDSTNPI", .number), .init(0x53, "RINVSYSTYP", .auth),
        .init(0x54, "RINVREPFLAG", .content), .init(0x55, "RINVNUMMSGS", .content),
        .init(0x58, "RTHROTTLED", .throttle), .init(0x61, "RINVSCHED", .window),
        .init(0x62, "RINVEXPIRY", .content), .init(0x63, "RINVDFTMSGID", .content),
        .init(0x64, "RX_T_APPN", .transient), .init(0x65, "RX_P_APPN", .content),
        .init(0x66, "RX_R_APPN", .content), .init(0x67, "RQUERYFAIL", .transient),
        .init(0xC0, "RINVOPTPARSTREAM", .content), .init(0xC1, "ROPTPARNOTALLWD", .content),
        .init(0xC2, "RINVPARLEN", .content), .init(0xC3, "RMISSINGOPTPARAM", .content),
        .init(0xC4, "RINVOPTPARAMVAL", .content), .init(0xFE, "RDELIVERYFAILURE", .number),
        // It says nothing about what became of the message.
        .init(0xFF, "RUNKNOWNERR", .ambiguous),
    ]
}
