public import ArgumentParser
import Foundation
import HongyanCore
public import HongyanDelivery
import HongyanSockets
import UnixSignals

/// `hongyan carrier`: a made-up carrier on a socket, for tests, demos and measurements.
struct CarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier",
        abstract:
            "Serve a made-up carrier on a socket: takes messages, sends receipts and replies.",
        discussion: """
            Nothing leaves the machine. The journal has a line for each part that was truly \
            taken (id, masked number, part), whatever the client gets to hear of it.

            Profiles: calm (quick, all delivered), real (as carriers are), slow (answers take \
            2 s), throttled (20 parts a second), flaky (lost answers, dropped connections), odd \
            (receipts early, twice, or oddly written). The options change one thing of a profile.

            Example:  hongyan carrier --protocol cmpp3 --account 901234:secret --profile real
            """)

    @Option(name: .customLong("protocol"), help: "smpp (3.4), cmpp2 or cmpp3.")
    var wire = CarrierProtocol.smpp
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port; 0 lets the system choose (default: 2775, for CMPP 7890).")
    var port: Int?
    @Option(help: "calm, real, slow, throttled, flaky or odd.")
    var profile: CarrierConduct.Preset = .calm
    @Option(help: "From submission to answer, such as 80ms.") var latency: String?
    @Option(help: "From answer to receipt, such as 4s.") var receiptLatency: String?
    @Option(help: "Answers that never come, such as 1%.") var lostResponse: String?
    @Option(help: "Submissions that end the connection, such as 0.5%.") var disconnect: String?
    @Option(help: "Delivered messages that are answered with an opt-out.") var optOutReplies:
        String?
    @Option(help: "Above so many parts a second it throttles; 0 never.") var throttle: Int?
    @Option(help: "NAME:PASSWORD that may log in; everybody may when there is none.")
    var account: [String] = []
    @Option(help: "Append what was truly taken to this file.") var journal: String?
    @Option(help: "Seed of its luck.") var seed: UInt64 = 1
    @Option(name: .customLong("for"), help: "Serve for so long (30s, 5m), then end.")
    var span: String?
    @Option(help: "Words of messages: zh or en (default: the locale's).") var lang: Language?

    func run() async throws {
        let lines = try journal.map { try WorldBuilder.appender(to: $0) }
        let length = try span.map { try Self.length($0, "--for") }
        let server = CarrierServer(
            carrier: ServedCarrier(
                wire, conduct: try conduct(), passwords: try passwords(), seed: seed),
            clock: SystemClock(), journal: { lines?($0) })
        let port = port ?? (wire == .smpp ? 2_775 : 7_890)
        guard (0...65_535).contains(port) else {
            throw CommandFailure("--port must be from 0 to 65535, not \(port)", code: 64)
        }
        let bound: Int
        do {
            bound = try await server.start(host: host, port: port)
        } catch {
            throw CommandFailure("cannot listen on \(host):\(port): \(error)")
        }
        let zh = (lang ?? .ofLocale) == .zh
        Terminal.out(
            zh
                ? "\(wire.rawValue) 运营商在 \(host):\(bound) 监听"
                : "\(wire.rawValue) carrier listens on \(host):\(bound)")
        await Interrupt.wait(length)
        try await server.stop()
        let counts = server.counts
        Terminal.out(
            zh
                ? "收到提交 \(counts.submits)，接收 \(counts.taken)，拒绝 \(counts.refused)，"
                    + "限流 \(counts.throttled)，丢失应答 \(counts.lostAnswers)，"
                    + "断开 \(counts.disconnects)，送达回执与回复 \(counts.delivered)"
                : "\(counts.submits) submits: \(counts.taken) taken, \(counts.refused) refused, "
                    + "\(counts.throttled) throttled; \(counts.lostAnswers) answers lost, "
                    + "\(counts.disconnects) connections dropped, "
                    + "\(counts.delivered) receipts and replies delivered")
    }

    private func conduct() throws -> CarrierConduct {
        var conduct = profile.conduct
        if let latency { conduct.profile.latency = try Self.length(latency, "--latency") }
        if let receiptLatency {
            conduct.profile.receiptLatency = try Self.length(receiptLatency, "--receipt-latency")
        }
        if let lostResponse {
            conduct.profile.lostResponseShare = try Self.share(lostResponse, "--lost-response")
        }
        if let disconnect { conduct.disconnectShare = try Self.share(disconnect, "--disconnect") }
        if let optOutReplies {
            conduct.profile.optOutShare = try Self.share(optOutReplies, "--opt-out-replies")
        }
        if let throttle { conduct.profile.throttleAbovePartsPerSecond = max(0, throttle) }
        return conduct
    }

    private func passwords() throws -> [String: String] {
        var passwords: [String: String] = [:]
        for text in account {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw CommandFailure("--account must be NAME:PASSWORD", code: 64)
            }
            passwords[String(parts[0])] = String(parts[1])
        }
        return passwords
    }

    private static func length(_ text: String, _ option: String) throws -> Span {
        if text.hasSuffix("ms"), let count = Int64(text.dropLast(2)),
            (0...3_600_000).contains(count)
        {
            return Span(milliseconds: count)
        }
        guard let span = Span(text: text) else {
            throw CommandFailure(
                "\(option) must be a length such as 80ms, 30s or 5m, not '\(text)'", code: 64)
        }
        return span
    }

    /// Of 10,000.
    private static func share(_ text: String, _ option: String) throws -> Int {
        guard text.hasSuffix("%"), let percent = Double(text.dropLast()),
            (0...100).contains(percent)
        else {
            throw CommandFailure(
                "\(option) must be a share such as 1% or 0.5%, not '\(text)'", code: 64)
        }
        return Int((percent * 100).rounded())
    }
}

extension CarrierConduct.Preset: ExpressibleByArgument {}
extension CarrierProtocol: ExpressibleByArgument {}

/// Waits for SIGTERM or SIGINT.
enum Interrupt {
    /// - Parameter span: The longest wait; nil for no end.
    static func wait(_ span: Span?) async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { return } }
            if let span {
                group.addTask { try? await Task.sleep(for: .milliseconds(span.milliseconds)) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
