/// How long each kind of record is kept, in whole days.
///
/// The law's part is a floor: a workspace keeps longer or as long, never shorter. Beyond it PIPL 19
/// (个人信息保护法) asks for the shortest time that the purpose needs, and PIPL 47 for deletion
/// afterwards.
public struct RetentionPeriods: Hashable, Sendable {
    /// A kind of record with a period of its own, in the order in which they are told.
    public enum Record: String, Hashable, Sendable, CaseIterable {
        /// Messages with number and text; counted from the moment they were cleared.
        case messages
        /// What customers sent back; counted from its arrival.
        case replies
        /// Proofs of consent; counted from the end: withdrawal or expiry.
        case consents
        /// What happened to customers: orders, carts, visits; counted from its time.
        case events
        /// Facts about places, such as forecasts; counted from their day.
        case signals
        /// Whole days of the sealed ledger: decisions, messages without their content,
        /// submissions, receipts, charges, complaints; counted from the day.
        case ledger
    }

    /// Days, of every kind of record.
    public var days: [Record: Int]

    /// The usual periods.
    public static let standard = RetentionPeriods(days: [:])

    /// - Parameter days: What differs from the usual periods.
    public init(days: [Record: Int]) {
        var all: [Record: Int] = [:]
        for record in Record.allCases { all[record] = days[record] ?? record.usual }
        self.days = all
    }

    public func days(of record: Record) -> Int { days[record] ?? record.usual }

    /// So many months in days, never too short: the longest run of months of that number, and leap
    /// years throughout.
    static func days(inMonths months: Int) -> Int {
        let longest = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337]
        return months / 12 * 366 + longest[months % 12]
    }

    /// Whole months that so many days fill at least.
    static func months(inDays days: Int) -> Int { days * 12 / 365 }
}

extension RetentionPeriods.Record {
    /// Which key of packs says how long records are kept.
    public static let keys: [(PolicyKey, [RetentionPeriods.Record])] = [
        (.retentionMessages, [.messages, .replies]), (.retentionConsent, [.consents]),
    ]

    /// Six months that are never too short: the longest are March to August, 184 days.
    private static let halfYear = 184

    /// The fewest days that the law leaves; 1 where it says nothing.
    public var least: Int {
        switch self {
        case .messages, .replies: Self.halfYear
        case .consents: Self.halfYear
        case .events: 31
        case .signals: 14
        case .ledger: 400
        }
    }

    /// Days when the policy does not say.
    public var usual: Int {
        switch self {
        case .messages, .replies: 365
        case .consents: 1_096
        case .events: 1_096
        case .signals: 90
        case .ledger: 1_096
        }
    }

    /// At most so many: what is kept for ever is not kept for a purpose.
    public static let most = 3_660

    /// Where the floor comes from.
    public var source: (zh: String, en: String) {
        switch self {
        case .messages:
            (
                "工信部令第74号（2026-05-01 施行）：发送记录不少于 6 个月；默认 12 个月",
                "MIIT order 74 (in force 2026-05-01): records of sending at least 6 months; "
                    + "12 by default"
            )
        case .replies:
            (
                "工信部令第74号：接收与退订记录同发送记录；默认 12 个月",
                "MIIT order 74: what came back is kept as what was sent; 12 months by default"
            )
        case .consents:
            (
                "工信部令第74号第21条：同意的证明；关系结束后 6 个月以上，默认 3 年",
                "MIIT order 74, art. 21: proof of consent; 6 months and more past the end, "
                    + "3 years by default"
            )
        case .events:
            (
                "个人信息保护法第19条：最短必要时间；规则要回看的时间之内不删",
                "PIPL 19: as short as the purpose allows; never below what rules look back on"
            )
        case .signals:
            ("不是个人信息；按需要保留", "no personal data; kept as long as of use")
        case .ledger:
            (
                "工信部令第74号：不少于 6 个月；年度频控要回看 400 天以内；默认同同意证明，3 年",
                "MIIT order 74: at least 6 months; yearly caps look back less than 400 days; "
                    + "3 years by default, as proofs of consent"
            )
        }
    }
}
