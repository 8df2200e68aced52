import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports

/// `hongyan reply`: how a customer's answer is understood.
struct ReplyCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract: "How a reply is understood: opt-out, opt-in, help, answer, complaint, other.",
        discussion: """
            The same reading the daemon does. In a workspace the words that its rules wait for \
            are answers. What may be a refusal and may not pauses marketing to the number until a \
            person has read it ('hongyan replies').

            Example:  hongyan reply '回复ＴＤ。' --format json
            """)

    @Argument(help: "The text of the reply.") var text: String
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let settings = loader.folder.appendingPathComponent("hongyan.yaml").path
        var expected: [String] = []
        if FileManager.default.fileExists(atPath: settings) {
            expected = try loader.book(language: options.language).replyKeywords
        }
        let reading = ReplyClassifier.read(text, expecting: expected)
        switch format {
        case .json: Terminal.raw(ReplyReport.json(reading))
        case .text: Terminal.raw(ReplyReport.text(reading, language: options.language))
        }
    }
}
