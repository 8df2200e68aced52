internal import HongyanCore

/// The columns and indexes that tags have in `customers`.
enum TagColumns {
    /// Quoted: a tag may have any name that `tags.yaml` allows.
    static func name(_ tag: TagName) -> String { quoted("t_\(tag.rawValue)") }
    /// The seq of the tag's last change; of tracked tags.
    static func seq(_ tag: TagName) -> String { quoted("t_\(tag.rawValue)__seq") }
    /// What is the same each year; of anniversaries.
    static func key(_ tag: TagName) -> String { quoted("t_\(tag.rawValue)__key") }

    static func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// One column that `customers` must have.
    struct Column: Hashable {
        let name: String
        let type: String
    }

    /// In schema order.
    static func columns(of tag: TagDefinition) -> [Column] {
        guard tag.hasColumn else { return [] }
        let plain = "t_\(tag.name.rawValue)"
        var columns = [Column(name: plain, type: Scalar.columnType(tag.type))]
        if tag.isTracked { columns.append(Column(name: "\(plain)__seq", type: "INTEGER")) }
        if tag.type == .anniversary {
            columns.append(Column(name: "\(plain)__key", type: "INTEGER"))
        }
        return columns
    }

    /// An index on the value and one on the seq; of tracked tags.
    static func indexes(of tag: TagDefinition) -> [(name: String, sql: String)] {
        guard tag.hasColumn, tag.isTracked else { return [] }
        let value = tag.type == .anniversary ? key(tag.name) : name(tag.name)
        return [
            index("customers_t_\(tag.name.rawValue)", on: value),
            index("customers_t_\(tag.name.rawValue)__seq", on: seq(tag.name)),
        ]
    }

    private static func index(_ name: String, on column: String) -> (name: String, sql: String) {
        let sql = """
            CREATE INDEX \(quoted(name)) ON customers (slot, \(column))
            WHERE \(column) IS NOT NULL
            """
        return (name, sql)
    }
}
