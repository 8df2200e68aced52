import HongyanCore

/// Reads `hongyan.yaml`.
///
/// ```
/// store: data/hongyan.sqlite
/// zone: Asia/Shanghai
/// budget: 5000/month
/// encryption:
///   key: ${env:HONGYAN_KEY}
/// channels: {NAME: {provider: simulated, purposes: [marketing], carriers: [mobile],
///            price: 0.045, rate: 200/s, signature: …, opt_out: …, pack: aliyun,
///            filing: required, filing_days: 7, weight: 70, refund: failed,
///            prices: [{from: 2026-12-01, carriers: [telecom], price: 0.05}],
///            balance: {amount: 5000, on: 2026-12-01, alarm: 500},
///            profile: {latency: 80ms, receipt_latency: 4s, refused: 0.5%, failed: 2%, silent: 1%,
///            lost_response: 0%, opt_out_replies: 0.6%, other_replies: 0.4%, throttle: 100/s,
///            journal: PATH}},
///            NAME: {provider: smpp | cmpp, link: {…}, …}}    see LinkReader, CMPPLinkReader
/// people: {NAME: NUMBER, KEY: {name: 李雷, phone: NUMBER, roles: [editor]}}
/// receipt_codes: {gone: ["MK:0001"], off: [MI:0099]}
/// probes: {text: …, numbers: {NAME: {number: NUMBER, province: 北京, carrier: mobile}}}
/// weather: {signal: weather, url: …, every: 3h,
///           cities: {上海: {latitude: 31.23, longitude: 121.47}}}
/// ```
struct WorkspaceFile {
    private let reader: FileReader
    private let shelf: PackShelf
    private var terms: ChannelTermsReader { ChannelTermsReader(reader: reader) }

    /// The workspace, and where its signal is named, which is checked when `tags.yaml` is known.
    struct Answer {
        let workspace: Workspace
        let signal: YamlNode?
    }

    static func read(
        _ root: YamlNode, _ reader: FileReader, packs: PackShelf, zones: (String) -> Zone?
    ) -> Answer? {
        let file = WorkspaceFile(reader: reader, shelf: packs)
        guard let fields = reader.fields(root, .workspace) else { return nil }
        let weather = fields["weather"].flatMap(file.weather)
        let workspace = Workspace(
            storePath: fields["store"].flatMap { reader.text($0) } ?? "",
            zone: fields["zone"].flatMap { file.zone($0, zones) } ?? .china,
            channels: fields["channels"].map(file.channels) ?? [],
            people: fields["people"].map(file.people) ?? [], weather: weather?.source,
            numberKeyVariable: fields["encryption"].flatMap(file.keyVariable),
            budget: fields["budget"].flatMap { reader.budget($0) },
            receiptCodes: fields["receipt_codes"].map(file.terms.codes) ?? .standard,
            probes: fields["probes"].flatMap(file.terms.probes))
        return Answer(workspace: workspace, signal: weather?.node)
    }

    /// Only the name of a variable: a key that stands in a file is known to all who read the file.
    private func keyVariable(_ node: YamlNode) -> String? {
        guard let fields = reader.fields(node, .encryption), let key = fields["key"],
            let text = reader.text(key)
        else { return nil }
        if let name = Self.variable(text) { return name }
        reader.error(
            "encryption/key", at: key.range, zh: "密钥只能写成 ${env:NAME}，不能写在文件里",
            en: "a key is written ${env:NAME} and never stands in a file",
            notes: [
                Diagnostic.Message(
                    zh: "'hongyan key new' 生成一个密钥；把它放进环境变量",
                    en: "'hongyan key new' makes one; put it into an environment variable")
            ])
        return nil
    }

    /// `${env:NAME}`: the name; nil for anything else.
    static func variable(_ text: String) -> String? {
        let name = text.dropFirst(6).dropLast()
        let isName = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
        guard text.hasPrefix("${env:"), text.hasSuffix("}"), !name.isEmpty, isName
        else { return nil }
        return String(name)
    }

    private func zone(_ node: YamlNode, _ zones: (String) -> Zone?) -> Zone? {
        guard let name = reader.text(node, "时区", "a time zone") else { return nil }
        if let zone = zones(name) { return zone }
        reader.error(
            "zone/unknown", at: node.range, zh: "未知时区“\(name)”", en: "unknown time zone '\(name)'",
            notes: [
                Diagnostic.Message(
                    zh: "写 IANA 名称，如 Asia/Shanghai；系统需装有 tzdata",
                    en: "write an IANA name such as Asia/Shanghai; the system needs tzdata")
            ])
        return nil
    }

