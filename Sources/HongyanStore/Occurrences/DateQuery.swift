internal import GRDB
internal import HongyanCore

extension OccurrenceCollector {
    /// Of a longer interval only the dates of the last 400 days are looked at.
    static let maxTargetDays = 400

    /// Anniversaries and dates that come near in the interval, and changed tags that already have.
    mutating func collect(_ trigger: DateTrigger) throws {
        let targets = Self.targetDays(
            daysBefore: trigger.daysBefore, at: trigger.at, after: timeFrom,
            through: interval.toTime, zone: zone)
        for target in targets {
            let due = zone.moment(target - trigger.daysBefore, trigger.at)
            try db.each(dateSQL(trigger, on: target)) { row in
                let (customer, key) = (row.text(0), row.text(1))
                if isKnown(customer, key) { return }
                guard row.int(2) == 1 else { return countOutside() }
                add(customer: customer, key: key, due: due, cause: .day(target))
            }
        }
        if parts.late { try collectChanged(trigger) }
    }

    /// The dates whose due moment lies in an interval, ascending.
    static func targetDays(
        daysBefore: Int, at clock: MinuteOfDay, after from: Timestamp, through to: Timestamp,
        zone: Zone
    ) -> [CivilDay] {
        guard from < to else { return [] }
        let last = zone.day(of: to)
        let first = max(zone.day(of: from) - 1, last - maxTargetDays)
        var days: [CivilDay] = []
        var day = first
        while day <= last {
            let due = zone.moment(day, clock)
            if due > from, due <= to { days.append(day + daysBefore) }
            day = day + 1
        }
        return days
    }

    func dateSQL(_ trigger: DateTrigger, on target: CivilDay) -> SQL {
        let tag = SQL(sql: "c.\(TagColumns.name(trigger.tag))")
        let day = Int64(target.number)
        let match: SQL
        let key: SQL
        if trigger.isAnniversary {
            let keys = AnniversaryRule.keys(recurringOn: target).map { Int64($0) }
            match = "\(sql: "c.\(TagColumns.key(trigger.tag))") IN \(keys)"
            key = "hy_recurrence(\(tag), \(day))"
        } else {
            match = "\(tag) = \(day)"
            key = "\(target.description)"
        }
        let index = TagColumns.quoted("customers_t_\(trigger.tag.rawValue)")
        return """
            SELECT c.id, \(key), \(audience) FROM customers c INDEXED BY \(sql: index)
            WHERE c.slot = 0 AND \(match)
            AND \(sql: "c.\(TagColumns.seq(trigger.tag))") <= \(interval.fromSeq.value)
            AND c.merged_into IS NULL AND \(unknown(key))
            """
    }

    /// Tags that changed since the last reading: their most recent due moment, when it has passed.
    private mutating func collectChanged(_ trigger: DateTrigger) throws {
        let stored = try db.cachedStatement(sql: Self.knownSQL)
        let zone = zone
        let type: ValueType = trigger.isAnniversary ? .anniversary : .date
        let end = interval.toTime
        try db.each(changedSQL(trigger)) { row in
            let value = Scalar.decode(row[1], as: type)
            guard
                let (target, key) = Self.latestTarget(
                    trigger, through: end, zone: zone, of: value)
            else { return }
            let due = zone.moment(target - trigger.daysBefore, trigger.at)
            guard due > lateFrom, due <= interval.toTime else { return }
            let name = [rule.id.db, (row[3] as Int64).db, key.db]
            guard try stored.firstInt(name) == nil, !isKnown(row.text(0), key) else { return }
            guard row.int(2) == 1 else { return countOutside() }
            add(customer: row.text(0), key: key, due: due, cause: .day(target))
        }
    }

    func changedSQL(_ trigger: DateTrigger) -> SQL {
        let tag = SQL(sql: "c.\(TagColumns.name(trigger.tag))")
        let seq = SQL(sql: "c.\(TagColumns.seq(trigger.tag))")
        let index = TagColumns.quoted("customers_t_\(trigger.tag.rawValue)__seq")
        return """
            SELECT c.id, \(tag), \(audience), c.row FROM customers c INDEXED BY \(sql: index)
            WHERE c.slot = 0 AND \(seqParts(seq)[1].sql) AND \(tag) IS NOT NULL
            AND c.merged_into IS NULL
            """
    }

    /// The latest date of a tag whose due moment has come, with the occurrence key.
    static func latestTarget(
        _ trigger: DateTrigger, through end: Timestamp, zone: Zone, of value: Value?
    ) -> (day: CivilDay, key: String)? {
        // The last local day whose clock has shown `at` by then.
        var today = zone.day(of: end)
        if zone.moment(today, trigger.at) > end { today = today - 1 }
        switch value {
        case .anniversary(let day) where trigger.isAnniversary:
            let limit = today + trigger.daysBefore
            guard let target = AnniversaryRule.latest(of: day, onOrBefore: limit)
            else { return nil }
            return (target, AnniversaryRule.occurrenceKey(of: day, on: target))
        case .date(let day) where !trigger.isAnniversary: return (day, day.description)
        default: return nil
        }
    }

    static let knownSQL = """
        SELECT 1 FROM occurrences WHERE slot = 0 AND rule = ? AND customer = ? AND key = ?
        """
}

extension AnniversaryRule {
    /// The last recurrence on or before a date.
    static func latest(of anniversary: Anniversary, onOrBefore day: CivilDay) -> CivilDay? {
        let year: Int
        switch anniversary.calendar {
        case .solar: year = day.fields.year
        case .lunar:
            guard let lunar = Lunar.date(of: day) else { return nil }
            year = lunar.year
        }
        for candidate in [year, year - 1] {
            if let found = days(of: anniversary, inYear: candidate), found <= day { return found }
        }
        return nil
    }
}
