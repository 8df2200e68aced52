import HongyanCore
import Testing

struct TextGatesTests {
    @Test("a missing variable without a fallback is a drop")
    func missing() {
        let decision = Given.judge(Given.facts(tags: [:]))
        #expect(decision.summary == "drop text.variable")
        #expect(decision.seen(.text) == "name")
        #expect(decision.verdicts(of: .parts).isEmpty)
    }

    @Test("a value over its declared length is a drop, never cut")
    func tooLong() {
        let decision = Given.judge(Given.facts(tags: ["name": .text("亚历山大大帝陛下万岁")]))
        #expect(decision.summary == "drop text.length")
        #expect(decision.seen(.text) == "name")
    }

    @Test("a template that is not in the book is a drop")
    func noTemplate() {
        let decision = Given.judge(Given.facts(), Given.rule(), Given.book(templates: []))
        #expect(decision.summary == "drop text.variable")
    }

    @Test("a message must be signed, and marketing must say how to refuse")
    func words() {
        #expect(
            Given.judge(Given.facts(), Given.rule(), Given.book(signature: "")).summary
                == "drop signature.missing")
        #expect(
            Given.judge(Given.facts(), Given.rule(), Given.book(words: "")).summary
                == "drop optout-words.missing")
    }

    @Test("a text of more parts than the policy allows is a drop")
    func parts() {
        // 【云杉商城】 and 拒收请回复R are 12 units; 70 fit in one part, 134 in two.
        for (count, expected) in [(58, "send"), (122, "send"), (123, "drop parts")] {
            let template = Template(
                id: "cart", purpose: .marketing,
                runs: [.fixed(String(repeating: "好", count: count))],
                version: Digest(high: 0, low: 9))
            let decision = Given.judge(
                Given.facts(), Given.rule(), Given.book(templates: [template]))
            #expect(decision.summary == expected, "\(count)")
        }
    }

    @Test("the target date is the day the occurrence is about")
    func targetDate() {
        let due = Given.time(1, 0)
        let delayed = Trigger.event(EventTrigger(event: "e", after: .hours(2)))
        #expect(
            Given.occurrence(due: due).targetDate(of: delayed, zone: .china) == Given.today - 1)
        let absence = Trigger.absence(
            AbsenceTrigger(event: "e", unless: "f", within: .hours(2)))
        #expect(
            Given.occurrence(due: due).targetDate(of: absence, zone: .china) == Given.today - 1)
        let day = Given.today + 9
        let birthday = Occurrence(
            rule: "r", customer: "c", key: "2026", due: due, cause: .day(day))
        #expect(birthday.targetDate(of: delayed, zone: .china) == day)
        let rain = Occurrence(
            rule: "r", customer: "c", key: "k", due: due, cause: .signal(key: "杭州", day: day))
        #expect(rain.targetDate(of: delayed, zone: .china) == day)
        let struck = Occurrence(
            rule: "r", customer: "c", key: "k", due: due, cause: .instant(due))
        #expect(struck.targetDate(of: delayed, zone: .china) == Given.today)
    }
}
