internal import GRDB
internal import GRDBSQLite
internal import HongyanCore
internal import Synchronization

/// Carries what was committed from the write-ahead log into the store file, beside the daemon's
/// work: a commit that had to do this itself would take longer than a page may.
///
/// A second connection copies whenever so many pages have gathered. The log can start again from
/// its beginning only when a copy reaches its end, so once it is long the daemon's own connection
/// copies the little that came since the second one finished.
final class Checkpointer: Sendable {
    private enum State {
        case resting
        case copying
        /// The second connection has just finished; little is left to copy.
        case copied
    }

    /// Pages of the log after which copying begins; SQLite's own default.
    private static let copyingPages: Int32 = 1_000
    /// 64 MB, after which the log should start again.
    private static let longPages: Int32 = 16_384

    private let copier: DatabaseQueue
    private let state = Mutex(State.resting)

    init(path: String) throws {
        copier = try DatabaseQueue(path: path)
    }

    /// From now on the connection's commits copy nothing themselves.
    func watch(_ connection: Database) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = sqlite3_wal_hook(
            connection.sqliteConnection,
            { context, connection, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
                    .committed(connection, pages: pages)
                return SQLITE_OK
            }, me)
    }

    /// The connection's commits take care of themselves again.
    static func unwatch(_ connection: Database) {
        sqlite3_wal_autocheckpoint(connection.sqliteConnection, copyingPages)
    }

    /// Returns once a copy that is under way is done.
    func finish() { copier.inDatabase { _ in } }

    private func committed(_ connection: OpaquePointer?, pages: Int32) {
        guard pages >= Self.copyingPages else { return }
        let previous = state.withLock { state in
            let previous = state
            if state != .copying { state = .copying }
            return previous
        }
        switch previous {
        case .copying: return
        case .copied where pages >= Self.longPages:
            Self.copy(connection)
            state.withLock { $0 = .resting }
        case .copied, .resting:
            copier.asyncWriteWithoutTransaction { [self] db in
                Self.copy(db.sqliteConnection)
                state.withLock { $0 = .copied }
            }
        }
    }

    /// Waits for nobody; what cannot be copied now is copied next time.
    private static func copy(_ connection: OpaquePointer?) {
        _ = sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}
