import ArgumentParser

@main
struct Hongyan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hongyan", abstract: "Rules-driven SMS marketing.")
}
