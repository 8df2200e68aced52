/// What the code of a failure receipt says.
public enum ReceiptMeaning: String, Hashable, Sendable, CaseIterable {
    /// 空号: nobody has the number.
    case gone
    /// 停机: suspended or barred by its carrier.
    case suspended
    /// 关机: off or out of reach; the carrier has tried until the validity ran out.
    case off
    /// The handset is full, busy, or says no.
    case busy
    /// The number cannot get short messages.
    case unsupported
    /// The gateway's path failed; what became of the message is not known.
    case path
    case flow
    /// The number is on the carrier's own list.
    case blacklist
    /// Quotas, hours and lists of the gateway.
    case quota
    case content
    case route
    /// 携转: the number has left the carrier it was sent to.
    case ported
    case other

    /// The number's own fault, and not the channel's.
    public var isNumbers: Bool {
        switch self {
        case .gone, .suspended, .off, .busy, .unsupported, .blacklist, .ported: true
        case .path, .flow, .quota, .content, .route, .other: false
        }
    }
}

/// The table of receipt codes: what gateways of the three carriers write, and what a workspace
/// knows better (`receipt_codes:` in hongyan.yaml). Meanings vary by gateway.
///
/// Built-in rows after the lists of resellers and of Tencent, Qiniu, Huawei and 亿美, gathered on
/// 2026-11-20.
public struct ReceiptCodes: Hashable, Sendable {
    private let own: [String: ReceiptMeaning]

    /// - Parameter own: Beats the built-in row of the same code.
    public init(own: [String: ReceiptMeaning] = [:]) { self.own = own }
    public static let standard = ReceiptCodes()

    public func meaning(of code: String) -> ReceiptMeaning {
        if let known = own[code] ?? Self.table[code] { return known }
        for (prefix, meaning) in Self.prefixes where code.hasPrefix(prefix) { return meaning }
        return .other
    }

    /// The workspace's own rows, ascending by code.
    public var ownRows: [(code: String, meaning: ReceiptMeaning)] {
        own.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// Asked after the table, in this order.
    private static let prefixes: [(String, ReceiptMeaning)] = [
        ("MI:", .off), ("MA:", .path), ("MC:", .path), ("IA:", .path), ("IC:", .path),
        ("TD:", .blacklist),
    ]

    private static let rows: [(ReceiptMeaning, String)] = [
        (
            .gone,
            "MK:0001 MK:0012 MN:0001 SME169 SGIP:1 SGIP:12 SGIP:23 SGIP:67 SGIP:69 SGIP:61 "
                + "SGIP:101 UNDELIV_701"
        ),
        (
            .suspended,
            "MK:0005 MK:0013 MN:0013 MI:0013 SGIP:5 SGIP:13 SGIP:20 SGIP:36 SGIP:50 SGIP:98 "
                + "SGIP:99 DB:0102 DB:0103"
        ),
        (
            .off,
            "MI:0024 MK:0024 MK:0008 SGIP:24 SGIP:54 SGIP:4 SGIP:51 SGIP:53 SGIP:15 SGIP:55 "
                + "SGIP:64 SGIP:70 SGIP:86 SGIP:88 SGIP:89 UNDELIV_601 UNDELIV_602 EXPIRED_601 "
                + "EXPIRED_602 EXPIRED_640"
        ),
        (.busy, "MK:0017 MK:0011 MK:0023 MK:0015 SGIP:26 SGIP:43 SGIP:79"),
        (.unsupported, "MK:0004 SGIP:27 SGIP:30"),
        (.flow, "IB:0008 DB:0010 MB:0088 MB:1042 SGIP:11 SGIP:33"),
        (
            .blacklist,
            "MB:1077 DB:0141 DB:0144 BLACK MBBLACK TDBLACK W-BLACK BWLIST HD:19 TUIDING"
        ),
        (
            .quota,
            "DB:0140 DB:0142 DB:0143 DB:0139 LIMIT BEYONDN MILIMIT CTLIMIT"
        ),
        (.content, "ID:0076 KEYWORD SIGFAIL NOTITLE MB:1026"),
        (
            .route,
            "MB:1078 NOROUTE ID:0012 ID:0013 ID:0070 DB:0100 DB:0101 SGIP:21 SGIP:22"
        ),
        (.ported, "MB:1048 MB:1049 MB:1050 NP:1243 MH:0007 -9000 CMPP:9"),
    ]

    private static let table: [String: ReceiptMeaning] = {
        var table: [String: ReceiptMeaning] = [:]
        for (meaning, codes) in rows {
            for code in codes.split(separator: " ") { table[String(code)] = meaning }
        }
        return table
    }()
}
