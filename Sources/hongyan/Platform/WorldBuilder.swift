import Foundation
import HongyanCore
import HongyanDelivery
import HongyanStore

/// Puts a world together: the only place where the wall clock and entropy come in.
enum WorldBuilder {
    /// The real surroundings: system clock, the store, the configured channels.
    static func live(book: RuleBook, store: SQLiteStore, folder: URL, seed: UInt64) throws -> World
    {
        World(
            clock: SystemClock(), seed: seed, store: store,
            providers: try providers(book: book, seed: seed, journalFolder: folder))
    }

    /// The channels of a workspace; without a folder the simulated carriers keep no journal.
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
    private static func appender(to path: String) throws -> @Sendable (String) -> Void {
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
