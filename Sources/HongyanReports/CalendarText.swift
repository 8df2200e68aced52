public import HongyanCore

/// Answers about working days, windows and lunar birthdays, for a terminal. Each ends with a line
/// end; the first line is the answer itself, alike in both languages.
public struct CalendarText: Sendable {
    public let language: Language
    public init(language: Language) { self.language = language }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// Why a year cannot be decided.
    public func missing(_ year: Int) -> String {
        say(
            "\(year) 年的放假通知未知；请把通知写进 rules/calendar.yaml",
            "no notice of the working days of \(year); put it into rules/calendar.yaml")
    }

    /// `2026-10-16`, then how it was counted.
    public func term(_ term: WorkdayTerm) -> String {
        let weekday = Wording(language: language).weekday(term.end)
        let notices = term.notices.joined(separator: say("、", ", "))
        let how = say(
            "\(weekday)；自 \(term.start) 起第 \(term.count) 个工作日，当天不计（\(notices)）",
            "\(weekday): \(term.count) working days from \(term.start), which is not counted "
                + "(\(notices))")
        return "\(term.end)\n\(how)\n"
    }

    /// `send`, `hold until T` or `closed, why`; a second line names what holds it.
    public func opening(_ question: OpeningQuestion) -> String {
        switch question.opening.answer {
        case .send: return "send\n"
        case .hold(let until, let reason):
            let why = ReasonWords.words(reason.code, language)
            let names = question.blackoutsOfToday.map(\.name).joined(separator: say("；", "; "))
            let cause = names.isEmpty ? why : "\(why): \(names)"
            return "hold until \(question.zone.format(until))\n\(cause)\n"
        case .undecided(let year, let from):
            let since = question.zone.short(from)
            let when =
                from == question.at
                ? "" : say("\(since) 之前不开启，此后未知：", "not before \(since), then unknown: ")
            return "closed, \(when)\(missing(year))\n"
        case .never:
            return "closed, "
                + say(
                    "\(Window.horizonDays) 天内不开启",
                    "it does not open within \(Window.horizonDays) days")
                + "\n"
        }
    }

    /// One line a day; `none` when there is none in the year.
    public func birthdays(_ answer: LunarBirthdayAnswer) -> String {
        let wish = answer.birthday
        if answer.days.isEmpty {
            return "none\n"
                + say("\(answer.year) 年里没有\(wish)", "\(wish) does not fall into \(answer.year)")
                + "\n"
        }
        return answer.days.map { found in
            let date = Anniversary(
                calendar: .lunar, month: found.lunar.month, day: found.lunar.day,
                leap: found.lunar.leap, year: found.lunar.year)
            let why =
                switch found.rule {
                case .exact: ""
                case .lastDay: say("（这个月没有三十，取月末）", " (the month has no day 30: its last day)")
                case .regularMonth: say("（当年没有这个闰月，取平月）", " (no such leap month: the regular one)")
                }
            return "\(found.day) \(date)\(why)\n"
        }.joined()
    }

    /// What is known of a year: its notice, days off and made-up days.
    public func year(_ year: CalendarYear) -> String {
        let status =
            switch year.status {
            case .official: say("国务院通知", "official")
            case .provisional: say("暂定：只有法定节日", "provisional: statutory days only")
            }
        var lines = ["\(year.year) \(status) · \(year.notice)"]
        if !year.source.isEmpty { lines.append(year.source) }
        for holiday in year.off {
            let days = holiday.through - holiday.from + 1
            let end = days == 1 ? "" : " .. \(holiday.through)"
            lines.append("\(say("休", "off"))   \(holiday.from)\(end) \(holiday.name)")
        }
        for day in year.work {
            let weekday = Wording(language: language).weekday(day)
            lines.append("\(say("班", "work"))  \(day) \(weekday)")
        }
        if year.status == .provisional {
            lines.append(
                say("调休未知：工作日窗口在这一年关闭", "made-up days unknown: windows of working days stay closed")
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
