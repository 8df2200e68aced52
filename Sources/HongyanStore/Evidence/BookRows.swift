internal import GRDB
internal import HongyanCore

/// By which packs the books of rules decided, for the evidence of what they sent.
enum BookRows {
    static let tables = [
        """
        CREATE TABLE IF NOT EXISTS books (
            hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 16),
            first_at INTEGER NOT NULL) STRICT, WITHOUT ROWID
        """,
        // The law's pack binds all channels: its channel is ''.
        """
        CREATE TABLE IF NOT EXISTS book_packs (
            book BLOB NOT NULL REFERENCES books(hash),
            channel TEXT NOT NULL,
            pack TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version > 0),
            PRIMARY KEY (book, channel)) STRICT, WITHOUT ROWID
        """,
    ]

    /// A book that is kept stays as it is.
    static func keep(_ db: Database, _ book: RuleBook, at now: Timestamp) throws {
        let adding = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO books (hash, first_at) VALUES (?, ?)")
        try adding.run([book.hash.db, now.db])
        let packs = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO book_packs (book, channel, pack, version)
                VALUES (?, ?, ?, ?)
                """)
        let channels = book.workspace.channels.map { ($0.id.rawValue, $0.pack) }
        for case (let channel, let pack?) in [("", book.policy.law)] + channels {
            try packs.run([
                book.hash.db, channel.db, pack.id.rawValue.db, Int64(pack.version).db,
            ])
        }
    }

    /// The law's and the channel's; nil for a book that was never kept.
    static func packs(
        _ db: Database, of book: Digest, through channel: ChannelID
    ) throws -> [PackVersion]? {
        let isKept = try db.cachedStatement(sql: "SELECT count(*) FROM books WHERE hash = ?")
            .firstInt([book.db])
        guard isKept == 1 else { return nil }
        var found: [PackVersion] = []
        let reading = try db.cachedStatement(
            sql: """
                SELECT pack, version FROM book_packs WHERE book = ? AND channel IN ('', ?)
                ORDER BY channel
                """)
        try reading.each([book.db, channel.rawValue.db]) { row in
            found.append(PackVersion(id: PackID(row.text(0)), version: row.int(1)))
        }
        return found
    }
}
