public import HongyanCore

/// The router's choice for a number, and why: for a terminal and as JSON.
public enum RouteText {
    /// One line for the number, one for each channel; ends with a line end.
    /// - Parameters:
    ///   - number: Masked.
    ///   - source: Whence the carrier is known: the number table, or who said that it was ported.
    public static func render(
        _ route: Route, number: String, source: String, zone: Zone, language: Language
    ) -> String {
        let words = Wording(language: language)
        let chosen = route.chosen?.rawValue ?? words("没有通道", "no channel")
        var text =
            "\(number) \(words.carrier(route.carrier)) (\(source)) · "
            + "\(words.purpose(route.purpose)) → \(chosen)\n"
        for candidate in route.candidates {
            let sign: String
            var why = ""
            switch candidate.verdict {
            case .chosen: sign = "✓"
            case .passedOver(let reason):
                sign = "·"
                why = " — " + words.route(reason)
            case .excluded(let reason):
                sign = "✗"
                why = " — " + words.route(reason)
            }
            text += "  \(sign) \(candidate.channel)\(why)\n"
            if case .excluded = candidate.verdict { continue }
            var facts = [
                words("\(candidate.pricePerPart) 元/条", "\(candidate.pricePerPart) yuan a part")
            ]
            if let weight = candidate.weight { facts.append(words("权重", "weight") + " \(weight)") }
            facts.append(words.fitness(candidate.fitness, zone))
            facts.append(words.health(candidate.health))
            text += "      " + facts.joined(separator: words("，", ", ")) + "\n"
        }
        return text
    }

    /// One object with a line end:
    /// `{"number","carrier","source","purpose","channel","candidates"}`, each candidate with
    /// `channel`, `verdict`, `why`, `price`, `weight`, `fitness`, `until` and `health`. Prices are
    /// yuan as text, times milliseconds, shares of 10,000.
    public static func json(
        _ route: Route, number: String, source: String, zone: Zone
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("number", number)
            json.member("carrier", route.carrier.rawValue)
            json.member("source", source)
            json.member("purpose", route.purpose.rawValue)
            json.member("channel", optional: route.chosen?.rawValue)
            json.member("candidates") { json in
                json.array { json in
                    for candidate in route.candidates { write(candidate, zone, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(
        _ candidate: Route.Candidate, _ zone: Zone, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("channel", candidate.channel.rawValue)
            switch candidate.verdict {
            case .chosen:
                json.member("verdict", "chosen")
                json.member("why", optional: nil)
            case .passedOver(let why):
                json.member("verdict", "passed-over")
                json.member("why", why.rawValue)
            case .excluded(let why):
                json.member("verdict", "excluded")
                json.member("why", why.rawValue)
            }
            json.member("price", candidate.pricePerPart.description)
            if let weight = candidate.weight { json.member("weight", weight) }
            switch candidate.fitness {
            case .fit: json.member("fitness", "fit")
            case .impaired(let reason): json.member("fitness", reason.rawValue)
            case .out(let until, let cause):
                json.member("fitness", "out-" + cause.rawValue)
                json.member("until", zone.format(until))
            }
            json.member("health") { json in health(candidate.health, &json) }
        }
    }

    private static func health(_ counts: ChannelHealth.Counts, _ json: inout JSONWriter) {
        json.object { json in
            json.member("submitted", counts.submitted)
            json.member("accepted", counts.accepted)
            json.member("throttled", counts.throttled)
            json.member("refused", counts.refused)
            json.member("faults", counts.faults)
            json.member("timed_out", counts.timedOut)
            json.member("delivered", counts.delivered)
            json.member("failed", counts.failed)
            json.member("failed_by_number", counts.failedByNumber)
            if let latency = counts.meanLatency {
                json.member("latency_ms", Int(latency.milliseconds))
            }
            if let share = counts.deliveryShare { json.member("delivery", share) }
        }
    }
}

extension Wording {
    func route(_ why: Route.Why) -> String {
        switch why {
        case .purpose: self("不发这种用途", "does not carry the purpose")
        case .country: self("只到中国大陆", "reaches the mainland only")
        case .carrier: self("不到这家运营商", "does not reach the carrier")
        case .stopped: self("已被停止", "is stopped")
        case .breaker: self("熔断中", "its breaker is open")
        case .filing: self("模板不能从这里发出", "the template may not leave through it")
        case .impaired: self("近来表现较差", "does worse of late")
        case .weight: self("按权重分给了别的通道", "weights give this customer to another")
        case .standby: self("备用（权重 0）", "stands by (weight 0)")
        case .price: self("更贵", "costs more")
        case .order: self("同价，写在后面", "costs the same and stands later in the file")
        }
    }

    func fitness(_ fitness: ChannelFitness, _ zone: Zone) -> String {
        switch fitness {
        case .fit: return self("正常", "well")
        case .impaired(.trying): return self("半开，逐条试发", "half open, one message at a time")
        case .impaired(.throttled): return self("正被限流", "throttled")
        case .impaired(.faults): return self("账号错误或无应答过多", "too many faults and time-outs")
        case .impaired(.undelivered): return self("送达率低", "too little arrives")
        case .impaired(.slow): return self("应答慢", "answers slowly")
        case .out(let until, let cause):
            let reason =
                switch cause {
                case .connection: self("连接断开", "no connection")
                case .timeouts: self("连续无应答", "no answers")
                case .account: self("账号被拒", "the account is refused")
                }
            return self("熔断到 ", "out until ") + "\(zone.format(until)) (\(reason))"
        }
    }

    /// What was counted in the last half hour.
    func health(_ counts: ChannelHealth.Counts) -> String {
        if counts.submitted == 0, counts.answered == 0, counts.delivered + counts.failed == 0 {
            return self("近 30 分钟没有提交", "nothing submitted in the last 30 min")
        }
        var parts = [
            self("近 30 分钟提交 ", "last 30 min: submitted ") + "\(counts.submitted)",
            self("接收 ", "accepted ") + "\(counts.accepted)",
        ]
        let rest: [(Int, String)] = [
            (counts.throttled, self("限流 ", "throttled ")),
            (counts.refused, self("拒绝 ", "refused ")),
            (counts.faults, self("账号错误 ", "account faults ")),
            (counts.timedOut, self("无应答 ", "unanswered ")),
        ]
        for (count, word) in rest where count > 0 { parts.append(word + "\(count)") }
        if let latency = counts.meanLatency {
            parts.append(self("平均 ", "mean ") + "\(latency.milliseconds) ms")
        }
        if let share = counts.deliveryShare {
            parts.append(self("送达率 ", "delivered ") + "\(share / 100).\(share / 10 % 10)%")
        }
        return parts.joined(separator: self("，", ", "))
    }
}
