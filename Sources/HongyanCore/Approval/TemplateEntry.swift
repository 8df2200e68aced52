/// One line of the log of templates: what somebody did with one, and when. Lines are only ever
/// added; every state of a template is read from them (``TemplateStanding``).
///
/// Source: 广告法 article 34 (2021-04-29) demands a system of registration, review and files for
/// advertisements; who reviews in how many steps is the workspace's own (`approval:`).
public struct TemplateEntry: Hashable, Sendable {
    public enum Act: Hashable, Sendable {
        /// Handed in for approval; whoever does it is an author of the version from then on.
        case submitted
        /// One step of the policy, by the name of its role.
        case approved(step: String)
        /// Taken back for good: it needs to be handed in again from the first step.
        case rejected
        case filed(TemplateFiling)
        /// On one channel or, with nil, on all; binds every version, so that an edit does not lift
        /// it.
        case suspended(ChannelID?)
        case resumed(ChannelID?)
    }
    public let template: TemplateID
    /// The version that the rule book had when it was done.
    public let version: Digest
    public let act: Act
    /// The key under `people:`, or ``machine``.
    public let person: String
    /// The account of the operating system it was done with; empty for ``machine``.
    public let account: String
    public let at: Timestamp
    public let comment: String

    /// Who acts where a threshold trips and nobody is asked.
    public static let machine = "hongyan"

    public init(
        template: TemplateID, version: Digest, act: Act, person: String, account: String = "",
        at: Timestamp, comment: String = ""
    ) {
        self.template = template
        self.version = version
        self.act = act
        self.person = person
        self.account = account
        self.at = at
        self.comment = comment
    }
}

/// What is known of a version's filing (报备) with one carrier through one channel.
///
/// Source: carriers refuse marketing whose template was not filed (电信 from 2025-05-30, 联通
/// “模板先报后发”, 移动 from 2025-12-05; notices of Baidu and Huawei, 2025).
public struct TemplateFiling: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// Handed in on a day; nil when nobody can say until when it takes.
        case submitted(on: CivilDay, expected: CivilDay?)
        /// May be sent from the start of the first day to the end of the last; nil has no end.
        case effective(from: CivilDay, through: CivilDay?)
        case refused(on: CivilDay)
    }
    public let channel: ChannelID
    public let carrier: Carrier
    public let state: State
    public init(channel: ChannelID, carrier: Carrier, state: State) {
        self.channel = channel
        self.carrier = carrier
        self.state = state
    }
}

/// How long a filing is expected to take.
public struct FilingTerms: Hashable, Sendable {
    /// Working days from the day after it was handed in; 0 is the same day.
    public let workingDays: Int
    /// Where the figure comes from, for reports.
    public let source: String
    public init(workingDays: Int, source: String) {
        self.workingDays = workingDays
        self.source = source
    }

    /// “7 working days ahead” is what trade articles claim; no law and no provider page says so
    /// (carriers took two hours to three weeks in 2025), so it is a setting.
    public static let standard = FilingTerms(workingDays: 7, source: "trade press, no legal basis")

    /// The day on which an answer is expected; in a year without a notice the statutory days count
    /// as holidays and no weekend is worked, for a day is expected here and nothing rests on it.
    public func expected(after day: CivilDay, by calendar: WorkCalendar) -> CivilDay {
        var day = day
        var left = workingDays
        while left > 0 {
            day = day + 1
            let isWorkday =
                calendar.isWorkday(day)
                ?? (day.weekday <= 5 && calendar.holiday(on: day) == nil)
            if isWorkday { left -= 1 }
        }
        return day
    }
}

extension Template {
    /// The body with its variables as written: `${name|顾客}，您好`.
    public var written: String {
        runs.map { run in
            switch run {
            case .fixed(let text): text
            case .variable(let variable):
                "${\(variable.name)\(variable.fallback.map { "|\($0)" } ?? "")}"
            }
        }.joined()
    }
}
