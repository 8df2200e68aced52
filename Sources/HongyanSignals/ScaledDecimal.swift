/// Decimal texts as 64-bit integers counted in 10^−scale, without floating point on the way.
enum ScaledDecimal {
    /// Exponents beyond this make no weather; they only make work.
    static let greatestExponent = 400

    /// Reads a JSON number and rounds it to `scale` decimal places, half away from zero.
    /// - Returns: nil when the text is no JSON number or does not fit into 64 bits.
    static func read(_ text: String, scale: Int) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative { rest = rest.dropFirst() }
        var exponent = 0
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            let written = rest[rest.index(after: mark)...]
            guard let number = Int(written), abs(number) <= greatestExponent else { return nil }
            exponent = number
            rest = rest[..<mark]
        }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = Array(parts.joined().utf8)
        guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), !parts[0].isEmpty
        else { return nil }
        // The value is 0.digits × 10^point; `kept` of the digits stand before the rounding place.
        let point = parts[0].utf8.count + exponent
        guard let size = magnitude(of: digits, keeping: point + scale) else { return nil }
        return isNegative ? 0 - size : size
    }

    private static func magnitude(of digits: [UInt8], keeping kept: Int) -> Int64? {
        guard kept >= 0 else { return 0 }
        var size: Int64 = 0
        for place in 0..<kept {
            let digit = place < digits.count ? Int64(digits[place] - 0x30) : 0
            let (product, tooBig) = size.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(digit)
            guard !tooBig, !overflow else { return nil }
            size = sum
        }
        if kept < digits.count, digits[kept] >= UInt8(ascii: "5") {
            let (sum, overflow) = size.addingReportingOverflow(1)
            guard !overflow else { return nil }
            size = sum
        }
        return size
    }
}
