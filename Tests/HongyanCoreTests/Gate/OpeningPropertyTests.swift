import HongyanCore
import Testing

/// `hold until T`: T is the first minute at which the gates let the message leave.
@Suite("Property: the end of a hold")
struct OpeningPropertyTests {
    private static let zone = Zone.china
    private static let days: [Window.Days] = [
        .weekdays(Set(1...7)), .weekdays([6, 7]), .weekdays([2, 5]), .workdays, .workdays,
        .restdays,
    ]
    /// Around holidays, made-up days and the end of what is known.
    private static let starts = [
        "2026-02-10", "2026-09-18", "2026-09-29", "2026-10-08", "2026-11-20", "2025-12-28",
        "2026-12-22", "2027-02-01",
    ]
    private static let blackouts = [
        "02-14 .. 02-16", "09-30 .. 10-02", "12-30 .. 01-02", "10-10 .. 10-10",
        "lunar 12-30 .. lunar 01-03", "lunar 08-15 .. lunar 08-15",
    ]

    private struct Draw {
        let window: Window
        let blackouts: [Blackout]
        let now: Timestamp
    }

    private static func draw(_ random: inout RandomStream) throws -> Draw {
        var spans: [DaySpan] = []
        for _ in 0...random.below(2) {
            spans.append(
                DaySpan(
                    from: MinuteOfDay(random.below(1_440)),
                    to: MinuteOfDay(random.below(1_440) + 1)))
        }
        let blackouts = try (0..<random.below(3)).map { _ -> Blackout in
            let text = OpeningPropertyTests.blackouts[
                random.below(OpeningPropertyTests.blackouts.count)]
            let ends = text.split(separator: " .. ", maxSplits: 1).map(String.init)
            return Blackout(
                name: text,
                days: .yearly(
                    from: try #require(Anniversary(text: ends[0])),
                    through: try #require(Anniversary(text: ends[1]))))
        }
        let start = try #require(CivilDay(text: starts[random.below(starts.count)]))
        return Draw(
            window: Window(name: "w", days: days[random.below(days.count)], spans: spans),
            blackouts: blackouts,
            now: zone.moment(start + random.below(5), MinuteOfDay(random.below(1_440))))
    }

    /// The rule in the plain words of the documentation; nil where a notice is missing.
    private static func mayLeave(_ draw: Draw, _ moment: Timestamp) -> Bool? {
        let (day, milliseconds) = zone.split(moment)
        let minute = Int(milliseconds / 60_000)
        if draw.blackouts.contains(where: { $0.covers(day) }) { return false }
        var isUnknown = false
        for span in draw.window.spans {
            let length = span.to.minutes - span.from.minutes
            for start in [day, day - 1] {
                let passed = minute - span.from.minutes + (day - start) * 1_440
                guard passed >= 0, passed < (length > 0 ? length : length + 1_440) else { continue }
                let isIn: Bool? =
                    switch draw.window.days {
                    case .weekdays(let weekdays): weekdays.contains(start.weekday)
                    case .workdays: WorkCalendar.mainland.isWorkday(start)
                    case .restdays: WorkCalendar.mainland.isWorkday(start).map { !$0 }
                    }
                if isIn == true { return true }
                if isIn == nil { isUnknown = true }
            }
        }
        return isUnknown ? nil : false
    }

    /// Minute by minute through 14 days.
    private static func expected(_ draw: Draw) -> Opening.Answer? {
        for offset in 0..<14 * 1_440 {
            let moment = draw.now + .minutes(Int64(offset))
            switch mayLeave(draw, moment) {
            case true?: return offset == 0 ? .send : .hold(until: moment, Reason("window"))
            case false?: continue
            case nil:
                return .undecided(year: zone.day(of: moment).fields.year, from: moment)
            }
        }
        return nil
    }

    @Test("T is the first minute at which the gates pass, for random windows, blackouts and times")
    func firstMinute() throws {
        var random = RandomStream(seed: 41, purpose: "opening", id: "property")
        var seen: [String: Int] = [:]
        for _ in 0..<600 {
            let draw = try OpeningPropertyTests.draw(&random)
            let opening = Opening(
                window: draw.window, blackouts: draw.blackouts, calendar: .mainland, at: draw.now,
                zone: OpeningPropertyTests.zone)
            let words =
                "\(draw.window.written) \(draw.blackouts.map(\.name)) from "
                + OpeningPropertyTests.zone.format(draw.now)
            switch (OpeningPropertyTests.expected(draw), opening.answer) {
            case (.send?, .send): seen["send", default: 0] += 1
            case (.hold(let wanted, _)?, .hold(let until, _)):
                #expect(until == wanted, "\(words)")
                seen["hold", default: 0] += 1
                try check(draw, until, words)
            case (.undecided(_, let wanted)?, .undecided(let year, let from)):
                #expect(from == wanted && year == 2027, "\(words)")
                seen["undecided", default: 0] += 1
            case (nil, let answer):
                #expect(answer != .send, "\(words)")
                seen["later", default: 0] += 1
            case (let wanted, let answer):
                Issue.record("\(words): \(answer), wanted \(String(describing: wanted))")
            }
        }
        #expect(["send", "hold", "undecided"].allSatisfy { seen[$0, default: 0] >= 20 }, "\(seen)")
    }

    /// The whole chain of gates agrees: a hold until T, no send a minute before, a send at T.
    private func check(_ draw: Draw, _ until: Timestamp, _ words: String) throws {
        let rule = Given.rule(window: draw.window, closed: .defer(.days(60)))
        let book = Given.book(blackouts: draw.blackouts)
        let facts = Given.facts(
            Given.occurrence(due: draw.now), consents: [Given.consent(before: draw.now)])
        let decision = Given.judge(facts, rule, book, at: draw.now)
        #expect(decision.outcome == .hold(until: until), "\(words)")
        let before = Given.judge(facts, rule, book, at: until - .minutes(1))
        #expect(before.outcome != .send, "\(words)")
        #expect(Given.judge(facts, rule, book, at: until).outcome == .send, "\(words)")
    }
}

extension Given {
    /// The consent of tests, given a month before a moment.
    fileprivate static func consent(before moment: Timestamp) -> Consent {
        Consent(
            purpose: .marketing, at: moment - .days(30), source: "checkout", textVersion: "v3")
    }
}
