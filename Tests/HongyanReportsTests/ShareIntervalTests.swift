import Testing

@testable import HongyanReports

struct ShareIntervalTests {
    @Test(
        "Wilson's interval, against values from the literature",
        arguments: [
            (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634),
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718),
        ])
    func wilson(part: Int, whole: Int, low: Double, high: Double) {
        let interval = ShareInterval(part, of: whole)
        #expect((interval.low - low).magnitude < 0.000_06)
        #expect((interval.high - high).magnitude < 0.000_06)
        #expect(interval.low <= interval.value && interval.value <= interval.high)
    }

    /// Newcombe (1998), table II, method 10.
    @Test(
        "Newcombe's interval of a difference",
        arguments: [
            (56, 70, 48, 80, 0.2, 0.0524, 0.3339), (9, 10, 3, 10, 0.6, 0.1705, 0.8090),
            (10, 10, 0, 10, 1.0, 0.6075, 1.0), (0, 10, 0, 10, 0.0, -0.2775, 0.2775),
        ])
    func newcombe(
        part: Int, whole: Int, otherPart: Int, otherWhole: Int, value: Double, low: Double,
        high: Double
    ) {
        let interval = ShareInterval(
            difference: ShareInterval(part, of: whole), ShareInterval(otherPart, of: otherWhole))
        #expect((interval.value - value).magnitude < 0.000_06)
        #expect((interval.low - low).magnitude < 0.000_06)
        #expect((interval.high - high).magnitude < 0.000_06)
    }

    @Test("shares and points are written with one place and a true minus sign")
    func words() {
        #expect(ShareInterval.percent(0.1234) == "12.3%")
        #expect(ShareInterval.points(-0.05) == "−5.0")
        #expect(ShareInterval.points(0.05) == "+5.0")
        #expect(ShareInterval.points(0.0001) == "0.0")
        #expect(ShareInterval.decimal(0.1234) == "0.1234")
    }
}
