public import ArgumentParser
public import HongyanCore
import HongyanReports
import HongyanRules

/// `hongyan policy`: what binds, and who says so.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "What law, provider, workspace and rule lay down, and what holds in the end.",
        discussion: "Example:  hongyan policy show --rule birthday",
        subcommands: [PolicyShowCommand.self])
}

/// `hongyan policy show`: every value with the layer that set it, what the others say, and why.
struct PolicyShowCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "The effective value of everything, which layer set it, and its source.",
        discussion: """
            One section for each channel, for the channel's provider pack is a layer of its own. \
            Without --rule a channel's section is about marketing where it sends that, else about \
            its first purpose.

            Example:  hongyan policy show --rule birthday --channel marketing
                      hongyan policy show --format json
            """)

    @Option(help: "What binds this rule.") var rule: String?
    @Option(help: "Through this channel only.") var channel: String?
    @Option(help: "For this purpose: marketing, service, verification or emergency.")
    var purpose: Purpose?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let sections = try sections(of: book)
        Terminal.raw(
            format == .json
                ? PolicyJSON.render(sections, of: book)
                : PolicyText.render(sections, of: book, language: options.language))
    }

    private func sections(of book: RuleBook) throws -> [PolicySection] {
        let rule = try rule.map { id in
            guard let rule = book.rule(RuleID(id)) else {
                let known = book.rules.map(\.id.rawValue).joined(separator: ", ")
                throw CommandFailure("there is no rule '\(id)' (known: \(known))")
            }
            return rule
        }
        if let rule, let purpose, rule.purpose != purpose {
            throw CommandFailure("the rule '\(rule.id)' is for \(rule.purpose.rawValue)", code: 64)
        }
        let wanted = purpose ?? rule?.purpose
        var channels = book.workspace.channels
        if let channel {
            guard let one = book.workspace.channel(ChannelID(channel)) else {
                let known = channels.map(\.id.rawValue).joined(separator: ", ")
                throw CommandFailure("there is no channel '\(channel)' (known: \(known))")
            }
            if let wanted, !one.purposes.contains(wanted) {
                throw CommandFailure(
                    "the channel '\(channel)' does not send \(wanted.rawValue) messages")
            }
            channels = [one]
        }
        return channels.compactMap { channel in
            let own = Purpose.allCases.first { channel.purposes.contains($0) }
            guard let purpose = wanted ?? own, channel.purposes.contains(purpose) else {
                return nil
            }
            return PolicySection(book: book, channel: channel, purpose: purpose, rule: rule)
        }
    }
}
