public import HongyanCore

/// One decision as one line of JSON, the form of `simulate --decisions`.
public enum DecisionLine {
    /// Keys in the fixed order at, rule, customer, occurrence, due, decision, reason, until,
    /// text, parts, cost, channel. Times are ISO 8601 with offset, the cost is a number in yuan,
    /// absent values are left out. No line end.
    public static func render(_ record: DecisionRecord, zone: Zone) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("at", zone.format(record.at))
            json.member("rule", record.rule.rawValue)
            json.member("customer", record.customer.rawValue)
            json.member("occurrence", record.occurrence)
            json.member("due", zone.format(record.due))
            json.member("decision", record.decision)
            if let reason = record.reason { json.member("reason", reason) }
            if let until = record.until { json.member("until", zone.format(until)) }
            if let text = record.text { json.member("text", text) }
            if let parts = record.parts { json.member("parts", parts) }
            if let cost = record.cost {
                json.key("cost")
                json.literal(cost.description)
            }
            if let channel = record.channel { json.member("channel", channel.rawValue) }
        }
        return json.text
    }
}
