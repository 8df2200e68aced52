import Foundation
import HongyanCore
import HongyanRules
import Testing

/// Windows and blackouts as policy.yaml writes them, case by case: the answer of the gates, and
/// why. All times are Shanghai's.
@Suite("Cases: windows and blackouts")
struct WindowCases {
    /// Window | blackouts, by commas | the moment | the answer | why. The answer is `send`, `hold
    /// TIME`, `closed YEAR` for a missing notice, or `never`.
    static let table = """
        # each day
        daily 09:00-20:00 | | 2026-11-21 09:00 | send | its first minute belongs to it
        daily 09:00-20:00 | | 2026-11-21 19:59 | send | its last minute
        daily 09:00-20:00 | | 2026-11-21 20:00 | hold 2026-11-22 09:00 | its end does not
        daily 09:00-20:00 | | 2026-11-21 08:59 | hold 2026-11-21 09:00 | one minute early
        daily 09:00-20:00 | | 2026-12-31 23:00 | hold 2027-01-01 09:00 | no calendar needed
        daily 09:00-20:00 | | 2027-05-03 10:00 | send | a year without a notice is no matter
        daily 00:00-24:00 | | 2026-11-21 00:00 | send | always open
        daily 09:00-11:30, 14:00-20:00 | | 2026-11-21 12:00 | hold 2026-11-21 14:00 | the second span
        daily 14:00-20:00, 09:00-11:30 | | 2026-11-21 20:30 | hold 2026-11-22 09:00 | spans in any order
        daily 22:00-02:00 | | 2026-11-21 01:00 | send | across midnight: since last evening
        daily 22:00-02:00 | | 2026-11-21 02:00 | hold 2026-11-21 22:00 | until this evening
        # weekdays: public holidays are no matter
        mon-fri 09:00-18:00 | | 2026-10-01 10:00 | send | a public holiday is a Thursday too
        mon-fri 09:00-18:00 | | 2026-10-10 10:00 | hold 2026-10-12 09:00 | a worked Saturday is a Saturday
        weekends 10:00-20:00 | | 2026-11-20 10:00 | hold 2026-11-21 10:00 | Friday waits for Saturday
        weekends 10:00-20:00 | | 2027-01-02 10:00 | send | weekends need no notice
        fri-mon 10:00-20:00 | | 2026-11-24 10:00 | hold 2026-11-27 10:00 | a range over the week's end
        mon,wed,fri 10:00-12:00 | | 2026-11-24 10:00 | hold 2026-11-25 10:00 | single days
        fri 22:00-02:00 | | 2026-11-21 01:30 | send | Friday's span reaches into Saturday
        fri 22:00-02:00 | | 2026-11-20 01:30 | hold 2026-11-20 22:00 | but not from Thursday
        sun 22:00-02:00 | | 2026-11-23 00:30 | send | Sunday's span reaches into Monday
        # working days by the notices
        workdays 09:00-18:00 | | 2026-11-20 10:00 | send | an ordinary Friday
        workdays 09:00-18:00 | | 2026-11-20 18:00 | hold 2026-11-23 09:00 | over the weekend
        workdays 09:00-18:00 | | 2026-10-01 10:00 | hold 2026-10-08 09:00 | over 国庆节
        workdays 09:00-18:00 | | 2026-09-30 18:30 | hold 2026-10-08 09:00 | the eve of 国庆节
        workdays 09:00-18:00 | | 2026-10-10 10:00 | send | a worked Saturday
        workdays 09:00-18:00 | | 2026-10-09 20:00 | hold 2026-10-10 09:00 | waits for that Saturday
        workdays 09:00-18:00 | | 2026-02-14 12:00 | send | a worked Saturday before 春节
        workdays 09:00-18:00 | | 2026-02-14 18:00 | hold 2026-02-24 09:00 | over nine days of 春节
        workdays 09:00-18:00 | | 2024-02-09 10:00 | send | 除夕 2024 was a working day
        workdays 09:00-18:00 | | 2025-01-28 10:00 | hold 2025-02-05 09:00 | 除夕 2025 is not
        workdays 09:00-18:00 | | 2025-12-31 20:00 | hold 2026-01-04 09:00 | across the year, to a worked Sunday
        workdays 22:00-02:00 | | 2026-10-01 01:00 | send | the span of 30 September, a working day
        workdays 22:00-02:00 | | 2026-10-08 01:00 | hold 2026-10-08 22:00 | 7 October is off: no span begins
        workdays 09:00-12:00, 14:00-18:00 | | 2026-10-10 12:30 | hold 2026-10-10 14:00 | on a worked Saturday
        workdays 09:00-18:00 | | 2026-12-31 17:59 | send | the last minute that is known
        workdays 09:00-18:00 | | 2026-12-31 18:00 | closed 2027 | the next opening lies in a year without a notice
        workdays 09:00-18:00 | | 2027-01-01 10:00 | closed 2027 | even a statutory day is not told
        workdays 09:00-18:00 | | 2027-03-10 10:00 | closed 2027 | an ordinary Wednesday is not guessed at
        workdays 22:00-02:00 | | 2027-01-01 01:00 | send | the span of 31 December 2026, which is known
        workdays 09:00-18:00 | | 2023-12-29 10:00 | closed 2023 | before the table
        # all other days
        restdays 10:00-20:00 | | 2026-11-21 10:00 | send | a Saturday
        restdays 10:00-20:00 | | 2026-11-19 10:00 | hold 2026-11-21 10:00 | Thursday waits for Saturday
        restdays 10:00-20:00 | | 2026-10-01 10:00 | send | a public holiday on a Thursday
        restdays 10:00-20:00 | | 2026-10-10 10:00 | hold 2026-10-11 10:00 | a worked Saturday is no day off
        restdays 10:00-20:00 | | 2026-09-20 10:00 | hold 2026-09-25 10:00 | a worked Sunday: waits for 中秋
        restdays 10:00-20:00 | | 2025-01-28 10:00 | send | 除夕 2025
        restdays 22:00-02:00 | | 2026-10-08 01:00 | send | the span of 7 October, a day off
        restdays 10:00-20:00 | | 2026-12-28 10:00 | closed 2027 | the next day off lies in 2027
        restdays 10:00-20:00 | | 2027-01-02 10:00 | closed 2027 | that Saturday may be made up
        # blackouts: days without marketing
        daily 09:00-20:00 | 06-07 .. 06-09 | 2026-06-07 10:00 | hold 2026-06-10 09:00 | three solar days
        daily 09:00-20:00 | 06-07 .. 06-09 | 2026-06-06 20:00 | hold 2026-06-10 09:00 | the next opening lies in it
        daily 09:00-20:00 | 06-07 .. 06-09 | 2026-06-10 10:00 | send | the day behind it
        daily 09:00-20:00 | 06-07 .. 06-09 | 2027-06-08 10:00 | hold 2027-06-10 09:00 | it returns each year
        daily 22:00-02:00 | 06-07 .. 06-09 | 2026-06-07 01:00 | hold 2026-06-10 00:00 | the day counts, not the span
        daily 22:00-02:00 | 06-07 .. 06-09 | 2026-06-06 23:30 | send | until midnight
        daily 09:00-20:00 | lunar 12-30 .. lunar 01-03 | 2026-02-16 10:00 | hold 2026-02-20 09:00 | 除夕 is 腊月廿九
        daily 09:00-20:00 | lunar 12-30 .. lunar 01-03 | 2026-02-15 10:00 | send | the day before 除夕
        daily 09:00-20:00 | lunar 12-30 .. lunar 01-03 | 2024-02-09 10:00 | hold 2024-02-13 09:00 | a year with 腊月三十
        daily 09:00-20:00 | 2026-12-24 .. 2026-12-26 | 2026-12-25 10:00 | hold 2026-12-27 09:00 | dates of one year
        daily 09:00-20:00 | 2026-12-24 | 2026-12-24 10:00 | hold 2026-12-25 09:00 | a single day
        daily 09:00-20:00 | 12-30 .. 01-03 | 2026-12-31 10:00 | hold 2027-01-04 09:00 | across the new year
        daily 09:00-20:00 | 06-07 .. 06-09, 06-10 .. 06-12 | 2026-06-08 10:00 | hold 2026-06-13 09:00 | in a row
        workdays 09:00-18:00 | lunar 12-30 .. lunar 01-03 | 2026-02-13 20:00 | hold 2026-02-14 09:00 | a worked Saturday
        workdays 09:00-18:00 | lunar 12-30 .. lunar 01-03 | 2026-02-16 10:00 | hold 2026-02-24 09:00 | 春节 is longer
        workdays 09:00-18:00 | 12-30 .. 12-31 | 2026-12-30 10:00 | closed 2027 | behind it nobody knows
        daily 09:00-20:00 | 01-01 .. 12-31 | 2026-11-21 10:00 | never | every day is closed
        """

