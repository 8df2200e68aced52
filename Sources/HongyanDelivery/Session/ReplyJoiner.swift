internal import HongyanCore

/// Which replies are one.
enum ReplyIdentity {
    /// SMPP gives replies no id, and long ones have several. The same words from the same number
    /// within so long are one reply that was delivered again, because its answer was lost.
    static let sameWithin = Span.minutes(5)

    static func reply(
        from number: PhoneNumber, to destination: String, _ text: String, channel: ChannelID,
        at now: Timestamp
    ) -> Reply {
        let bucket = now.milliseconds / sameWithin.milliseconds
        let id = Digest(hashing: [
            channel.rawValue, number.e164, destination, text, String(bucket),
        ])
        return Reply(
            id: "mo-\(id)", channel: channel, number: number, text: text, at: now)
    }
}

/// Puts the parts of long replies together. Each part is answered as it comes, because an SMSC may
/// wait for that before it sends the next; what stays incomplete is told as far as it came.
struct ReplyJoiner: Sendable {
    /// Same reference with another total is another message.
    private struct Key: Hashable {
        let number: PhoneNumber
        let destination: String
        let reference: UInt16
        let total: UInt8
    }

    private struct Pieces {
        let key: Key
        let since: Timestamp
        var texts: [UInt8: String]
    }

    static let patience = Span.minutes(5)
    static let most = 10_000

    /// Oldest first.
    private var waiting: [Pieces] = []

    mutating func add(
        _ part: ConcatenationPart, _ text: String, from number: PhoneNumber,
        to destination: String, channel: ChannelID, at now: Timestamp
    ) -> ProviderEvent? {
        let key = Key(
            number: number, destination: destination, reference: part.reference, total: part.total)
        let place = waiting.firstIndex { $0.key == key }
        var pieces =
            place.map { waiting[$0] } ?? Pieces(key: key, since: now, texts: [:])
        pieces.texts[part.number] = text
        if pieces.texts.count == Int(part.total) {
            if let place { waiting.remove(at: place) }
            return event(pieces, channel: channel, at: now)
        }
        if let place {
            waiting[place] = pieces
        } else if waiting.count < Self.most {
            waiting.append(pieces)
        } else {
            // No room to wait: a word of refusal stands in the first part as well as in the whole.
            return event(pieces, channel: channel, at: now)
        }
        return nil
    }

    mutating func expired(channel: ChannelID, at now: Timestamp) -> [ProviderEvent] {
        let count = waiting.prefix { $0.since + Self.patience <= now }.count
        defer { waiting.removeFirst(count) }
        return waiting[..<count].map { event($0, channel: channel, at: now) }
    }

    private func event(
        _ pieces: Pieces, channel: ChannelID, at now: Timestamp
    ) -> ProviderEvent {
        let text = pieces.texts.sorted { $0.key < $1.key }.map(\.value).joined()
        return .reply(
            ReplyIdentity.reply(
                from: pieces.key.number, to: pieces.key.destination, text, channel: channel,
                at: now))
    }
}
