/// How a channel reaches an SMSC: host, account and the peculiarities of the far side.
///
/// A secret is named, never held: the book is compiled, hashed and shown without it.
public struct CarrierLink: Hashable, Sendable {
    public var host: String
    public var port: Int
    public var usesTLS: Bool
    public var systemID: String
    public var password: SecretSource?
    public var systemType: String
    public var bind: SMPPBind
    /// The sender's address: an access number (1069…) or letters; empty lets the SMSC choose.
    public var source: String
    public var numberForm: NumberForm
    /// Submissions without a response at most; SMPP 3.4 names 10 as a guideline (§2.9).
    public var window: Int
    /// How long a response may take before its submission is unknown.
    public var responseTimeout: Span
    /// After so long a silence the far side is asked whether it is there.
    public var enquireInterval: Span
    public var alphabet: SMPPAlphabet
    public var long: SMPPLongForm
    public var receiptIDs: SMPPReceiptIDStyle

    public init(
        host: String, port: Int, usesTLS: Bool = false, systemID: String,
        password: SecretSource? = nil, systemType: String = "", bind: SMPPBind = .transceiver,
        source: String = "", numberForm: NumberForm = .international, window: Int = 10,
        responseTimeout: Span = .seconds(60), enquireInterval: Span = .seconds(30),
        alphabet: SMPPAlphabet = .ucs2, long: SMPPLongForm = .udh,
        receiptIDs: SMPPReceiptIDStyle = .same
    ) {
        self.host = host
        self.port = port
        self.usesTLS = usesTLS
        self.systemID = systemID
        self.password = password
        self.systemType = systemType
        self.bind = bind
        self.source = source
        self.numberForm = numberForm
        self.window = window
        self.responseTimeout = responseTimeout
        self.enquireInterval = enquireInterval
        self.alphabet = alphabet
        self.long = long
        self.receiptIDs = receiptIDs
    }
}

/// Where a secret is kept.
public enum SecretSource: Hashable, Sendable, CustomStringConvertible {
    /// `${env:NAME}`.
    case variable(String)
    /// `${file:PATH}`: the file's text without the line end; relative to the workspace.
    case file(String)

    /// As the workspace file writes it.
    public var description: String {
        switch self {
        case .variable(let name): "${env:\(name)}"
        case .file(let path): "${file:\(path)}"
        }
    }
}

/// As what a channel binds.
public enum SMPPBind: String, Hashable, Sendable, CaseIterable {
    /// One connection for both directions.
    case transceiver
    /// Two connections: one sends, the other receives.
    case separate
    /// Only sends; receipts and replies never come.
    case transmitter
    /// Only receives.
    case receiver
}

/// What an SMSC means by `data_coding` 0, and so how a text without Chinese is sent; all others go
/// as UCS-2 (8).
public enum SMPPAlphabet: String, Hashable, Sendable, CaseIterable {
    /// Every text as UCS-2, as Chinese carriers count.
    case ucs2
    /// The GSM alphabet, one septet an octet: 160 characters a part.
    case gsm
    case ascii
    case latin1
}

/// How a text of several parts is sent.
public enum SMPPLongForm: String, Hashable, Sendable, CaseIterable {
    /// A user data header before each part.
    case udh
    /// `sar_*` parameters beside each part.
    case sar
    /// One packet with a `message_payload`; the SMSC cuts it.
    case payload
}

/// How numbers are written to the SMSC.
public enum NumberForm: String, Hashable, Sendable, CaseIterable {
    /// `8613800000000`.
    case international
    /// `13800000000`.
    case national
}

/// How the id of a receipt becomes that of the response it belongs to: some SMSCs answer in one
/// base and report in the other, or pad with zeros.
public enum SMPPReceiptIDStyle: String, Hashable, Sendable, CaseIterable {
    case same
    /// The receipt is decimal, the response hexadecimal.
    case decimalToHex = "decimal-to-hex"
    /// The receipt is hexadecimal, the response decimal.
    case hexToDecimal = "hex-to-decimal"
}
