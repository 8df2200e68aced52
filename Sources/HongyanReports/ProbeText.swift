public import HongyanCore

/// What became of probes, for a terminal and as JSON.
public enum ProbeText {
    /// A line a number, then one for what the channel claims; ends with a line end.
    public static func render(
        _ results: [ProbeResult], of channel: Channel, zone: Zone, language: Language
    ) -> String {
        let words = Wording(language: language)
        var text = ""
        for result in results {
            let place = result.province.map { " \($0)" } ?? ""
            text += "\(channel.id) \(result.name): \(words.carrier(result.carrier))\(place) "
            text += words.probe(result.outcome)
            if !result.code.isEmpty { text += " \(result.code)" }
            if let took = result.took { text += " \(took.milliseconds) ms" }
            text += " · \(zone.format(result.at))\n"
        }
        return text + claim(channel, results, words) + "\n"
    }

    private static func claim(
        _ channel: Channel, _ results: [ProbeResult], _ words: Wording
    ) -> String {
        switch NetworkClaim(channel, results) {
        case .verified:
            return channel.carriers.isEmpty
                ? words("三网均已送达", "all three networks got it")
                : words("所列运营商均已送达", "every carrier that it lists got it")
        case .unproven(let missing):
            let names = missing.map(words.carrier).joined(separator: words("、", ", "))
            return words("未证实送达：\(names)", "not proven to reach: \(names)")
        }
    }

    /// One object with a line end:
    /// `{"channel","verified","unproven":[…],"results":[{"name","carrier",…}]}`.
    public static func json(
        _ results: [ProbeResult], of channel: Channel, zone: Zone
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("channel", channel.id.rawValue)
            var missing: [Carrier] = []
            if case .unproven(let carriers) = NetworkClaim(channel, results) { missing = carriers }
            json.member("verified", flag: missing.isEmpty)
            json.member("unproven") { json in
                json.array { json in
                    for carrier in missing { json.value(carrier.rawValue) }
                }
            }
            json.member("results") { json in
                json.array { json in
                    for result in results {
                        json.object { json in
                            json.member("name", result.name)
                            json.member("carrier", result.carrier.rawValue)
                            json.member("province", optional: result.province)
                            json.member("outcome", result.outcome.rawValue)
                            json.member("code", result.code)
                            json.member("at", zone.format(result.at))
                            if let took = result.took {
                                json.member("took_ms", Int(took.milliseconds))
                            }
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }
}

extension Wording {
    func probe(_ outcome: ProbeResult.Outcome) -> String {
        switch outcome {
        case .delivered: self("已送达", "delivered")
        case .failed: self("未送达", "failed")
        case .refused: self("被拒绝", "refused")
        case .accepted: self("已接收，未见回执", "accepted, no receipt yet")
        case .unknown: self("没有应答", "no answer")
        }
    }
}
