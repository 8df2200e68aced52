public import HongyanCore

/// A person's record as JSON: `{"customer", "phone", "tables": {NAME: [{COLUMN: VALUE}]}}`. Times
/// are ISO 8601 in the workspace's zone.
public enum PersonJSON {
    public static func render(_ record: PersonRecord, zone: Zone) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("customer", record.customer.rawValue)
            if let phone = record.phone { json.member("phone", phone) }
            json.member("tables") { json in
                json.object { json in
                    for table in record.tables { write(table, zone, &json) }
                }
            }
        }
        return json.text + "\n"
    }

    private static func write(
        _ table: PersonRecord.Table, _ zone: Zone, _ json: inout JSONWriter
    ) {
        json.member(table.name) { json in
            json.array { json in
                for row in table.rows {
                    json.object { json in
                        for (column, field) in row {
                            json.key(column)
                            switch field {
                            case .text(let text): json.value(text)
                            case .number(let number): json.literal(String(number))
                            case .time(let moment): json.value(zone.format(moment))
                            case .json(let text): json.literal(text)
                            case .missing: json.literal("null")
                            }
                        }
                    }
                }
            }
        }
    }
}
