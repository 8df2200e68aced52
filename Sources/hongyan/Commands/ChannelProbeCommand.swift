import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanStore

extension ChannelCommand {
    /// Finds a channel by its name.
    static func channel(_ name: String, in book: RuleBook) throws -> Channel {
        if let channel = book.workspace.channel(ChannelID(name)) { return channel }
        let known = book.workspace.channels.map(\.id.rawValue).joined(separator: ", ")
        throw CommandFailure("there is no channel '\(name)' (known: \(known))")
    }

    struct Pause: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pause",
            abstract: "Let nothing leave through a channel; new messages take others that fit.",
            discussion: """
                The same as 'hongyan stop --channel'. What waits in its queue waits on.

                Example:  hongyan channel pause smsc --reason '运营商割接'
                """)
        @Argument(help: "The channel's name.") var name: String
        @Option(help: "Why, for the ledger.") var reason: String = ""
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let channel = try ChannelCommand.channel(name, in: book)
            let store = try loader.openStore(of: book, mode: .readWrite)
            try explained {
                try store.addStop(
                    .channel(channel.id), reason: reason, who: OperatingUser.name,
                    at: SystemClock().now())
            }
            Terminal.out(
                options.language == .zh ? "已暂停通道：\(name)" : "paused: channel \(name)")
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Let messages leave through a paused channel again.",
            discussion: """
                Exit code 1 when it was not paused.

                Example:  hongyan channel resume smsc
                """)
        @Argument(help: "The channel's name.") var name: String
        @Option(help: "Why, for the ledger.") var reason: String = ""
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let channel = try ChannelCommand.channel(name, in: book)
            let store = try loader.openStore(of: book, mode: .readWrite)
            let changed = try explained {
                try store.removeStop(
                    .channel(channel.id), reason: reason, who: OperatingUser.name,
                    at: SystemClock().now())
            }
            let zh = options.language == .zh
            guard changed else {
                throw CommandFailure(
                    zh ? "通道 \(name) 没有被暂停" : "channel \(name) was not paused", code: 1)
            }
            Terminal.out(zh ? "已恢复通道：\(name)" : "resumed: channel \(name)")
        }
    }

    /// Sends the probe's text to one's own numbers and keeps what became of it.
    struct Probe: ParsableCommand {
        enum Format: String, ExpressibleByArgument { case text, json }

        static let configuration = CommandConfiguration(
            commandName: "probe",
            abstract: "Try a channel with own numbers of each carrier, and keep the results.",
            discussion: """
                Sends the text of probes: in hongyan.yaml to each number there that the channel \
                says it reaches, waits for the receipts, and tells whether what the channel \
                claims (all three networks, or its carriers) was proven. It asks no gate and \
                counts in no cap; the provider charges for it. --last shows what was kept.

                Exit code 2 when the claim was not proven.

                Example:  hongyan channel probe smsc --wait 2m
                          hongyan channel probe smsc --last
                """)
        @Argument(help: "The channel's name.") var name: String
        @Option(help: "How long to wait for receipts (60s, 5m).") var wait: String = "2m"
        @Flag(help: "Show the latest kept results and send nothing.") var last = false
        @Option(help: "text or json.") var format: Format = .text
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let channel = try ChannelCommand.channel(name, in: book)
            let results: [ProbeResult]
            if last {
                let store = try loader.openStore(of: book, mode: .readOnly)
                results = try explained { try store.latestProbes() }
                    .filter { $0.channel == channel.id }
            } else {
                guard let patience = Span(text: wait) else {
                    throw CommandFailure(
                        "--wait must be a length such as 60s or 5m, not '\(wait)'", code: 64)
                }
                // Opened before anything leaves: what cannot be kept is not sent.
                let store = try loader.openStore(of: book, mode: .readWrite)
                results = try ChannelProbe(
                    channel: channel, book: book, folder: loader.folder, patience: patience
                ).run()
                try explained { try store.keep(probes: results) }
            }
            let zone = book.workspace.zone
            switch format {
            case .json: Terminal.raw(ProbeText.json(results, of: channel, zone: zone))
            case .text:
                Terminal.raw(
                    ProbeText.render(
                        results, of: channel, zone: zone, language: options.language))
            }
            if NetworkClaim(channel, results) != .verified { throw ExitCode(2) }
        }
    }
}

