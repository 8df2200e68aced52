import ArgumentParser
import HongyanCore
import HongyanSignals
import HongyanStore
import Logging

/// `hongyan signals`: one round of fetching, by hand.
struct SignalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signals",
        abstract: "Fetch the signals configured in hongyan.yaml once.",
        discussion: "The daemon does this by itself.\n\nExample:  hongyan signals -w shop")

    @OptionGroup var options: WorkspaceOptions

    func run() async throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        guard let source = try book.workspace.weather.map(Secrets.resolved),
            let signal = book.tags.signal(source.signal)
        else {
            throw CommandFailure("hongyan.yaml names no weather source")
        }
        let store = try loader.openStore(of: book, mode: .readWrite)
        let logger = Logger(label: "hongyan") { StreamLogHandler.standardError(label: $0) }
        let answered = await WeatherFetch.once(
            source: source, signal: signal, schema: book.tags, store: store, logger: logger)
        Terminal.out("\(answered)/\(source.cities.count) cities")
        if answered < source.cities.count { throw ExitCode(1) }
    }
}
