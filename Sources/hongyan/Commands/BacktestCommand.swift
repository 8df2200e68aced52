import ArgumentParser

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "backtest", abstract: "x")
    func run() throws {}
}
