import HongyanCore
import Testing

@Suite("Values as text")
struct ValueTextTests {
    private static func parse(_ text: String, _ type: ValueType) -> Result<Value, ValueFault> {
        ValueText.parse(text, as: type, zone: .china)
    }

    @Test(
        "numbers are exact to their scale",
        arguments: [
            ("0", 0, 0), ("12", 0, 12), ("-12", 0, -12), ("+3", 0, 3), ("007", 0, 7),
            ("12.0", 0, 12),
            ("128.5", 2, 12_850), ("128.50", 2, 12_850), ("128.5000", 2, 12_850), ("-0.01", 2, -1),
            ("100", 2, 10_000), (" 1.5 ", 1, 15), ("9223372036854775807", 0, Int64.max),
            ("-9223372036854775808", 0, Int64.min), ("0.000001", 6, 1),
        ] as [(String, Int, Int64)])
    func numbers(text: String, scale: Int, count: Int64) {
        #expect(ValueTextTests.parse(text, .number(scale: scale)) == .success(.number(count)))
    }

    @Test(
        "numbers that would lose a digit or are none are refused",
        arguments: [
            ("12.5", 0, ValueFault.tooManyDecimals(scale: 0)),
            ("0.005", 2, .tooManyDecimals(scale: 2)),
            ("9223372036854775808", 0, .outOfRange), ("92233720368547758.08", 2, .outOfRange),
            ("9223372036854775807", 1, .outOfRange), ("", 0, .empty), ("  ", 0, .empty),
            ("-", 0, .notNumber), (".5", 1, .notNumber), ("5.", 1, .notNumber),
            ("1e3", 0, .notNumber),
            ("1,000", 0, .notNumber), ("1.2.3", 2, .notNumber), ("１２", 0, .notNumber),
            ("0x10", 0, .notNumber), ("--1", 0, .notNumber), ("1 2", 0, .notNumber),
        ] as [(String, Int, ValueFault)])
    func badNumbers(text: String, scale: Int, fault: ValueFault) {
        #expect(ValueTextTests.parse(text, .number(scale: scale)) == .failure(fault))
    }

    @Test(
        "true and false in the words people use",
        arguments: [
            ("true", true), ("TRUE", true), ("Yes", true), ("是", true), ("1", true),
            ("false", false),
            ("no", false), ("否", false), ("0", false),
        ])
    func booleans(text: String, flag: Bool) {
        #expect(ValueTextTests.parse(text, .boolean) == .success(.boolean(flag)))
        #expect(ValueTextTests.parse("maybe", .boolean) == .failure(.notBoolean))
        #expect(ValueTextTests.parse("2", .boolean) == .failure(.notBoolean))
    }

    @Test("a scalar is text until the schema gives it a type")
    func text() {
        for written in ["no", "10:30", "0123", "2026-02-30", "13812345678"] {
            #expect(ValueTextTests.parse(written, .text) == .success(.text(written)))
        }
        #expect(ValueTextTests.parse("\u{3000}云杉 \n", .text) == .success(.text("云杉")))
    }

