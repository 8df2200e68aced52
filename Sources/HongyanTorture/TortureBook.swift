public import HongyanCore
public import HongyanRules

/// A random book out of rules of all trigger kinds, as files that people could have written, and
/// what a judge must know of it without asking the compiler.
public struct TortureBook: Sendable {
    /// What is to hold for a rule's messages.
    public struct RuleFact: Hashable, Sendable {
        public let id: RuleID
        /// A character that stands in this rule's texts and in no other's.
        public let mark: Character
        public let purpose: Purpose
        /// Minutes of the local day, `[from, to)`; nil for all of it.
        public let window: Range<Int>?
        /// Messages of the rule that one customer may get within so many days; nil for any number.
        public let onceDays: Int?
    }
    /// So many marketing messages to one customer.
    public struct CapFact: Hashable, Sendable {
        public enum Period: Hashable, Sendable { case day, rolling(Span) }
        public let count: Int
        public let period: Period
    }

    public let files: [SourceFile]
    public let rules: [RuleFact]
    public let caps: [CapFact]
    /// Days without marketing.
    public let blackout: CivilDay?
    public let price = Money(units: 450)
    /// Parts a second.
    public let rate: Int

    static let channel: ChannelID = "main"
    /// The rules' and the judge's clock.
    static let zone = Zone.china

    private struct Kind {
        let id: String
        let mark: Character
        let trigger: String
        var purpose = Purpose.marketing
    }

    private static let kinds: [Kind] = [
        Kind(id: "thanks", mark: "甲", trigger: "{event: order.placed, after: 2h}"),
        Kind(
            id: "cart", mark: "乙",
            trigger: "{event: cart.updated, unless: order.placed, within: 2h, key: cart_id}"),
        Kind(
            id: "sleepy", mark: "丙",
            trigger: "{dormant: order.placed, for: 60d, backlog: include, pace: 2/day}"),
        Kind(id: "bday", mark: "丁", trigger: "{date: birthday, before: 1d, at: \"10:00\"}"),
        Kind(id: "coupon", mark: "戊", trigger: "{date: coupon_expires, before: 1d, at: \"11:00\"}"),
        Kind(
            id: "rain", mark: "己",
            trigger:
                "{signal: weather, by: city, when: rain_mm >= 10, before: 1d, at: \"17:00\"}"),
        Kind(id: "weekly", mark: "庚", trigger: "{schedule: \"30 18 * * *\"}"),
        Kind(
            id: "rich", mark: "辛",
            trigger: "{enters: spend_365d >= 300, every: 1d, at: \"09:30\"}"),
        Kind(id: "answer", mark: "壬", trigger: "{reply: [\"1\", 报名]}"),
        Kind(id: "fresh", mark: "丑", trigger: "{event: cart.updated}"),
        Kind(
            id: "parcel", mark: "癸", trigger: "{event: parcel.arrived}", purpose: .service),
        Kind(
            id: "code", mark: "子", trigger: "{event: code.requested}", purpose: .verification),
    ]

    /// - Parameter start: The first moment of the run.
    init(seed: UInt64, start: Timestamp) {
        var random = RandomStream(seed: seed, purpose: "torture", id: "book")
        var chosen = Self.kinds.filter { _ in random.below(2) == 0 }
        while chosen.count < 3 {
            let kind = Self.kinds[random.below(Self.kinds.count)]
            if !chosen.contains(where: { $0.id == kind.id }) { chosen.append(kind) }
        }
        blackout =
            random.below(5) == 0
            ? Self.zone.day(of: start) + 1 + random.below(2) : nil
        caps = Self.caps(&random)
        rate = [1_000, 1_000, 3, 1][random.below(4)]
        var facts: [RuleFact] = []
        var files: [SourceFile] = []
        var templates = "templates:\n"
        for kind in chosen {
            let fact = Self.fact(kind, &random)
            facts.append(fact)
            files.append(Self.file("rules/\(kind.id).yaml", Self.rule(kind, fact, &random)))
            templates += Self.template(kind, isLong: random.below(5) == 0)
        }
        rules = facts
        files.append(Self.file("rules/templates.yaml", templates))
        files.append(Self.file("rules/tags.yaml", Self.tags))
        files.append(Self.file("rules/policy.yaml", Self.policy(caps, blackout)))
        files.append(Self.file("hongyan.yaml", Self.settings(rate: rate)))
        self.files = files
    }

    /// - Throws: ``TortureFault`` where the files do not compile, which is a fault of the
    ///   generator's.
    ///
    /// - Parameter text: Changes each file.
    func compiled(_ text: (String) -> String = { $0 }) throws(TortureFault) -> RuleBook {
        let changed = files.map { file in
            Self.file(file.path, text(String(decoding: file.bytes, as: UTF8.self)))
        }
        let compilation = RuleCompiler.compile(changed) {
            $0 == "Asia/Shanghai" ? Self.zone : nil
        }
        guard let book = compilation.book else {
            let first = compilation.diagnostics.first { $0.severity == .error }
            throw TortureFault(
                "the random book does not compile: \(first?.message.en ?? "no diagnostic")")
        }
        return book
    }

