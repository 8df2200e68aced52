import HongyanCore
import HongyanReports
import Testing

struct DecisionLineTests {
    private func record(
        _ decision: String, reason: String? = nil, until: Timestamp? = nil, text: String? = nil
    ) -> DecisionRecord {
        DecisionRecord(
            at: Timestamp(seconds: 1_795_226_700), rule: "cart-abandoned", customer: "C0000001",
            occurrence: "CART-1-1", due: Timestamp(milliseconds: 1_795_226_700_250),
            decision: decision, reason: reason, until: until, text: text,
            parts: text == nil ? nil : 2, cost: text == nil ? nil : Money(units: 900),
            channel: text == nil ? nil : "simulated", verdicts: "", book: Digest(high: 0, low: 0))
    }

    @Test("writes a send with all its values")
    func send() {
        let line = DecisionLine.render(
            record("send", text: "【云杉】\"您好\"\n\\\u{1}\u{2028}😀"), zone: .china)
        #expect(
            line
                == #"{"at":"2026-11-21T10:05:00+08:00","rule":"cart-abandoned","#
                + #""customer":"C0000001","#
                + #""occurrence":"CART-1-1","due":"2026-11-21T10:05:00.250+08:00","#
                + #""decision":"send","#
                + #""text":"【云杉】\"您好\"\n\\\u0001\u2028😀","#
                + #""parts":2,"cost":0.09,"channel":"simulated"}"#
        )
    }

    @Test("leaves absent values out")
    func hold() {
        let line = DecisionLine.render(
            record("hold", reason: "window", until: Timestamp(seconds: 1_795_262_400)), zone: .china
        )
        #expect(
            line
                == #"{"at":"2026-11-21T10:05:00+08:00","rule":"cart-abandoned","#
                + #""customer":"C0000001","#
                + #""occurrence":"CART-1-1","due":"2026-11-21T10:05:00.250+08:00","#
                + #""decision":"hold","#
                + #""reason":"window","until":"2026-11-21T20:00:00+08:00"}"#)
    }
}
