import HongyanCore
import Synchronization
import Testing

@testable import hongyan

/// What long commands tell meanwhile.
struct ProgressTests {
    /// A clock and a terminal of the test's own.
    private final class Fake: Sendable {
        private let state = Mutex((seconds: 100.0, text: ""))
        var text: String { state.withLock { $0.text } }
        func pass(_ seconds: Double) { state.withLock { $0.seconds += seconds } }
        func clear() { state.withLock { $0.text = "" } }
        func surroundings(isTerminal: Bool, width: Int = 100) -> Progress.Surroundings {
            Progress.Surroundings(
                isTerminal: isTerminal, width: width,
                seconds: { self.state.withLock { $0.seconds } },
                write: { text in self.state.withLock { $0.text += text } })
        }
    }

    @Test("on a terminal one line is rewritten: phase, share, count, rate, time left")
    func terminal() {
        let fake = Fake()
        var progress = Progress(.en, surroundings: fake.surroundings(isTerminal: true))
        progress.show("import", done: 0, of: 4_000, unit: "rows")
        #expect(fake.text == "\rimport: ···················· 0% 0/4,000 rows\u{1B}[K")
        fake.clear()
        fake.pass(0.05)
        progress.show("import", done: 10, of: 4_000, unit: "rows")
        #expect(fake.text.isEmpty, "not more often than ten times a second")
        fake.pass(1.95)
        progress.show("import", done: 1_000, of: 4_000, unit: "rows")
        #expect(
            fake.text
                == "\rimport: █████··············· 25% 1,000/4,000 rows 500/s 0:06 left\u{1B}[K")
        fake.clear()
        progress.end()
        #expect(fake.text == "\r\u{1B}[K")
    }

    @Test("another phase has a clock of its own, and one without a count says its name")
    func phases() {
        let fake = Fake()
        var progress = Progress(.zh, surroundings: fake.surroundings(isTerminal: true, width: 30))
        fake.pass(50)
        progress.begin("写报告")
        #expect(fake.text == "\r写报告 …\u{1B}[K")
        fake.clear()
        progress.show("推演", done: 5, of: 10, unit: "虚拟分钟")
        fake.clear()
        fake.pass(3_600)
        progress.show("推演", done: 6, of: 10, unit: "虚拟分钟")
        // Clipped to the terminal: a Chinese character takes two columns.
        #expect(fake.text == "\r推演：████████████········ 60\u{1B}[K")
    }

    @Test("elsewhere there are plain lines, one in ten seconds, and none when it is over soon")
    func plain() {
        let fake = Fake()
        var progress = Progress(.zh, surroundings: fake.surroundings(isTerminal: false))
        progress.begin("读库")
        for done in 0...9 {
            progress.show("推演", done: done, of: 100, unit: "分钟")
            fake.pass(1)
        }
        progress.end()
        #expect(fake.text.isEmpty)
        progress.show("推演", done: 10, of: 100, unit: "分钟")
        #expect(fake.text == "推演：10% 10/100 分钟 每秒 1 剩余 1:30\n")
        progress.begin("写报告")
        #expect(fake.text.hasSuffix("\n写报告 …\n"))
        fake.clear()
        progress.show("数行", done: 5, of: 0, unit: "行")
        fake.pass(20)
        progress.show("数行", done: 50_000, of: 0, unit: "行")
        #expect(fake.text == "数行：50,000 行 每秒 2,500\n")
    }
}
