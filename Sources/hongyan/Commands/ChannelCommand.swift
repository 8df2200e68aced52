import ArgumentParser
import Foundation
import HongyanCore
import HongyanDelivery
import HongyanSockets

/// `hongyan channel`: the channels of a workspace, and whether they can be reached.
struct ChannelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "List the channels, and try whether one can be reached.",
        discussion: """
            Example:  hongyan channel list
            """,
        subcommands: [List.self, Test.self])

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
            guard let channel = book.workspace.channel(ChannelID(name)) else {
                let known = book.workspace.channels.map(\.id.rawValue).joined(separator: ", ")
                throw CommandFailure("there is no channel '\(name)' (known: \(known))")
            }
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
