import HongyanCore

/// `link:` of a channel with `provider: cmpp`.
///
/// ```
/// link: {host: ismg.example.com, port: 7890, version: 3.0, sp_id: 901234,
///        password: ${env:CMPP_SECRET}, service_id: MAD0001, source: 10690000,
///        fee_type: 01, fee_code: 000000, numbers: national, window: 16,
///        response_timeout: 60s, enquire: 60s, verify_gateway: true}
/// ```
extension LinkReader {
    /// Octets of CMPP's fields (QB-GF-028-2003 §7.4).
    private static let spIDLength = 6
    private static let serviceIDLength = 10
    /// Answers outstanding at most (§5.5), and a shorter silence than the 3 minutes of §5.5, so
    /// that a dead connection is noticed soon.
    static let cmppWindow = 16
    static let cmppEnquire = Span.seconds(60)

    func cmppLink(_ node: YamlNode) -> (link: CarrierLink, terms: CMPPTerms)? {
        guard let fields = reader.fields(node, .cmppLink) else { return nil }
        let host = fields["host"].flatMap { self.host($0) }
        let port = fields["port"].flatMap { reader.integer($0, in: 1...65_535) }
        let version: CMPPVersion? = fields["version"].flatMap {
            reader.choice($0, "版本", "version of CMPP")
        }
        let spID = fields["sp_id"].flatMap { ascii($0, most: Self.spIDLength) }
        let source = fields["source"].flatMap { digits($0, 1...20) }
        // What is wrong with these is told together with the rest.
        var link = CarrierLink(host: host ?? "", port: port ?? 0, systemID: spID ?? "")
        link.source = source ?? ""
        link.numberForm = .national
        link.window = Self.cmppWindow
        link.enquireInterval = Self.cmppEnquire
        if let tls = fields["tls"].flatMap({ reader.boolean($0) }) { link.usesTLS = tls }
        link.password = fields["password"].flatMap { secret($0) }
        if let form: NumberForm = fields["numbers"].flatMap({
            reader.choice($0, "号码写法", "form of numbers")
        }) {
            link.numberForm = form
        }
        timers(fields, &link)
        var terms = CMPPTerms(version: version ?? .three)
        terms.serviceID =
            fields["service_id"].flatMap { ascii($0, most: Self.serviceIDLength) } ?? ""
        if let type = fields["fee_type"].flatMap({ digits($0, 2...2) }) { terms.feeType = type }
        if let code = fields["fee_code"].flatMap({ digits($0, 1...6) }) { terms.feeCode = code }
        if let verifies = fields["verify_gateway"].flatMap({ reader.boolean($0) }) {
            terms.verifiesGateway = verifies
        }
        let isWhole =
            host != nil && port != nil && version != nil && spID != nil && source != nil
        return isWhole ? (link, terms) : nil
    }

    private func digits(_ node: YamlNode, _ count: ClosedRange<Int>) -> String? {
        let words =
            count.lowerBound == count.upperBound
            ? "\(count.upperBound)" : "\(count.lowerBound)–\(count.upperBound)"
        return reader.read(node, "\(words) 位数字", "\(words) digits") { text in
            count.contains(text.utf8.count)
                && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
        }
    }
}
