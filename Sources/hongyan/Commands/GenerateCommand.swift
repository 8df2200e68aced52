import ArgumentParser
import Foundation
import HongyanCore
import HongyanSample

/// `hongyan generate`: a seeded, realistic retail data set to try things with.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract:
            "Make a seeded retail data set: customers, events, consents, suppressions, weather.",
        discussion: """
            Same arguments, same bytes.

            Example:  hongyan generate data --customers 10000 --days 90 --seed 7
            """
    )

    @Argument(help: "The folder to write into.") var folder: String
    @Option(help: "How many customers.") var customers: Int = 10_000
    @Option(help: "How many days of events.") var days: Int = 90
    @Option(help: "The seed.") var seed: UInt64 = 1
    @Option(help: "The last day of the events (default: yesterday).") var end: String?

    func validate() throws {
        guard (1...10_000_000).contains(customers) else {
            throw ValidationError("--customers must be between 1 and 10,000,000")
        }
        guard (1...1_000).contains(days) else {
            throw ValidationError("--days must be between 1 and 1,000")
        }
    }

    func run() throws {
        let zone = Zone.china
        let last: CivilDay
        if let end {
            guard let day = CivilDay(text: end) else {
                throw CommandFailure(
                    "--end must be a date such as 2026-11-20, not '\(end)'", code: 64)
            }
            last = day
        } else {
            last = zone.day(of: SystemClock().now()) - 1
        }
        try makeFolder(folder)
        var files: [String: OutputFile] = [:]
        try RetailSample.generate(
            customers: customers, days: days, seed: seed, end: last + 1, zone: zone
        ) { name, bytes in
            let file = try files[name] ?? OutputFile(path: folder + "/" + name)
            files[name] = file
            try file.bytes(bytes)
        }
        for name in files.keys.sorted() {
            try files[name]?.close()
            Terminal.out("\(folder)/\(name)")
        }
    }
}
