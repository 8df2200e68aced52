import HongyanCore
import Testing

@testable import HongyanReports

struct FiguresTests {
    @Test(
        "groups thousands",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_234, "-1,234"),
        ])
    func count(_ number: Int, _ expected: String) {
        #expect(Figures.count(number) == expected)
    }

    @Test(
        "writes money in yuan",
        arguments: [
            (450, "¥0.045"), (0, "¥0"), (12_345_650, "¥1,234.57"), (10_000, "¥1.00"),
            (-25_000, "-¥2.50"),
        ])
    func money(_ units: Int64, _ expected: String) {
        #expect(Figures.money(Money(units: units)) == expected)
    }

    @Test(
        "writes shares without false zeros",
        arguments: [
            (1, 3, "33.3%"), (0, 5, "0.0%"), (1, 100_000, "<0.1%"), (5, 5, "100.0%"), (1, 0, "–"),
        ])
    func share(_ part: Int, _ whole: Int, _ expected: String) {
        #expect(Figures.share(part, of: whole) == expected)
    }

    @Test("has words for every reason in both languages")
    func reasons() {
        for code in ReasonWords.codes + ["cap.week"] {
            for language in Language.allCases { #expect(ReasonWords.words(code, language) != code) }
        }
        #expect(Set(ReasonWords.codes).count == ReasonWords.codes.count)
        #expect(ReasonWords.words("brand.new", .en) == "brand.new")
    }

    @Test(
        "rounds axes up to round numbers that four steps divide",
        arguments: [(0, 4), (3, 4), (7, 8), (10, 20), (11, 20), (21, 40), (130, 200), (999, 1_000)])
    func axes(_ value: Int, _ expected: Int) {
        #expect(Charts.ceiling(value) == expected)
    }
}
