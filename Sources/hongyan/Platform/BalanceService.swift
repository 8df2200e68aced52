import HongyanCore
import HongyanReports
import HongyanStore
import Logging
import ServiceLifecycle

/// Tells the log when the balance of a channel falls below its alarm, once each time it does.
struct BalanceService: Service {
    let loader: WorkspaceLoader
    let book: RuleBook
    let logger: Logger

    private static let every = Duration.seconds(600)

    func run() async throws {
        guard book.workspace.channels.contains(where: { $0.terms.balance != nil }) else { return }
        await cancelWhenGracefulShutdown {
            var low: Set<ChannelID> = []
            while !Task.isCancelled {
                for balance in balances() {
                    if !balance.isLow {
                        low.remove(balance.channel)
                    } else if low.insert(balance.channel).inserted {
                        logger.warning("\(BillText.line(balance, .en))")
                    }
                }
                try? await Task.sleep(for: Self.every)
            }
        }
    }

    /// Through a connection of its own, so that the engine's waits for no sum. What cannot be read
    /// now is read the next time.
    private func balances() -> [Bill.Balance] {
        guard let store = try? loader.openStore(of: book, mode: .readOnly) else { return [] }
        return (try? store.balances(of: book.workspace.channels)) ?? []
    }
}
