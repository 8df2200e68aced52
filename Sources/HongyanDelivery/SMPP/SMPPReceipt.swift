public import HongyanCore

/// A receipt as SMSCs write it into `deliver_sm`: SMPP 3.4 appendix B, which calls itself typical
/// and vendor specific; hence any order of the keys, missing keys, dates of 10, 12 or 14 digits and
/// codes that are no numbers.
public struct SMPPReceipt: Hashable, Sendable {
    /// As the receipt writes it; see ``SMPPReceiptIDStyle``.
    public var id: String
    /// `DELIVRD`, `EXPIRED`, `UNDELIV` …, upper case.
    public var stat: String
    /// Of the network, often not a number.
    public var err: String?
    /// Digits as written.
    public var submitDate: String?
    public var doneDate: String?
    public var sub: String?
    public var dlvrd: String?
    /// The beginning of the message.
    public var text: String?

    public init(id: String, stat: String) {
        self.id = id
        self.stat = stat
    }

    /// Reads `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`.
    /// - Returns: nil when there is no state, or no id.
    public init?(text: String) {
        var found: [Key: String] = [:]
        let octets = Array(text.utf8)
        var open: (key: Key, from: Int)?
        var index = 0
        while index < octets.count {
            guard index == 0 || octets[index - 1] == 0x20, let key = Key.at(index, in: octets)
            else {
                index += 1
                continue
            }
            if let open { found[open.key] = Self.trimmed(octets[open.from..<index]) }
            index += key.rawValue.utf8.count + 1
            open = (key, index)
            // The text may hold anything.
            if key == .text { break }
        }
        if let open { found[open.key] = Self.trimmed(octets[open.from...]) }
        guard let id = found[.id], !id.isEmpty, let stat = found[.stat], !stat.isEmpty
        else { return nil }
        self.init(id: id, stat: stat.uppercased())
        err = found[.err]
        submitDate = found[.submitDate]
        doneDate = found[.doneDate]
        sub = found[.sub]
        dlvrd = found[.dlvrd]
        self.text = found[.text]
    }

    /// From a `deliver_sm`: optional parameters tell more surely than the text.
    /// - Returns: nil when the packet is no receipt.
    public init?(_ packet: WirePacket) {
        guard SMPP.isReceipt(esmClass: packet.number("esm_class")) else { return nil }
        let content = packet.parameter(SMPP.Tag.messagePayload) ?? packet.bytes("short_message")
        let written = SMPPReceipt(text: WirePacket.text(content))
        let id = packet.parameter(SMPP.Tag.receiptedMessageID)
            .map { WirePacket.text(Array($0.prefix { $0 != 0 })) }
        let state = packet.parameter(SMPP.Tag.messageState)?.first.flatMap { SMPP.stat(of: $0) }
        guard let id = id ?? written?.id, let stat = state ?? written?.stat else { return nil }
        self = written ?? SMPPReceipt(id: id, stat: stat)
        self.id = id
        self.stat = stat
    }

    /// As appendix B writes it.
    public var written: String {
        var parts = ["id:\(id)"]
        if let sub { parts.append("sub:\(sub)") }
        if let dlvrd { parts.append("dlvrd:\(dlvrd)") }
        if let submitDate { parts.append("submit date:\(submitDate)") }
        if let doneDate { parts.append("done date:\(doneDate)") }
        parts.append("stat:\(stat)")
        if let err { parts.append("err:\(err)") }
        if let text { parts.append("text:\(text)") }
        return parts.joined(separator: " ")
    }

    private enum Key: String, CaseIterable {
        case id, sub, dlvrd, submitDate = "submit date", doneDate = "done date", stat, err, text

        /// The key that begins here, colon included.
        static func at(_ index: Int, in octets: [UInt8]) -> Key? {
            allCases.first { key in
                let name = Array(key.rawValue.utf8) + [0x3A]
                guard octets.count - index >= name.count else { return false }
                return zip(octets[index...], name).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
            }
        }
    }

    private static func trimmed(_ octets: ArraySlice<UInt8>) -> String {
        let isBlank = { (octet: UInt8) in
            octet == 0x20 || octet == 0 || octet == 0x0A || octet == 0x0D
        }
        let end = octets.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? octets.startIndex
        return String(decoding: octets[octets.startIndex..<end].drop(while: isBlank), as: UTF8.self)
    }
}

extension SMPP {
    /// §5.2.12: bits 5–2 say that a `deliver_sm` is a receipt (1) or an intermediate notification
    /// (8); other bits, such as a header's, may be set beside them.
    public static func isReceipt(esmClass: UInt64) -> Bool {
        let kind = esmClass & 0x3C
        return kind == 0x04 || kind == 0x20
    }

    /// The word of `message_state`, §5.2.28.
    public static func stat(of state: UInt8) -> String? {
        switch state {
        case 1: "ENROUTE"
        case 2: "DELIVRD"
        case 3: "EXPIRED"
        case 4: "DELETED"
        case 5: "UNDELIV"
        case 6: "ACCEPTD"
        case 7: "UNKNOWN"
        case 8: "REJECTD"
        default: nil
        }
    }
}

extension SMPPReceiptIDStyle {
    /// One form for both: lower case, without leading zeros, in the response's base. What is no
    /// number of the base stays as it is.
    public func key(ofReceipt id: String) -> String {
        switch self {
        case .same: Self.key(ofResponse: id)
        case .decimalToHex:
            UInt64(id, radix: 10).map { String($0, radix: 16) } ?? Self.key(ofResponse: id)
        case .hexToDecimal:
            UInt64(id, radix: 16).map { String($0) } ?? Self.key(ofResponse: id)
        }
    }

    public static func key(ofResponse id: String) -> String {
        let stripped = id.lowercased().drop { $0 == "0" }
        return stripped.isEmpty ? (id.isEmpty ? "" : "0") : String(stripped)
    }
}
