import Foundation
import HongyanCore
import HongyanEngine
import HongyanStore

/// A full queue over SMPP to a carrier in another process: claimed, written durably, submitted,
/// answered, receipted, every word of it in the store. Beside it Kannel's bearerbox with its file
/// store, its queue as full, to the same carrier.
struct RelayBenchmark {
    /// What the design asks.
    static let goal = Figure.Reference(name: "goal", value: 20_000)
    static let window = 200

    let messages: Int
    /// Kannel's; fewer, since it takes them over HTTP. 0 leaves it out.
    let kannel: Int
    let folder: URL
    /// Where `kannel.py` is.
    let scripts: String

    func run() throws -> [Figure] {
        let carrier = try BenchCarrier()
        defer { carrier.end() }
        let store = try BenchWorld.store(customers: messages, folder: folder)
        let world = try LinkWorld(
            store: store, rules: [BenchRules.campaign], port: carrier.port, window: Self.window,
            rate: 1_000_000, purposes: [.marketing])
        try world.fillQueue(messages)
        try world.connect()
        let before = Usage.own()
        let start = Stopwatch.now()
        var submitted = 0
        var events = 0
        var allOut = 0.0
        try world.run { summary in
            submitted += summary.submissions
            events += summary.providerEvents
            if submitted == messages, allOut == 0 { allOut = Stopwatch.now() - start }
            if Stopwatch.now() - start > 600 { throw BenchFailure("\(events) answers in 600 s") }
            // An answer and a receipt each.
            return events == 2 * messages
        }
        let seconds = Stopwatch.now() - start
        let usage = Usage.own()
        world.disconnect()
        let thousands = Double(messages) / 1_000
        let cpu = (usage.cpu - before.cpu) / thousands
        var figures = [
            Figure(
                "SMPP relay, \(grouped(Double(messages))), with receipts",
                Double(messages) / seconds, "messages/s", against: Self.goal),
            Figure("its submissions alone", Double(messages) / allOut, "messages/s"),
        ]
        let peer = kannel > 0 ? try kannelFigures() : nil
        figures.append(
            Figure(
                "its CPU per 1,000", cpu, "s",
                against: peer.map { Figure.Reference(name: "Kannel", value: $0.cpu) }))
        figures.append(
            Figure(
                "its peak memory, queue included", usage.peak, "MB",
                against: peer.map { Figure.Reference(name: "Kannel", value: $0.peak) }))
        if let peer {
            figures.append(
                Figure(
                    "Kannel relay, \(grouped(Double(kannel)))", peer.rate, "messages/s",
                    against: Figure.Reference(
                        name: "Hongyan", value: Double(messages) / seconds)))
        }
        return figures
    }

    private struct Peer: Decodable {
        let rate: Double
        /// Of bearerbox and smsbox, in seconds per 1,000.
        let cpu: Double
        let peak: Double
    }

    /// nil where Kannel is not installed.
    private func kannelFigures() throws -> Peer? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "\(scripts)/kannel.py", CommandLine.arguments[0], String(kannel),
            String(Self.window), folder.path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return try JSONDecoder().decode(Peer.self, from: data)
    }
}
