/// Countries by calling code, as far as customers of a mainland shop have such numbers.
enum CallingCodes {
    /// - Parameter digits: An international number without `+` or `00`.
    /// - Returns: The calling code, and the country in ISO 3166 where it has the code alone; nil
    ///   when the code is not known here.
    static func lookup(_ digits: ArraySlice<UInt8>) -> (code: String, country: String?)? {
        for length in [3, 2, 1] where digits.count > length {
            let code = String(decoding: digits.prefix(length), as: UTF8.self)
            if let entry = table.first(where: { $0.code == code }) {
                return (code, entry.country.isEmpty ? nil : entry.country)
            }
        }
        return nil
    }

    /// ITU-T E.164 list of assigned codes; those that several countries share have no country.
    private static let table: [(code: String, country: String)] = [
        ("852", "HK"), ("853", "MO"), ("886", "TW"), ("855", "KH"), ("856", "LA"), ("850", "KP"),
        ("880", "BD"), ("960", "MV"), ("961", "LB"), ("962", "JO"), ("963", "SY"), ("964", "IQ"),
        ("965", "KW"), ("966", "SA"), ("968", "OM"), ("971", "AE"), ("972", "IL"), ("973", "BH"),
        ("974", "QA"), ("976", "MN"), ("977", "NP"), ("992", "TJ"), ("993", "TM"), ("994", "AZ"),
        ("995", "GE"), ("996", "KG"), ("998", "UZ"), ("351", "PT"), ("352", "LU"), ("353", "IE"),
        ("358", "FI"), ("380", "UA"), ("420", "CZ"), ("234", "NG"), ("254", "KE"), ("251", "ET"),
        ("81", "JP"), ("82", "KR"), ("84", "VN"), ("86", "CN"), ("60", "MY"), ("61", "AU"),
        ("62", "ID"), ("63", "PH"), ("64", "NZ"), ("65", "SG"), ("66", "TH"), ("90", "TR"),
        ("91", "IN"), ("92", "PK"), ("93", "AF"), ("94", "LK"), ("95", "MM"), ("98", "IR"),
        ("20", "EG"), ("27", "ZA"), ("30", "GR"), ("31", "NL"), ("32", "BE"), ("33", "FR"),
        ("34", "ES"), ("36", "HU"), ("39", "IT"), ("40", "RO"), ("41", "CH"), ("43", "AT"),
        ("44", "GB"), ("45", "DK"), ("46", "SE"), ("47", "NO"), ("48", "PL"), ("49", "DE"),
        ("51", "PE"), ("52", "MX"), ("54", "AR"), ("55", "BR"), ("56", "CL"), ("57", "CO"),
        ("1", ""), ("7", ""),
    ]
}
