internal import GRDB
internal import HongyanCore

/// What SQL cannot do alone: checked arithmetic, local days, anniversaries. All pure.
enum SQLFunctions {
    static func add(to db: Database, zone: Zone) {
        for function in arithmetic { db.add(function: function) }
        for function in calendar(zone) { db.add(function: function) }
        db.add(function: maskingDigits)
        db.add(function: maskingPayload)
    }

    /// A text with its digits masked.
    private static let maskingDigits = DatabaseFunction(
        "hy_mask_digits", argumentCount: 1, pure: true
    ) { values in
        String.fromDatabaseValue(values[0]).map(SecretText.masked)
    }

    /// An event's payload with the digits of its texts masked and its numbers gone.
    private static let maskingPayload = DatabaseFunction(
        "hy_mask_payload", argumentCount: 1, pure: true
    ) { values in
        String.fromDatabaseValue(values[0]).map(Payload.masked)
    }

    /// `hy_add hy_sub hy_mul hy_div hy_neg`: NULL on a NULL side, overflow or division by zero.
    private static let arithmetic: [DatabaseFunction] = [
        binary("hy_add") { $0.addingReportingOverflow($1) },
        binary("hy_sub") { $0.subtractingReportingOverflow($1) },
        binary("hy_mul") { $0.multipliedReportingOverflow(by: $1) },
        binary("hy_div") { $0.dividedReportingOverflow(by: $1) },
    ]

    private static func binary(
        _ name: String,
        _ compute: @escaping @Sendable (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 2, pure: true) { values in
            guard case .int64(let left) = values[0].storage,
                case .int64(let right) = values[1].storage
            else { return nil }
            let result = compute(left, right)
            return result.overflow ? nil : result.partialValue
        }
    }

    private static func calendar(_ zone: Zone) -> [DatabaseFunction] {
        [
            // The local date of a moment, as text: the key of a dormancy.
            DatabaseFunction("hy_day_text", argumentCount: 1, pure: true) { values in
                guard case .int64(let moment) = values[0].storage else { return nil }
                return zone.day(of: Timestamp(milliseconds: moment)).description
            },
            // Days from a local date to the next return of an anniversary.
            DatabaseFunction("hy_days_until", argumentCount: 2, pure: true) { values in
                guard let text = String.fromDatabaseValue(values[0]),
                    case .int64(let number) = values[1].storage,
                    let anniversary = Anniversary(text: text), let day = Int32(exactly: number)
                else { return nil }
                let today = CivilDay(number: day)
                guard let next = AnniversaryRule.next(of: anniversary, onOrAfter: today)
                else { return nil }
                return Int64(next - today)
            },
            // The occurrence key of an anniversary on a day.
            DatabaseFunction("hy_recurrence", argumentCount: 2, pure: true) { values in
                guard let text = String.fromDatabaseValue(values[0]),
                    case .int64(let number) = values[1].storage,
                    let anniversary = Anniversary(text: text), let day = Int32(exactly: number)
                else { return nil }
                return AnniversaryRule.occurrenceKey(of: anniversary, on: CivilDay(number: day))
            },
        ]
    }
}
