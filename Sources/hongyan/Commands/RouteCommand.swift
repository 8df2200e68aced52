import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan route`: which channel a number's message would take, and why.
struct RouteCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Which channel a message to a number would take now, and why no other.",
        discussion: """
            Asks the router that the engine asks: purpose, country, carrier (what imports and \
            receipts taught of ported numbers beats the number table), stops, breakers and the \
            measures of the last 30 minutes, filing of the template, weights and prices. Without \
            a store the channels count as well.

            Exit code 1 when no channel fits.

            Example:  hongyan route '138 1234 5678' --purpose marketing --template birthday
            """)

    @Argument(help: "The number, as people write it.") var number: String
    @Option(help: "marketing, service, verification or emergency.") var purpose: String
    @Option(help: "Whether this template may leave through each channel is asked as well.")
    var template: String?
    @Option(help: "Whom weights share out by (default: the number).") var customer: String?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        guard let purpose = Purpose(rawValue: purpose) else {
            throw CommandFailure("there is no purpose '\(purpose)'", code: 64)
        }
        var profile = NumberProfile(reading: number)
        // A number abroad is routed to nobody, and says why; what is no mobile number is no number.
        guard profile.isValid || profile.country.map({ $0 != "CN" }) ?? false else {
            throw CommandFailure(NumberReport.reason(profile, options.language) ?? "", code: 64)
        }
        var wanted: Template?
        if let template {
            guard let known = book.template(TemplateID(template)) else {
                throw CommandFailure("there is no template '\(template)'")
            }
            wanted = known
        }
        let now = SystemClock().now()
        var watches: [ChannelID: ChannelWatch] = [:]
        var stops: [Stop] = []
        var standing: TemplateStanding?
        if loader.hasStore(of: book) {
            let store = try loader.openStore(of: book, mode: .readOnly)
            try explained {
                watches = try store.channelWatches(codes: book.workspace.receiptCodes, at: now)
                stops = try store.stops()
                if let number = profile.number {
                    profile = profile.adding(
                        portability: try store.portability(of: number), region: nil)
                }
                standing = try store.templateStandings(of: book)
                    .first { $0.template == wanted?.id }
            }
        }
        let zone = book.workspace.zone
        let carrier = profile.carrier
        let key = customer ?? profile.normalised ?? number
        let route = Route(
            purpose: purpose, carrier: carrier, country: profile.country ?? "",
            customer: CustomerID(key), channels: book.workspace.channels, stops: stops,
            watches: watches,
            obstacle: standing.map { known in
                { known.obstacle(channel: $0, carrier: carrier, at: now, zone: zone) }
            }, now: now, zone: zone)
        let shown = profile.number?.description ?? "****"
        let source =
            profile.portability.map { "\($0.source) \(zone.format($0.at))" }
            ?? NumberTable.version
        switch format {
        case .json:
            Terminal.raw(RouteText.json(route, number: shown, source: source, zone: zone))
        case .text:
            Terminal.raw(
                RouteText.render(
                    route, number: shown, source: source, zone: zone, language: options.language))
        }
        if route.chosen == nil { throw ExitCode(1) }
    }
}
