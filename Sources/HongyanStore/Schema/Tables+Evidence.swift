/// What proves later what was done: the journal of submissions, responses and receipts, consent
/// and opt-out events, complaints, what was stopped and by whom, and the seals over all of it.
extension Tables {
    static let evidence = journal + looking + seals

    private static let journal = [
        // Append-only, in the order of arrival; `submissions`, `receipts` and `charges` are its
        // working copies.
        """
        CREATE TABLE IF NOT EXISTS ledger (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('submission', 'response', 'receipt')),
            submission BLOB,
            message BLOB,
            attempt INTEGER,
            parts INTEGER,
            channel TEXT NOT NULL,
            provider_id TEXT,
            outcome TEXT,
            code TEXT,
            happened_at INTEGER NOT NULL,
            amount INTEGER) STRICT
        """,
        """
        CREATE INDEX IF NOT EXISTS ledger_responses ON ledger (slot, submission)
            WHERE kind = 'response'
        """,
        consentEvents,
        """
        CREATE INDEX IF NOT EXISTS consent_events_of ON consent_events (
            slot, customer, purpose, given_at, source)
        """,
        // What became of refusals: each event says how `optouts` stood after it.
        """
        CREATE TABLE IF NOT EXISTS optout_events (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            act TEXT NOT NULL CHECK (act IN ('refuse', 'lift', 'bind', 'merge', 'gone')),
            optout INTEGER NOT NULL,
            number_hash BLOB,
            customer INTEGER,
            refused_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            purpose TEXT,
            lifted_at INTEGER,
            signature TEXT) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS optout_events_of ON optout_events (slot, optout, row)",
        """
        CREATE TABLE IF NOT EXISTS consent_asks (
            slot INTEGER NOT NULL DEFAULT 0,
            customer INTEGER NOT NULL,
            purpose TEXT NOT NULL,
            at INTEGER NOT NULL,
            message BLOB NOT NULL,
            PRIMARY KEY (slot, customer, purpose, at, message)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS complaints (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            recorded_at INTEGER NOT NULL,
            day INTEGER NOT NULL,
            source TEXT NOT NULL CHECK (source IN ('12321', 'carrier', 'provider', 'customer')),
            number_hash BLOB NOT NULL CHECK (length(number_hash) = 16),
            customer INTEGER,
            message BLOB,
            signature TEXT,
            template TEXT,
            channel TEXT,
            note TEXT) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS complaints_day ON complaints (slot, day)",
        "CREATE INDEX IF NOT EXISTS complaints_number ON complaints (slot, number_hash)",
        """
        CREATE TABLE IF NOT EXISTS stop_acts (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            act TEXT NOT NULL CHECK (act IN ('stop', 'trip', 'resume')),
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            who TEXT NOT NULL,
            reason TEXT NOT NULL) STRICT
        """,
    ]

    /// What became of consents; the proof itself lies beside, in `consents`.
    static let consentEvents = """
        CREATE TABLE IF NOT EXISTS consent_events (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            act TEXT NOT NULL
                CHECK (act IN ('grant', 'change', 'withdraw', 'merge', 'retire')),
            customer INTEGER NOT NULL,
            purpose TEXT NOT NULL,
            given_at INTEGER NOT NULL,
            source TEXT NOT NULL,
            expires INTEGER,
            withdrawn INTEGER,
            text_version TEXT,
            channel TEXT,
            action TEXT) STRICT
        """

    /// By which a complaint finds its message, and whoever was merged is found.
    private static let looking = [
        """
        CREATE INDEX IF NOT EXISTS messages_number ON messages (slot, number_hash, cleared_at)
        """,
        """
        CREATE INDEX IF NOT EXISTS customers_merged ON customers (merged_into)
            WHERE merged_into IS NOT NULL
        """,
    ]

    private static let seals = [
        """
        CREATE TABLE IF NOT EXISTS seals (
            slot INTEGER NOT NULL DEFAULT 0,
            day INTEGER NOT NULL,
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            sealed_at INTEGER NOT NULL,
            PRIMARY KEY (slot, day)) STRICT, WITHOUT ROWID
        """,
        // `through` is the last row that the seal covers; the first is the one after the seal
        // before.
        """
        CREATE TABLE IF NOT EXISTS seal_parts (
            slot INTEGER NOT NULL DEFAULT 0,
            day INTEGER NOT NULL,
            name TEXT NOT NULL,
            after INTEGER NOT NULL,
            through INTEGER NOT NULL,
            count INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            retired_at INTEGER,
            PRIMARY KEY (slot, day, name)) STRICT, WITHOUT ROWID
        """,
        // 16 bytes for each row, its number and the first 8 bytes of its hash: they name what was
        // changed.
        """
        CREATE TABLE IF NOT EXISTS seal_marks (
            slot INTEGER NOT NULL DEFAULT 0,
            day INTEGER NOT NULL,
            name TEXT NOT NULL,
            block INTEGER NOT NULL,
            marks BLOB NOT NULL,
            PRIMARY KEY (slot, day, name, block)) STRICT, WITHOUT ROWID
        """,
        // Salted hashes of what is personal beside a sealed row (see `Prints`). Who erases a text
        // erases its salt.
        """
        CREATE TABLE IF NOT EXISTS seal_prints (
            slot INTEGER NOT NULL DEFAULT 0,
            name TEXT NOT NULL,
            row INTEGER NOT NULL,
            salt BLOB,
            text BLOB,
            number BLOB,
            number_salt BLOB,
            number_text BLOB,
            renewed BLOB,
            veil BLOB,
            PRIMARY KEY (slot, name, row)) STRICT, WITHOUT ROWID
        """,
    ]

    /// `consent_events` of an older program knows no retirement, `erasures` has no row numbers.
    static let newConsentEvents = """
        ALTER TABLE consent_events RENAME TO consent_events_before;
        \(consentEvents);
        INSERT INTO consent_events (row, slot, at, act, customer, purpose, given_at, source,
            expires, withdrawn, text_version, channel, action)
            SELECT row, slot, at, act, customer, purpose, given_at, source, expires, withdrawn,
                text_version, channel, action FROM consent_events_before;
        DROP TABLE consent_events_before
        """
    static let newErasures = """
        ALTER TABLE erasures RENAME TO erasures_before;
        \(erasures);
        INSERT INTO erasures (slot, customer, at, reason)
            SELECT slot, customer, at, reason FROM erasures_before ORDER BY at, customer;
        DROP TABLE erasures_before
        """

    /// `stops` of the first version knows neither templates nor signatures.
    static let newStops = """
        ALTER TABLE stops RENAME TO stops_before;
        \(running[0]);
        INSERT INTO stops (kind, name, since, reason)
            SELECT kind, name, since, reason FROM stops_before;
        DROP TABLE stops_before
        """

    /// Columns that tables of the first version lack.
    static let consentColumns: [(table: String, column: String, type: String)] = [
        ("consents", "channel", "TEXT"), ("consents", "action", "TEXT"),
        ("consents", "text", "TEXT"), ("consents", "guardian", "TEXT"),
        ("consents", "frequency", "TEXT"), ("consents", "term", "TEXT"),
        ("seal_prints", "number_salt", "BLOB"), ("seal_prints", "number_text", "BLOB"),
        ("seal_prints", "renewed", "BLOB"), ("seal_prints", "veil", "BLOB"),
    ]
}
