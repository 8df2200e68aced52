public import HongyanCore

/// The same answers as one JSON object each, with a line end.
public enum CalendarJSON {
    /// `{"date","workdays","result","notices","table"}`.
    public static func render(_ term: WorkdayTerm) -> String {
        object { json in
            json.member("date", term.start.description)
            json.member("workdays", term.count)
            json.member("result", term.end.description)
            json.member("notices") { json in
                json.array { json in term.notices.forEach { json.value($0) } }
            }
            json.member("table", WorkCalendar.version)
        }
    }

    /// `{"date","workdays","result":null,"missing_year","table"}`.
    public static func render(
        _ gap: WorkCalendar.Gap, start: CivilDay, count: Int
    ) -> String {
        object { json in
            json.member("date", start.description)
            json.member("workdays", count)
            json.key("result")
            json.literal("null")
            json.member("missing_year", gap.year)
            json.member("table", WorkCalendar.version)
        }
    }

    /// `{"at","spec","blackouts","outcome","reason","until"}`: outcome `send`, `hold` or `closed`;
    /// `until` of a hold. Of what a missing notice keeps closed `missing_year`, and
    /// `undecided_from`, when nobody knows any more.
    public static func render(_ question: OpeningQuestion) -> String {
        object { json in
            json.member("at", question.zone.format(question.at))
            json.member("spec", question.window.written)
            json.member("blackouts") { json in
                json.array { json in question.blackouts.forEach { json.value($0.written) } }
            }
            switch question.opening.answer {
            case .send: json.member("outcome", "send")
            case .hold(let until, let reason):
                json.member("outcome", "hold")
                json.member("reason", reason.code)
                json.member("until", question.zone.format(until))
            case .undecided(let year, let from):
                json.member("outcome", "closed")
                json.member("reason", "calendar.missing")
                json.member("missing_year", year)
                json.member("undecided_from", question.zone.format(from))
            case .never:
                json.member("outcome", "closed")
                json.member("reason", "closed")
            }
        }
    }

    /// `{"birthday","year","dates":[{"date","lunar_year","month","day","leap","rule"}]}`; rule
    /// `exact`, `last-day` or `regular-month`.
    public static func render(_ answer: LunarBirthdayAnswer) -> String {
        object { json in
            json.member("birthday", answer.birthday.description)
            json.member("year", answer.year)
            json.member("dates") { json in
                json.array { json in answer.days.forEach { birthday($0, &json) } }
            }
        }
    }

    private static func birthday(_ found: LunarBirthday, _ json: inout JSONWriter) {
        json.object { json in
            json.member("date", found.day.description)
            json.member("lunar_year", found.lunar.year)
            json.member("month", found.lunar.month)
            json.member("day", found.lunar.day)
            json.member("leap", flag: found.lunar.leap)
            json.member("rule", found.rule.rawValue)
        }
    }

    /// `{"year","status","notice","source","off":[{"name","from","through"}],"work":[…],"table"}`.
    public static func render(_ year: CalendarYear) -> String {
        object { json in
            json.member("year", year.year)
            json.member("status", year.status.rawValue)
            json.member("notice", year.notice)
            json.member("source", year.source)
            json.member("off") { json in
                json.array { json in year.off.forEach { holiday($0, &json) } }
            }
            json.member("work") { json in
                json.array { json in year.work.forEach { json.value($0.description) } }
            }
            json.member("table", WorkCalendar.version)
        }
    }

    private static func holiday(_ holiday: CalendarYear.Holiday, _ json: inout JSONWriter) {
        json.object { json in
            json.member("name", holiday.name)
            json.member("from", holiday.from.description)
            json.member("through", holiday.through.description)
        }
    }

    private static func object(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.object(body)
        return json.text + "\n"
    }
}
