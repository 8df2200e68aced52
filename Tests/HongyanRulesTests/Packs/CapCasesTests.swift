import HongyanCore
import HongyanRules
import Testing

/// Caps as a lawyer would ask about them: what the files say, what was sent before, what comes of
/// the next message, and why.
@Suite("Cap cases")
struct CapCasesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// Why it comes out as it does.
        let why: String
        /// Under `caps:` of the policy.
        var caps = "{}"
        /// The channel's provider.
        var pack: String?
        var purpose = Purpose.marketing
        /// Local time in Shanghai.
        var now = "2026-11-18 10:00"
        /// When earlier messages were cleared, each `TIME [purpose] [@template]`.
        var sent: [String] = []
        /// Caps whose audience the customer does not belong to.
        var outsideOf: Set<String> = []
        /// `send` or the cap that is full.
        let expected: String
        /// What the verdict of each cap says; not asked when nil.
        var seen: [String]?

        var testDescription: String { why }
    }

    static let workspace: [Case] = [
        Case(
            why: "nothing was sent yet, so the first of one a day goes", caps: "{day: 1 per day}",
            expected: "send", seen: ["day:0/1"]),
        Case(
            why: "one a day is spent at 09:00 of the same day", caps: "{day: 1 per day}",
            sent: ["2026-11-18 09:00"], expected: "day"),
        Case(
            why: "a calendar day begins at midnight: yesterday 23:59 does not count",
            caps: "{day: 1 per day}", sent: ["2026-11-17 23:59"], expected: "send"),
        Case(
            why: "a rolling 7d still counts what was sent 6 days and 23 hours ago",
            caps: "{week: 1 per 7d}", sent: ["2026-11-11 10:01"], expected: "week"),
        Case(
            why: "a rolling 7d ends after exactly 7 days", caps: "{week: 1 per 7d}",
            sent: ["2026-11-11 10:00"], expected: "send"),
        Case(
            why: "a calendar week begins on Monday: last Sunday does not count",
            caps: "{week: 1 per week}", sent: ["2026-11-15 18:00"], expected: "send"),
        Case(
            why: "this Monday does", caps: "{week: 1 per week}", sent: ["2026-11-16 00:00"],
            expected: "week"),
        Case(
            why: "all caps hold: the week has room, the month has none",
            caps: "{week: 2 per 7d, month: 3 per month}",
            sent: ["2026-11-01 10:00", "2026-11-05 10:00", "2026-11-16 10:00"], expected: "month"),
        Case(
            why: "of two full caps the first written is named",
            caps: "{day: 1 per day, month: 1 per month}", sent: ["2026-11-18 08:00"],
            expected: "day"),
        Case(
            why: "a parcel notice takes no slot of marketing", caps: "{day: 1 per day}",
            sent: ["2026-11-18 09:00 service"], expected: "send"),
        Case(
            why: "a cap over two purposes counts them together",
            caps: "{day: {count: 1 per day, purposes: [marketing, service]}}",
            sent: ["2026-11-18 09:00 service"], expected: "day"),
        Case(
            why: "who is not in its audience is not bound, and the verdict says so",
            caps: "{young: {count: 1 per day, audience: tier = gold}, week: 5 per 7d}",
            sent: ["2026-11-18 09:00"], outsideOf: ["young"], expected: "send",
            seen: ["young:unbound", "week:1/5"]),
        Case(
            why: "who is in it is bound",
            caps: "{young: {count: 1 per day, audience: tier = gold}}",
            sent: ["2026-11-18 09:00"], expected: "young"),
    ]

    static let seasons: [Case] = [
        Case(
            why: "three weeks before Spring Festival (2027-02-06) the season's cap binds",
            caps: "{spring: {count: 3 per 7d, season: 28d before lunar 01-01}}",
            now: "2027-01-16 10:00",
            sent: ["2027-01-12 10:00", "2027-01-13 10:00", "2027-01-14 10:00"],
            expected: "spring"),
        Case(
            why: "out of season it does not bind, and the verdict says so",
            caps: "{spring: {count: 1 per 7d, season: 28d before lunar 01-01}}",
            sent: ["2026-11-18 09:00"], expected: "send", seen: ["spring:off-season"]),
        Case(
            why: "28 days before is the first day of the season",
            caps: "{spring: {count: 1 per 7d, season: 28d before lunar 01-01}}",
            now: "2027-01-09 10:00", sent: ["2027-01-08 10:00"], expected: "spring"),
        Case(
            why: "29 days before is not in it",
            caps: "{spring: {count: 1 per 7d, season: 28d before lunar 01-01}}",
            now: "2027-01-08 10:00", sent: ["2027-01-07 10:00"], expected: "send"),
        Case(
            why: "New Year's Day itself is no longer before it",
            caps: "{spring: {count: 1 per 7d, season: 28d before lunar 01-01}}",
            now: "2027-02-06 10:00", sent: ["2027-02-05 10:00"], expected: "send"),
        Case(
            why: "what was sent before the season began counts in it",
            caps: "{gaokao: {count: 1 per 7d, season: 06-07 .. 06-09}}", now: "2027-06-07 10:00",
            sent: ["2027-06-03 10:00"], expected: "gaokao"),
        Case(
            why: "a cap outside a season is silent in it",
            caps: "{month: {count: 1 per month, outside: 28d before lunar 01-01}}",
            now: "2027-01-16 10:00", sent: ["2027-01-12 10:00"], expected: "send"),
        Case(
            why: "retail: four a month for active customers", caps: "{preset: retail}",
            sent: [
                "2026-11-01 10:00", "2026-11-02 10:00", "2026-11-03 10:00", "2026-11-09 10:00",
            ],
            expected: "retail/month"),
        Case(
            why: "retail: before Spring Festival the month gives way to three a week",
            caps: "{preset: {trade: retail, new: tier = bronze}}", now: "2027-01-29 10:00",
            sent: [
                "2027-01-09 10:00", "2027-01-10 10:00", "2027-01-16 10:00", "2027-01-25 10:00",
            ],
            outsideOf: ["retail/new"], expected: "send"),
        Case(
            why: "retail: the fourth in that week does not go",
            caps: "{preset: {trade: retail, new: tier = bronze}}", now: "2027-01-29 10:00",
            sent: ["2027-01-25 10:00", "2027-01-26 10:00", "2027-01-27 10:00"],
            outsideOf: ["retail/new"], expected: "retail/week"),
        Case(
            why: "restaurants: one a day", caps: "{preset: restaurant}",
            sent: ["2026-11-18 09:30"], expected: "restaurant/day"),
        Case(
            why: "business customers: one a week while they are new", caps: "{preset: business}",
            sent: ["2026-11-13 10:00"], expected: "business/new"),
        Case(
            why: "business customers that are not new: four a month",
            caps: "{preset: {trade: business, new: tier = bronze}}", sent: ["2026-11-13 10:00"],
            outsideOf: ["business/new"], expected: "send"),
    ]

    static let providers: [Case] = [
        Case(
            why: "Aliyun: one code a minute by the clock: 10:00:10 after 10:00:02 is refused",
            pack: "aliyun", purpose: .verification, now: "2026-11-18 10:00:10",
            sent: ["2026-11-18 10:00:02 verification"], expected: "aliyun/otp-minute"),
        Case(
            why: "Aliyun: 10:00:02 after 09:59:58 is another minute",
            pack: "aliyun", purpose: .verification, now: "2026-11-18 10:00:02",
            sent: ["2026-11-18 09:59:58 verification"], expected: "send"),
        Case(
            why: "Aliyun: five codes in the hour of the clock",
            pack: "aliyun", purpose: .verification, now: "2026-11-18 10:59",
            sent: (0..<5).map { "2026-11-18 10:1\($0) verification" },
            expected: "aliyun/otp-hour"),
        Case(
            why: "Aliyun: the day is 24 hours from the message, not midnight",
            pack: "aliyun", purpose: .verification, now: "2026-11-18 00:30",
            sent: (0..<10).map { "2026-11-17 \(10 + $0):20 verification" },
            expected: "aliyun/otp-day"),
        Case(
            why: "Tencent: the same template again within 30 seconds",
            pack: "tencent", now: "2026-11-18 10:00:20", sent: ["2026-11-18 10:00:01"],
            expected: "tencent/same-30s"),
        Case(
            why: "Tencent: another template within 30 seconds",
            pack: "tencent", now: "2026-11-18 10:00:20", sent: ["2026-11-18 10:00:01 @other"],
            expected: "send"),
        Case(
            why: "Huawei: fifteen in a minute, whatever their purpose",
            pack: "huawei", now: "2026-11-18 10:00:50",
            sent: (0..<15).map { "2026-11-18 10:00:\(10 + $0) service @t\($0)" },
            expected: "huawei/minute"),
        Case(
            why: "Baidu does not limit marketing by number; the verdict names no cap of it",
            pack: "baidu", sent: (0..<5).map { "2026-11-18 10:00:0\($0)" }, expected: "send",
            seen: []),
        Case(
            why: "a provider's cap and the shop's hold beside each other, with the pack's version",
            caps: "{day: 2 per day}", pack: "aliyun", sent: ["2026-11-18 09:00"],
            expected: "send", seen: ["aliyun@1/day:1/50", "day:1/2"]),
    ]

    @Test("each case comes out as its reason says", arguments: workspace + seasons + providers)
    func comesOut(_ given: Case) throws {
        let book = try Self.book(given)
        let zone = Zone.china
        let now = try #require(Timestamp.parse(given.now, zone: zone))
        let rule = try #require(book.rules.first { $0.purpose == given.purpose })
        let template = rule.message.variants[0].template
        let sends = try given.sent.map { text -> ClearedSend in
            var purpose = Purpose.marketing
            var name = template
            var time: [Substring] = []
            for word in text.split(separator: " ") {
                if let other = Purpose(rawValue: String(word)) {
                    purpose = other
                } else if word.hasPrefix("@") {
                    name = TemplateID(String(word.dropFirst()))
                } else {
                    time.append(word)
                }
            }
            let at = try #require(Timestamp.parse(time.joined(separator: " "), zone: zone))
            return ClearedSend(
                at: at, rule: "earlier", purpose: purpose, channel: "main", template: name)
        }
        let facts = Facts(
            occurrence: Occurrence(
                rule: rule.id, customer: "c-1", key: "k", due: now, cause: .event(Seq(1)),
                isBacklog: false),
            tags: ["name": .text("王女士")],
            fields: ["cart_id": .text("k1")],
            recipient: RecipientFacts(
                number: PhoneNumber(e164: "+8613812345678"), carrier: .mobile),
            consents: [
                Consent(
                    purpose: .marketing, at: now - .days(300), source: "shop", textVersion: "v1")
            ],
            sends: sends, capsNotBinding: given.outsideOf)
        let decision = GateChain.judge(facts, GateContext(rule: rule, book: book, now: now))
        let caps = decision.verdicts.filter { $0.gate == .cap }
        let full = caps.first { $0.outcome != .pass }?.reason?.code
        #expect((full ?? "send") == (given.expected == "send" ? "send" : "cap.\(given.expected)"))
        if let seen = given.seen { #expect(caps.map(\.seen) == seen) }
    }

    private static func book(_ given: Case) throws -> RuleBook {
        let rule = """
            rule: r
            title: 例
            purpose: \(given.purpose.rawValue)
            trigger: {event: cart.updated}
            message: \(given.purpose == .marketing ? "hello" : "code")
            late: never
            limit: 100/day
            closed: drop
            """
        let templates = Workspace.templates.replacing(
            "code: {purpose: service", with: "code: {purpose: \(other(given.purpose))")
        let pack = given.pack.map { "pack: \($0), " } ?? ""
        let compilation = Workspace.compile([
            "hongyan.yaml": Workspace.hongyan
                .replacing("[marketing, service]", with: "[marketing, service, verification]")
                .replacing("rate:", with: "\(pack)rate:"),
            "rules/policy.yaml": CheckCase.policyText(["caps": given.caps]),
            "rules/templates.yaml": templates, "rules/r.yaml": rule,
        ])
        return try #require(
            compilation.book, "\(compilation.diagnostics.map { "\($0.file) \($0.message.en)" })")
    }

    /// The purpose of the second template.
    private static func other(_ purpose: Purpose) -> String {
        purpose == .marketing ? "service" : purpose.rawValue
    }
}
