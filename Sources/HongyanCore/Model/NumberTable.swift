/// What a number is for, by its prefix.
public enum NumberKind: String, Hashable, Sendable, CaseIterable {
    /// A subscriber of a network's own.
    case mobile
    /// A subscriber of a virtual operator on that network.
    case mvno
    /// Data cards; many are used as phones.
    case data
    case iot
    case satellite
    case emergency
    /// Assigned to the network but not yet given out.
    case reserved

    /// A person may be expected behind it, so that marketing may go there.
    public var isPersonal: Bool {
        switch self {
        case .mobile, .mvno, .data: true
        case .iot, .satellite, .emergency, .reserved: false
        }
    }
}

/// The mainland's number blocks. Since numbers are portable, the carrier is a guess that receipts
/// correct.
public enum NumberTable {
    /// Named in the ledger's evidence. Blocks after ChinaMobilePhoneNumberRegex (MIT) and
    /// phone.dat v2312.
    public static let version = "cn-number-segments 2026-11-21"

    /// The longest block that the number lies in; nil when the table knows none.
    public static func lookup(_ number: PhoneNumber) -> (carrier: Carrier, kind: NumberKind)? {
        if let sealed = number.sealed { return sealed.block }
        var prefix = 0
        var count = 0
        let e164 = number.e164
        guard e164.hasPrefix("+86") else { return nil }
        for byte in e164.utf8.dropFirst(3).prefix(5) {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            prefix = prefix * 10 + Int(byte - 0x30)
            count += 1
        }
        guard count == 5, (10_000..<20_000).contains(prefix) else { return nil }
        let index = Int(byPrefix[prefix - 10_000])
        return index == 0 ? nil : (blocks[index - 1].carrier, blocks[index - 1].kind)
    }

    private struct Block: Sendable {
        let carrier: Carrier
        let kind: NumberKind
        /// Three to five digits each.
        let prefixes: [Int]
        init(_ carrier: Carrier, _ kind: NumberKind, _ prefixes: String) {
            self.carrier = carrier
            self.kind = kind
            self.prefixes = prefixes.split(separator: " ").compactMap { Int($0) }
        }
    }

    /// For each five-digit prefix from 10000 on, one more than the index of its block; 0 is none.
    private static let byPrefix: [UInt8] = {
        var table = [UInt8](repeating: 0, count: 10_000)
        // Shorter prefixes first, so that longer ones overwrite them.
        for (digits, width) in [(100..<1_000, 100), (1_000..<10_000, 10), (10_000..<100_000, 1)] {
            for (index, block) in blocks.enumerated() {
                for prefix in block.prefixes where digits.contains(prefix) {
                    let first = prefix * width - 10_000
                    for place in first..<first + width { table[place] = UInt8(index + 1) }
                }
            }
        }
        return table
    }()

    private static let blocks: [Block] = [
        Block(
            .mobile, .mobile,
            """
            1340 1341 1342 1343 1344 1345 1346 1347 1348 135 136 137 138 139 150 151 152 157 \
            158 159 172 178 182 183 184 187 188 195 197 198
            """),
        Block(.mobile, .mvno, "165 1703 1705 1706"),
        Block(.mobile, .data, "147"),
        Block(.mobile, .iot, "10647 10648 142 143 144 148"),
        Block(.mobile, .reserved, "160 179"),
        Block(.unicom, .mobile, "130 131 132 155 156 166 175 176 185 186 196"),
        Block(.unicom, .mvno, "167 1704 1707 1708 1709 171"),
        Block(.unicom, .data, "145"),
        Block(.unicom, .iot, "10646 140 146"),
        Block(.telecom, .mobile, "133 153 173 177 180 181 189 190 191 193 199"),
        Block(.telecom, .mvno, "162 1700 1701 1702"),
        Block(.telecom, .data, "149"),
        Block(.telecom, .iot, "10649 141"),
        Block(.telecom, .satellite, "1349 17400 17401 17402 17403 17404 17405"),
        Block(.telecom, .reserved, "154 161 163 164 168 169 174 194"),
        Block(.broadnet, .mobile, "192"),
        Block(.unknown, .satellite, "1749"),
        Block(.unknown, .emergency, "17406 17407 17408 17409 17410 17411 17412"),
    ]
}