/// One probe of a channel.
struct ChannelProbe {
    let channel: Channel
    let book: RuleBook
    let folder: URL
    let patience: Span

    private struct Open {
        let number: ProbeNumber
        let at: Timestamp
        var providerIDs: Set<String> = []
        var result: ProbeResult?
    }

    func run() throws -> [ProbeResult] {
        guard let probes = book.workspace.probes else {
            throw CommandFailure("there is no probes: in hongyan.yaml")
        }
        let numbers = probes.numbers.filter {
            channel.carriers.isEmpty || channel.carriers.contains($0.carrier)
        }
        guard !numbers.isEmpty else {
            throw CommandFailure(
                "no number under probes: is one that channel \(channel.id) reaches")
        }
        let seed = UInt64.random(in: .min ... .max)
        let lines = try WorldBuilder.lines(book: book, seed: seed, folder: folder)
        guard let provider = lines.providers[channel.id] else {
            throw CommandFailure("channel \(channel.id) is not there")
        }
        lines.start()
        defer { lines.stop() }
        let clock = SystemClock()
        try SendCommand.waitForRoom(provider, channel, clock: clock)
        var open: [Digest: Open] = [:]
        let text = FinalText.compose(
            body: probes.text, signature: channel.signature ?? book.policy.signature,
            optOutWords: nil, putsSignatureLast: channel.pack?.putsSignatureLast ?? false)
        for (place, number) in numbers.enumerated() {
            let id = Digest(hashing: ["probe", String(seed), String(place)])
            let now = clock.now()
            open[id] = Open(number: number, at: now)
            provider.submit(
                [
                    Submission(
                        id: id, message: id, attempt: 1, number: number.number, text: text,
                        parts: PartCount.parts(in: text), purpose: .verification)
                ], at: now)
        }
        let end = clock.now() + patience
        while clock.now() < end, open.values.contains(where: { $0.result == nil }) {
            for event in provider.poll(through: clock.now()) { take(event, &open) }
            provider.confirm(at: clock.now())
            usleep(20_000)
        }
        return numbers.compactMap { number in
            let entry = open.values.first { $0.number == number }
            return entry.map {
                $0.result ?? result($0, $0.providerIDs.isEmpty ? .unknown : .accepted)
            }
        }
    }

    private func take(_ event: ProviderEvent, _ open: inout [Digest: Open]) {
        switch event {
        case .reply: break
        case .response(let id, let response, let at):
            guard let entry = open[id] else { return }
            switch response {
            case .accepted(let provider): open[id]?.providerIDs = [provider]
            case .acceptedInParts(let ids): open[id]?.providerIDs = Set(ids)
            case .throttled(let code), .refused(let code):
                open[id]?.result = result(entry, .refused, code, at)
            case .timedOut: open[id]?.result = result(entry, .unknown, "", at)
            }
        case .receipt(let receipt):
            guard
                let (id, entry) = open.first(where: {
                    $0.value.providerIDs.contains(receipt.providerID)
                }), entry.result == nil
            else { return }
            open[id]?.result = result(
                entry, receipt.outcome == .delivered ? .delivered : .failed, receipt.code,
                receipt.at)
        }
    }

    private func result(
        _ entry: Open, _ outcome: ProbeResult.Outcome, _ code: String = "",
        _ at: Timestamp? = nil
    ) -> ProbeResult {
        ProbeResult(
            channel: channel.id, name: entry.number.name, carrier: entry.number.carrier,
            province: entry.number.province, outcome: outcome, code: code, at: entry.at,
            took: at.map { $0 - entry.at })
    }
}