    private func people(_ node: YamlNode) -> [Person] {
        let entries = reader.entries(node) ?? []
        let people = entries.compactMap(person)
        checkTwice(people, entries)
        return people
    }

    /// A number alone, or a mapping for those who act on templates.
    private func person(_ entry: YamlNode.Entry) -> Person? {
        guard case .mapping = entry.value.content else {
            return number(entry.value).map { Person(name: entry.key, number: $0) }
        }
        guard let fields = reader.fields(entry.value, .person) else { return nil }
        var known: PhoneNumber?
        if let node = fields["phone"] {
            guard let read = number(node) else { return nil }
            known = read
        }
        return Person(
            id: entry.key, name: fields["name"].flatMap { reader.text($0) } ?? entry.key,
            number: known, roles: fields["roles"].map { reader.roles($0) } ?? [])
    }

    private func number(_ node: YamlNode) -> PhoneNumber? {
        guard let text = reader.text(node, "手机号", "a mobile number") else { return nil }
        if case .success(let number) = PhoneNumber.read(text) { return number }
        reader.error(
            "people/number", at: node.range, zh: "不是中国大陆手机号",
            en: "not a mainland mobile number")
        return nil
    }

    /// Two names for one person would let that person take two steps.
    private func checkTwice(_ people: [Person], _ entries: [YamlNode.Entry]) {
        for (index, person) in people.enumerated() where !person.roles.isEmpty {
            let other = people[..<index].first { earlier in
                !earlier.roles.isEmpty
                    && (earlier.name == person.name
                        || earlier.number != nil && earlier.number == person.number)
            }
            guard let other, let entry = entries.first(where: { $0.key == person.id }) else {
                continue
            }
            reader.error(
                "people/twice", at: entry.keyRange,
                zh: "“\(person.id)”与“\(other.id)”同名或同号：一个人只写一次",
                en: "'\(person.id)' has the name or number of '\(other.id)': name a person once")
        }
    }

    // MARK: Channels

    private func channels(_ node: YamlNode) -> [Channel] {
        guard let entries = reader.entries(node) else { return [] }
        if entries.isEmpty {
            reader.error(
                "channel/none", at: node.range, zh: "至少要有一个通道", en: "at least one channel is needed"
            )
        }
        let channels = entries.compactMap(channel)
        checkAccounts(channels, entries)
        return channels
    }

    /// An SMSC gives receipts and replies of an account to any of its connections.
    private func checkAccounts(_ channels: [Channel], _ entries: [YamlNode.Entry]) {
        for (index, channel) in channels.enumerated() {
            guard let link = channel.provider.link else { continue }
            let other = channels[..<index].first { earlier in
                guard let held = earlier.provider.link else { return false }
                return held.host == link.host && held.port == link.port
                    && held.systemID == link.systemID
            }
            guard let other, let entry = entries.first(where: { $0.key == channel.id.rawValue })
            else { continue }
            reader.error(
                "link/account", at: entry.keyRange,
                zh: "“\(channel.id)”与“\(other.id)”是同一个账号：回执和回复可能到另一个通道，一个账号只写一个通道",
                en: """
                    '\(channel.id)' has the account of '\(other.id)': receipts and replies of one \
                    may come to the other; write one channel for an account
                    """)
        }
    }

