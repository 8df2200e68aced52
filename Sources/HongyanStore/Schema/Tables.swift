/// Every table but the tag columns of `customers`, which ``Migration`` adds from `tags.yaml`.
///
/// `slot` comes first in every per-customer key: 0 here, the distribution column on PostgreSQL.
/// Times are
/// milliseconds, dates days since 1970-01-01, money 1/10,000 yuan.
enum Tables {
    static let version: Int64 = 1

    static let all: [String] =
        customers + incoming + triggers + ledger + delivery + running + templates
        + [NumberKeyRows.table, erasures] + numbers + probes + evidence + BookRows.tables

    /// Of all tables, as their statements name them.
    static let names: [String] = all.compactMap { sql in
        let head = "CREATE TABLE IF NOT EXISTS "
        return sql.hasPrefix(head)
            ? String(sql.dropFirst(head.count).prefix { $0 != " " && $0 != "(" }) : nil
    }

    static let customers = [
        """
        CREATE TABLE IF NOT EXISTS meta (
            key TEXT NOT NULL PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS customers (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            id TEXT NOT NULL CHECK (id <> ''),
            phone TEXT,
            number_hash BLOB CHECK (length(number_hash) = 16),
            seq INTEGER NOT NULL CHECK (seq > 0),
            merged_into INTEGER REFERENCES customers(row),
            UNIQUE (slot, id),
            CHECK ((phone IS NULL) = (number_hash IS NULL))) STRICT
        """,
        """
        CREATE INDEX IF NOT EXISTS customers_number ON customers (slot, number_hash, row)
            WHERE number_hash IS NOT NULL
        """,
        """
        CREATE TABLE IF NOT EXISTS numbers (
            slot INTEGER NOT NULL DEFAULT 0,
            hash BLOB NOT NULL CHECK (length(hash) = 16),
            holder INTEGER REFERENCES customers(row),
            delivered INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            dead_since INTEGER,
            PRIMARY KEY (slot, hash)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS consents (
            slot INTEGER NOT NULL DEFAULT 0,
            customer INTEGER NOT NULL REFERENCES customers(row),
            purpose TEXT NOT NULL
                CHECK (purpose IN ('marketing', 'service', 'verification', 'emergency')),
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            expires INTEGER,
            withdrawn INTEGER,
            text_version TEXT,
            evidence TEXT,
            number_hash BLOB,
            channel TEXT,
            action TEXT,
            text TEXT,
            guardian TEXT,
            frequency TEXT,
            term TEXT,
            PRIMARY KEY (slot, customer, purpose, at, source)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS optouts (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            number_hash BLOB,
            customer INTEGER REFERENCES customers(row),
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            purpose TEXT
                CHECK (purpose IN ('marketing', 'service', 'verification', 'emergency')),
            lifted_at INTEGER,
            signature TEXT,
            CHECK (number_hash IS NOT NULL OR customer IS NOT NULL)) STRICT
        """,
        """
        CREATE UNIQUE INDEX IF NOT EXISTS optouts_once ON optouts (
            slot, COALESCE(number_hash, x''), COALESCE(customer, 0), at, source,
            COALESCE(purpose, ''))
        """,
        """
        CREATE INDEX IF NOT EXISTS optouts_number ON optouts (slot, number_hash)
            WHERE number_hash IS NOT NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS optouts_customer ON optouts (slot, customer)
            WHERE customer IS NOT NULL
        """,
    ]

    static let incoming: [String] =
        [
            """
            CREATE TABLE IF NOT EXISTS events (
                seq INTEGER PRIMARY KEY,
                slot INTEGER NOT NULL DEFAULT 0,
                id TEXT NOT NULL,
                customer INTEGER NOT NULL REFERENCES customers(row),
                kind TEXT NOT NULL,
                at INTEGER NOT NULL,
                payload TEXT NOT NULL DEFAULT '{}',
                UNIQUE (slot, id)) STRICT
            """,
            """
            CREATE INDEX IF NOT EXISTS events_customer ON events (slot, customer, kind, at)
            """,
            "CREATE INDEX IF NOT EXISTS events_due ON events (slot, kind, at)",
            """
            CREATE TABLE IF NOT EXISTS signals (
                slot INTEGER NOT NULL DEFAULT 0,
                kind TEXT NOT NULL,
                day INTEGER NOT NULL,
                key TEXT NOT NULL,
                fetched_at INTEGER NOT NULL,
                payload TEXT NOT NULL DEFAULT '{}',
                seq INTEGER NOT NULL CHECK (seq > 0),
                PRIMARY KEY (slot, kind, day, key)) STRICT, WITHOUT ROWID
            """,
            replies(named: "replies"),
        ] + replyIndexes

