/// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7).
enum UTF8Check {
    enum Verdict: Hashable {
        case valid
        /// Well-formed so far; the last character is cut off.
        case truncated
        case invalid(at: Int)
    }

    static func verdict(on bytes: UnsafeBufferPointer<UInt8>) -> Verdict {
        var index = 0
        let count = bytes.count
        while index < count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            guard let shape = shape(of: lead) else { return .invalid(at: index) }
            var offset = 1
            while offset <= shape.following {
                guard index + offset < count else { return .truncated }
                let byte = bytes[index + offset]
                let isGood =
                    offset == 1 ? shape.second.contains(byte) : (0x80...0xBF).contains(byte)
                guard isGood else { return .invalid(at: index) }
                offset += 1
            }
            index += offset
        }
        return .valid
    }

    /// How many bytes follow a lead byte, and what the first of them may be.
    private static func shape(of lead: UInt8) -> (following: Int, second: ClosedRange<UInt8>)? {
        switch lead {
        case 0xC2...0xDF: (1, 0x80...0xBF)
        case 0xE0: (2, 0xA0...0xBF)
        case 0xED: (2, 0x80...0x9F)
        case 0xE1...0xEF: (2, 0x80...0xBF)
        case 0xF0: (3, 0x90...0xBF)
        case 0xF1...0xF3: (3, 0x80...0xBF)
        case 0xF4: (3, 0x80...0x8F)
        default: nil
        }
    }
}
