import HongyanCore

/// Reads how a channel reaches its SMSC: `link:` of a channel with `provider: smpp`.
///
/// ```
/// link: {host: smsc.example.com, port: 2775, tls: true, system_id: shop,
///        password: ${env:SMSC_PASSWORD}, system_type: cm, bind: transceiver, source: 10690000,
///        numbers: international, window: 10, response_timeout: 60s, enquire: 30s,
///        alphabet: ucs2, long: udh, receipt_ids: same}
/// ```
struct LinkReader {
    let reader: FileReader

    /// Octets that the field of `bind_transceiver` has room for (SMPP 3.4 §4.1.5), its NUL left
    /// out.
    private static let systemIDLength = 15
    private static let systemTypeLength = 12
    private static let sourceLength = 20

    func link(_ node: YamlNode) -> CarrierLink? {
        guard let fields = reader.fields(node, .link) else { return nil }
        let host = fields["host"].flatMap { self.host($0) }
        let port = fields["port"].flatMap { reader.integer($0, in: 1...65_535) }
        let systemID = fields["system_id"].flatMap { ascii($0, most: Self.systemIDLength) }
        // What is wrong with these is told together with the rest.
        var link = CarrierLink(host: host ?? "", port: port ?? 0, systemID: systemID ?? "")
        if let tls = fields["tls"].flatMap({ reader.boolean($0) }) { link.usesTLS = tls }
        link.password = fields["password"].flatMap { secret($0) }
        link.systemType =
            fields["system_type"].flatMap { ascii($0, most: Self.systemTypeLength) } ?? ""
        link.source = fields["source"].flatMap { ascii($0, most: Self.sourceLength) } ?? ""
        if let bind: SMPPBind = fields["bind"].flatMap({ reader.choice($0, "绑定方式", "bind") }) {
            link.bind = bind
        }
        if let form: NumberForm = fields["numbers"].flatMap({
            reader.choice($0, "号码写法", "form of numbers")
        }) {
            link.numberForm = form
        }
        if let alphabet: SMPPAlphabet = fields["alphabet"].flatMap({
            reader.choice($0, "字母表", "alphabet")
        }) {
            link.alphabet = alphabet
        }
        if let long: SMPPLongForm = fields["long"].flatMap({
            reader.choice($0, "长短信写法", "form of long messages")
        }) {
            link.long = long
        }
        if let ids: SMPPReceiptIDStyle = fields["receipt_ids"].flatMap({
            reader.choice($0, "回执编号写法", "form of receipt ids")
        }) {
            link.receiptIDs = ids
        }
        timers(fields, &link)
        return host == nil || port == nil || systemID == nil ? nil : link
    }

    func timers(_ fields: [String: YamlNode], _ link: inout CarrierLink) {
        if let window = fields["window"].flatMap({ reader.integer($0, in: 1...10_000) }) {
            link.window = window
        }
        if let timeout = fields["response_timeout"].flatMap({ seconds($0) }) {
            link.responseTimeout = timeout
        }
        if let interval = fields["enquire"].flatMap({ seconds($0) }) {
            link.enquireInterval = interval
        }
    }

    /// From one second to one hour.
    private func seconds(_ node: YamlNode) -> Span? {
        reader.read(node, "1s 到 1h 的时长", "a length of time from 1s to 1h") {
            Span(text: $0).flatMap { (Span.seconds(1)...Span.hours(1)).contains($0) ? $0 : nil }
        }
    }

    func host(_ node: YamlNode) -> String? {
        reader.read(node, "主机名或地址", "a host name or an address") { text in
            let isPlain = text.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/")
            }
            return isPlain ? text : nil
        }
    }

    func ascii(_ node: YamlNode, most: Int) -> String? {
        reader.read(node, "至多 \(most) 个 ASCII 字符", "at most \(most) ASCII characters") { text in
            text.utf8.count <= most && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
                ? text : nil
        }
    }

    /// Only where a secret is kept: what stands in a file of the workspace is known to all who
    /// read it.
    func secret(_ node: YamlNode) -> SecretSource? {
        guard let text = reader.text(node) else { return nil }
        if text.hasSuffix("}") {
            let name = String(text.dropLast())
            if name.hasPrefix("${env:"), let variable = WorkspaceFile.variable(text) {
                return .variable(variable)
            }
            if name.hasPrefix("${file:"), name.utf8.count > 7 {
                return .file(String(name.dropFirst(7)))
            }
        }
        reader.error(
            "link/password", at: node.range,
            zh: "密码只能写成 ${env:NAME} 或 ${file:PATH}，不能写在文件里",
            en: "a password is written ${env:NAME} or ${file:PATH} and never stands in a file")
        return nil
    }
}