    static let triggers = [
        """
        CREATE TABLE IF NOT EXISTS cursors (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            through_time INTEGER NOT NULL,
            through_seq INTEGER NOT NULL,
            active_from INTEGER NOT NULL,
            fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16),
            tripped_at INTEGER,
            resumed_at INTEGER,
            PRIMARY KEY (slot, rule)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS renames (
            old TEXT NOT NULL PRIMARY KEY, new TEXT NOT NULL) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS samples (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            instant INTEGER NOT NULL,
            fingerprint BLOB NOT NULL,
            PRIMARY KEY (slot, rule)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS memberships (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            customer INTEGER NOT NULL,
            inside INTEGER NOT NULL CHECK (inside IN (0, 1)),
            entered INTEGER,
            PRIMARY KEY (slot, rule, customer)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX IF NOT EXISTS memberships_entered ON memberships (slot, rule, entered)
            WHERE entered IS NOT NULL
        """,
    ]

    static let ledger = [
        """
        CREATE TABLE IF NOT EXISTS occurrences (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            customer INTEGER NOT NULL,
            key TEXT NOT NULL,
            due INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('held', 'sent', 'dropped')),
            until INTEGER,
            deadline INTEGER,
            first_decided_at INTEGER NOT NULL,
            cause TEXT NOT NULL CHECK (cause IN ('event', 'day', 'signal', 'instant', 'reply')),
            cause_number INTEGER NOT NULL,
            cause_key TEXT,
            is_backlog INTEGER NOT NULL CHECK (is_backlog IN (0, 1)),
            reason TEXT,
            PRIMARY KEY (slot, rule, customer, key),
            CHECK ((state = 'held') = (until IS NOT NULL)),
            CHECK ((state = 'sent') = (reason IS NULL))) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX IF NOT EXISTS occurrences_held ON occurrences (slot, rule, until, reason)
            WHERE state = 'held'
        """,
        """
        CREATE INDEX IF NOT EXISTS occurrences_wake ON occurrences (slot, until)
            WHERE state = 'held'
        """,
        """
        CREATE TABLE IF NOT EXISTS decisions (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL,
            rule TEXT NOT NULL,
            customer INTEGER NOT NULL,
            key TEXT NOT NULL,
            due INTEGER NOT NULL,
            decision TEXT NOT NULL CHECK (decision IN ('send', 'hold', 'drop')),
            reason TEXT,
            winner TEXT,
            until INTEGER,
            verdicts TEXT NOT NULL,
            book BLOB NOT NULL CHECK (length(book) = 16),
            message BLOB,
            CHECK ((decision = 'send') = (reason IS NULL)),
            CHECK ((decision = 'hold') = (until IS NOT NULL))) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS decisions_at ON decisions (slot, at)",
        "CREATE INDEX IF NOT EXISTS decisions_customer ON decisions (slot, customer, rule)",
        """
        CREATE TABLE IF NOT EXISTS misses (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            hour INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count > 0),
            PRIMARY KEY (slot, rule, hour)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS once_rows (
            slot INTEGER NOT NULL DEFAULT 0,
            rule TEXT NOT NULL,
            customer INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            previous_at INTEGER,
            PRIMARY KEY (slot, rule, customer)) STRICT, WITHOUT ROWID
        """,
    ]

    static let delivery = [
        """
        CREATE TABLE IF NOT EXISTS messages (
            row INTEGER PRIMARY KEY,
            slot INTEGER NOT NULL DEFAULT 0,
            id BLOB NOT NULL CHECK (length(id) = 16),
            rule TEXT NOT NULL,
            customer INTEGER NOT NULL REFERENCES customers(row),
            key TEXT NOT NULL,
            number TEXT NOT NULL,
            number_hash BLOB NOT NULL,
            text TEXT NOT NULL,
            parts INTEGER NOT NULL CHECK (parts >= 1),
            cost INTEGER NOT NULL,
            channel TEXT NOT NULL,
            purpose TEXT NOT NULL
                CHECK (purpose IN ('marketing', 'service', 'verification', 'emergency')),
            lane INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3),
            template TEXT NOT NULL,
            template_version BLOB NOT NULL,
            carrier TEXT NOT NULL,
            book BLOB NOT NULL,
            cleared_at INTEGER NOT NULL,
            deadline INTEGER,
            not_before INTEGER,
            state TEXT NOT NULL CHECK (state IN (
                'queued', 'claimed', 'written', 'accepted', 'refused', 'unknown', 'delivered',
                'failed', 'expired', 'withdrawn')),
            attempt INTEGER NOT NULL DEFAULT 0,
            takes_slot INTEGER NOT NULL DEFAULT 1 CHECK (takes_slot IN (0, 1)),
            changed_at INTEGER NOT NULL,
            reason TEXT,
            UNIQUE (slot, id),
            CHECK ((state IN ('refused', 'expired', 'withdrawn')) = (takes_slot = 0))) STRICT
        """,
        """
        CREATE INDEX IF NOT EXISTS messages_ready ON messages (slot, channel, lane, cleared_at, id)
            WHERE state = 'queued' AND not_before IS NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS messages_waiting ON messages (slot, channel, not_before)
            WHERE state = 'queued' AND not_before IS NOT NULL
        """,
        """
        CREATE INDEX IF NOT EXISTS messages_moving ON messages (slot, state)
            WHERE state IN ('claimed', 'written', 'unknown')
        """,
        """
        CREATE INDEX IF NOT EXISTS messages_customer ON messages (slot, customer, cleared_at)
        """,
        "CREATE INDEX IF NOT EXISTS messages_rule ON messages (slot, rule, cleared_at)",
        """
        CREATE TABLE IF NOT EXISTS submissions (
            slot INTEGER NOT NULL DEFAULT 0,
            id BLOB NOT NULL CHECK (length(id) = 16),
            message BLOB NOT NULL,
            attempt INTEGER NOT NULL CHECK (attempt >= 1),
            channel TEXT NOT NULL,
            parts INTEGER NOT NULL CHECK (parts >= 1),
            written_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN (
                'written', 'accepted', 'refused', 'throttled', 'unknown')),
            provider_id TEXT,
            responded_at INTEGER,
            code TEXT,
            PRIMARY KEY (slot, id)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE UNIQUE INDEX IF NOT EXISTS submissions_provider
            ON submissions (slot, channel, provider_id) WHERE provider_id IS NOT NULL
        """,
        // Of messages that left in several parts: an id for each, and from when on it counts.
        """
        CREATE TABLE IF NOT EXISTS submission_parts (
            slot INTEGER NOT NULL DEFAULT 0,
            channel TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            submission BLOB NOT NULL,
            since INTEGER,
            PRIMARY KEY (slot, channel, provider_id)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE INDEX IF NOT EXISTS submission_parts_submission
            ON submission_parts (slot, submission)
        """,
        // What a channel gives back for a message that failed: once a submission.
        """
        CREATE TABLE IF NOT EXISTS refunds (
            slot INTEGER NOT NULL DEFAULT 0,
            submission BLOB NOT NULL,
            channel TEXT NOT NULL,
            parts INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            at INTEGER NOT NULL,
            code TEXT NOT NULL,
            PRIMARY KEY (slot, submission)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS receipts (
            slot INTEGER NOT NULL DEFAULT 0,
            channel TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'failed')),
            code TEXT NOT NULL,
            PRIMARY KEY (slot, channel, provider_id, at, outcome, code)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS charges (
            slot INTEGER NOT NULL DEFAULT 0,
            submission BLOB NOT NULL,
            channel TEXT NOT NULL,
            parts INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (slot, submission)) STRICT, WITHOUT ROWID
        """,
    ]

    static let running = [
        """
        CREATE TABLE IF NOT EXISTS stops (
            kind TEXT NOT NULL CHECK (kind IN (
                'all', 'rule', 'channel', 'purpose', 'template', 'signature')),
            name TEXT NOT NULL,
            since INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID
        """
    ]
}