    @Test("enum values come out of their list")
    func enumeration() {
        let type = ValueType.enumeration(["gold", "platinum"])
        #expect(ValueTextTests.parse("gold", type) == .success(.text("gold")))
        #expect(
            ValueTextTests.parse("Gold", type)
                == .failure(.notListed(allowed: ["gold", "platinum"])))
    }

    @Test("dates, times, anniversaries and lengths")
    func calendar() throws {
        let day = try #require(CivilDay(text: "2026-11-21"))
        #expect(ValueTextTests.parse("2026-11-21", .date) == .success(.date(day)))
        #expect(ValueTextTests.parse("2026-11-21 00:00:00", .date) == .success(.date(day)))
        #expect(ValueTextTests.parse("2026-02-30", .date) == .failure(.notDate))
        #expect(ValueTextTests.parse("2026-11-21 10:00", .date) == .failure(.notDate))
        let moment = Zone.china.moment(day, MinuteOfDay(605))
        #expect(ValueTextTests.parse("2026-11-21 10:05", .time) == .success(.time(moment)))
        #expect(ValueTextTests.parse("10:05", .time) == .failure(.notTime))
        let birthday = Anniversary(calendar: .lunar, month: 8, day: 15, year: 1960)
        #expect(
            ValueTextTests.parse("lunar 1960-08-15", .anniversary)
                == .success(.anniversary(birthday)))
        #expect(ValueTextTests.parse("02-30", .anniversary) == .failure(.notAnniversary))
        #expect(ValueTextTests.parse("90d", .duration) == .success(.duration(.days(90))))
        #expect(ValueTextTests.parse("90", .duration) == .failure(.notDuration))
    }

    @Test("sets are split, sorted by bytes and freed of repeats")
    func sets() {
        #expect(
            ValueTextTests.parse("咖啡|茶; 酒、茶", .set([]))
                == .success(.set(["咖啡", "茶", "酒"])))
        #expect(ValueTextTests.parse("b|a", .set(["a", "b"])) == .success(.set(["a", "b"])))
        #expect(
            ValueTextTests.parse("a|c", .set(["a", "b"]))
                == .failure(.notListed(allowed: ["a", "b"])))
        #expect(ValueTextTests.parse("||", .set([])) == .failure(.empty))
    }

    @Test(
        "values are written as customers read them",
        arguments: [
            (Value.number(12_850), ValueType.number(scale: 2), "128.50"),
            (.number(12_800), .number(scale: 2), "128"),
            (.number(-5), .number(scale: 2), "-0.05"),
            (.number(125), .number(scale: 1), "12.5"),
            (.number(120), .number(scale: 1), "12"),
            (.number(1_500), .number(scale: 3), "1.5"),
            (.number(0), .number(scale: 2), "0"),
            (.number(42), .number(scale: 0), "42"),
            (.number(Int64.min), .number(scale: 2), "-92233720368547758.08"),
            (.text("王\n小\t明"), .text, "王 小 明"),
            (.boolean(true), .boolean, "是"),
            (.date(CivilDay(number: 20_778)), .date, "11月21日"),
            (.time(Timestamp(seconds: 1_795_226_700)), .time, "11月21日 10:05"),
            (.anniversary(Anniversary(calendar: .solar, month: 5, day: 1)), .anniversary, "5月1日"),
            (
                .anniversary(Anniversary(calendar: .lunar, month: 8, day: 15)), .anniversary,
                "农历八月十五"
            ),
            (
                .anniversary(Anniversary(calendar: .lunar, month: 6, day: 21, leap: true)),
                .anniversary, "农历闰六月廿一"
            ),
            (.set(["咖啡", "茶"]), .set([]), "咖啡、茶"),
        ] as [(Value, ValueType, String)])
    func format(value: Value, type: ValueType, expected: String) {
        #expect(ValueText.format(value, type: type, zone: .china) == expected)
    }

    @Test("numbers survive writing and reading")
    func roundTrip() {
        var random = RandomStream(seed: 5, purpose: "value", id: "round trip")
        for _ in 0..<2_000 {
            let count = Int64(bitPattern: random.next()) >> Int64(random.below(60))
            let type = ValueType.number(scale: random.below(7))
            let text = ValueText.format(.number(count), type: type, zone: .china)
            #expect(ValueTextTests.parse(text, type) == .success(.number(count)))
        }
    }

    @Test("faults have a code and phrases and never hold the text")
    func faults() {
        let fault = ValueFault.tooManyDecimals(scale: 2)
        #expect(fault.code == "decimals")
        #expect(fault.phrase == "must have at most 2 decimal places")
        #expect(fault.chinesePhrase == "小数最多 2 位")
        #expect(ValueFault.notListed(allowed: ["a", "b"]).phrase == "must be one of a, b")
    }
}
