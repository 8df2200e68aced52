public import HongyanCore

/// Reads how a simulated carrier behaves: `profile:` of a channel, and the files of dry runs.
struct ProfileReader {
    let reader: FileReader

    /// - Parameter base: What holds where the node is silent.
    func profile(
        _ node: YamlNode, over base: SimulatedProfile = SimulatedProfile()
    ) -> SimulatedProfile {
        let shares: [(key: String, path: WritableKeyPath<SimulatedProfile, Int>)] = [
            ("refused", \.refusedShare), ("failed", \.failedShare), ("silent", \.silentShare),
            ("lost_response", \.lostResponseShare), ("opt_out_replies", \.optOutShare),
            ("other_replies", \.otherReplyShare),
        ]
        var result = base
        guard let fields = reader.fields(node, .profile) else { return result }
        for (key, path) in shares {
            if let share = fields[key].flatMap({ reader.share($0) }) {
                result[keyPath: path] = share
            }
        }
        if let span = fields["latency"].flatMap({ reader.span($0, milliseconds: true) }) {
            result.latency = span
        }
        if let span = fields["receipt_latency"].flatMap({ reader.span($0, milliseconds: true) }) {
            result.receiptLatency = span
        }
        if let rate = fields["throttle"].flatMap({ self.rate($0, least: 0) }) {
            result.throttleAbovePartsPerSecond = rate
        }
        if let journal = fields["journal"] { result.journalPath = reader.text(journal) }
        return result
    }

    /// `200/s`.
    func rate(_ node: YamlNode, least: Int) -> Int? {
        reader.read(node, "每秒条数，如 200/s", "parts a second such as 200/s") { text -> Int? in
            guard text.hasSuffix("/s"), let count = FileReader.digits(text.dropLast(2)),
                (least...100_000).contains(count)
            else { return nil }
            return count
        }
    }
}

/// What a dry run assumes of its carriers:
///
/// ```
/// marketing: {latency: 300ms, receipt_latency: 20s, refused: 2%, failed: 8%, silent: 3%,
///             throttle: 50/s, opt_out_replies: 1%, other_replies: 0.5%}
/// ```
public enum CarrierFile {
    /// The profiles by channel, each over the channel's own; nil when there is a fault.
    public static func read(
        _ file: SourceFile, book: RuleBook
    ) -> (profiles: [ChannelID: SimulatedProfile]?, diagnostics: [Diagnostic]) {
        let findings = Findings()
        let source = SourceText(file)
        let reader = FileReader(source: source, findings: findings)
        var profiles: [ChannelID: SimulatedProfile] = [:]
        if let root = YamlReader.read(source, findings), let entries = reader.entries(root) {
            let channels = book.workspace.channels
            for entry in entries {
                guard let channel = channels.first(where: { $0.id.rawValue == entry.key }) else {
                    reader.unknown(
                        "key/unknown", entry.key, at: entry.keyRange,
                        among: channels.map(\.id.rawValue), zh: "通道", en: "channel")
                    continue
                }
                // A dry run simulates real channels too, with a common profile.
                let own =
                    if case .simulated(let profile) = channel.provider { profile } else {
                        SimulatedProfile()
                    }
                profiles[channel.id] = ProfileReader(reader: reader)
                    .profile(entry.value, over: own)
            }
        }
        return (findings.hasErrors ? nil : profiles, findings.list)
    }
}
