import ArgumentParser
import HongyanCore
import HongyanRules

/// `hongyan explain-check`: the page of one check.
struct ExplainCheckCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "explain-check",
        abstract: "Show the page of one check: the rule, why it is there, how to mend it.",
        discussion: """
            The same pages are in docs/checks; 'hongyan check --list' lists them.

            Example:  hongyan explain-check window/deadline
            """)

    @Argument(help: "The check, such as window/deadline.") var id: String
    @Option(help: "text or json.") var format: Format = .text
    @Option(help: "zh or en (default: the locale's).") var lang: Language?

    func run() throws {
        let language = lang ?? .ofLocale
        guard let page = CheckPages.page(id) else {
            throw CommandFailure(unknown(language))
        }
        switch format {
        case .json: Terminal.raw(CheckPageRenderer.json([page]))
        case .text:
            Terminal.raw(
                CheckPageRenderer.text(page, language: language, color: Terminal.hasColor))
        }
    }

    private func unknown(_ language: Language) -> String {
        let nearest = CheckPages.nearest(id)
        switch language {
        case .zh:
            return "没有检查“\(id)”"
                + (nearest.map { "，是不是“\($0)”？" } ?? "；hongyan check --list 列出所有检查")
        case .en:
            return "there is no check '\(id)'"
                + (nearest.map { ", did you mean '\($0)'?" }
                    ?? "; 'hongyan check --list' shows all of them")
        }
    }
}
