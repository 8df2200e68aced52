import Foundation
import HongyanCore

/// Progress of a long command on the standard error: what it does, how much is done, how fast, how
/// long it will take. One line that is rewritten on a terminal; elsewhere a plain line now and
/// then, and none at all when it is over soon.
struct Progress {
    /// Where the lines go and by which clock.
    struct Surroundings: Sendable {
        var isTerminal: Bool
        /// Columns of the terminal.
        var width: Int
        /// Seconds that no clock setting moves.
        var seconds: @Sendable () -> Double
        var write: @Sendable (String) -> Void

        static var real: Surroundings {
            Surroundings(
                isTerminal: Terminal.isInteractive, width: Terminal.errorWidth,
                seconds: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 },
                write: { FileHandle.standardError.write(Data($0.utf8)) })
        }
    }

    /// Between two pictures on a terminal.
    static let pause = 0.1
    /// Before the first plain line, and between two of them.
    static let plainPause = 10.0

    private let language: Language
    private let surroundings: Surroundings
    private let created: Double
    private var phase = ""
    private var begun = 0.0
    private var shown = 0.0
    private var isShown = false

    init(_ language: Language, surroundings: Surroundings = .real) {
        self.language = language
        self.surroundings = surroundings
        created = surroundings.seconds()
    }

    /// A phase of which nobody knows how much there is to do.
    mutating func begin(_ phase: String) {
        let now = surroundings.seconds()
        guard surroundings.isTerminal || now >= created + Self.plainPause else { return }
        self.phase = phase
        begun = now
        shown = now
        if surroundings.isTerminal {
            isShown = true
            surroundings.write("\r" + clipped(phase + " …") + "\u{1B}[K")
        } else {
            surroundings.write(phase + " …\n")
        }
    }

    /// - Parameters:
    ///   - phase: What is being done; another one begins its own count and clock.
    ///   - unit: Of `done` and `total`, in the reader's language: `rows`.
    ///   - total: 0 when nobody knows.
    mutating func show(_ phase: String, done: Int, of total: Int, unit: String) {
        let now = surroundings.seconds()
        if phase != self.phase {
            self.phase = phase
            begun = now
            shown = surroundings.isTerminal ? -.infinity : now
        }
        let wait = surroundings.isTerminal ? Self.pause : Self.plainPause
        guard now >= shown + wait else { return }
        shown = now
        let text = line(done: done, of: total, unit: unit, after: now - begun)
        if surroundings.isTerminal {
            isShown = true
            surroundings.write("\r" + clipped(text) + "\u{1B}[K")
        } else {
            surroundings.write(text + "\n")
        }
    }

    /// Takes the line away.
    mutating func end() {
        if isShown { surroundings.write("\r\u{1B}[K") }
        isShown = false
    }

    private func line(done: Int, of total: Int, unit: String, after elapsed: Double) -> String {
        let isChinese = language == .zh
        let rate = elapsed >= 0.5 ? Double(done) / elapsed : 0
        var parts: [String] = []
        if total > 0 {
            let percent = min(100, done * 100 / total)
            if surroundings.isTerminal {
                let filled = percent / 5
                parts.append(
                    String(repeating: "█", count: filled)
                        + String(repeating: "·", count: 20 - filled))
            }
            parts.append("\(percent)%")
            parts.append("\(Self.grouped(done))/\(Self.grouped(total)) \(unit)")
        } else {
            parts.append("\(Self.grouped(done)) \(unit)")
        }
        if rate > 0 {
            let perSecond = Self.grouped(Int(rate.rounded()))
            parts.append(isChinese ? "每秒 \(perSecond)" : "\(perSecond)/s")
            if total > done {
                let left = Self.clock(Double(total - done) / rate)
                parts.append(isChinese ? "剩余 \(left)" : "\(left) left")
            }
        }
        return phase + (isChinese ? "：" : ": ") + parts.joined(separator: " ")
    }

    private func clipped(_ text: String) -> String {
        var columns = 0
        var result = ""
        for character in text {
            columns += DisplayWidth.of(String(character))
            guard columns < surroundings.width else { break }
            result.append(character)
        }
        return result
    }

    /// `0:21`, `12:05`, `1:02:05`.
    private static func clock(_ seconds: Double) -> String {
        let total = Int(min(seconds, 359_999).rounded(.up))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = total / 60 % 60
        return total < 3_600
            ? "\(minutes):\(two(total % 60))"
            : "\(total / 3_600):\(two(minutes)):\(two(total % 60))"
    }

    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var result = ""
        while digits.count > 3 {
            result = "," + digits.suffix(3) + result
            digits.removeLast(3)
        }
        return digits + result
    }
}
