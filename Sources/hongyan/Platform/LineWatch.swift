import HongyanCore
import HongyanDelivery
import HongyanSockets
import Logging
import ServiceLifecycle

/// Writes into the log when a channel's connection comes, goes, or is refused.
struct LineWatch: Service {
    let lines: [(channel: ChannelID, provider: LinkProvider)]
    let logger: Logger

    static let every = Duration.milliseconds(200)

    func run() async throws {
        guard !lines.isEmpty else { return }
        await cancelWhenGracefulShutdown {
            var told: [String: String] = [:]
            while !Task.isCancelled {
                for line in lines {
                    for (role, standing) in line.provider.standings {
                        tell(line.channel, role, standing, &told)
                    }
                }
                try? await Task.sleep(for: Self.every)
            }
        }
    }

    private func tell(
        _ channel: ChannelID, _ role: LinkRole, _ standing: LinkStanding,
        _ told: inout [String: String]
    ) {
        let words: String
        switch standing {
        case .bound: words = "bound"
        case .waiting(let reason, _): words = reason
        case .idle, .connecting, .binding: return
        }
        let name = "\(channel) \(role.rawValue)"
        guard told.updateValue(words, forKey: name) != words else { return }
        if standing == .bound {
            logger.info("channel \(channel): bound as \(role.rawValue)")
        } else {
            logger.warning("channel \(channel): no connection as \(role.rawValue): \(words)")
        }
    }
}
