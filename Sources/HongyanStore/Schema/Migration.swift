internal import GRDB
public import HongyanCore

/// What is missing between a store and a schema.
enum Migration {
    struct Step {
        /// `add column t_city`.
        let text: String
        let sql: String
    }

    /// Throws ``StoreError/needsMigration(_:)`` for a file that holds no store.
    static func requireTables(_ db: Database) throws {
        guard try db.tableExists("meta") else {
            throw StoreError.needsMigration("the store has no tables yet")
        }
        let version = try Meta.int(db, .version) ?? 0
        if version > Tables.version {
            throw StoreError.refused("the store was made by a newer hongyan")
        }
        if version < Tables.version {
            throw StoreError.needsMigration("tables of version \(version)")
        }
        for table in Tables.names where try !db.tableExists(table) {
            throw StoreError.needsMigration("create table \(table)")
        }
    }

    /// What the program's own tables lack, when an older one made the store: columns, and what
    /// replies may mean.
    static func tableSteps(_ db: Database) throws -> [Step] {
        guard try db.tableExists("meta") else { return [] }
        var steps: [Step] = []
        for (table, column, type) in Tables.addedColumns where try db.tableExists(table) {
            let isThere = try db.columns(in: table).contains { $0.name == column }
            if isThere { continue }
            let sql = "ALTER TABLE \(table) ADD COLUMN \(column) \(type)"
            steps.append(Step(text: "add column \(table).\(column)", sql: sql))
        }
        let stops = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'stops'"
        if let old = try db.cachedStatement(sql: stops).firstText([]), !old.contains("'signature'")
        {
            steps.append(Step(text: "widen table stops", sql: Tables.newStops))
        }
        let events =
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'consent_events'"
        if let old = try db.cachedStatement(sql: events).firstText([]), !old.contains("'retire'") {
            steps.append(Step(text: "widen table consent_events", sql: Tables.newConsentEvents))
        }
        if try db.tableExists("erasures"),
            try !db.columns(in: "erasures").contains(where: { $0.name == "row" })
        {
            steps.append(Step(text: "widen table erasures", sql: Tables.newErasures))
        }
        if try db.tableExists("replies"),
            try !db.columns(in: "replies").contains(where: { $0.name == "effect" })
        {
            for (place, sql) in Tables.remakingReplies.enumerated() {
                steps.append(Step(text: place == 0 ? "widen table replies" : "", sql: sql))
            }
        }
        return steps
    }

    /// The steps from the store's columns to the schema's, in schema order. A removed tag keeps
    /// its column.
    static func plan(_ db: Database, schema: TagSchema) throws -> [Step] {
        var types: [String: String] = [:]
        try db.each("SELECT name, type FROM pragma_table_info('customers')") { row in
            types[row.text(0)] = row.text(1)
        }
        var indexes: Set<String> = []
        let listed: SQL = "SELECT name FROM sqlite_schema WHERE type = 'index'"
        try db.each(listed) { row in indexes.insert(row.text(0)) }
        var steps: [Step] = []
        for tag in schema.tags {
            for column in TagColumns.columns(of: tag) {
                if let type = types[column.name] {
                    guard type == column.type else {
                        throw StoreError.refused(
                            "tag '\(tag.name)' was \(type) and would become \(column.type)")
                    }
                    continue
                }
                let name = TagColumns.quoted(column.name)
                steps.append(
                    Step(
                        text: "add column \(column.name)",
                        sql: "ALTER TABLE customers ADD COLUMN \(name) \(column.type)"))
            }
            for index in TagColumns.indexes(of: tag) where !indexes.contains(index.name) {
                steps.append(Step(text: "add index \(index.name)", sql: index.sql))
            }
        }
        return try tableSteps(db) + steps
    }

    /// Fills the latest-event, seq and key columns that were just added.
    static func backfill(_ db: Database, schema: TagSchema, added: Set<String>) throws {
        for tag in schema.tags where tag.hasColumn {
            let plain = "t_\(tag.name.rawValue)"
            let column = TagColumns.name(tag.name)
            if case .latest(let kind) = tag.source, added.contains(plain) {
                try db.execute(
                    sql: """
                        UPDATE customers SET \(column) = (SELECT MAX(e.at) FROM events e
                            WHERE e.slot = 0 AND e.customer = customers.row AND e.kind = ?)
                        """, arguments: [kind.rawValue])
            }
            if added.contains("\(plain)__seq") {
                try db.execute(
                    sql: """
                        UPDATE customers SET \(TagColumns.seq(tag.name)) = seq
                        WHERE \(column) IS NOT NULL
                        """)
            }
            if added.contains("\(plain)__key") { try fillKeys(db, tag.name) }
        }
    }

    private static func fillKeys(_ db: Database, _ tag: TagName) throws {
        var keys: [(row: Int64, key: Int)] = []
        let column = TagColumns.name(tag)
        let sql = "SELECT row, \(column) FROM customers WHERE \(column) IS NOT NULL"
        try db.makeStatement(sql: sql).each { row in
            if let value = Anniversary(text: row.text(1)) { keys.append((row[0], value.key)) }
        }
        let update = try db.makeStatement(
            sql: "UPDATE customers SET \(TagColumns.key(tag)) = ? WHERE row = ?")
        for entry in keys { try update.run([entry.key.db, entry.row.db]) }
    }
}

extension SQLiteStore {
    /// Brings tables, columns and indexes to a schema; what fits already stays untouched.
    ///
    /// A removed tag keeps its column and values.
    /// - Returns: What was done, one phrase a step; empty when nothing was.
    /// - Throws: ``StoreError/refused(_:)`` when a tag changed to a type that is stored otherwise.
    public func migrate(to schema: TagSchema) throws(StoreError) -> [String] {
        let done: [String] = try write { db in
            var done: [String] = []
            for step in try Migration.tableSteps(db) {
                try db.execute(sql: step.sql)
                if !step.text.isEmpty { done.append(step.text) }
            }
            if try !db.tableExists("meta") {
                done.append("create tables")
            } else {
                for table in Tables.names where try !db.tableExists(table) {
                    done.append("create table \(table)")
                }
            }
            for sql in Tables.all { try db.execute(sql: sql) }
            if try Meta.int(db, .version) == nil {
                try Meta.set(db, .version, Tables.version.db)
                let check = Digest(keyed: Self.plainNumberKey, hashing: ["hongyan.key-check"])
                try Meta.set(db, .keyCheck, check.description.db)
            }
            try self.checkKey(db)
            if let secret = self.secret, try NumberKeyRows.current(db) == nil,
                try NumberKeyRows.isUnused(db)
            {
                try NumberKeyRows.begin(db, NumberKeys(first: secret), secret)
                done.append("encrypt phone numbers")
            }
            let steps = try Migration.plan(db, schema: schema)
            for step in steps {
                try db.execute(sql: step.sql)
                done.append(step.text)
            }
            let added = steps.compactMap { (step: Migration.Step) -> String? in
                step.text.hasPrefix("add column ") ? String(step.text.dropFirst(11)) : nil
            }
            try Migration.backfill(db, schema: schema, added: Set(added))
            return done
        }
        withMemory { $0.schema = schema }
        forgetPages()
        return done
    }
}