    private static func caps(_ random: inout RandomStream) -> [CapFact] {
        let choices: [CapFact] = [
            CapFact(count: 1, period: .day), CapFact(count: 2, period: .day),
            CapFact(count: 1, period: .rolling(.hours(24))),
            CapFact(count: 2, period: .rolling(.days(2))),
            CapFact(count: 3, period: .rolling(.days(7))),
        ]
        let first = random.below(choices.count)
        let second = random.below(choices.count)
        return first == second ? [choices[first]] : [choices[first], choices[second]]
    }

    private static func fact(_ kind: Kind, _ random: inout RandomStream) -> RuleFact {
        let windows: [Range<Int>?] = [540..<1_200, 540..<1_200, 1_080..<1_200, nil]
        let window = windows[random.below(windows.count)]
        let onces: [Int?] = [nil, nil, 30, 36_500]
        let once = onces[random.below(onces.count)]
        let isMarketing = kind.purpose == .marketing
        return RuleFact(
            id: RuleID(kind.id), mark: kind.mark, purpose: kind.purpose,
            window: isMarketing ? window : nil, onceDays: isMarketing ? once : nil)
    }

    private static func rule(
        _ kind: Kind, _ fact: RuleFact, _ random: inout RandomStream
    ) -> String {
        var text = "rule: \(kind.id)\ntitle: t\npurpose: \(kind.purpose.rawValue)\n"
        text += "trigger: \(kind.trigger)\nmessage: \(kind.id)\n"
        guard kind.purpose == .marketing else { return text }
        switch fact.window {
        case 540..<1_200: text += "window: day\n"
        case nil: text += "window: always\n"
        default: text += "window: evening\n"
        }
        switch fact.onceDays {
        case nil: text += "once: per occurrence\n"
        case 30: text += "once: per 30d\n"
        default: text += "once: ever\n"
        }
        let choices: [[String]] = [
            ["priority: 10", "priority: 60", "priority: 90"],
            ["closed: drop", "closed: defer 12h", "closed: defer 48h"],
            ["late: skip 30m", "late: skip 3h", "late: skip 48h"],
            ["audience: tier = gold", "holdout: 10%", "rollout: 80%", "limit: 4/day"],
        ]
        for lines in choices where random.below(2) == 0 {
            text += lines[random.below(lines.count)] + "\n"
        }
        return text
    }

    private static func template(_ kind: Kind, isLong: Bool) -> String {
        let body =
            switch kind.purpose {
            case .verification: "${name|顾客}，\(kind.mark)字号，验证码${event.code}，五分钟内有效"
            default:
                "${name|顾客}，\(kind.mark)字号消息"
                    + (isLong ? String(repeating: "，又见面了", count: 14) : "")
            }
        let variables =
            kind.purpose == .verification ? ", variables: {event.code: {max: 8}}" : ""
        return "  \(kind.id): {purpose: \(kind.purpose.rawValue), text: \"\(body)\"\(variables)}\n"
    }

    private static func file(_ path: String, _ text: String) -> SourceFile {
        SourceFile(path: path, bytes: Array(text.utf8))
    }
}

// MARK: The files that every book shares

extension TortureBook {
    private static let tags = """
        tags:
          name: {type: text}
          tier: {type: enum, values: [bronze, gold]}
          city: {type: text}
          birthday: {type: anniversary}
          coupon_expires: {type: date}
          last_order_at: {latest: order.placed}
          spend_365d: {computed: "sum(order.placed.amount, 365d)"}
        events:
          order.placed: {fields: {order_id: text, cart_id: text, amount: money}}
          cart.updated: {fields: {cart_id: text, amount: money}}
          parcel.arrived: {fields: {code: text}}
          code.requested: {fields: {code: text}}
        signals:
          weather: {by: city, fresh: 12h, fields: {rain_mm: {type: decimal, scale: 1}}}
        """

    private static func policy(_ caps: [CapFact], _ blackout: CivilDay?) -> String {
        var text = """
            signature: 云杉商城
            opt_out: 拒收请回复R
            max_parts: 3
            windows:
              day: "daily 09:00-20:00"
              always: "daily 00:00-24:00"
              evening: "daily 18:00-20:00"
            defaults: {late: 30m, closed: defer 24h, limit: 20000/day, priority: 50, window: day}

            """
        if let blackout { text += "blackouts: {pause: \(blackout)}\n" }
        text += "caps:\n"
        for (index, cap) in caps.enumerated() {
            let period =
                switch cap.period {
                case .day: "day"
                case .rolling(let span): "\(span)"
                }
            text += "  cap\(index): \"\(cap.count) per \(period)\"\n"
        }
        return text
    }

    private static func settings(rate: Int) -> String {
        """
        store: store.sqlite
        zone: Asia/Shanghai
        channels:
          main:
            provider: simulated
            purposes: [marketing, service, verification, emergency]
            price: 0.045
            rate: \(rate)/s
            profile: {latency: 100ms, receipt_latency: 4s, refused: 0%, failed: 0%, silent: 0%,
              opt_out_replies: 0%, other_replies: 0%}
        """
    }
}

/// A fault of the fault run itself: nothing could be judged.
public struct TortureFault: Error, Hashable, Sendable {
    public let message: String
    public init(_ message: String) { self.message = message }
}
