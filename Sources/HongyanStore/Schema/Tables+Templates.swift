extension Tables {
    /// What customers share has no slot: a template belongs to the workspace.
    static let templates = [
        """
        CREATE TABLE IF NOT EXISTS template_versions (
            template TEXT NOT NULL,
            version BLOB NOT NULL CHECK (length(version) = 16),
            purpose TEXT NOT NULL
                CHECK (purpose IN ('marketing', 'service', 'verification', 'emergency')),
            text TEXT NOT NULL,
            first_at INTEGER NOT NULL,
            PRIMARY KEY (template, version)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS template_log (
            row INTEGER PRIMARY KEY,
            template TEXT NOT NULL,
            version BLOB NOT NULL CHECK (length(version) = 16),
            act TEXT NOT NULL CHECK (act IN (
                'submitted', 'approved', 'rejected', 'filed', 'effective', 'refused',
                'suspended', 'resumed')),
            step TEXT,
            channel TEXT,
            carrier TEXT,
            day INTEGER,
            last_day INTEGER,
            person TEXT NOT NULL CHECK (person <> ''),
            account TEXT NOT NULL,
            at INTEGER NOT NULL,
            comment TEXT NOT NULL,
            CHECK ((act = 'approved') = (step IS NOT NULL)),
            CHECK ((act IN ('filed', 'effective', 'refused'))
                = (carrier IS NOT NULL AND channel IS NOT NULL AND day IS NOT NULL))) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS template_log_of ON template_log (template, row)",
        """
        CREATE TRIGGER IF NOT EXISTS template_log_stays BEFORE UPDATE ON template_log
        BEGIN SELECT RAISE(ABORT, 'the log of templates is never changed'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS template_log_grows BEFORE INSERT ON template_log
        WHEN EXISTS (SELECT 1 FROM template_log WHERE row = NEW.row)
        BEGIN SELECT RAISE(ABORT, 'the log of templates is never changed'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS template_log_keeps BEFORE DELETE ON template_log
        BEGIN SELECT RAISE(ABORT, 'the log of templates is never shortened'); END
        """,
    ]
}
