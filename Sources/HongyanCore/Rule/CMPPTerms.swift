/// What a CMPP gateway asks for beside a ``CarrierLink``, where `systemID` is the SP_Id, `password`
/// the shared secret and `source` the access number.
public struct CMPPTerms: Hashable, Sendable {
    public var version: CMPPVersion
    /// The business code that the carrier gave out (`Service_Id`), at most 10 characters.
    public var serviceID: String
    /// `FeeType`: 01 free of charge for the customer, 02 by message, 03 by month; two digits.
    public var feeType: String
    /// `FeeCode`, in fen; at most 6 digits.
    public var feeCode: String
    /// Whether the gateway's own authenticator must be right; some never send one.
    public var verifiesGateway: Bool

    public init(
        version: CMPPVersion, serviceID: String = "", feeType: String = "01",
        feeCode: String = "000000", verifiesGateway: Bool = true
    ) {
        self.version = version
        self.serviceID = serviceID
        self.feeType = feeType
        self.feeCode = feeCode
        self.verifiesGateway = verifiesGateway
    }
}

/// Which CMPP a gateway speaks; fields differ in width, so both sides must mean the same.
public enum CMPPVersion: String, Hashable, Sendable, CaseIterable {
    case two = "2.0"
    case three = "3.0"
}
