import Foundation
import HongyanCore
import HongyanDelivery
import HongyanSockets

/// The made-up carrier in a process of its own, so that its work is nobody else's: this program
/// started again with `--carrier`.
struct BenchCarrier {
    let port: Int
    private let process: Process
    private let input = Pipe()

    /// - Parameter latency: From submission to answer at least, in milliseconds.
    init(latency: Int = 0) throws {
        let output = Pipe()
        process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = ["--carrier", "0", "--carrier-latency", String(latency)]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { throw BenchFailure("the carrier did not start") }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let line = text.split(separator: "\n").first, let port = Int(line) else {
            throw BenchFailure("the carrier did not say its port")
        }
        self.port = port
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// What the started process does: prints its port, then until it is ended what it has taken and
    /// what receipts were answered.
    static func serve(port: Int, latency: Int) throws {
        var profile = CarrierConduct.Preset.calm.conduct.profile
        profile.latency = Span(milliseconds: Int64(latency))
        profile.receiptLatency = Span(milliseconds: 200)
        let server = CarrierServer(
            carrier: ServedCarrier(.smpp, conduct: CarrierConduct(profile: profile), seed: 1),
            clock: BenchClock(at: SampleShop.start, isRunning: true), journal: { _ in })
        let bound = BenchWakeup()
        let result = PortBox()
        Task {
            result.set(try? await server.start(host: "127.0.0.1", port: port))
            bound.ring()
        }
        bound.wait(milliseconds: 10_000)
        guard let port = result.port else { throw BenchFailure("cannot listen") }
        say("\(port)")
        var told = ""
        while true {
            usleep(20_000)
            let counts = server.counts
            let words = "\(counts.taken) \(counts.delivered)"
            if words != told {
                say(words)
                told = words
            }
        }
    }

    /// At once, however the output is buffered.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// A port that a task finds out.
private final class PortBox: @unchecked Sendable {
    // Safe: under the lock only.
    private let lock = NSLock()
    private var found: Int?
    var port: Int? { lock.withLock { found } }
    func set(_ port: Int?) { lock.withLock { found = port } }
}
