import HongyanCore
import HongyanRules
import Testing

/// `blackout/whole-year`
@Suite("check blackout/whole-year")
struct BlackoutWholeYearTests {
    private func policy(_ days: String) -> [String: String] { ["blackouts": "{spring: \(days)}"] }

    @Test("finds ends that are swapped, and swaps them")
    func finds() {
        let swapped = policy("lunar 01-03 .. lunar 12-30")
        #expect(
            CheckCase.policy("blackout/whole-year", swapped) == [
                "rules/policy.yaml:8:21 the blackout 'spring' lasts 352 days of each year"
            ])
        #expect(
            CheckCase.fixes(
                "blackout/whole-year", ["rules/policy.yaml": CheckCase.policyText(swapped)])
                == ["lunar 01-03 .. lunar 12-30 -> lunar 12-30 .. lunar 01-03"])
    }

    @Test("proposes nothing for a whole year")
    func noFix() {
        let all = policy("01-01 .. 12-31")
        #expect(CheckCase.policy("blackout/whole-year", all).count == 1)
        #expect(
            CheckCase.fixes(
                "blackout/whole-year", ["rules/policy.yaml": CheckCase.policyText(all)]) == [])
    }

    @Test("is content with a seller of one season")
    func passes() {
        #expect(CheckCase.policy("blackout/whole-year", policy("10-08 .. 08-14")) == [])
    }
}
