import ArgumentParser
import Foundation
import HongyanCore
import HongyanDelivery
import HongyanReports
import HongyanSockets
import HongyanStore

/// `hongyan channel`: the channels of a workspace, and whether they can be reached.
struct ChannelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "List the channels, try whether one can be reached, pause and resume it.",
        discussion: """
            Example:  hongyan channel list
            """,
        subcommands: [List.self, Test.self, Probe.self, Pause.self, Resume.self])

    /// How long a connection may take.
    static let patience = Span.seconds(15)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Each channel: provider, purposes, price, rate, and where it connects to.",
            discussion: """
                Example:  hongyan channel list
                """)
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let book = try WorkspaceLoader(path: options.workspace).book(language: options.language)
            for channel in book.workspace.channels {
                Terminal.out(ChannelCommand.words(channel, options.language))
            }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Connect and bind as the daemon would, and send nothing.",
            discussion: """
                Exit code 1 tells that the channel cannot be reached, and why.

                Example:  hongyan channel test smsc
                """)
        @Argument(help: "The channel's name.") var name: String
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let channel = try ChannelCommand.channel(name, in: book)
            let zh = options.language == .zh
            guard let link = channel.provider.link,
                let provider = try WorldBuilder.line(channel, folder: loader.folder)
            else {
                Terminal.out(
                    zh
                        ? "\(name)：模拟运营商在程序之内，无需连接"
                        : "\(name): the simulated carrier is inside the program; nothing to reach")
                return
            }
            let clock = SystemClock()
            let start = clock.now()
            provider.start()
            let reason = ChannelCommand.wait(for: provider, since: start, clock: clock)
            let took = (clock.now() - start).milliseconds
            provider.stop()
            if let reason {
                throw CommandFailure("\(name): \(link.host):\(link.port): \(reason)")
            }
            let roles = provider.standings.map(\.role.rawValue).joined(separator: ", ")
            Terminal.out(
                zh
                    ? "\(name)：已连接 \(link.host):\(link.port)，绑定为 \(roles)，用时 \(took) ms"
                    : "\(name): bound to \(link.host):\(link.port) as \(roles) in \(took) ms")
        }
    }

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

    /// - Returns: Why it is not bound; nil when it is.
    static func wait(
        for provider: LinkProvider, since start: Timestamp, clock: SystemClock
    ) -> String? {
        while clock.now() < start + patience {
            let standings = provider.standings.map(\.standing)
            if standings.allSatisfy(\.isBound) { return nil }
            for case .waiting(let reason, _) in standings { return reason }
            usleep(10_000)
        }
        return "no answer"
    }

    /// One line, then one for the connection.
    static func words(_ channel: Channel, _ language: Language) -> String {
        let zh = language == .zh
        let purposes = Purpose.allCases.filter { channel.purposes.contains($0) }
            .map(\.rawValue).joined(separator: ", ")
        let carriers = Carrier.allCases.filter { channel.carriers.contains($0) }
            .map(\.rawValue).joined(separator: ", ")
        let price = zh ? "\(channel.pricePerPart) 元/条" : "\(channel.pricePerPart) yuan a part"
        let rate = zh ? "\(channel.partsPerSecond) 条/秒" : "\(channel.partsPerSecond) parts/s"
        let reach = carriers.isEmpty ? (zh ? "全部运营商" : "all carriers") : carriers
        let place: String
        switch channel.provider {
        case .simulated: place = "simulated"
        case .smpp(let link):
            place =
                "smpp \(link.systemID)@\(link.host):\(link.port)\(link.usesTLS ? " TLS" : "") "
                + "\(link.bind.rawValue), " + (zh ? "窗口" : "window") + " \(link.window)"
        case .cmpp(let link, let terms):
            place =
                "cmpp \(terms.version.rawValue) \(link.systemID)@\(link.host):\(link.port)"
                + (link.usesTLS ? " TLS, " : ", ") + (zh ? "窗口" : "window") + " \(link.window)"
        }
        return "\(channel.id): \(place)\n  \(purposes) · \(reach) · \(price) · \(rate)"
    }
}
