/// Short codes and service numbers: they belong to organisations, and nobody reads messages there.
///
/// After the numbering plan of the mainland (电信网编号计划, MIIT): 1xx and 1xxxx for emergency and
/// public services, 95/96 for enterprises, 106 for SMS ports, 400 and 800 for enterprise lines.
enum ServiceNumbers {
    /// - Parameter digits: A national number without country code, as ASCII.
    static func contains(_ digits: ArraySlice<UInt8>) -> Bool {
        let begins = { (prefix: StaticString) in
            prefix.withUTF8Buffer { digits.starts(with: $0) }
        }
        switch digits.count {
        case 3: return begins("11") || begins("12") || begins("99")
        case 5...9 where begins("95"), 5...6 where begins("96"): return true
        case 5...8 where begins("100") || begins("101"): return true
        case 5 where begins("12"), 5...6 where begins("11"): return true
        case 10 where begins("400") || begins("800"): return true
        // SMS ports; 13 digits behind 1064 are devices and come before.
        case 8...20 where begins("106"): return true
        default: return false
        }
    }

    /// Of three digits: police, fire, rescue, traffic police, sea rescue.
    static func isEmergency(_ digits: ArraySlice<UInt8>) -> Bool {
        ["110", "119", "120", "122", "12395", "999"].contains(
            String(decoding: digits, as: UTF8.self))
    }
}
