/// What is known of numbers beyond their prefix, and replies that wait for a person.
extension Tables {
    static let numbers = [
        """
        CREATE TABLE IF NOT EXISTS portability (
            slot INTEGER NOT NULL DEFAULT 0,
            hash BLOB NOT NULL CHECK (length(hash) = 16),
            carrier TEXT NOT NULL CHECK (carrier IN (
                'mobile', 'unicom', 'telecom', 'broadnet', 'unknown')),
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (slot, hash)) STRICT, WITHOUT ROWID
        """,
        // One row for each reply that may be a refusal; marketing to the number and the person
        // pauses while `resolved_at` is empty.
        """
        CREATE TABLE IF NOT EXISTS reply_reviews (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            reply INTEGER NOT NULL,
            number_hash BLOB NOT NULL CHECK (length(number_hash) = 16),
            customer INTEGER REFERENCES customers(row),
            signature TEXT,
            matched TEXT NOT NULL,
            at INTEGER NOT NULL,
            resolved_at INTEGER,
            resolved_by TEXT,
            resolution TEXT CHECK (resolution IN ('opt-out', 'resume')),
            note TEXT,
            UNIQUE (slot, reply),
            CHECK ((resolved_at IS NULL) = (resolution IS NULL)),
            CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))) STRICT
        """,
        """
        CREATE INDEX IF NOT EXISTS reply_reviews_number ON reply_reviews (slot, number_hash)
            WHERE resolved_at IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS reply_reviews_customer ON reply_reviews (slot, customer)
            WHERE resolved_at IS NULL
        """,
    ]

    /// How channels were tried with numbers of one's own, which stand here by name.
    static let probes = [
        """
        CREATE TABLE IF NOT EXISTS probes (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            channel TEXT NOT NULL,
            name TEXT NOT NULL,
            carrier TEXT NOT NULL,
            province TEXT,
            outcome TEXT NOT NULL CHECK (outcome IN (
                'delivered', 'failed', 'refused', 'accepted', 'unknown')),
            code TEXT NOT NULL,
            took INTEGER) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS probes_of ON probes (slot, channel, name, row)",
    ]

    /// Columns that tables of an older program lack.
    static let addedColumns: [(table: String, column: String, type: String)] =
        [("optouts", "signature", "TEXT")] + consentColumns

    /// What a reply may mean; a table that knows fewer is made anew.
    static let meanings = "'opt-out', 'opt-in', 'help', 'answer', 'complaint', 'other'"

    static func replies(named name: String) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(name) (
            seq INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            number_hash BLOB NOT NULL,
            customer INTEGER REFERENCES customers(row),
            text TEXT NOT NULL,
            meaning TEXT NOT NULL CHECK (meaning IN (\(meanings))),
            effect TEXT NOT NULL CHECK (effect IN ('opt-out', 'pause', 'opt-in', 'none')),
            confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
            at INTEGER NOT NULL,
            UNIQUE (slot, channel, id)) STRICT
        """
    }

    static let replyIndexes = [
        "CREATE INDEX IF NOT EXISTS replies_due ON replies (slot, at)",
        "CREATE INDEX IF NOT EXISTS replies_customer ON replies (slot, customer)",
    ]

    /// From the table that knew opt-out, opt-in and other only.
    static let remakingReplies =
        [
            replies(named: "replies_anew"),
            """
            INSERT INTO replies_anew (seq, slot, channel, id, number_hash, customer, text, meaning,
                effect, confidence, at)
            SELECT seq, slot, channel, id, number_hash, customer, text, meaning,
                CASE meaning WHEN 'other' THEN 'none' ELSE meaning END, 100, at FROM replies
            """,
            "DROP TABLE replies",
            "ALTER TABLE replies_anew RENAME TO replies",
        ] + replyIndexes
}
