internal import HongyanCore

/// The proofs of a CMPP login, QB-GF-028-2003 §7.4.1: both sides show that they know the secret.
enum CMPPLogin {
    /// `MMDDhhmmss` as a number, in the carrier's time.
    static func timestamp(_ now: Timestamp) -> UInt32 {
        let (day, millisecond) = Zone.china.split(now)
        let seconds = Int(millisecond / 1_000)
        let fields = day.fields
        return UInt32(
            ((fields.month * 100 + fields.day) * 100 + seconds / 3_600) * 10_000
                + seconds / 60 % 60 * 100 + seconds % 60)
    }

    /// `AuthenticatorSource`: SP_Id, nine NULs, secret, ten digits.
    static func client(spID: String, secret: String, timestamp: UInt32) -> [UInt8] {
        let digits = String(timestamp)
        let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        return MD5.hash(
            Array(spID.utf8) + [UInt8](repeating: 0, count: 9) + Array((secret + padded).utf8))
    }

    /// `AuthenticatorISMG`: status, the client's proof, secret.
    /// - Parameter octets: Of the status: 1 in CMPP 2.0, 4 in 3.0.
    static func gateway(
        status: UInt64, octets: Int, proof: [UInt8], secret: String
    ) -> [UInt8] {
        var message: [UInt8] = []
        OctetWriter.append(status, count: octets, to: &message)
        return MD5.hash(message + proof + Array(secret.utf8))
    }

    /// `Status` of `CMPP_CONNECT_RESP`, §7.4.1.2.
    static func words(ofStatus status: UInt64) -> String {
        switch status {
        case 1: "the gateway found the packet malformed"
        case 2: "the gateway does not know the sp_id or this address"
        case 3: "the gateway refused the password"
        case 4: "the gateway's CMPP version is lower"
        default: "status \(status)"
        }
    }
}
