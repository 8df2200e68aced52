public import HongyanCore

/// The statement of what channels charged and gave back, for a terminal and as JSON.
public enum BillText {
    /// Ends with a line end.
    public static func render(
        _ bill: Bill, balances: [Bill.Balance], language: Language
    ) -> String {
        let words = Wording(language: language)
        let days =
            bill.from == bill.through ? "\(bill.from)" : "\(bill.from) .. \(bill.through)"
        var text = words("账单 ", "statement ") + days + "\n"
        if bill.lines.isEmpty { text += words("  没有费用", "  nothing was charged") + "\n" }
        for line in bill.lines {
            text += "  \(line.channel) \(words.carrier(line.carrier)): "
            text += words(
                "\(Figures.count(line.messages)) 条短信，\(Figures.count(line.parts)) 条计费，"
                    + "扣费 \(line.charged) 元",
                "\(Figures.count(line.messages)) messages, \(Figures.count(line.parts)) parts, "
                    + "charged \(line.charged) yuan")
            if line.refundedMessages > 0 {
                text += words(
                    "，退回 \(line.refundedMessages) 条 \(line.refunded) 元",
                    ", given back \(line.refunded) for \(line.refundedMessages)")
            }
            text += words("，应付 \(line.net) 元\n", ", to pay \(line.net)\n")
        }
        let total = bill.total
        if !bill.lines.isEmpty {
            text += words(
                "  合计：\(Figures.count(total.messages)) 条短信，\(Figures.count(total.parts)) 条计费，"
                    + "扣费 \(total.charged) 元，退回 \(total.refunded) 元，应付 \(total.net) 元\n",
                "  together: \(Figures.count(total.messages)) messages, "
                    + "\(Figures.count(total.parts)) parts, charged \(total.charged), given back "
                    + "\(total.refunded), to pay \(total.net) yuan\n")
        }
        for doubt in bill.doubts {
            text += words(
                "  \(doubt.channel)：\(doubt.messages) 条结果未知（\(doubt.parts) 条计费），未扣费，请与平台账单核对\n",
                "  \(doubt.channel): \(doubt.messages) unknown (\(doubt.parts) parts), not "
                    + "charged; compare with the provider's statement\n")
        }
        for balance in balances { text += self.balance(balance, words) + "\n" }
        return text
    }

    /// `main: 812.5 yuan left of 1000 on 2026-12-01; below the alarm of 900`.
    public static func line(_ balance: Bill.Balance, _ language: Language) -> String {
        self.balance(balance, Wording(language: language))
    }

    private static func balance(_ balance: Bill.Balance, _ words: Wording) -> String {
        let settings = balance.settings
        let alarm =
            balance.isLow
            ? words("，低于报警线 \(settings.alarm) 元", "; below the alarm of \(settings.alarm)") : ""
        return words(
            "余额 \(balance.channel)：\(balance.left) 元"
                + "（\(settings.on) 为 \(settings.amount) 元）\(alarm)",
            "balance \(balance.channel): \(balance.left) yuan left of \(settings.amount) on "
                + "\(settings.on)\(alarm)")
    }

    /// One object with a line end; amounts are yuan as text.
    public static func json(_ bill: Bill, balances: [Bill.Balance]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("from", bill.from.description)
            json.member("through", bill.through.description)
            json.member("lines") { json in
                json.array { json in
                    for line in bill.lines { write(line, &json) }
                }
            }
            let total = bill.total
            json.member("charged", total.charged.description)
            json.member("refunded", total.refunded.description)
            json.member("net", total.net.description)
            json.member("unknown") { json in
                json.array { json in
                    for doubt in bill.doubts {
                        json.object { json in
                            json.member("channel", doubt.channel.rawValue)
                            json.member("messages", doubt.messages)
                            json.member("parts", doubt.parts)
                        }
                    }
                }
            }
            json.member("balances") { json in
                json.array { json in
                    for balance in balances {
                        json.object { json in
                            json.member("channel", balance.channel.rawValue)
                            json.member("left", balance.left.description)
                            json.member("alarm", balance.settings.alarm.description)
                            json.member("low", flag: balance.isLow)
                        }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(_ line: Bill.Line, _ json: inout JSONWriter) {
        json.object { json in
            json.member("channel", line.channel.rawValue)
            json.member("carrier", line.carrier.rawValue)
            json.member("messages", line.messages)
            json.member("parts", line.parts)
            json.member("charged", line.charged.description)
            json.member("refunded_messages", line.refundedMessages)
            json.member("refunded", line.refunded.description)
            json.member("net", line.net.description)
        }
    }
}
