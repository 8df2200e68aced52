/// What a "no" of a carrier says about the channel rather than about the message: codes of
/// responses, as the protocols' sessions write them.
public enum AccountCodes {
    /// Account, rights, address or money: nothing passes until a person acts. SMPP 3.4 §5.1.3
    /// (source address, account, service and system types), CMPP 3.0 §8.4.3 results 5, 7, 10 and
    /// 11 (fee code, service code, Src_Id, Msg_src), and what providers over HTTP say of balance
    /// and rights.
    public static func concernsAccount(_ code: String) -> Bool { account.contains(code) }

    /// The number belongs to another carrier than the channel's: CMPP result 9, NP_OUT of the
    /// gateways (facts of 2026-11-20).
    public static func saysPorted(_ code: String) -> Bool { ported.contains(code) }

    private static let account: Set<String> = [
        "RINVSRCADR", "RBINDFAIL", "RINVPASWD", "RINVSYSID", "RINVSERTYP", "RINVSRCTON",
        "RINVSRCNPI", "RINVSYSTYP", "CMPP:5", "CMPP:7", "CMPP:10", "CMPP:11",
        "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isv.ACCOUNT_ABNORMAL",
        "isp.RAM_PERMISSION_DENY", "balance", "auth",
    ]
    private static let ported: Set<String> = [
        "CMPP:9", "MB:1048", "MB:1049", "MB:1050", "NP:1243", "MH:0007", "-9000",
    ]
}
