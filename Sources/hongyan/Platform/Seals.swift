import Foundation
import HongyanCore
import HongyanStore
import Logging
import ServiceLifecycle

/// Who runs the command, for records of who did what.
enum OperatingUser {
    static var name: String { ProcessInfo.processInfo.userName }
}

/// Seals days of the ledger.
enum Seals {
    /// 32 fresh random bytes: the salts of what is personal come from them.
    static func seed() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).flatMap { _ in
            withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
        }
    }

    /// Seals every day that has ended, with a pause after each transaction as long as it took.
    static func seal(
        _ store: SQLiteStore, clock: SystemClock, until isOver: () -> Bool = { false }
    ) throws -> [LedgerSeal] {
        var seals: [LedgerSeal] = []
        while !isOver() {
            var begun = ContinuousClock.now
            let seal = try store.sealNextDay(at: clock.now(), seed: seed()) {
                let spent = (ContinuousClock.now - begun).components
                let seconds = Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
                Thread.sleep(forTimeInterval: min(seconds, 0.1))
                begun = ContinuousClock.now
            }
            guard let seal else { break }
            seals.append(seal)
        }
        return seals
    }
}

/// Seals each day some minutes after it has ended, beside the daemon.
struct SealService: Service {
    let store: SQLiteStore
    let logger: Logger

    static let pause = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let seals = try Seals.seal(
                        store, clock: SystemClock(), until: { Task.isCancelled })
                    for seal in seals {
                        logger.info("sealed the ledger of \(seal.day): \(seal.hash)")
                    }
                } catch {
                    logger.warning("the ledger was not sealed, trying again: \(error)")
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
