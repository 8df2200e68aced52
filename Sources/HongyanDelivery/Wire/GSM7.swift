/// The GSM 7-bit default alphabet (GSM 03.38 v5.3.0 §6.2.1) with its extension table, one septet an
/// octet, as SMPP peers send it.
public enum GSM7 {
    /// In the order of their codes; 0x1B leads into the extension table.
    private static let basic =
        Array(
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKL"
                .unicodeScalars)
        + Array("MNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà".unicodeScalars)
    private static let extended: [(code: UInt8, scalar: Unicode.Scalar)] = [
        (0x0A, "\u{0C}"), (0x14, "^"), (0x28, "{"), (0x29, "}"), (0x2F, "\\"), (0x3C, "["),
        (0x3D, "~"), (0x3E, "]"), (0x40, "|"), (0x65, "€"),
    ]
    private static let codes: [Unicode.Scalar: [UInt8]] = {
        var codes: [Unicode.Scalar: [UInt8]] = [:]
        for (code, scalar) in basic.enumerated() where code != 0x1B {
            codes[scalar] = [UInt8(code)]
        }
        for (code, scalar) in extended { codes[scalar] = [0x1B, code] }
        return codes
    }()

    /// - Returns: nil when a character is not in the alphabet: then the whole text goes as UCS-2.
    public static func encode(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let code = codes[scalar] else { return nil }
            octets += code
        }
        return octets
    }

    /// What no table has becomes U+FFFD.
    public static func decode(_ octets: [UInt8]) -> String {
        var text = ""
        var isExtended = false
        for octet in octets {
            if isExtended {
                isExtended = false
                let scalar = extended.first { $0.code == octet }?.scalar
                text.unicodeScalars.append(scalar ?? "\u{FFFD}")
            } else if octet == 0x1B {
                isExtended = true
            } else {
                text.unicodeScalars.append(octet < 0x80 ? basic[Int(octet)] : "\u{FFFD}")
            }
        }
        if isExtended { text.unicodeScalars.append("\u{FFFD}") }
        return text
    }
}

/// UTF-16 in big-endian order without a mark: what carriers mean by UCS-2.
public enum UCS2 {
    public static func encode(_ text: String) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf16.count * 2)
        for unit in text.utf16 {
            octets.append(UInt8(unit >> 8))
            octets.append(UInt8(truncatingIfNeeded: unit))
        }
        return octets
    }

    /// A lone surrogate and an odd octet at the end become U+FFFD.
    public static func decode(_ octets: some Collection<UInt8>) -> String {
        var units: [UInt16] = []
        var high: UInt8?
        for octet in octets {
            if let first = high {
                units.append(UInt16(first) << 8 | UInt16(octet))
                high = nil
            } else {
                high = octet
            }
        }
        if high != nil { units.append(0xFFFD) }
        return String(decoding: units, as: UTF16.self)
    }
}
