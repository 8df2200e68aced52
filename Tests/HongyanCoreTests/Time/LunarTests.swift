import HongyanCore
import Testing

@Suite("The lunar calendar")
struct LunarTests {
    @Test("agrees with borax and LunarCalendar on every month start of 2024 to 2030")
    func monthStarts() throws {
        var count = 0
        for line in LunarTests.oracle.split(separator: "\n") {
            let fields = line.split(separator: " ")
            let day = try #require(CivilDay(text: String(fields[0])))
            let isLeap = fields[1].hasSuffix("+")
            let name = fields[1].prefix(7).split(separator: "-").compactMap { Int($0) }
            let length = try #require(Int(fields[2]))
            let expected = LunarDate(year: name[0], month: name[1], day: 1, leap: isLeap)
            #expect(Lunar.date(of: day) == expected)
            #expect(Lunar.day(of: expected) == day)
            #expect(
                Lunar.monthLength(year: name[0], month: name[1], leap: isLeap) == length)
            count += 1
        }
        #expect(count == 87)
    }

    /// Each day as `2024-01-01,2023,11,20,0,29`: solar date, lunar year, month, day, leap, length
    /// of the month; with the 64-bit FNV-1a hash of those lines.
    private static func hash(_ from: String, _ through: String) throws -> (Int, UInt64) {
        let last = try #require(CivilDay(text: through))
        var day = try #require(CivilDay(text: from))
        var count = 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        while day <= last {
            let date = try #require(Lunar.date(of: day))
            let length = try #require(
                Lunar.monthLength(year: date.year, month: date.month, leap: date.leap))
            let leap = date.leap ? 1 : 0
            let line = "\(day),\(date.year),\(date.month),\(date.day),\(leap),\(length)\n"
            for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            count += 1
            day = day + 1
        }
        return (count, hash)
    }

    @Test("is the oracle's calendar on each of the 2,557 days of 2024 to 2030")
    func oracleDays() throws {
        // Of the file that borax 4.1.3 and LunarCalendar 0.0.9 agree on.
        let (count, hash) = try LunarTests.hash("2024-01-01", "2030-12-31")
        #expect(count == 2_557)
        #expect(hash == 0x9578_908F_61E7_2EAD)
    }

    @Test("is borax 4.1.3's calendar on each of the 73,412 days of the table")
    func allDays() throws {
        let (count, hash) = try LunarTests.hash("1900-01-31", "2101-01-28")
        #expect(count == 73_412)
        #expect(hash == 0xEA9D_9E5F_3B98_D3B9)
    }

    @Test("turns every day of the table into a lunar date and back, without a gap")
    func roundTrip() throws {
        let first = try #require(CivilDay(text: "1900-01-31"))
        let last = try #require(CivilDay(text: "2101-01-28"))
        var wrong = 0
        var day = first
        var previous = 0
        while day <= last {
            let date = try #require(Lunar.date(of: day))
            if Lunar.day(of: date) != day { wrong += 1 }
            if date.day != 1, date.day != previous + 1 { wrong += 1 }
            previous = date.day
            day = day + 1
        }
        #expect(wrong == 0)
        #expect(Lunar.date(of: first - 1) == nil)
        #expect(Lunar.date(of: last + 1) == nil)
    }

    @Test(
        "knows the leap months",
        arguments: [(2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11), (2026, 0)])
    func leapMonths(year: Int, month: Int) {
        #expect(Lunar.leapMonth(of: year) == (month == 0 ? nil : month))
    }

    @Test(
        "knows days that other tables get wrong",
        arguments: [
            ("1978-09-17", 1978, 8, 15), ("1978-09-16", 1978, 8, 14), ("2026-02-17", 2026, 1, 1),
            ("2025-10-06", 2025, 8, 15), ("1900-01-31", 1900, 1, 1),
        ])
    func days(text: String, year: Int, month: Int, day: Int) throws {
        let civil = try #require(CivilDay(text: text))
        #expect(Lunar.date(of: civil) == LunarDate(year: year, month: month, day: day))
    }

    @Test("refuses dates that do not exist")
    func impossible() {
        #expect(Lunar.day(of: LunarDate(year: 2025, month: 12, day: 30)) == nil)
        #expect(Lunar.day(of: LunarDate(year: 2026, month: 6, day: 1, leap: true)) == nil)
        #expect(Lunar.day(of: LunarDate(year: 2026, month: 13, day: 1)) == nil)
        #expect(Lunar.day(of: LunarDate(year: 2026, month: 1, day: 0)) == nil)
        #expect(Lunar.day(of: LunarDate(year: 1899, month: 1, day: 1)) == nil)
        #expect(Lunar.monthLength(year: 2101, month: 1, leap: false) == nil)
    }

    /// Solar day, lunar month (`+` leap), length; from cn-lunar-oracle-2024-2030.
    private static let oracle = """
        2024-01-11 2023-12 30
        2024-02-10 2024-01 29
        2024-03-10 2024-02 30
        2024-04-09 2024-03 29
        2024-05-08 2024-04 29
        2024-06-06 2024-05 30
        2024-07-06 2024-06 29
        2024-08-04 2024-07 30
        2024-09-03 2024-08 30
        2024-10-03 2024-09 29
        2024-11-01 2024-10 30
        2024-12-01 2024-11 30
        2024-12-31 2024-12 29
        2025-01-29 2025-01 30
        2025-02-28 2025-02 29
        2025-03-29 2025-03 30
        2025-04-28 2025-04 29
        2025-05-27 2025-05 29
        2025-06-25 2025-06 30
        2025-07-25 2025-06+ 29
        2025-08-23 2025-07 30
        2025-09-22 2025-08 29
        2025-10-21 2025-09 30
        2025-11-20 2025-10 30
        2025-12-20 2025-11 30
        2026-01-19 2025-12 29
        2026-02-17 2026-01 30
        2026-03-19 2026-02 29
        2026-04-17 2026-03 30
        2026-05-17 2026-04 29
        2026-06-15 2026-05 29
        2026-07-14 2026-06 30
        2026-08-13 2026-07 29
        2026-09-11 2026-08 29
        2026-10-10 2026-09 30
        2026-11-09 2026-10 30
        2026-12-09 2026-11 30
        2027-01-08 2026-12 29
        2027-02-06 2027-01 30
        2027-03-08 2027-02 30
        2027-04-07 2027-03 29
        2027-05-06 2027-04 30
        2027-06-05 2027-05 29
        2027-07-04 2027-06 29
        2027-08-02 2027-07 30
        2027-09-01 2027-08 29
        2027-09-30 2027-09 29
        2027-10-29 2027-10 30
        2027-11-28 2027-11 30
        2027-12-28 2027-12 29
        2028-01-26 2028-01 30
        2028-02-25 2028-02 30
        2028-03-26 2028-03 30
        2028-04-25 2028-04 29
        2028-05-24 2028-05 30
        2028-06-23 2028-05+ 29
        2028-07-22 2028-06 29
        2028-08-20 2028-07 30
        2028-09-19 2028-08 29
        2028-10-18 2028-09 29
        2028-11-16 2028-10 30
        2028-12-16 2028-11 30
        2029-01-15 2028-12 29
        2029-02-13 2029-01 30
        2029-03-15 2029-02 30
        2029-04-14 2029-03 29
        2029-05-13 2029-04 30
        2029-06-12 2029-05 29
        2029-07-11 2029-06 30
        2029-08-10 2029-07 29
        2029-09-08 2029-08 30
        2029-10-08 2029-09 29
        2029-11-06 2029-10 29
        2029-12-05 2029-11 30
        2030-01-04 2029-12 30
        2030-02-03 2030-01 29
        2030-03-04 2030-02 30
        2030-04-03 2030-03 29
        2030-05-02 2030-04 30
        2030-06-01 2030-05 30
        2030-07-01 2030-06 29
        2030-07-30 2030-07 30
        2030-08-29 2030-08 29
        2030-09-27 2030-09 30
        2030-10-27 2030-10 29
        2030-11-25 2030-11 30
        2030-12-25 2030-12 29
        """
}
