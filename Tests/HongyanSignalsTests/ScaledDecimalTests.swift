import Testing

@testable import HongyanSignals

struct ScaledDecimalTests {
    @Test("decimals are exact, and rounded half away from zero", arguments: cases)
    func reads(_ sample: (text: String, scale: Int, expected: Int64?)) {
        #expect(ScaledDecimal.read(sample.text, scale: sample.scale) == sample.expected)
    }

    static let cases: [(text: String, scale: Int, expected: Int64?)] = [
        ("0", 1, 0), ("12", 0, 12), ("12", 1, 120), ("12.3", 1, 123), ("12.34", 1, 123),
        ("12.35", 1, 124), ("-12.35", 1, -124), ("-12.34", 1, -123), ("0.05", 1, 1),
        ("-0.05", 1, -1), ("0.049", 1, 0), ("0.5", 0, 1), ("-0.5", 0, -1), ("9.99", 1, 100),
        ("1e2", 1, 1_000), ("1.25e1", 1, 125), ("125e-1", 0, 13), ("5E-2", 1, 1), ("5e-3", 1, 0),
        ("0.1", 6, 100_000), ("9223372036854775807", 0, .max), ("9223372036854775808", 0, nil),
        ("922337203685477580.75", 1, nil), ("1e400", 0, nil), ("1e-400", 6, 0), ("1e401", 0, nil),
        ("0.0000000000000000000000000000001e31", 0, 1), ("", 1, nil), ("-", 1, nil),
        ("abc", 1, nil),
        (".5", 1, nil), ("1.2.3", 1, nil), ("1e", 1, nil), ("１", 1, nil),
    ]
}
