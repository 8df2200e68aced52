import HongyanCore

/// Reads what a channel's contract says, what receipt codes mean, and the numbers that channels are
/// tried with.
struct ChannelTermsReader {
    let reader: FileReader

    func terms(_ fields: [String: YamlNode]) -> ChannelTerms {
        ChannelTerms(
            prices: fields["prices"].flatMap { reader.items($0) }?.compactMap(price) ?? [],
            weight: fields["weight"].flatMap { reader.integer($0, in: 0...1_000) },
            refund: fields["refund"].flatMap { reader.choice($0, "退费方式", "refund") } ?? .none,
            balance: fields["balance"].flatMap(balance))
    }

    private func price(_ node: YamlNode) -> PriceRow? {
        guard let fields = reader.fields(node, .price) else { return nil }
        var carriers: [Carrier] = []
        if let list = fields["carriers"] {
            carriers = (reader.items(list) ?? []).compactMap {
                reader.choice($0, "运营商", "carrier")
            }
        }
        guard let from = fields["from"].flatMap(day), let price = fields["price"].flatMap(money)
        else { return nil }
        return PriceRow(from: from, carriers: Set(carriers), pricePerPart: price)
    }

    private func balance(_ node: YamlNode) -> ChannelBalance? {
        guard let fields = reader.fields(node, .balance),
            let amount = fields["amount"].flatMap(money), let day = fields["on"].flatMap(day)
        else { return nil }
        return ChannelBalance(
            amount: amount, on: day, alarm: fields["alarm"].flatMap(money) ?? .zero)
    }

    private func money(_ node: YamlNode) -> Money? {
        reader.read(node, "金额（元，最多四位小数）", "yuan, at most four decimals") {
            FileReader.decimal($0, scale: 4)
        }.map { Money(units: $0) }
    }

    private func day(_ node: YamlNode) -> CivilDay? {
        reader.read(node, "日期，如 2026-12-01", "a date such as 2026-12-01") {
            CivilDay(text: $0)
        }
    }

    // MARK: Codes

    /// `{gone: [MK:0001], off: [MI:0099]}`. A code that stands twice keeps its last meaning.
    func codes(_ node: YamlNode) -> ReceiptCodes {
        guard let fields = reader.fields(node, .codes) else { return .standard }
        var own: [String: ReceiptMeaning] = [:]
        for meaning in ReceiptMeaning.allCases {
            for code in fields[meaning.rawValue].flatMap({ reader.texts($0) }) ?? [] {
                own[code] = meaning
            }
        }
        return ReceiptCodes(own: own)
    }

    // MARK: Probes

    func probes(_ node: YamlNode) -> ProbeSettings? {
        guard let fields = reader.fields(node, .probes),
            let text = fields["text"].flatMap({ reader.text($0) }),
            let entries = fields["numbers"].flatMap({ reader.entries($0) })
        else { return nil }
        let numbers = entries.compactMap { (entry: YamlNode.Entry) -> ProbeNumber? in
            guard let fields = reader.fields(entry.value, .probe),
                let number = fields["number"].flatMap(number)
            else { return nil }
            return ProbeNumber(
                name: entry.key, number: number,
                province: fields["province"].flatMap { reader.text($0) },
                carrier: fields["carrier"].flatMap { reader.choice($0, "运营商", "carrier") }
                    ?? NumberTable.lookup(number)?.carrier ?? .unknown)
        }
        return ProbeSettings(text: text, numbers: numbers)
    }

    private func number(_ node: YamlNode) -> PhoneNumber? {
        guard let text = reader.text(node, "手机号", "a mobile number") else { return nil }
        if case .success(let number) = PhoneNumber.read(text) { return number }
        reader.error(
            "people/number", at: node.range, zh: "不是中国大陆手机号",
            en: "not a mainland mobile number")
        return nil
    }
}