    struct Case: Sendable, CustomTestStringConvertible {
        let window: String
        let blackouts: [String]
        let at: String
        let answer: String
        let why: String
        var testDescription: String { "\(window) at \(at)" }

        init(_ line: Substring) {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            }.map { String($0) }
            precondition(cells.count == 5, "a case has five cells: \(line)")
            window = cells[0]
            blackouts = cells[1].isEmpty ? [] : cells[1].components(separatedBy: ", ")
            at = cells[2]
            answer = cells[3]
            why = cells[4]
        }
    }

    static let all = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(Case.init)

    @Test("the answer of the gates", arguments: all)
    func answers(_ item: Case) throws {
        let window = try WindowText.window(item.window).get()
        let blackouts = try item.blackouts.map { try #require(WindowText.blackout($0)) }
        let now = try #require(Timestamp.parse(item.at, zone: .china))
        let opening = Opening(
            window: window, blackouts: blackouts, calendar: .mainland, at: now, zone: .china)
        let answer =
            switch opening.answer {
            case .send: "send"
            case .hold(let until, _): "hold \(Zone.china.short(until))"
            case .undecided(let year, _): "closed \(year)"
            case .never: "never"
            }
        #expect(answer == item.answer, "\(item.window) at \(item.at): \(item.why)")
    }

    @Test("there are at least 40 cases, each with its reason")
    func enough() {
        #expect(WindowCases.all.count >= 40)
        #expect(WindowCases.all.allSatisfy { !$0.why.isEmpty })
    }
}
