import Foundation
import HongyanCore
import HongyanDelivery
import HongyanSockets
import HongyanStore

/// Puts a world together: the only place where the wall clock and entropy come in.
enum WorldBuilder {
    /// The real surroundings: system clock, the store, the configured channels.
    static func live(
        book: RuleBook, store: SQLiteStore, lines: Lines, seed: UInt64
    ) -> World {
        World(clock: SystemClock(), seed: seed, store: store, providers: lines.providers)
    }

    /// The channels as they are: simulated carriers, and connections that are not made yet.
    struct Lines {
        fileprivate(set) var providers: [ChannelID: any Provider] = [:]
        /// Those of the providers that have sockets, by channel.
        fileprivate(set) var sockets: [(channel: ChannelID, provider: LinkProvider)] = []

        func start() { for socket in sockets { socket.provider.start() } }

        /// Says good-bye to all carriers; waits two seconds for their word at most.
        func stop() {
            for socket in sockets { socket.provider.stop() }
            var patience = 100
            while patience > 0, !sockets.allSatisfy({ $0.provider.isIdle }) {
                usleep(20_000)
                patience -= 1
            }
        }
    }

    /// - Parameter onEvent: Called from any thread when a socket has something for the engine.
    /// - Throws: ``CommandFailure`` for a secret that is not there.
    static func lines(
        book: RuleBook, seed: UInt64, folder: URL,
        onEvent: @escaping @Sendable () -> Void = {}
    ) throws -> Lines {
        var lines = Lines()
        lines.providers = try providers(book: book, seed: seed, journalFolder: folder)
        for channel in book.workspace.channels {
            guard let provider = try line(channel, folder: folder, onEvent: onEvent) else {
                continue
            }
            lines.providers[channel.id] = provider
            lines.sockets.append((channel.id, provider))
        }
        return lines
    }

    /// - Returns: nil for a carrier inside the program.
    static func line(
        _ channel: Channel, folder: URL, onEvent: @escaping @Sendable () -> Void = {}
    ) throws -> LinkProvider? {
        guard let link = channel.provider.link else { return nil }
        guard LinkProvider.supports(link) else {
            throw CommandFailure(
                "channel \(channel.id): this hongyan was built without HTTP, and so without TLS")
        }
        return LinkProvider(
            channel: channel.id, channel.provider,
            password: try Secrets.password(link.password, of: channel.id, folder: folder),
            clock: SystemClock(), onEvent: onEvent)
    }

    /// The channels of a workspace as simulated carriers; without a folder they keep no journal. A
    /// real channel is simulated with a common profile.
    /// - Parameter carriers: Profiles in the place of the channels' own.
    static func providers(
        book: RuleBook, seed: UInt64, journalFolder: URL?,
        carriers: [ChannelID: SimulatedProfile] = [:]
    ) throws
        -> [ChannelID: any Provider]
    {
        var providers: [ChannelID: any Provider] = [:]
        for channel in book.workspace.channels {
            switch channel.provider {
            case .smpp, .cmpp:
                providers[channel.id] = SimulatedCarrier(
                    channel: channel.id, profile: carriers[channel.id] ?? SimulatedProfile(),
                    seed: seed)
            case .simulated(let own):
                let profile = carriers[channel.id] ?? own
                var journal: (@Sendable (String) -> Void)?
                if let path = profile.journalPath, let folder = journalFolder {
                    journal = try appender(to: folder.appendingPathComponent(path).path)
                }
                providers[channel.id] = SimulatedCarrier(
                    channel: channel.id, profile: profile, seed: seed, journal: journal)
            }
        }
        return providers
    }

    /// A colleague by name: the only people whom tests and redirects reach.
    static func person(_ name: String, in book: RuleBook) throws -> Person {
        if let person = book.workspace.person(name) { return person }
        let known = book.workspace.people.map(\.id).joined(separator: ", ")
        throw CommandFailure(
            "there is nobody named '\(name)' under people: in hongyan.yaml (known: \(known))")
    }

    /// The number of a colleague who has one.
    static func number(of person: Person) throws -> PhoneNumber {
        if let number = person.number { return number }
        throw CommandFailure("'\(person.id)' has no phone under people: in hongyan.yaml")
    }

    /// Appends whole lines with one `write` each, so that what was written survives a kill.
    static func appender(to path: String) throws -> @Sendable (String) -> Void {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure("cannot open the carrier's journal \(path)")
        }
        return { line in
            let bytes = Array((line + "\n").utf8)
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
