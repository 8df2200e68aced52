import HongyanCore
import HongyanEngine
import HongyanStore
import Testing

/// Random books, customers, events and refusals for a simulated month, and a carrier that judges
/// by itself what reached it: nothing outside the hours of law and provider, nothing after an
/// opt-out, nothing beyond a cap, nothing without a consent and its proof.
@Suite("Months that keep the law")
struct LawMonthTests {
    /// What one month is made of.
    private struct Month {
        let start = on("2027-01-01 00:00")
        let book: RuleBook
        /// Hours of the day in which the provider takes marketing, the law's 8 to 22 included.
        let hours: Range<Int>
        /// At most so many in seven days.
        let weekly: Int
        /// By customer: from when on until when a proven consent stands; nil without one.
        var consents: [CustomerID: Range<Timestamp>?] = [:]
        var refusals: [CustomerID: Timestamp] = [:]

        init(_ random: inout RandomStream) throws {
            let packs: [(name: String?, hours: Range<Int>)] = [
                (nil, 8..<22), ("aliyun", 8..<22), ("huawei", 8..<22), ("qiniu", 8..<20),
                ("tencent", 8..<22), ("volcengine", 8..<22),
            ]
            let pack = packs[random.below(packs.count)]
            hours = pack.hours
            weekly = 1 + random.below(3)
            let from = 8 + random.below(6)
            let to = from + 1 + random.below(min(6, hours.upperBound - from))
            let policy = """
                signature: 云杉商城
                opt_out: 拒收请回复R
                max_parts: 3
                law: cn-2026
                windows: {day: "daily \(from):00-\(to):00"}
                caps:
                  week: \(weekly) per 7d
                  preset: {trade: retail, new: tier = gold}
                defaults: {late: never, closed: defer 72h, limit: 20000/day, window: day}
                """
            let rules = (0..<(1 + random.below(3))).map { index in
                RuleText.make(
                    "r\(index)", "{event: order.placed, after: \(random.below(30))h}",
                    "priority: \(random.below(100))", message: index == 1 ? "other" : "hello")
            }
            let settings = TestWorkspace.settings.replacing(
                "rate: 1000/s", with: "rate: 1000/s" + (pack.name.map { "\n    pack: \($0)" } ?? "")
            )
            book = try TestWorkspace.book(rules, policy: policy, settings: settings)
        }
    }

    @Test("nothing leaves that may not", arguments: 0..<25)
    func months(_ group: Int) throws {
        for index in 0..<8 {
            let seed = UInt64(group * 8 + index)
            var random = RandomStream(seed: seed, purpose: "test.month", id: "")
            try month(&random, seed)
        }
    }

    private func month(_ random: inout RandomStream, _ seed: UInt64) throws {
        var month = try Month(&random)
        let carrier = ScriptedCarrier()
        let stage = try Stage(month.book, from: month.start, carrier: carrier)
        for index in 0..<4 { try add("c\(index)", to: stage, &month, &random) }
        try live(stage, &month, &random)
        try judge(carrier.received, month, seed)
    }

    /// A customer whose consent is proven, unproven, ends within the month, or was never given.
    private func add(
        _ id: String, to stage: Stage, _ month: inout Month, _ random: inout RandomStream
    ) throws {
        let customer = CustomerID(id)
        let given = month.start - .days(40)
        _ = try stage.store.importCustomers(
            [
                IncomingCustomer(
                    id: customer, phone: .number(Stage.number(of: id)),
                    tags: random.below(2) == 0 ? ["tier": .text("gold")] : [:])
            ], schema: month.book.tags, at: given)
        let kind = random.below(4)
        let expires = kind == 1 ? month.start + .days(Int64(random.below(30))) : nil
        if kind < 3 {
            let consent = Consent(
                purpose: .marketing, at: given, expires: expires, source: "form",
                textVersion: kind == 2 ? nil : "v1")
            _ = try stage.store.importConsents(
                [IncomingConsent(customer: customer, consent: consent, evidence: nil)], at: given)
        }
        month.consents[customer] = kind < 2 ? given..<(expires ?? month.start + .days(99)) : nil
    }

    /// Thirty days of orders and refusals, in their order.
    private func live(_ stage: Stage, _ month: inout Month, _ random: inout RandomStream) throws {
        var moments = (0..<40).map { _ in
            month.start + .minutes(Int64(1 + random.below(30 * 1_440)))
        }
        moments.sort()
        for (index, moment) in moments.enumerated() {
            try stage.run(to: moment)
            let id = "c\(random.below(4))"
            let customer = CustomerID(id)
            if random.below(12) == 0 {
                _ = try stage.store.importSuppressions(
                    [
                        IncomingSuppression(
                            customer: customer, number: nil,
                            optOut: OptOut(at: moment, source: "reply", purpose: nil))
                    ], at: moment)
                month.refusals[customer] = min(month.refusals[customer] ?? moment, moment)
            } else {
                try stage.event("order.placed", of: id, at: moment, id: "o\(index)")
            }
        }
        try stage.run(to: month.start + .days(33))
    }

    /// By plain arithmetic, without any of the engine's gates.
    private func judge(
        _ received: [ScriptedCarrier.Received], _ month: Month, _ seed: UInt64
    ) throws {
        var times: [CustomerID: [Timestamp]] = [:]
        for one in received {
            let customer = try #require(
                month.consents.keys.first {
                    Stage.number(of: $0.rawValue) == one.submission.number
                })
            let hour = Int((one.at.milliseconds / 3_600_000 + 8) % 24)
            #expect(month.hours.contains(hour), "seed \(seed): at \(hour) o'clock")
            let consent = month.consents[customer] ?? nil
            #expect(consent?.contains(one.at) == true, "seed \(seed): no proof of \(customer)")
            #expect(
                month.refusals[customer].map { one.at <= $0 } ?? true,
                "seed \(seed): \(customer) refused")
            times[customer, default: []].append(one.at)
        }
        for sent in times.values {
            for (index, time) in sent.enumerated() where index >= month.weekly {
                #expect(
                    time - sent[index - month.weekly] >= .days(7) - .minutes(1), "seed \(seed): cap"
                )
            }
        }
    }

    @Test("the months are not empty: some send, some are refused by each of the gates")
    func notEmpty() throws {
        var sent = 0
        var reasons: Set<String> = []
        for seed in 0..<12 {
            var random = RandomStream(seed: UInt64(seed), purpose: "test.month", id: "")
            var month = try Month(&random)
            let carrier = ScriptedCarrier()
            let stage = try Stage(month.book, from: month.start, carrier: carrier)
            for index in 0..<4 { try add("c\(index)", to: stage, &month, &random) }
            try live(stage, &month, &random)
            sent += carrier.received.count
            for record in try stage.records() {
                if let reason = record.reason { reasons.insert("\(reason)") }
            }
        }
        #expect(sent > 20)
        #expect(
            reasons.isSuperset(of: [
                "window", "optout", "consent.missing", "consent.unproven", "cap.week",
            ]), "\(reasons.sorted())")
    }
}
