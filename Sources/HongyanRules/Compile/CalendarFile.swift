import HongyanCore

/// Reads `rules/calendar.yaml`: notices of working days that the program does not know yet. The
/// file may be absent.
///
/// ```
/// notices:
///   - year: 2027
///     notice: 国办发明电〔…〕…号
///     source: https://www.gov.cn/…
///     off: {元旦: 2027-01-01 .. 2027-01-03, 春节: 2027-02-05 .. 2027-02-12}
///     work: [2027-02-14]
/// ```
/// A year that the program knows is replaced as a whole.
struct CalendarFile {
    private let reader: FileReader

    /// - Returns: Whole years only; one with a fault is told and left out.
    static func read(_ root: YamlNode, _ reader: FileReader) -> [CalendarYear] {
        let file = CalendarFile(reader: reader)
        guard let items = reader.fields(root, .calendar)?["notices"].flatMap({ reader.items($0) })
        else { return [] }
        var years: [CalendarYear] = []
        for item in items {
            guard let year = file.year(item) else { continue }
            if years.contains(where: { $0.year == year.year }) {
                reader.error(
                    "calendar/repeated", at: item.range, zh: "\(year.year) 年的通知写了两次",
                    en: "\(year.year) has two notices")
                continue
            }
            years.append(year)
        }
        return years
    }

    private func year(_ node: YamlNode) -> CalendarYear? {
        guard let fields = reader.fields(node, .notice) else { return nil }
        // All faults of a notice are told at once.
        let read = (
            year: fields["year"].flatMap { reader.integer($0, in: StatutoryDays.years) },
            notice: fields["notice"].flatMap { reader.text($0) },
            off: fields["off"].flatMap(holidays), work: fields["work"].flatMap(days)
        )
        guard let yearNode = fields["year"], let offNode = fields["off"], let number = read.year,
            let notice = read.notice, let off = read.off, let work = read.work
        else { return nil }
        let year = CalendarYear(
            year: number, status: .official, notice: notice,
            source: fields["source"].flatMap { reader.text($0) } ?? reader.source.path,
            off: off.map(\.holiday), work: work.map(\.day))
        let isFit = areFit(off, work, number)
        guard isFit, isComplete(year, at: offNode) else { return nil }
        warnOfKnown(year, at: yearNode)
        return year
    }

    private typealias Off = (holiday: CalendarYear.Holiday, range: Range<Int>)
    private typealias Work = (day: CivilDay, range: Range<Int>)

    private func holidays(_ node: YamlNode) -> [Off]? {
        guard let entries = reader.entries(node) else { return nil }
        let result = entries.compactMap { entry -> Off? in
            let days = reader.read(
                entry.value, "日期，如 2027-02-05 .. 2027-02-12",
                "dates such as 2027-02-05 .. 2027-02-12"
            ) { text -> CalendarYear.Holiday? in
                guard case .dates(let from, let through)? = TimeForms.blackout(text),
                    through - from < 31
                else { return nil }
                return CalendarYear.Holiday(name: entry.key, from: from, through: through)
            }
            return days.map { ($0, entry.value.range) }
        }
        return result.count == entries.count ? result : nil
    }

    private func days(_ node: YamlNode) -> [Work]? {
        guard let items = reader.items(node) else { return nil }
        let result = items.compactMap { item -> Work? in
            reader.read(item, "日期，如 2027-02-14", "a date such as 2027-02-14") {
                CivilDay(text: $0)
            }.map { ($0, item.range) }
        }
        return result.count == items.count ? result : nil
    }

    // MARK: What a notice must be like

    private func areFit(_ off: [Off], _ work: [Work], _ year: Int) -> Bool {
        var isFit = true
        func fault(_ range: Range<Int>, _ zh: String, _ en: String) {
            isFit = false
            reader.error("calendar/day", at: range, zh: zh, en: en)
        }
        func isNear(_ day: CivilDay) -> Bool {
            let (ofDay, month, _) = day.fields
            return ofDay == year || (ofDay == year - 1 && month == 12)
        }
        for (holiday, range) in off where !isNear(holiday.from) || !isNear(holiday.through) {
            fault(
                range, "“\(holiday.name)”不在 \(year) 年和上一年 12 月里",
                "'\(holiday.name)' lies outside \(year) and the December before")
        }
        for (day, range) in work {
            if !isNear(day) {
                fault(
                    range, "\(day) 不在 \(year) 年和上一年 12 月里",
                    "\(day) lies outside \(year) and the December before")
            } else if day.weekday <= 5 {
                fault(
                    range, "\(day) 不是周六或周日，本来就是工作日",
                    "\(day) is no Saturday or Sunday: one works on it anyway")
            } else if let taken = off.first(where: { $0.holiday.covers(day) }) {
                fault(
                    range, "\(day) 又放假（\(taken.holiday.name)）又上班",
                    "\(day) is both off ('\(taken.holiday.name)') and worked")
            }
        }
        return isFit
    }

    /// Every statutory day must be off: a notice that forgets one was not copied whole.
    private func isComplete(_ year: CalendarYear, at node: YamlNode) -> Bool {
        func isOff(_ day: CivilDay) -> Bool { year.off.contains { $0.covers(day) } }
        let days = StatutoryDays.days(inYear: year.year) ?? []
        var missing = days.filter { !isOff($0.day) }.map { "\($0.name) \($0.day)" }
        if !StatutoryDays.qingming(inYear: year.year).contains(where: isOff) {
            missing.append("清明节")
        }
        guard !missing.isEmpty else { return true }
        let list = missing.joined(separator: ", ")
        reader.error(
            "calendar/statutory", at: node.range.lowerBound..<node.range.lowerBound + 1,
            zh: "法定节日没有放假：\(list)", en: "statutory days are not off: \(list)")
        return false
    }

    private func warnOfKnown(_ year: CalendarYear, at node: YamlNode) {
        guard let known = WorkCalendar.mainland.year(year.year), known.status == .official else {
            return
        }
        let ours = WorkCalendar(years: [known])
        let theirs = WorkCalendar(years: [year])
        let first = CivilDay(year: year.year, month: 1, day: 1)
        let other = first.flatMap { first in
            (0..<366).map { first + $0 }.first { ours.isWorkday($0) != theirs.isWorkday($0) }
        }
        guard let other else { return }
        reader.warning(
            "calendar/known", at: node.range,
            zh: "内置的 \(known.notice) 与此不同，如 \(other)；以本文件为准",
            en: "the built-in \(known.notice) differs, on \(other) first; this file counts")
    }
}
