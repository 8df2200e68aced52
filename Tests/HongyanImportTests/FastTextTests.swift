import HongyanCore
import Testing

@testable import HongyanImport

struct FastTextTests {
    @Test(
        "reads the usual writings exactly as Core does",
        arguments: [
            ("12", ValueType.number(scale: 2)), ("-3.5", .number(scale: 1)),
            ("0.05", .number(scale: 2)),
            ("1.005", .number(scale: 2)), ("1.", .number(scale: 2)), (".5", .number(scale: 2)),
            ("-", .number(scale: 0)), ("1e3", .number(scale: 0)), ("007", .number(scale: 0)),
            ("2026-11-21 10:05:07", .time), ("2026-11-21T10:05:07Z", .time),
            ("2026-11-21T10:05:07-03:30", .time), ("2026-11-21 24:00:00", .time),
            ("2026-02-30 10:00:00", .time), ("2026-11-21T10:05", .time), ("2026-11-21", .time),
            ("2026-11-21", .date), ("2026-13-01", .date), ("05-01", .anniversary),
            ("02-29", .anniversary), ("1999-02-29", .anniversary), ("1990-05-01", .anniversary),
            ("lunar leap 06-01", .anniversary), ("gold", .enumeration(["gold"])),
            ("Gold", .enumeration(["gold"])),
        ] as [(String, ValueType)])
    func agrees(_ text: String, _ type: ValueType) {
        var parser = CellParser(type: type, zone: .china)
        let fast = Array(text.utf8).withUnsafeBufferPointer { parser.parse($0) }
        let slow = try? ValueText.parse(text, as: type, zone: .china).get()
        #expect(fast == slow)
    }

    @Test("finds the nearest name within a third of its length")
    func nearest() {
        let names = ["name", "birthday", "tier", "city"]
        #expect(NearestName.of("brithday", among: names) == "birthday")
        #expect(NearestName.of("teir", among: names) == "tier")
        #expect(NearestName.of("ter", among: names) == "tier")
        #expect(NearestName.of("favourite", among: names) == nil)
    }
}