    private func channel(_ entry: YamlNode.Entry) -> Channel? {
        let signs = [UInt8(ascii: "_"), UInt8(ascii: "-")]
        guard reader.checkName(entry.key, at: entry.keyRange, extra: signs),
            let fields = reader.fields(entry.value, .channel),
            let provider = fields["provider"], let name = reader.text(provider)
        else { return nil }
        guard let kind = self.provider(name, at: provider, fields) else { return nil }
        let price = fields["price"].flatMap { node in
            reader.read(node, "每条价格（元，最多四位小数）", "yuan a part, at most four decimals") {
                FileReader.decimal($0, scale: 4)
            }
        }
        let rate = fields["rate"].flatMap {
            ProfileReader(reader: reader).rate($0, least: 1)
        }
        let purposes: [Purpose] = fields["purposes"].map { choices($0, "用途", "purpose") } ?? []
        let carriers: [Carrier] = fields["carriers"].map { choices($0, "运营商", "carrier") } ?? []
        return Channel(
            id: ChannelID(entry.key),
            provider: kind,
            purposes: Set(purposes), carriers: Set(carriers),
            pricePerPart: Money(units: price ?? 0), partsPerSecond: rate ?? 1,
            signature: fields["signature"].flatMap { PolicyFile.signature($0, reader) },
            optOutWords: fields["opt_out"].flatMap { reader.text($0) },
            filing: fields["filing"].flatMap { reader.choice($0, "报备要求", "filing demand") }
                ?? .none,
            filingTerms: fields["filing_days"].flatMap { reader.integer($0, in: 0...60) }.map {
                FilingTerms(workingDays: $0, source: RuleCompiler.workspacePath)
            } ?? .standard,
            pack: fields["pack"].flatMap { shelf.pack($0, .provider, reader) },
            terms: terms.terms(fields))
    }

    private func provider(
        _ name: String, at node: YamlNode, _ fields: [String: YamlNode]
    ) -> Channel.ProviderKind? {
        switch name {
        case "simulated":
            foreign("link", of: "smpp, cmpp", in: fields)
            return .simulated(
                fields["profile"].map { ProfileReader(reader: reader).profile($0) }
                    ?? SimulatedProfile())
        case "smpp", "cmpp":
            foreign("profile", of: "simulated", in: fields)
            guard let link = fields["link"] else {
                reader.error(
                    "key/missing", at: node.range, zh: "缺少键“link”",
                    en: "the key 'link' is missing")
                return nil
            }
            let links = LinkReader(reader: reader)
            if name == "smpp" { return links.link(link).map { .smpp($0) } }
            return links.cmppLink(link).map { .cmpp($0.link, $0.terms) }
        default:
            reader.unknown(
                "provider/unknown", name, at: node.range, among: ["simulated", "smpp", "cmpp"],
                zh: "服务商", en: "provider")
            return nil
        }
    }

    /// A key that another provider reads would be believed to do something.
    private func foreign(_ key: String, of provider: String, in fields: [String: YamlNode]) {
        guard let node = fields[key] else { return }
        reader.error(
            "provider/key", at: node.range, zh: "“\(key)”只对 provider: \(provider) 有用",
            en: "'\(key)' is for provider: \(provider) only")
    }

    private func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: YamlNode, _ zh: String, _ en: String
    ) -> [Choice] {
        let items = reader.items(node) ?? []
        if case .sequence = node.content, items.isEmpty {
            reader.error(
                "value/none", at: node.range, zh: "列表不能为空", en: "the list must not be empty")
        }
        return items.compactMap { reader.choice($0, zh, en) }
    }

    // MARK: Weather

    private func weather(_ node: YamlNode) -> (source: WeatherSource, node: YamlNode)? {
        guard let fields = reader.fields(node, .weather),
            let signalNode = fields["signal"], let signal = reader.text(signalNode),
            let every = fields["every"].flatMap({ reader.span($0) }),
            let cities = fields["cities"].flatMap({ reader.entries($0) }),
            let url = fields["url"].flatMap({ node in
                reader.read(node, "https 地址", "an https address") {
                    $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil
                }
            })
        else { return nil }
        let places = cities.compactMap { entry -> WeatherSource.City? in
            guard let fields = reader.fields(entry.value, .city),
                let latitude = fields["latitude"].flatMap({ degrees($0, most: 90) }),
                let longitude = fields["longitude"].flatMap({ degrees($0, most: 180) })
            else { return nil }
            return WeatherSource.City(name: entry.key, latitude: latitude, longitude: longitude)
        }
        let source = WeatherSource(
            signal: SignalKind(signal), url: url, cities: places, every: every)
        return (source, signalNode)
    }

    private func degrees(_ node: YamlNode, most: Int64) -> String? {
        reader.read(node, "-\(most) 到 \(most) 的度数", "degrees from -\(most) to \(most)") {
            let size = $0.hasPrefix("-") ? String($0.dropFirst()) : $0
            guard let count = FileReader.decimal(size, scale: 6), count <= most * 1_000_000 else {
                return nil
            }
            return $0
        }
    }
}
